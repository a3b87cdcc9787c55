"""Safety stock: apart from the buffer, released by people or when somebody is short, owed back and paid back after the trouble."""

from __future__ import annotations

import pytest
from policy_texts import failures, policy_of

from kanbanlang.dryrun import dry_run
from kanbanlang.model import load_text

PLANT = """
policy plant
item gear
role buyer
supplier acme
supplier beta
buffer stock of gear {{
  reorder at 20 pcs up to 100 pcs
  limit 120 pcs
  from acme {{ lead time 1 d }}
  safety 40 pcs{against}
  serves customers
  {short}
}}
buffer line of gear {{ kanban 2 cards of 30 pcs; from stock }}
"""
STRIKE = "trigger strike { on down of acme; release safety of stock }"


def plant(against: str = " against acme", short: str = "") -> str:
    return PLANT.format(against=against, short=short and f"if short {short}")


def test_it_is_in_no_other_word() -> None:
    test = """
    test "40 beside 100" {
      when  order of 10 pcs of gear
      then  deliver 10 pcs of gear
      and   nothing else
      and   on_hand(stock) = 90 pcs and available(stock) = 90 pcs and position(stock) = 90 pcs
      and   safety(stock) = 40 pcs and promised(stock) = 0 pcs
      when  order of 100 pcs of gear
      then  deliver 90 pcs of gear
      and   replenish 110 pcs from acme to stock
      and   nothing else
      and   safety(stock) = 40 pcs and backlog(stock) = 10 pcs
    }
    """
    assert not failures(plant(), test)


def test_forty_released_are_forty_on_hand_and_forty_promised_and_the_first_receipts_after_the_trouble_pay_it_back() -> None:
    test = """
    test "a strike" {
      given stock has 30 pcs
      when  down of acme
      then  nothing
      and   on_hand(stock) = 70 pcs and available(stock) = 70 pcs
      and   promised(stock) = 40 pcs and backlog(stock) = 0 pcs
      and   position(stock) = 30 pcs and safety(stock) = 0 pcs
      when  order of 9 pcs of gear
      then  deliver 9 pcs of gear
      and   nothing else
      and   position(stock) = 21 pcs
      when  order of 1 pcs of gear
      then  deliver 1 pcs of gear
      and   replenish 80 pcs from acme to stock
      and   nothing else
      and   on_hand(stock) = 60 pcs and position(stock) = 100 pcs
      when  order of 50 pcs of gear
      then  deliver 50 pcs of gear
      when  receipt of 10 pcs of stock
      then  nothing
      and   safety(stock) = 0 pcs and on_hand(stock) = 20 pcs
      when  up of acme
      then  nothing
      and   safety(stock) = 0 pcs and on_hand(stock) = 20 pcs and position(stock) = 50 pcs
      when  receipt of 30 pcs of stock
      then  nothing
      and   safety(stock) = 30 pcs and on_hand(stock) = 20 pcs and position(stock) = 50 pcs
      when  receipt of 40 pcs of stock
      then  nothing
      and   safety(stock) = 40 pcs and on_hand(stock) = 50 pcs and promised(stock) = 0 pcs and position(stock) = 50 pcs
    }
    """
    assert not failures(plant(), STRIKE, test)


def test_whoever_waits_comes_before_what_is_owed() -> None:
    test = """
    test "first those who wait" {
      given stock has 0 pcs
      when  down of acme
      then  nothing
      when  order of 50 pcs of gear
      then  deliver 40 pcs of gear
      and   nothing else
      and   backlog(stock) = 10 pcs and promised(stock) = 50 pcs and position(stock) = 50 pcs
      when  up of acme
      then  nothing
      when  receipt of 25 pcs of stock
      then  deliver 10 pcs of gear
      and   nothing else
      and   safety(stock) = 15 pcs and on_hand(stock) = 0 pcs and promised(stock) = 25 pcs
      and   position(stock) = 50 pcs
    }
    """
    assert not failures(plant(), STRIKE, test)


def test_who_is_short_gets_what_is_lacking_while_it_is_kept_against_is_down() -> None:
    test = """
    test "asked 12, 10 there" {
      given stock has 10 pcs
      when  order of 12 pcs of gear
      then  deliver 10 pcs of gear
      and   nothing else
      and   safety(stock) = 40 pcs and position(stock) = 88 pcs
      when  down of beta
      then  nothing
      when  down of acme
      then  deliver 2 pcs of gear
      and   nothing else
      and   safety(stock) = 38 pcs and promised(stock) = 2 pcs and backlog(stock) = 0 pcs and position(stock) = 88 pcs
      when  consumption of 30 pcs of line
      then  move 30 pcs from stock to line
      and   nothing else
      and   safety(stock) = 8 pcs
      when  consumption of 30 pcs of line
      then  nothing
      and   safety(stock) = 8 pcs and backlog(stock) = 30 pcs
    }
    """
    assert not failures(plant(short="release safety"), test)


def test_a_safety_stock_against_several_is_released_when_one_of_them_is_down() -> None:
    test = """
    test "the other one" {
      given stock has 0 pcs
      when  down of beta
      then  nothing
      when  order of 1 pcs of gear
      then  deliver 1 pcs of gear
      and   nothing else
      and   safety(stock) = 39 pcs
      when  down of acme
      then  nothing
      when  up of beta
      then  nothing
      when  receipt of 10 pcs of stock
      then  safety(stock) = 39 pcs
      when  up of acme
      then  nothing
      when  receipt of 10 pcs of stock
      then  safety(stock) = 40 pcs and on_hand(stock) = 19 pcs
    }
    """
    assert not failures(plant(against=" against acme, beta", short="release safety"), test)


def test_a_safety_stock_against_anything_needs_no_trouble() -> None:
    test = """
    test "against anything" {
      given stock has 0 pcs
      when  order of 5 pcs of gear
      then  deliver 5 pcs of gear
      and   nothing else
      and   safety(stock) = 35 pcs and position(stock) = 95 pcs
      when  receipt of 100 pcs of stock
      then  safety(stock) = 40 pcs and on_hand(stock) = 95 pcs
    }
    """
    assert not failures(plant(against="", short="release safety"), test)


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ('alert buyer "short", release safety', "and   alert buyer"),
        ('release safety, alert buyer "short"', ""),
        ('release safety, alert buyer "short", lose', ""),
    ],
)
def test_steps_are_tried_in_the_order_written(steps: str, told: str) -> None:
    test = f"""
    test "one step after the other" {{
      given stock has 10 pcs
      when  down of acme
      then  nothing
      when  order of 12 pcs of gear
      then  deliver 10 pcs of gear
      and   deliver 2 pcs of gear
      {told}
      and   nothing else
    }}
    """
    assert not failures(plant(short=steps), test)


def test_a_supplier_is_late_while_a_pull_is_open_longer_than_promised() -> None:
    test = """
    test "promised for a day" {
      given stock has 21 pcs
      when  at day 1 08:00, order of 21 pcs of gear
      then  deliver 21 pcs of gear
      and   replenish 100 pcs from acme to stock
      and   nothing else
      when  at day 2 07:00, order of 5 pcs of gear
      then  nothing
      and   safety(stock) = 40 pcs
      when  at day 2 09:00, order of 1 pcs of gear
      then  deliver 1 pcs of gear
      and   nothing else
      and   safety(stock) = 34 pcs and backlog(stock) = 0 pcs and position(stock) = 94 pcs
      when  receipt of 10 pcs of stock
      then  nothing
      and   safety(stock) = 34 pcs and on_hand(stock) = 10 pcs
      when  receipt of 90 pcs of stock
      then  nothing
      and   safety(stock) = 40 pcs and on_hand(stock) = 94 pcs
      when  at day 3 08:00, order of 94 pcs of gear
      then  deliver 94 pcs of gear
      and   replenish 100 pcs from acme to stock
      when  at day 4 07:59, order of 1 pcs of gear
      then  nothing
      when  at day 4 08:00, cancellation of stock
      then  nothing
      when  at day 4 09:00, order of 1 pcs of gear
      then  replenish 102 pcs from acme to stock
      and   nothing else
      and   safety(stock) = 40 pcs
    }
    """
    assert not failures(plant(short="release safety"), test)


CARDS = """
policy plant
item gear
supplier acme
buffer stock of gear { kanban 3 cards of 10 pcs; from acme { lead time 1 d }; safety 15 pcs against acme; serves customers }
trigger strike { on down of acme; release safety of stock }
test "no card stands for what is kept just in case" {
  given stock has 10 pcs
  when  down of acme
  then  nothing
  and   on_hand(stock) = 25 pcs and incoming(stock) = 20 pcs and empty(stock) = 0
  when  order of 15 pcs of gear
  then  deliver 15 pcs of gear
  and   nothing else
  when  up of acme
  then  nothing
  when  receipt of 10 pcs of stock
  then  replenish 10 pcs from acme to stock
  and   nothing else
  and   safety(stock) = 10 pcs and on_hand(stock) = 10 pcs
  when  receipt of 10 pcs of stock
  then  nothing
  and   safety(stock) = 15 pcs and on_hand(stock) = 15 pcs and incoming(stock) = 10 pcs
}
"""


def test_a_container_whose_pieces_go_to_the_safety_stock_gives_its_card_back() -> None:
    assert not failures(CARDS)


JOBS = """
policy plant
item gear
item box
supplier acme
station cell {{ makes box from 3 gear{taken} }}
buffer gears of gear at cell {{ keep 10 pcs; from acme {{ lead time 1 d }}; safety 4 pcs against acme; if short release safety }}
buffer boxes of box {{ keep 2 pcs; from cell; serves customers }}
test "two more gears are needed" {{
  given gears has 4 pcs
  when  order of 2 pcs of box
  then  deliver 2 pcs of box
  and   nothing else
  when  down of acme
  then  make 2 pcs of box from cell to boxes
  and   replenish 6 pcs from acme to gears
  and   nothing else
  and   safety(gears) = 2 pcs and on_hand(gears) = 0 pcs
  when  order of 1 pcs of box
  then  nothing
  and   safety(gears) = 2 pcs
}}
"""


def test_a_job_that_lacks_parts_is_short_of_them() -> None:
    assert not failures(JOBS.format(taken=""))


def test_a_dry_run_shows_it_apart_and_starts_with_it_full() -> None:
    days = """
    scenario days {
      lasts 10 d; repeat 1 times; orders of 12 pcs of gear daily at 08:00
      with acme down from day 3 to day 5
      expect min safety of stock >= 0 pcs
    }
    """
    text = plant() + STRIKE + days
    run = dry_run(policy_of(text).scenarios["days"])
    final = {one.buffer: one for one in run.final}
    means = {one.metric: one.mean for one in run.metrics if one.of == "stock"}
    assert (final["stock"].safety, final["line"].safety) == (40, 0)
    assert means["min safety"] == 0
    assert 0 < (means["mean safety"] or 0) < 40
    assert means["mean promised"] == pytest.approx(40 - (means["mean safety"] or 0) + (means["mean backlog"] or 0))
    assert all(one.holds for one in run.balance)


def test_it_is_not_kept_against_what_is_never_down() -> None:
    loaded = load_text(plant(against=" against line"))
    assert loaded.diagnostics

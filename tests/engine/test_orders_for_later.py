"""Orders for later: demand at their due time, and nothing before."""

from __future__ import annotations

import pytest
from policy_texts import failures, policy_of

from kanbanlang.dryrun import dry_run

PLANT = """
policy plant
item gear
role buyer
supplier acme
buffer stock of gear {{ {rule}; from acme {{ lead time 1 d }}; serves customers }}
buffer line of gear {{ keep 2 pcs; from stock }}
"""
RULES = ["keep 10 pcs", "reorder at 9 pcs order 5 pcs", "reorder at 9 pcs up to 10 pcs", "kanban 10 cards of 1 pcs"]


@pytest.mark.parametrize("rule", RULES)
def test_an_order_due_friday_is_seen_by_nothing_before_friday(rule: str) -> None:
    test = """
    test "due on day 5" {
      given stock has 10 pcs
      when  at day 1 08:00, order of 4 pcs of gear due day 5 08:00
      then  nothing
      and   on_hand(stock) = 10 pcs
      and   backlog(stock) = 0 pcs
      and   position(stock) = 10 pcs
      and   waiting(stock) = 0
      when  at day 5 07:59, down of acme
      then  nothing
      when  at day 5 08:00, up of acme
      then  deliver 4 pcs of gear
      and   on_hand(stock) = 6 pcs
    }
    """
    assert not failures(PLANT.format(rule=rule), test)


def test_at_its_due_time_it_is_an_ordinary_order() -> None:
    test = """
    test "one for one, when it is due" {
      when  at day 1 08:00, order of 12 pcs of gear due day 5 08:00
      then  nothing
      when  at day 5 08:00, consumption of 1 pcs of line
      then  deliver 10 pcs of gear
      and   replenish 12 pcs from acme to stock
      and   replenish 1 pcs from acme to stock
      and   nothing else
      and   backlog(stock) = 3 pcs
    }
    """
    assert not failures(PLANT.format(rule="keep 10 pcs"), test)


def test_whoever_waits_is_served_by_priority_then_due_time_then_signal() -> None:
    test = """
    test "the queue" {
      given stock has 0 pcs
      when  at day 1, order of 1 pcs of gear due day 3
      then  nothing
      when  order of 2 pcs of gear due day 2
      then  nothing
      when  order of 3 pcs of gear due day 3 priority 1
      then  nothing
      when  order of 4 pcs of gear due day 3
      then  nothing
      when  at day 3, order of 5 pcs of gear
      then  backlog(stock) = 15 pcs
      when  at day 4, receipt of 3 pcs of stock
      then  deliver 3 pcs of gear
      and   nothing else
      when  receipt of 2 pcs of stock
      then  deliver 2 pcs of gear
      and   nothing else
      when  receipt of 1 pcs of stock
      then  deliver 1 pcs of gear
      and   nothing else
      when  receipt of 4 pcs of stock
      then  deliver 4 pcs of gear
      and   nothing else
      when  receipt of 5 pcs of stock
      then  deliver 5 pcs of gear
      and   nothing else
    }
    """
    assert not failures(PLANT.format(rule="keep 30 pcs"), test)


def test_it_can_be_cancelled_before_and_what_is_overdue_is_due_at_once() -> None:
    test = """
    test "cancelled" {
      when  at day 2, order of 4 pcs of gear due day 5
      then  nothing
      when  at day 3, cancellation of 4 pcs of gear
      then  nothing
      when  at day 5, order of 1 pcs of gear due day 4
      then  deliver 1 pcs of gear
      and   replenish 1 pcs from acme to stock
      and   nothing else
    }
    """
    assert not failures(PLANT.format(rule="keep 10 pcs"), test)


def test_triggers_hear_of_it_when_it_is_due_and_who_is_short_is_noticed_then() -> None:
    plant = """
    policy plant
    item gear
    role buyer
    supplier acme
    buffer stock of gear { keep 2 pcs; from acme { lead time 1 d }; serves customers; if short alert buyer "short" }
    trigger big { on order of gear if ordered > 3 pcs; alert buyer "big" }
    test "told when it is due" {
      when  at day 1, order of 4 pcs of gear due day 3
      then  nothing
      when  at day 2, order of 3 pcs of gear
      then  alert buyer "short"
      when  at day 3, down of acme
      then  alert buyer "big"
      and   alert buyer "short"
    }
    """
    assert not failures(plant, "")


def test_the_same_order_again_is_a_duplicate_and_with_another_due_time_a_conflict() -> None:
    test = """
    test "keys" {
      when  at day 1, order of 1 pcs of gear due day 3 as "a"
      then  nothing
      when  order of 1 pcs of gear due day 3 as "a"
      then  duplicate
      when  order of 1 pcs of gear due day 4 as "a"
      then  refused "with other content"
    }
    """
    assert not failures(PLANT.format(rule="keep 10 pcs"), test)


@pytest.mark.parametrize(("due", "met", "waited"), [("due after 3 d", 1.0, 0), ("due after 1 h", 0.5, 23), ("", 0.5, 24)])
def test_wait_and_fill_rate_count_from_the_due_time(due: str, met: float, waited: int) -> None:
    """Two are there, and two more come on Tuesday at 08:00; on Monday at 08:00 four are ordered."""
    text = """
    policy plant
    item gear
    supplier acme
    buffer stock of gear { from acme { lead time 1 d }; serves customers }
    trigger more { on order of pin; pull 2 pcs to stock }
    item pin
    buffer pins of pin { unlimited; serves customers }
    scenario days {
      lasts 6 d
      repeat 1 times
      start stock 2 pcs
      orders of pin at 2026-01-05 08:00
    """
    run = dry_run(policy_of(f"{text} orders of 4 pcs of gear at 2026-01-05 08:00 {due}\n}}").scenarios["days"])
    means = {one.metric: one.mean for one in run.metrics if one.of == "stock"}
    assert means["fill rate"] == pytest.approx(met)
    assert means["mean wait"] == pytest.approx(2 * waited / 4 * 3600), "in seconds, over all four"
    assert run.refused == 0

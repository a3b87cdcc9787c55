"""`if short lose` and `if short alert`: customers who do not wait, and who hears of it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from policy_texts import failures, policy_of

from kanbanlang.dryrun import dry_run
from kanbanlang.model import load_text

PLANT = """
policy plant
item gear
role buyer
supplier acme
buffer stock of gear {{ keep 10 pcs; from acme {{ lead time 1 d }}; if short {steps}; serves customers }}
buffer line of gear {{ kanban 2 cards of 4 pcs; from stock }}
"""


def test_what_is_not_there_is_lost_and_pulls_nothing() -> None:
    test = """
    test "asked 12, 10 there" {
      when  order of 12 pcs of gear
      then  deliver 10 pcs of gear
      and   replenish 10 pcs from acme to stock
      and   nothing else
      and   backlog(stock) = 0 pcs
      when  order of 1 pcs of gear
      then  nothing
      when  consumption of 4 pcs of line
      then  replenish 4 pcs from acme to stock
      and   nothing else
      and   backlog(stock) = 4 pcs
      when  order of 1 pcs of gear
      then  nothing
      and   backlog(stock) = 4 pcs
    }
    """
    assert not failures(PLANT.format(steps="lose"), test)


def test_customers_wait_only_so_long() -> None:
    test = """
    test "three days" {
      when  at day 1 08:00, order of 12 pcs of gear
      then  deliver 10 pcs of gear
      and   replenish 12 pcs from acme to stock
      and   nothing else
      when  at day 3 08:00, order of 1 pcs of gear
      then  replenish 1 pcs from acme to stock
      and   backlog(stock) = 3 pcs
      when  at day 4 08:00, receipt of 1 pcs of stock
      then  deliver 1 pcs of gear
      and   nothing else
      and   backlog(stock) = 1 pcs
      when  receipt of 1 pcs of stock
      then  deliver 1 pcs of gear
      when  at day 9, receipt of 3 pcs of stock
      then  nothing
    }
    """
    assert not failures(PLANT.format(steps="lose after 3 d"), test)


def test_an_alert_is_given_once_for_each_who_is_short_and_the_next_step_follows() -> None:
    test = """
    test "told, then lost" {
      when  order of 12 pcs of gear
      then  deliver 10 pcs of gear
      and   alert buyer "gears are short"
      and   replenish 10 pcs from acme to stock
      and   nothing else
      when  consumption of 8 pcs of line
      then  alert buyer "gears are short"
      and   alert buyer "gears are short"
      and   replenish 8 pcs from acme to stock
      and   nothing else
      when  receipt of 3 pcs of stock
      then  nothing
    }
    """
    assert not failures(PLANT.format(steps='alert buyer "gears are short", lose'), test)


def test_a_customer_who_wants_all_or_nothing_goes_with_nothing() -> None:
    test = """
    test "together or not at all" {
      when  order of 12 pcs of gear
      then  nothing
      and   on_hand(stock) = 10 pcs
      when  order of 10 pcs of gear
      then  deliver 10 pcs of gear
    }
    """
    assert not failures(PLANT.format(steps="wait, lose"), test)


@pytest.mark.parametrize(
    ("steps", "lost", "met"),
    [
        ("lose", Fraction(2, 12), Fraction(10, 12)),
        ("lose after 3 d", Fraction(0), Fraction(10, 12)),
        ("lose after 12 h", Fraction(2, 12), Fraction(10, 12)),
    ],
)
def test_a_dry_run_measures_who_is_lost(steps: str, lost: Fraction, met: Fraction) -> None:
    text = PLANT.format(steps=steps) + "scenario days { lasts 4 d; repeat 1 times; orders of 12 pcs of gear at 2026-01-05 08:00 }"
    run = dry_run(policy_of(text).scenarios["days"])
    means = {one.metric: one.mean for one in run.metrics if one.of == "stock"}
    assert means["lost share"] == pytest.approx(float(lost))
    assert means["fill rate"] == pytest.approx(float(met))
    assert run.refused == 0, "a customer who was served in time is not reported to have lost patience"


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ("lose, wait", "`wait` comes after `lose`, when nobody is left"),
        ("wait, split", "`wait` and `split` say the opposite"),
        ("wait, wait", "it is said twice"),
    ],
)
def test_steps_that_contradict_each_other_are_an_error(steps: str, words: str) -> None:
    assert words in [one.message for one in load_text(PLANT.format(steps=steps)).diagnostics if one.code == "KB220"]

"""`zones` and `spikes`: net flow, which orders for later count, and when the policy hears that they do."""

from __future__ import annotations

import pytest
from policy_texts import failures, policy_of

from kanbanlang.dryrun import dry_run

PLANT = """
policy plant {{ timezone "Europe/Rome" }}
item gear
role buyer
supplier acme
buffer stock of gear {{
  zones red 50 pcs yellow 60 pcs green 30 pcs
  {spikes}
  from acme {{ lead time 3 d {terms} }}
  serves customers
  {more}
}}
"""
SPIKES = "spikes of 25 pcs or more within 8 d"


def plant(spikes: str = SPIKES, terms: str = "", more: str = "") -> str:
    return PLANT.format(spikes=spikes, terms=terms, more=more)


@pytest.mark.parametrize("spikes", [SPIKES, ""])
def test_at_the_top_of_yellow_nothing_and_below_it_up_to_the_top_of_green(spikes: str) -> None:
    test = """
    test "net flow 110: nothing; 105: 35" {
      when  order of 30 pcs of gear
      then  deliver 30 pcs of gear
      and   nothing else
      and   net_flow(stock) = 110 pcs
      when  order of 5 pcs of gear
      then  replenish 35 pcs from acme to stock
      and   deliver 5 pcs of gear
      and   nothing else
      and   net_flow(stock) = 140 pcs
    }
    """
    assert not failures(plant(spikes), test)


def test_the_terms_round_what_is_pulled() -> None:
    test = """
    test "35 in tens" {
      when  order of 35 pcs of gear
      then  replenish 40 pcs from acme to stock
    }
    """
    assert not failures(plant(terms="; multiple 10 pcs"), test)


def test_which_demand_that_comes_counts() -> None:
    test = """
    test "two orders of 15 on one day are a spike" {
      when  at day 1 08:00, order of 15 pcs of gear due day 4 08:00
      then  nothing
      and   net_flow(stock) = 140 pcs
      when  order of 15 pcs of gear due day 4 17:00
      then  nothing
      and   net_flow(stock) = 110 pcs
      and   position(stock) = 140 pcs
      when  cancellation of 15 pcs of gear
      then  nothing
      and   net_flow(stock) = 140 pcs
    }
    test "24 in 5 days is not counted before its day" {
      given stock has 133 pcs
      when  at day 1 08:00, order of 24 pcs of gear due day 6 08:00
      then  nothing
      and   net_flow(stock) = 133 pcs
      when  at day 5 23:59, down of acme
      then  net_flow(stock) = 133 pcs
      when  at day 6 00:00, up of acme
      then  replenish 31 pcs from acme to stock
      and   nothing else
      and   net_flow(stock) = 140 pcs
      when  at day 6 08:00, consumption of 1 pcs of stock
      then  deliver 24 pcs of gear
      and   nothing else
      and   net_flow(stock) = 139 pcs
    }
    test "30 in 5 days is counted at once" {
      given stock has 139 pcs
      when  at day 1 08:00, order of 30 pcs of gear due day 6 08:00
      then  replenish 31 pcs from acme to stock
      and   nothing else
    }
    test "30 in 8 days is within, in 9 days beyond, until a day is over" {
      given stock has 139 pcs
      when  at day 1 08:00, order of 30 pcs of gear due day 10 08:00
      then  nothing
      when  at day 1 23:59, down of acme
      then  nothing
      when  at day 2 00:00, up of acme
      then  replenish 31 pcs from acme to stock
      and   nothing else
    }
    test "30 in 8 days" {
      given stock has 139 pcs
      when  at day 1 08:00, order of 30 pcs of gear due day 9 23:00
      then  replenish 31 pcs from acme to stock
    }
    """
    assert not failures(plant(), test)


def test_without_spikes_only_what_is_due_today_counts() -> None:
    test = """
    test "today" {
      given stock has 139 pcs
      when  at day 1 08:00, order of 30 pcs of gear due day 2 08:00
      then  nothing
      when  order of 30 pcs of gear due day 1 09:00
      then  replenish 31 pcs from acme to stock
      and   nothing else
    }
    """
    assert not failures(plant(""), test)


def test_days_are_local_also_when_the_clocks_change() -> None:
    """The clocks of Rome go forward in the night to 29 March: that day has 23 hours."""
    test = """
    test "the night in which an hour is missing" {
      given stock has 139 pcs
      when  at 2026-03-28 08:00, order of 12 pcs of gear due 2026-03-29 00:30
      then  nothing
      when  order of 13 pcs of gear due 2026-03-29 23:30
      then  nothing
      and   net_flow(stock) = 114 pcs
      when  order of 12 pcs of gear due 2026-03-30 00:00
      then  nothing
      and   net_flow(stock) = 114 pcs
    }
    """
    assert not failures(plant(), test)


def test_a_review_and_a_cancelled_pull() -> None:
    reviewed = """
    test "only at the review" {
      given stock has 139 pcs
      when  at day 1 08:00, order of 30 pcs of gear due day 3 08:00
      then  nothing
      when  at day 2 06:00, down of acme
      then  replenish 31 pcs from acme to stock
      and   nothing else
    }
    """
    assert not failures(plant(more="review daily at 06:00"), reviewed)
    rests = """
    test "it asks again when its net flow moves" {
      given stock has 139 pcs
      when  at day 1 08:00, order of 30 pcs of gear due day 3 08:00
      then  replenish 31 pcs from acme to stock
      when  cancellation of 31 pcs of stock from acme
      then  nothing
      and   net_flow(stock) = 109 pcs
      when  order of 25 pcs of gear due day 4 08:00
      then  replenish 56 pcs from acme to stock
      and   nothing else
    }
    """
    assert not failures(plant(), rests)


def test_a_dry_run_measures_the_net_flow_and_pulls_for_spikes() -> None:
    world = """
    scenario days {
      lasts 6 d
      repeat 1 times
      start stock 139 pcs
      orders of 30 pcs of gear at 2026-01-05 08:00 due after 4 d
    }
    """
    found = {}
    for spikes in (SPIKES, ""):
        run = dry_run(policy_of(plant(spikes) + world).scenarios["days"])
        found[spikes] = {one.metric: one.mean for one in run.metrics if one.of == "stock"}
        assert run.refused == 0
        assert found[spikes]["fill rate"] == 1
    assert found[SPIKES]["mean on_hand"] > found[""]["mean on_hand"], "with the spike in sight the goods are there a day before it"


def test_what_is_not_pulled_says_the_net_flow_and_its_colour() -> None:
    test = """
    test "too early" {
      when  at day 1 08:00, order of 29 pcs of gear due day 4 08:00
      then  replenish 30 pcs from acme to stock
    }
    """
    (message,) = failures(plant(), test)
    assert message is not None
    assert "pulls at net flow 109 pcs or below: it is 111 pcs, green, (140 on hand + 0 coming" in message
    assert "29 ordered ahead)" in message

"""`if short use`: another buffer helps, with a substitute or with the same item from elsewhere."""

from __future__ import annotations

from policy_texts import actions_of_scenario, failures, policy_of

from kanbanlang.dryrun import dry_run

PLANT = """
policy plant
item gear
item spare
role buyer
supplier acme
buffer stock of gear {{ keep 10 pcs; from acme {{ lead time 1 d }}; serves customers; if short {short} }}
buffer other of spare {{ keep {other} pcs; from acme {{ lead time 1 d }} }}
buffer line of gear {{ kanban 1 card of 12 pcs; from stock {{ lead time 1 h }} }}
"""


def plant(short: str = "use other", other: int = 20) -> str:
    return PLANT.format(short=short, other=other)


def test_what_is_lacking_comes_from_the_other_whose_rule_makes_up_for_it() -> None:
    test = """
    test "asked 12, 10 there" {
      when  order of 12 pcs of gear
      then  deliver 10 pcs of gear from stock
      and   deliver 2 pcs of spare from other
      and   replenish 10 pcs from acme to stock
      and   replenish 2 pcs from acme to other
      and   nothing else
      and   backlog(stock) = 0 pcs and position(stock) = 10 pcs and position(other) = 20 pcs
    }
    """
    assert not failures(plant(), test)


def test_a_container_travels_full_and_so_comes_from_one_of_them() -> None:
    test = """
    test "10 here, 20 there" {
      when  consumption of 12 pcs of line
      then  move 12 pcs from other to line
      and   replenish 12 pcs from acme to other
      and   nothing else
      and   available(stock) = 10 pcs and reserved(other) = 12 pcs and incoming(line) = 12 pcs
      when  pick of 12 pcs of line from other
      then  nothing
      and   on_hand(other) = 8 pcs and incoming(line) = 12 pcs
      when  receipt of 12 pcs of line
      then  nothing
      and   on_hand(line) = 12 pcs
    }
    test "a pick that was too short waits where it is picked" {
      when  consumption of 12 pcs of line
      then  replenish 12 pcs from acme to other
      when  pick of 5 pcs of line
      then  alert buyer
      and   replenish 15 pcs from acme to other
      and   on_hand(other) = 0 pcs and backlog(other) = 7 pcs and backlog(stock) = 0 pcs
      when  receipt of 12 pcs of other
      then  move 7 pcs from other to line
    }
    """
    assert not failures(plant(), test)


def test_who_asks_the_other_himself_comes_first() -> None:
    test = """
    test "first its own" {
      given other has 3 pcs
      when  order of 5 pcs of other
      then  deliver 3 pcs of spare
      when  order of 12 pcs of gear
      then  deliver 10 pcs of gear
      and   nothing else
      and   backlog(stock) = 2 pcs
      when  receipt of 3 pcs of other
      then  deliver 2 pcs of spare
      and   deliver 1 pcs of spare
      and   replenish 1 pcs from acme to other
      and   nothing else
      and   backlog(stock) = 1 pcs
    }
    """
    text = plant().replace("keep 20 pcs", "reorder at 19 pcs up to 20 pcs")
    assert not failures(text, test.replace("then  deliver 10 pcs of gear\n      and   nothing else", "then  deliver 10 pcs of gear"))


def test_the_steps_are_tried_in_the_order_written() -> None:
    test = """
    test "one after the other" {
      given other has 1 pcs
      when  order of 13 pcs of gear
      then  deliver 10 pcs of gear from stock
      and   deliver 1 pcs of spare from other
      and   alert buyer "short"
      and   backlog(stock) = 0 pcs
      when  receipt of 1 pcs of other
      then  nothing
    }
    """
    assert not failures(plant('use other, alert buyer "short", lose'), test)
    silent = """
    test "nobody is told while the other helps" {
      when  order of 12 pcs of gear
      then  deliver 10 pcs of gear
      and   deliver 2 pcs of spare
      and   replenish 10 pcs from acme to stock
      and   replenish 2 pcs from acme to other
      {told}
      and   nothing else
    }
    """
    assert not failures(plant('use other, alert buyer "short"'), silent.replace("{told}", ""))
    assert not failures(plant('alert buyer "short", use other'), silent.replace("{told}", 'and alert buyer "short"'))


def test_a_dry_run_counts_what_is_lent_where_it_leaves() -> None:
    days = """
    scenario days {
      lasts 10 d; repeat 1 times
      orders of 12 pcs of gear daily at 08:00
      orders of 3 pcs of line daily at 12:00
    }
    """
    run = dry_run(policy_of(plant() + days).scenarios["days"])
    means = {(one.metric, one.of): one.mean for one in run.metrics}
    assert all(one.holds for one in run.balance)
    assert means["fill rate", "gear"] == 1
    assert (means["throughput", "other"] or 0) > 0
    assert run.refused == 0
    told = actions_of_scenario(plant() + days, "days")
    assert ("2026-01-05 08:00", "deliver 2 pcs of spare from other") in told

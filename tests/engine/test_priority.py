"""`priority`: 1 is served first, 9 last; within a class in the order in which they asked."""

from __future__ import annotations

from pathlib import Path

from policy_texts import actions_of_scenario, failures, policy_of

from kanbanlang.flow.lower import compile_program
from kanbanlang.model import load

STOCK = """
policy plant
item gear
supplier acme
buffer stock of gear { keep 10 pcs; from acme { lead time 1 d }; serves customers }
buffer line of gear { kanban 2 cards of 4 pcs; from stock; priority 1 }
buffer spares of gear { keep 6 pcs; from stock; priority 9 }
"""


def test_the_first_class_is_served_first_whoever_asked_before() -> None:
    three_wait = """
    test "three classes wait" {
      given stock has 0 pcs
      when  consumption of 2 pcs of spares
      then  replenish 2 pcs from acme to stock
      when  order of 3 pcs of stock
      then  replenish 3 pcs from acme to stock
      when  consumption of 4 pcs of line
      then  replenish 4 pcs from acme to stock
      when  receipt of 10 pcs of stock
      then  move 4 pcs from stock to line
      and   deliver 3 pcs of gear
      and   move 2 pcs from stock to spares
      and   nothing else
    }
    """
    assert not failures(STOCK, three_wait)


def test_a_small_order_does_not_overtake_a_container_of_a_higher_class() -> None:
    behind = """
    test "three pieces are no container of four" {
      given stock has 0 pcs
      when  consumption of 4 pcs of line
      then  replenish 4 pcs from acme to stock
      when  receipt of 3 pcs of stock
      then  nothing
      when  order of 1 pcs of gear
      then  replenish 1 pcs from acme to stock
      and   nothing else
      when  receipt of 1 pcs of stock
      then  move 4 pcs from stock to line
      and   nothing else
      when  receipt of 1 pcs of stock
      then  deliver 1 pcs of gear
    }
    """
    assert not failures(STOCK, behind)


def test_an_order_may_say_its_own_class_and_stands_behind_those_of_it() -> None:
    urgent = """
    test "the urgent order and the usual ones" {
      given stock has 0 pcs
      when  order of 2 pcs of gear as "first"
      then  replenish 2 pcs from acme to stock
      when  order of 3 pcs of gear priority 2 as "urgent"
      then  replenish 3 pcs from acme to stock
      when  order of 1 pcs of gear priority 2 as "also urgent"
      then  replenish 1 pcs from acme to stock
      when  receipt of 4 pcs of stock
      then  deliver 3 pcs of gear
      and   deliver 1 pcs of gear
      and   nothing else
      when  receipt of 2 pcs of stock
      then  deliver 2 pcs of gear
    }
    """
    assert not failures(STOCK, urgent)


def test_a_job_of_a_lower_class_leaves_the_parts_to_one_of_a_higher() -> None:
    """One gear is there: the pump of class 1 needs two of them. The valve of class 9 needs one, and gives way; the lid needs none."""
    cell = """
    policy plant
    item gear
    item pump
    item valve
    item lid
    supplier acme
    station cell { makes pump from 2 gear; makes valve from 1 gear; makes lid }
    buffer gears of gear at cell { keep 1 pcs; from acme }
    buffer pumps of pump { keep 1 pcs; from cell; priority 1 }
    buffer valves of valve { keep 1 pcs; from cell; priority 9 }
    buffer lids of lid { keep 1 pcs; from cell; priority 9 }
    test "valve and lid" {
      given gears has 1 pcs
      when  order of 1 pcs of pump
      then  deliver 1 pcs of pump
      and   nothing else
      when  order of 1 pcs of valve
      then  deliver 1 pcs of valve
      and   nothing else
      when  order of 1 pcs of lid
      then  deliver 1 pcs of lid
      and   make 1 pcs of lid from cell to lids
    }
    """
    assert not failures(cell)


def test_where_one_class_occurs_nothing_is_added() -> None:
    """All in one class, whichever, cost no row and no queue more than none who say a class."""
    said = """
    policy plant
    item gear
    supplier acme
    buffer stock of gear { keep 10 pcs; from acme }
    buffer line of gear { kanban 2 cards of 4 pcs; from stock {priority} }
    buffer side of gear { kanban 2 cards of 4 pcs; from stock {priority} }
    """
    usual, first = (compile_program(policy_of(said.replace("{priority}", priority))) for priority in ("", "; priority 1"))
    assert sorted(row.kind for row in usual.rows) == sorted(row.kind for row in first.rows)
    assert len(usual.counters) == len(first.counters)


def test_machines_and_openings_take_the_higher_class_first() -> None:
    """Each job takes an hour. The urgent one is asked while one is in work and another waits: it is done second, at 02:00."""
    plant = """
    policy plant
    item lid
    station press { makes lid; cycle time 1 h }
    buffer a_lids of lid { keep 1 pcs; from press }
    buffer b_lids of lid { keep 1 pcs; from press }
    buffer c_lids of lid { keep 1 pcs; from press; priority 1 }
    buffer shop of lid { keep 1 pcs; from c_lids; serves customers }
    scenario rush {
      lasts 1 d
      start all full, a_lids empty, b_lids empty
      orders of shop at 30 min, 40 min
    }
    """
    moves = [action for action in actions_of_scenario(plant, "rush") if action[1].startswith("move")]
    assert moves == [(f"2026-01-05 {at}", "move 1 pcs of lid from c_lids to shop") for at in ("00:30", "02:00")]


def test_orders_of_a_scenario_and_of_a_file_have_their_class(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("at,quantity,of,priority\n2026-01-05 01:00,4,gear,\n2026-01-05 02:00,2,gear,1\n")
    text = """
    policy plant
    item gear
    supplier acme
    buffer stock of gear { keep 3 pcs; from acme { lead time 1 d }; serves customers }
    scenario week {
      lasts 2 d
      start stock empty
      orders from "orders.csv"
      orders of 3 pcs of gear at 3 h priority 9
    }
    """
    (tmp_path / "plant.kanban").write_text(text)
    assert actions_of_scenario(tmp_path / "plant.kanban", "week")[4:] == [
        ("2026-01-06 00:00", "deliver 2 pcs of gear from stock"),
        ("2026-01-06 00:00", "deliver 1 pcs of gear from stock"),
        ("2026-01-06 01:00", "deliver 3 pcs of gear from stock"),
        ("2026-01-06 01:00", "deliver 1 pcs of gear from stock"),
        ("2026-01-06 02:00", "deliver 2 pcs of gear from stock"),
    ]


def test_a_file_that_names_no_class_there_is_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("at,quantity,of,priority\n2026-01-05 01:00,4,gear,12\n")
    text = """
    policy plant
    item gear
    supplier acme
    buffer stock of gear { keep 3 pcs; from acme; serves customers }
    scenario week { orders from "orders.csv" }
    """
    (tmp_path / "plant.kanban").write_text(text)
    assert [one.message for one in load(tmp_path / "plant.kanban").diagnostics] == ["row 2: there is no priority `12`"]

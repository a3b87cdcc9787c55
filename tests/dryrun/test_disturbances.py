"""Scans that come twice, deliveries that get lost and chance that goes beyond what there can be: each is counted, none does harm."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from dry_runs import Told, told
from dry_scenarios import figures, scenario_of

from kanbanlang.dryrun import dry_run

LINE = """
policy line {{ currency EUR; carrying cost 10 % per y }}
item gear {{ pack 10 pcs; value 5 EUR }}
item box {{ value 50 EUR }}
supplier acme
vlm lift {{ retrieval time 2 min }}
station cell {{ makes box from 2 gear; cycle time 5 min }}
buffer stock of gear in lift {{ reorder at 60 pcs up to 120 pcs; from acme {{ lead time 1 d }} }}
buffer line_gears of gear at cell {{ kanban 3 cards; from stock {{ lead time 10 min }} }}
buffer boxes of box {{ keep 10 pcs; from cell; serves customers }}
scenario trial {{
  lasts 1 wk
  repeat 3 times
  orders of box poisson 2 per h
  {faults}
}}
"""
NAMED = ["box", "boxes", "cell", "line_gears", "stock", "lift", "acme"]


@pytest.mark.parametrize("of", NAMED)
@pytest.mark.parametrize("share", ["100 %", "30 %"])
def test_scans_that_come_twice_change_no_figure(of: str, share: str) -> None:
    plain = dry_run(scenario_of(LINE.format(faults="")))
    twice = dry_run(scenario_of(LINE.format(faults=f"with {of} repeats {share} of scans")))
    assert twice.duplicates > 0
    assert (twice.refused, plain.duplicates) == (0, 0)
    assert twice.metrics == plain.metrics
    assert twice.final == plain.final


def test_every_scan_that_comes_twice_is_a_duplicate() -> None:
    """Eleven boxes ordered within the first hour, and eleven made: each is told again within a minute, under the same key."""
    run = told(LINE.format(faults="with box repeats 100 % of scans").replace("poisson 2 per h", "every 5 min from 0 h to 1 h"))
    for kind in ("order", "completion"):
        first = {one.key: one for one in run.records if one.kind == kind and one.outcome == "accepted"}
        again = {one.key: one for one in run.records if one.kind == kind and one.outcome == "duplicate"}
        assert len(first) == 11
        assert first.keys() == again.keys()
        assert all(again[key].quantity == first[key].quantity and again[key].of == first[key].of for key in first)
        assert not any(one.actions for one in again.values())
        assert all(0 <= later - earlier <= 1 / 60 + 1e-9 for earlier, later in zip(*_hours(run, kind), strict=True))
    assert run.run.duplicates == 22


def _hours(run: Told, kind: str) -> tuple[list[float], list[float]]:
    """When inputs of a kind came first and when again, by key."""
    starts = datetime.fromisoformat(run.run.starts)
    at = {
        outcome: {one.key: datetime.fromisoformat(one.at) for one in run.records if one.kind == kind and one.outcome == outcome}
        for outcome in ("accepted", "duplicate")
    }
    first, again = ([(at[outcome][key] - starts) / timedelta(hours=1) for key in at["accepted"]] for outcome in ("accepted", "duplicate"))
    return first, again


def test_a_share_of_scans_comes_twice() -> None:
    """A fifth of those that come twice where all do, with the deviation of as many throws."""
    every = dry_run(scenario_of(LINE.format(faults="with box repeats 100 % of scans"))).duplicates
    fifth = dry_run(scenario_of(LINE.format(faults="with box repeats 20 % of scans"))).duplicates
    assert every > 1500
    assert abs(fifth - every / 5) < 4 * (every * 0.2 * 0.8) ** 0.5


def test_scans_come_twice_only_in_the_days_that_are_said() -> None:
    run = told(LINE.format(faults="with box repeats 100 % of scans from day 2 to day 3"))
    again = [record for record in run.records if record.outcome == "duplicate"]
    assert {record.at[:10] for record in again} <= {"2026-01-06", "2026-01-07", "2026-01-08"}
    assert {record.at[:10] for record in again} >= {"2026-01-06", "2026-01-07"}


def test_a_lost_delivery_is_never_received_and_stays_on_its_way() -> None:
    """Every container between lift and line gets lost: three cards go out and none comes back."""
    run = told(LINE.format(faults="with stock loses 100 % of deliveries"))
    line = next(one for one in run.run.final if one.buffer == "line_gears")
    assert (line.on_hand, line.incoming) == (0, 30)
    assert run.run.notes.lost_deliveries == 3
    assert run.hours("receipt", "line_gears") == []


def test_a_time_that_is_drawn_below_zero_is_zero_and_counted() -> None:
    """normal(1 h, 1 h) is below zero in 15.87 % of all cases: of 671 orders 106, with a deviation of 9.5."""
    text = """
    policy shop
    item gear
    supplier acme
    buffer shelf of gear { keep 500 pcs; from acme { lead time normal(1 h, 1 h) }; serves customers }
    scenario trial { lasts 2 wk; orders of gear every 30 min }
    """
    run = told(text)
    assert abs(run.run.notes.negative_times - 671 * 0.1587) < 4 * 9.5
    receipts, orders = run.hours("receipt"), run.hours("order")
    at_once = [hour for hour in receipts if hour in set(orders)]
    assert len(at_once) == run.run.notes.negative_times
    assert figures(run.run, "acme")["mean lead time"] > 3600  # what is below zero does not count against what is above


def test_quantities_that_are_drawn_between_two_steps_are_rounded_and_counted() -> None:
    """None of 319 is just a whole piece; rounded to the nearest, 2 to 8 come out, 2 and 8 half as often."""
    text = """
    policy shop
    item gear
    supplier acme
    buffer shelf of gear { keep 500 pcs; from acme; serves customers }
    scenario trial { lasts 1 wk; orders of uniform(2 pcs, 8 pcs) of gear every 30 min from 0 h to 160 h }
    """
    run = told(text)
    quantities = [int(record.quantity or 0) for record in run.records if record.kind == "order"]
    assert run.run.notes.rounded_quantities == len(quantities) == 319
    counts = [quantities.count(number) for number in range(2, 9)]
    assert sum(counts) == 319
    expected = [319 / 12, *[319 / 6] * 5, 319 / 12]
    assert sum((found - mean) ** 2 / mean for found, mean in zip(counts, expected, strict=True)) < 22.5  # chi-square, 6 degrees, 0.1 %


def test_whole_quantities_and_certain_times_are_not_counted() -> None:
    run = dry_run(scenario_of(LINE.format(faults="")))
    assert (run.notes.negative_times, run.notes.rounded_quantities, run.notes.lost_deliveries) == (0, 0, 0)

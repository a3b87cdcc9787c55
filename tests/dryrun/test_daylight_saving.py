"""Clocks that jump: Rome skips 02:00 to 03:00 on 2026-03-29 and has 02:00 to 03:00 twice on 2026-10-25."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from dry_runs import Told, told

PLANT = """
policy shop {{ timezone "Europe/Rome" }}
calendar nights {{ mon..sun 00:00..06:00 }}
item gear
item box
supplier acme {{ {supplier} }}
station cell {{ makes box; cycle time 4 h; works nights }}
buffer shelf of gear {{ keep 9 pcs; from acme {{ {terms} }}; serves customers }}
buffer boxes of box {{ keep 9 pcs; from cell; serves customers }}
scenario trial {{ lasts {lasts}; starts {starts}; {orders} }}
"""
SPRING, AUTUMN = "2026-03-28", "2026-10-24"


def times(told: Told, kind: str) -> list[str]:
    return [record.at for record in told.records if record.kind == kind]


def shop(starts: str, orders: str, *, terms: str = "", supplier: str = "", lasts: str = "1 wk") -> Told:
    return told(PLANT.format(starts=starts, orders=orders, terms=terms, supplier=supplier, lasts=lasts))


def test_a_time_that_is_skipped_is_taken_at_the_jump() -> None:
    run = shop(SPRING, "orders of gear daily at 02:30", lasts="3 d")
    assert times(run, "order") == ["2026-03-28T02:30:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"]


def test_a_time_that_comes_twice_is_taken_the_first_time() -> None:
    run = shop(AUTUMN, "orders of gear daily at 02:30", lasts="3 d")
    assert times(run, "order") == ["2026-10-24T02:30:00+02:00", "2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"]


@pytest.mark.parametrize(
    ("starts", "there"), [(SPRING, "2026-03-29T13:00:00+02:00"), (AUTUMN, "2026-10-25T11:00:00+01:00")], ids=["spring", "autumn"]
)
def test_a_lead_time_of_a_day_is_24_hours(starts: str, there: str) -> None:
    run = shop(starts, "orders of gear at day 1 12:00", terms="lead time 1 d")
    assert times(run, "receipt") == [there]


@pytest.mark.parametrize("starts", [SPRING, AUTUMN])
def test_a_truck_comes_by_the_clock_on_the_wall(starts: str) -> None:
    run = shop(starts, "orders of gear at day 1 12:00", supplier="delivers daily at 06:00")
    (there,) = times(run, "receipt")
    assert there[11:16] == "06:00"


def test_the_night_of_the_jump_has_an_hour_less_to_work() -> None:
    """4 h from 00:30 on Sunday are over at 05:30, for one hour is not there."""
    run = shop(SPRING, "orders of box at day 2 00:30")
    assert times(run, "completion") == ["2026-03-29T05:30:00+02:00"]


def test_the_night_of_the_repeated_hour_has_one_more_to_work() -> None:
    """4 h from 00:30 on Sunday are over at 03:30, for one hour is there twice."""
    run = shop(AUTUMN, "orders of box at day 2 00:30")
    assert times(run, "completion") == ["2026-10-25T03:30:00+01:00"]


def test_every_half_hour_is_half_an_hour_whatever_the_clocks_say() -> None:
    run = shop("2026-03-29 01:00", "orders of gear every 30 min", lasts="3 h")
    instants = [datetime.fromisoformat(at).astimezone(UTC) for at in times(run, "order")]
    begins = datetime(2026, 3, 29, 0, 0, tzinfo=UTC)
    assert instants == [begins + timedelta(minutes=30 * n) for n in range(1, 6)]


def test_a_day_of_the_run_begins_at_local_midnight() -> None:
    """Day 2 is the Sunday of the jump and day 3 begins 23 hours after it."""
    run = shop(SPRING, "orders of gear at day 2 00:00, day 3 00:00")
    assert times(run, "order") == ["2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00"]


def test_a_run_lasts_as_many_hours_as_it_says() -> None:
    """Three days from Saturday 00:00 in summer time are 72 h: they end on Monday at 23:00, before the order of that time."""
    run = shop(AUTUMN, "orders of gear daily at 22:59, 23:00", lasts="3 d")
    assert times(run, "order")[-1] == "2026-10-26T22:59:00+01:00"

"""Lead times, delivery days, working days and docks: when a pull that was decided at a known time is there."""

from __future__ import annotations

import pytest
from dry_runs import Told, told
from dry_scenarios import done, heard

PLANT = """
policy shop {{ timezone "UTC" }}
calendar weekdays {{ mon..fri 00:00..24:00 }}
calendar two_shift {{ mon..fri 06:00..22:00 }}
calendar early {{ mon..fri 06:00..14:00 }}
item gear
supplier acme {{ {supplier} }}
dock receiving {{ {dock} }}
buffer shelf of gear {{ keep 50 pcs; from acme {{ {terms} }}; serves customers }}
scenario trial {{ lasts 4 wk; orders of gear at {asked}; {faults} }}
"""
MONDAY_10, FRIDAY_10, FRIDAY_14 = "day 1 10:00", "day 5 10:00", "day 5 14:00"


def asked(at: str, terms: str, *, supplier: str = "", dock: str = "", faults: str = "") -> Told:
    return told(PLANT.format(asked=at, terms=terms, supplier=supplier, dock=dock, faults=faults))


def there(at: str, terms: str, *, supplier: str = "", dock: str = "", faults: str = "") -> list[str]:
    """When what is asked for at some time is there."""
    return heard(asked(at, terms, supplier=supplier, dock=dock, faults=faults), "receipt")


# ------------------------------------------------------------ lead times
def test_two_days_are_48_hours_whatever_the_calendar() -> None:
    assert there(FRIDAY_10, "lead time 2 d", supplier="works weekdays") == ["Sun 11 10:00"]


def test_two_working_days_from_friday_are_over_on_tuesday() -> None:
    assert there(FRIDAY_10, "lead time 2 working d", supplier="works weekdays") == ["Tue 13 10:00"]


def test_sixteen_working_hours_from_friday_14_are_over_on_monday_14() -> None:
    """8 h on Friday, 8 h on Monday."""
    assert there(FRIDAY_14, "lead time 16 working h", supplier="works two_shift") == ["Mon 12 14:00"]


def test_working_time_of_a_supplier_that_always_works_is_time() -> None:
    assert there(FRIDAY_14, "lead time 16 working h") == ["Sat 10 06:00"]


# ------------------------------------------------------------ delivery days
def test_the_first_delivery_after_the_lead_time_brings_it() -> None:
    """Asked Monday 10:00, ready Wednesday 10:00: too late for Wednesday's truck."""
    assert there(MONDAY_10, "lead time 2 d", supplier="delivers mon, wed, fri at 06:00") == ["Fri 9 06:00"]


def test_a_delivery_exactly_when_the_lead_time_is_over_is_caught() -> None:
    assert there("day 1 06:00", "lead time 2 d", supplier="delivers mon, wed, fri at 06:00") == ["Wed 7 06:00"]


def test_what_is_asked_over_the_weekend_comes_with_the_same_truck() -> None:
    found = there("day 5 07:00, day 6 12:00, day 8 05:00", "", supplier="delivers mon, wed, fri at 06:00")
    assert found == ["Mon 12 06:00"] * 3


def test_trucks_every_second_day_count_from_the_start() -> None:
    """`every 2 d at 06:00` from Monday 5: the first is on Wednesday 7, then Friday 9."""
    found = there("day 1 01:00, day 3 06:00, day 3 06:01", "", supplier="delivers every 2 d at 06:00")
    assert found == ["Wed 7 06:00", "Wed 7 06:00", "Fri 9 06:00"]


# ------------------------------------------------------------ docks
def test_a_dock_hands_over_after_its_handling_time() -> None:
    assert there(MONDAY_10, "via receiving; lead time 1 d", dock="handling time 10 min") == ["Tue 6 10:10"]


def test_a_dock_handles_what_the_truck_brought() -> None:
    found = there(MONDAY_10, "via receiving; lead time 2 d", supplier="delivers wed, fri at 06:00", dock="handling time 10 min")
    assert found == ["Fri 9 06:10"]


def test_a_dock_handles_only_in_the_hours_in_which_it_works() -> None:
    """A truck at 13:55 on Friday: 5 min before the dock closes, 5 on Monday."""
    found = there("day 5 12:55", "via receiving; lead time 1 h", dock="handling time 10 min; works early")
    assert found == ["Mon 12 06:05"]


# ------------------------------------------------------------ late
DAILY = ", ".join(f"day {day} 12:00" for day in (7, 8, 12, 13))


def test_what_is_asked_on_the_first_and_the_last_day_of_a_strike_takes_longer() -> None:
    """One day, and three more for what is asked on days 8 to 12: asked on 7, 8, 12, 13, there on 8, 12, 16, 14."""
    run = asked(DAILY, "lead time 1 d", faults="with acme late by 3 d from day 8 to day 12")
    assert run.days("receipt") == [8, 12, 14, 16]


def test_a_strike_on_a_single_day_begins_and_ends_at_midnight() -> None:
    run = asked("day 2 23:59, day 3 00:00, day 3 23:59, day 4 00:00", "lead time 1 h", faults="with acme late by 10 d on day 3")
    assert heard(run, "receipt") == ["Wed 7 00:59", "Thu 8 01:00", "Sat 17 01:00", "Sun 18 00:59"]


def test_lateness_counts_before_the_truck_is_chosen() -> None:
    """Ready on Tuesday and a day late on Wednesday 10:00: Friday's truck."""
    found = there(MONDAY_10, "lead time 1 d", supplier="delivers wed, fri at 06:00", faults="with acme late by 1 d")
    assert found == ["Fri 9 06:00"]


def test_a_dock_can_be_late_too() -> None:
    found = there(MONDAY_10, "via receiving; lead time 1 d", dock="handling time 10 min", faults="with receiving late by 1 h on day 2")
    assert found == ["Tue 6 11:10"]


# ------------------------------------------------------------ down
def test_a_supplier_that_is_down_takes_orders_and_sends_nothing_until_it_is_up() -> None:
    run = asked("day 1 12:00, day 2 12:00, day 3 18:00", "", faults="with acme down from day 2 to day 3")
    assert [at for at, _ in done(run.records, "replenish")] == ["Mon 5 12:00", "Tue 6 12:00", "Wed 7 18:00"]
    assert heard(run, "receipt") == ["Mon 5 12:00", "Thu 8 00:00", "Thu 8 00:00"]


def test_stops_are_counted_from_the_end_of_one_to_the_next() -> None:
    """8 h up, 30 min down: down from 08:00, 16:30 and 01:00; nothing is sent before 08:30, 17:00 and 01:30."""
    found = there("8 h, 16 h, 16.75 h, 25.25 h", "", faults="with acme down every 8 h for 30 min")
    assert found == ["Mon 5 08:30", "Mon 5 16:00", "Mon 5 17:00", "Tue 6 01:30"]


def test_a_dock_that_is_down_goes_on_when_it_is_up() -> None:
    """At the dock from 10:00 for an hour, of which it is down from 10:30 to 12:00."""
    found = there("day 1 09:00", "via receiving; lead time 1 h", dock="handling time 1 h", faults="with receiving down from 10.5 h to 12 h")
    assert found == ["Mon 5 12:30"]


# ------------------------------------------------------------ from a store
LIFT = """
policy line
item gear {{ pack 10 pcs }}
vlm lift {{ retrieval time 10 min; openings {openings}; {works} }}
calendar early {{ mon..fri 06:00..14:00 }}
supplier acme
buffer stock of gear in lift {{ keep 200 pcs; from acme }}
buffer line of gear {{ kanban 3 cards; from stock }}
scenario trial {{ lasts 2 wk; orders of 30 pcs of line at {at} }}
"""


@pytest.mark.parametrize(
    ("openings", "times"),
    [(1, ["07:10", "07:20", "07:30"]), (2, ["07:10", "07:10", "07:20"]), (3, ["07:10", "07:10", "07:10"])],
)
def test_as_many_places_are_brought_at_once_as_there_are_openings(openings: int, times: list[str]) -> None:
    run = told(LIFT.format(openings=openings, works="", at="day 1 07:00"))
    assert heard(run, "pick") == [f"Mon 5 {time}" for time in times]


def test_a_lift_that_closes_brings_the_rest_when_it_opens() -> None:
    """From 13:45: one by 13:55, 5 min of the second before it closes and 5 min when it opens, then the third."""
    run = told(LIFT.format(openings=1, works="works early", at="day 5 13:45"))
    assert heard(run, "pick") == ["Fri 9 13:55", "Mon 12 06:05", "Mon 12 06:15"]

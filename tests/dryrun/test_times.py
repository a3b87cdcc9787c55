"""Calendars in the world: working hours, delivery days, docks, lateness and stops, at the instants that the reference names."""

from __future__ import annotations

import pytest
from worlds import told

BOUGHT = """
calendar weekdays { mon..fri 06:00..22:00 }
item bolt
SUPPLIER
dock receiving { handling time 10 min }
buffer bolts of bolt { keep 5 pcs; from acme { TERMS }; serves customers }
scenario run { lasts 3 wk; orders of bolt at ASKED; DISRUPTION }
"""


def arrives(terms: str, asked: str, supplier: str = "supplier acme", disruption: str = "seed 1") -> list[str]:
    """When what is pulled by orders at these moments is there. Day 1 is a Monday."""
    text = BOUGHT.replace("TERMS", terms).replace("ASKED", asked).replace("SUPPLIER", supplier).replace("DISRUPTION", disruption)
    return told(text).when("receipt")


@pytest.mark.parametrize(
    ("terms", "supplier", "asked", "there"),
    [
        ("lead time 2 d", "supplier acme", "day 1 10:00", "Wed 10:00"),
        ("lead time 2 d", "supplier acme { delivers mon, wed, fri at 06:00 }", "day 1 10:00", "Fri 06:00"),
        ("lead time 2 d", "supplier acme { delivers mon, wed, fri at 06:00 }", "day 1 06:00", "Wed 06:00"),  # caught
        ("lead time 2 working d", "supplier acme { works weekdays }", "day 5 10:00", "Tue 10:00"),
        ("lead time 16 working h", "supplier acme { works weekdays }", "day 5 14:00", "Mon 14:00"),
        ("lead time 2 d; via receiving", "supplier acme", "day 1 10:00", "Wed 10:10"),
    ],
)
def test_an_order_of_a_supplier_is_there(terms: str, supplier: str, asked: str, there: str) -> None:
    assert arrives(terms, asked, supplier) == [there]


def test_a_supplier_that_is_late_is_late_with_what_is_asked_then() -> None:
    late = "with acme late by 3 d from day 8 to day 12"
    asked = "day 7 10:00, day 8 10:00, day 12 10:00, day 13 10:00"
    there = arrives("lead time 1 d", asked, disruption=late)
    assert there == ["Mon 10:00", "Fri 10:00", "Sun 10:00", "Tue 10:00"], "day 13 is on time again, and overtakes nobody here"


def test_a_supplier_that_is_down_takes_orders_and_sends_nothing_until_it_is_up() -> None:
    down = "with acme down from day 3 to day 4"
    there = arrives("lead time 1 d", "day 1 10:00, day 3 10:00", disruption=down)
    assert there == ["Tue 10:00", "Sat 00:00"], "it is sent when day 5 begins, and takes its lead time"


WORKED = """
calendar weekdays { mon..fri 06:00..22:00 }
item cup
station press { makes cup; cycle time 60 min; works weekdays }
buffer cups of cup { keep 1 pcs; from press; serves customers }
scenario run { lasts 2 wk; orders of cup at ASKED; seed 1 }
"""


@pytest.mark.parametrize(
    ("asked", "done"),
    [
        ("day 5 21:30", "Mon 06:30"),  # half of it on Friday, half on Monday
        ("day 5 21:00", "Fri 22:00"),
        ("day 6 10:00", "Mon 07:00"),
        ("day 2 05:00", "Tue 07:00"),
    ],
)
def test_work_stops_with_the_shift_and_goes_on_with_the_next(asked: str, done: str) -> None:
    assert told(WORKED.replace("ASKED", asked)).when("completion") == [done]


def test_a_station_that_is_down_works_on_when_it_is_up() -> None:
    text = WORKED.replace("ASKED", "day 1 09:30").replace("seed 1", "with press down from day 1 10:00 to day 1 12:00")
    assert told(text).when("completion") == ["Mon 12:30"]


def test_clock_times_that_summer_time_skips_or_repeats() -> None:
    """In Rome, the night of 29 March 2026 has no half past two, that of 25 October two of them: the jump, and the first."""
    text = """
item bolt
supplier acme
buffer bolts of bolt { keep 9 pcs; from acme; serves customers }
scenario run { starts STARTS; lasts 2 d; orders of bolt daily at 02:30 }
"""
    runs = [told(text.replace("STARTS", starts)) for starts in ("2026-03-28", "2026-10-25")]
    times = [[one.at for one in run.records if one.kind == "order"] for run in runs]
    assert times == [
        ["2026-03-28T02:30:00+01:00", "2026-03-29T03:00:00+02:00"],
        ["2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"],
    ]

"""Local times as a test writes them, and calendars to draw from."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import strategies as st

from kanbanlang.model.calendar import Calendar, Span
from kanbanlang.model.clockwork import Zone
from kanbanlang.model.values import DAY, HOUR, MINUTE

ROME = Zone("Europe/Rome")
"""Clocks go forward on 2026-03-29 at 02:00 and back on 2026-10-25 at 03:00."""

ZONES = ("UTC", "Europe/Rome", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata")
"""Among them one that changes by half an hour, one that changes four times a year, and one that never changes."""


def clock(text: str) -> int:
    """`06:30` as microseconds since midnight."""
    hours, minutes = text.split(":")
    return int(hours) * HOUR + int(minutes) * MINUTE


def at(text: str, zone: Zone = ROME) -> int:
    """`2026-01-09 10:00` as an instant."""
    day, time = text.split()
    return zone.instant(date.fromisoformat(day).toordinal(), clock(time))


def shown(instant: int, zone: Zone = ROME) -> str:
    """An instant as the clocks show it, `Fri 2026-01-09 10:00`."""
    ordinal, microseconds = zone.local(instant)
    assert microseconds % MINUTE == 0
    hours, minutes = divmod(microseconds // MINUTE, 60)
    return f"{date.fromordinal(ordinal):%a %Y-%m-%d} {hours:02}:{minutes:02}"


def spans(*texts: str) -> tuple[Span, ...]:
    """`22:00..06:00` as a span that ends on the next day."""
    pairs = [tuple(clock(part) for part in text.split("..")) for text in texts]
    return tuple((start, end if end > start else end + DAY) for start, end in pairs)


def weekdays(*texts: str, zone: str = "Europe/Rome", **dates: tuple[Span, ...]) -> Calendar:
    """Open on Monday to Friday; single days as `d2026_12_24=()`."""
    by_day = {datetime.strptime(name, "d%Y_%m_%d").date().toordinal(): hours for name, hours in dates.items()}  # noqa: DTZ007 - a day
    return Calendar("weekdays", (spans(*texts),) * 5 + ((), ()), by_day, zone)


@st.composite
def days(draw: st.DrawFn) -> tuple[Span, ...]:
    """The hours of one day: none, some, over midnight, or all of it."""
    marks = sorted(draw(st.sets(st.integers(0, 47), max_size=4)))
    half_hour = HOUR // 2
    pairs = [(start * half_hour, end * half_hour) for start, end in zip(marks[::2], marks[1::2], strict=False)]
    if len(marks) % 2:
        pairs.append((marks[-1] * half_hour, draw(st.integers(marks[-1] + 1, marks[-1] + 48)) * half_hour))
    return tuple(pairs)


@st.composite
def calendars(draw: st.DrawFn, zones: tuple[str, ...] = ZONES) -> Calendar:
    """A calendar that is open at some time of the week, with single days that differ near the changes of the clocks."""
    week = draw(st.tuples(*[days()] * 7).filter(any))
    special = st.integers(date(2026, 3, 20).toordinal(), date(2026, 4, 5).toordinal())
    return Calendar("drawn", week, draw(st.dictionaries(special, days(), max_size=4)), draw(st.sampled_from(zones)))


def instants() -> st.SearchStrategy[int]:
    """Instants of 2026, more of them near the changes of the clocks."""
    utc = Zone("UTC")
    year = st.integers(at("2026-01-01 00:00", utc), at("2026-12-31 00:00", utc))
    spring = st.integers(at("2026-03-26 00:00", utc), at("2026-04-06 00:00", utc))
    autumn = st.integers(at("2026-10-23 00:00", utc), at("2026-11-03 00:00", utc))
    return st.one_of(year, spring, autumn, spring.map(lambda instant: instant - instant % (30 * MINUTE)))

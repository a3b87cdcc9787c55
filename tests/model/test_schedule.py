"""When a schedule is due: exact cases, and what holds for every schedule."""

from __future__ import annotations

from itertools import islice, pairwise

import pytest
from clocks import ROME, ZONES, at, calendars, clock, instants, shown, spans, weekdays
from hypothesis import given
from hypothesis import strategies as st

from kanbanlang.model.calendar import Calendar
from kanbanlang.model.clockwork import NEVER, WorkingTime, Zone, first_at_or_after, occurrences
from kanbanlang.model.schedule import Schedule
from kanbanlang.model.values import DAY, HOUR, MINUTE, WEEK

MONDAY = "2026-01-05 00:00"
DELIVERIES = Schedule(days=frozenset({0, 2, 4}), at=(clock("06:00"),))


def due(schedule: Schedule, starts: str = MONDAY, count: int = 3) -> list[str]:
    return [shown(instant) for instant in islice(occurrences(schedule, ROME, at(starts)), count)]


def times(*texts: str) -> tuple[int, ...]:
    return tuple(clock(text) for text in texts)


def test_every_counts_from_the_start_and_comes_first_after_one_period() -> None:
    assert due(Schedule(every=30 * MINUTE)) == ["Mon 2026-01-05 00:30", "Mon 2026-01-05 01:00", "Mon 2026-01-05 01:30"]


def test_every_with_a_time_counts_from_that_time_of_the_first_day() -> None:
    assert due(Schedule(every=2 * DAY, at=times("06:00")), count=2) == ["Wed 2026-01-07 06:00", "Fri 2026-01-09 06:00"]


def test_every_with_several_times_is_due_at_each_on_its_days() -> None:
    schedule = Schedule(every=2 * DAY, at=times("06:00", "14:00"))
    assert due(schedule) == ["Wed 2026-01-07 06:00", "Wed 2026-01-07 14:00", "Fri 2026-01-09 06:00"]


def test_every_with_a_time_that_has_passed_at_the_start_still_counts_from_it() -> None:
    assert due(Schedule(every=DAY, at=times("06:00")), "2026-01-05 10:00", 1) == ["Tue 2026-01-06 06:00"]
    assert due(Schedule(every=8 * HOUR, at=times("06:00")), "2026-01-05 14:00", 2) == ["Mon 2026-01-05 14:00", "Mon 2026-01-05 22:00"]


def test_periods_that_are_no_whole_days_run_beside_each_other() -> None:
    schedule = Schedule(every=8 * HOUR, at=times("06:00", "07:00"))
    assert due(schedule) == ["Mon 2026-01-05 14:00", "Mon 2026-01-05 15:00", "Mon 2026-01-05 22:00"]


def test_daily_is_due_at_its_times_and_at_the_start_itself() -> None:
    schedule = Schedule(at=times("06:00", "14:00"))
    assert due(schedule) == ["Mon 2026-01-05 06:00", "Mon 2026-01-05 14:00", "Tue 2026-01-06 06:00"]
    assert due(schedule, "2026-01-05 06:00", 1) == ["Mon 2026-01-05 06:00"]
    assert due(schedule, "2026-01-05 06:01", 1) == ["Mon 2026-01-05 14:00"]


def test_days_of_the_week_leave_out_the_others() -> None:
    assert due(Schedule(days=frozenset({0, 4}), at=times("06:00"))) == [
        "Mon 2026-01-05 06:00",
        "Fri 2026-01-09 06:00",
        "Mon 2026-01-12 06:00",
    ]


def test_a_delivery_is_the_first_once_the_lead_time_is_over() -> None:
    def there(asked: str) -> str:
        return shown(first_at_or_after(DELIVERIES, ROME, at(MONDAY), at(asked) + 2 * DAY))

    assert there("2026-01-05 10:00") == "Fri 2026-01-09 06:00", "ready on Wednesday at 10:00, four hours after the truck"
    assert there("2026-01-05 06:00") == "Wed 2026-01-07 06:00", "ready exactly when the truck comes"


def test_the_first_after_many_years_is_found_at_once() -> None:
    for schedule in (DELIVERIES, Schedule(every=1), Schedule(every=DAY, at=times("06:00"))):
        assert 0 <= first_at_or_after(schedule, ROME, at(MONDAY), at("2926-01-01 12:00")) - at("2926-01-01 12:00") < WEEK


@pytest.mark.parametrize("schedule", [Schedule(), Schedule(days=frozenset(), at=times("06:00"))], ids=["no time", "no day"])
def test_a_schedule_of_nothing_is_never_due(schedule: Schedule) -> None:
    assert list(occurrences(schedule, ROME, 0)) == []
    assert first_at_or_after(schedule, ROME, 0, 0) == NEVER


def test_what_is_never_ready_is_never_delivered() -> None:
    assert first_at_or_after(DELIVERIES, ROME, at(MONDAY), NEVER) == NEVER


class TestDaylightSaving:
    def test_a_daily_time_stays_on_the_clock(self) -> None:
        assert due(Schedule(at=times("06:00")), "2026-03-28 00:00", 2) == ["Sat 2026-03-28 06:00", "Sun 2026-03-29 06:00"]
        assert due(Schedule(every=2 * DAY, at=times("06:00")), "2026-03-28 00:00", 1) == ["Mon 2026-03-30 06:00"]

    def test_a_period_without_a_time_is_real_time(self) -> None:
        assert due(Schedule(every=DAY), "2026-03-28 06:00", 1) == ["Sun 2026-03-29 07:00"]

    def test_two_times_that_are_skipped_are_both_taken_at_the_jump(self) -> None:
        schedule = Schedule(at=times("02:15", "02:45"))
        assert due(schedule, "2026-03-29 00:00") == ["Sun 2026-03-29 03:00", "Sun 2026-03-29 03:00", "Mon 2026-03-30 02:15"]

    def test_a_time_that_is_repeated_is_taken_once(self) -> None:
        assert due(Schedule(at=times("02:30")), "2026-10-25 00:00", 2) == ["Sun 2026-10-25 02:30", "Mon 2026-10-26 02:30"]
        first, second = islice(occurrences(Schedule(at=times("02:30")), ROME, at("2026-10-25 00:00")), 2)
        assert second - first == 25 * HOUR, "the first of the two"

    @pytest.mark.parametrize("schedule", [Schedule(at=times("06:00")), Schedule(every=DAY, at=times("06:00"))], ids=["daily", "every"])
    def test_a_time_of_a_whole_day_that_is_skipped_is_taken_on_the_next(self, schedule: Schedule) -> None:
        """Samoa went over the date line and had no 30 December 2011."""
        samoa = Zone("Pacific/Apia")
        starts, jump = at("2011-12-28 00:00", samoa), at("2011-12-31 00:00", samoa)
        got = [instant for instant in islice(occurrences(schedule, samoa, starts), 5) if instant >= jump]
        assert [shown(instant, samoa) for instant in got[:2]] == ["Sat 2011-12-31 00:00", "Sat 2011-12-31 06:00"]
        assert first_at_or_after(schedule, samoa, starts, jump) == jump


class TestDuring:
    def test_only_what_is_due_in_open_hours_counts(self) -> None:
        office = WorkingTime(weekdays("06:00..14:00"))
        got = islice(occurrences(Schedule(every=5 * HOUR), ROME, at("2026-01-09 00:00"), office), 3)
        assert [shown(instant) for instant in got] == ["Fri 2026-01-09 10:00", "Mon 2026-01-12 08:00", "Mon 2026-01-12 13:00"]

    def test_a_short_period_leaps_over_closed_days(self) -> None:
        one_hour = WorkingTime(Calendar("once a week", (spans("06:00..07:00"),) + ((),) * 6, {}, "Europe/Rome"))
        got = list(islice(occurrences(Schedule(every=15 * MINUTE), ROME, at(MONDAY), one_hour), 9))
        assert shown(got[4]) == "Mon 2026-01-12 06:00"
        by_the_millisecond = occurrences(Schedule(every=1_000), ROME, at("2026-01-05 07:00"), one_hour)
        assert shown(next(by_the_millisecond)) == "Mon 2026-01-12 06:00"

    def test_a_schedule_that_never_falls_into_open_hours_ends(self) -> None:
        office = WorkingTime(weekdays("06:00..14:00"))
        assert list(occurrences(Schedule(days=frozenset({5}), at=times("08:00")), ROME, at(MONDAY), office)) == []
        assert list(occurrences(Schedule(every=HOUR), ROME, 0, WorkingTime(Calendar("closed", ((),) * 7, {}, "UTC")))) == []


CLOCK_TIMES = st.lists(st.integers(0, 95).map(lambda quarters: quarters * 15 * MINUTE), min_size=1, max_size=3, unique=True).map(
    lambda drawn: tuple(sorted(drawn))
)
ON_DAYS = st.builds(Schedule, days=st.frozensets(st.integers(0, 6), min_size=1), at=CLOCK_TIMES)
EVERY = st.builds(
    Schedule,
    every=st.one_of(st.integers(1, 40).map(lambda quarters: quarters * 15 * MINUTE), st.integers(1, 9).map(lambda days: days * DAY)),
    at=st.one_of(st.just(()), CLOCK_TIMES),
)


@given(st.one_of(ON_DAYS, EVERY), st.sampled_from(ZONES), instants())
def test_what_is_due_comes_in_order_and_not_before_the_start(schedule: Schedule, zone: str, starts: int) -> None:
    got = list(islice(occurrences(schedule, Zone(zone), starts), 50))
    assert len(got) == 50
    assert got[0] >= starts
    assert all(early <= late for early, late in pairwise(got))


@given(ON_DAYS, st.sampled_from(ZONES), instants())
def test_it_is_due_at_its_clock_times_unless_the_clocks_skip_them(schedule: Schedule, zone_name: str, starts: int) -> None:
    zone = Zone(zone_name)
    for instant in islice(occurrences(schedule, zone, starts), 50):
        day, time = zone.local(instant)
        taken_at_a_jump = zone.instant(day, time - 1) == instant
        assert taken_at_a_jump or ((day - 1) % 7 in schedule.days and time in schedule.at)


@given(ON_DAYS, st.sampled_from(ZONES), instants())
def test_no_day_is_left_out(schedule: Schedule, zone_name: str, starts: int) -> None:
    zone = Zone(zone_name)
    first_day = zone.local(starts)[0]
    expected = [
        zone.instant(day, time) for day in range(first_day, first_day + 21) if (day - 1) % 7 in schedule.days for time in schedule.at
    ]
    expected = [instant for instant in expected if instant >= starts]
    assert list(islice(occurrences(schedule, zone, starts), len(expected))) == expected


@given(st.one_of(ON_DAYS, EVERY), st.sampled_from(ZONES), instants(), st.integers(0, 8 * WEEK))
def test_the_first_at_or_after_an_instant_is_the_first_that_is_not_before(
    schedule: Schedule, zone_name: str, starts: int, later: int
) -> None:
    zone = Zone(zone_name)
    instant = starts + min(later, 300 * (schedule.every or DAY))
    expected = next(due for due in occurrences(schedule, zone, starts) if due >= instant)
    assert first_at_or_after(schedule, zone, starts, instant) == expected


@given(st.one_of(ON_DAYS, EVERY), calendars(), instants())
def test_what_is_due_during_a_calendar_is_what_is_due_in_its_open_hours(schedule: Schedule, calendar: Calendar, starts: int) -> None:
    zone = Zone(calendar.zone)
    working = WorkingTime(calendar)
    everything = list(islice(occurrences(schedule, zone, starts), 100))
    opened = [instant for instant in everything if working.is_open(instant)]
    assert list(islice(occurrences(schedule, zone, starts, WorkingTime(calendar)), len(opened))) == opened

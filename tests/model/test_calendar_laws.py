"""Working time: what holds for every calendar, zone and instant."""

from __future__ import annotations

from datetime import UTC, datetime

from clocks import ZONES, calendars, instants
from hypothesis import assume, given
from hypothesis import strategies as st

from kanbanlang.model.calendar import Calendar
from kanbanlang.model.clockwork import NEVER, WorkingTime, Zone
from kanbanlang.model.values import DAY, HOUR, MINUTE, WEEK

DURATIONS = st.one_of(st.integers(0, 3 * WEEK), st.integers(0, 300).map(lambda halves: halves * HOUR // 2))
ZONE_NAMES = st.sampled_from(ZONES)


@given(calendars(), instants(), DURATIONS)
def test_work_takes_as_much_open_time_as_it_needs_and_ends_as_soon_as_it_has_it(calendar: Calendar, start: int, duration: int) -> None:
    working = WorkingTime(calendar)
    end = working.add(start, duration)
    assume(end != NEVER)
    assert working.between(start, end) == duration
    assert end == start if duration == 0 else working.is_open(end - 1)


@given(calendars(), instants(), DURATIONS, DURATIONS)
def test_work_may_be_done_in_two_parts(calendar: Calendar, start: int, first: int, second: int) -> None:
    working = WorkingTime(calendar)
    assert working.add(working.add(start, first), second) == working.add(start, first + second)


@given(calendars(), instants(), instants(), DURATIONS)
def test_who_begins_later_does_not_end_earlier(calendar: Calendar, one: int, other: int, duration: int) -> None:
    working = WorkingTime(calendar)
    early, late = sorted((one, other))
    assert working.add(early, duration) <= working.add(late, duration)


@given(calendars(), instants())
def test_the_next_open_instant_is_open_and_all_before_it_is_closed(calendar: Calendar, start: int) -> None:
    working = WorkingTime(calendar)
    opens = working.next_open(start)
    assume(opens is not None)
    assert opens is not None
    assert opens >= start
    assert working.is_open(opens)
    assert working.between(start, opens) == 0


@given(calendars(), instants(), instants(), instants())
def test_open_time_adds_up(calendar: Calendar, one: int, two: int, three: int) -> None:
    working = WorkingTime(calendar)
    start, middle, end = sorted((one, two, three))
    assert working.between(start, middle) + working.between(middle, end) == working.between(start, end) <= end - start


@given(calendars(), st.lists(instants(), min_size=2, max_size=6), DURATIONS)
def test_what_was_asked_before_does_not_change_the_answer(calendar: Calendar, asked: list[int], duration: int) -> None:
    used = WorkingTime(calendar)
    for instant in asked:
        fresh = WorkingTime(calendar)
        assert used.is_open(instant) == fresh.is_open(instant)
        assert used.next_open(instant) == fresh.next_open(instant)
        assert used.add(instant, duration) == fresh.add(instant, duration)
        assert used.add_days(instant, duration) == fresh.add_days(instant, duration)


@given(calendars(zones=("UTC",)), instants())
def test_open_means_inside_a_span_of_its_day_or_of_one_before(calendar: Calendar, instant: int) -> None:
    day = datetime.fromtimestamp(instant // 1_000_000, UTC).toordinal()
    since_midnight = instant % DAY
    inside = any(
        start <= since_midnight + back * DAY < end for back in range(3) for start, end in calendar.spans(day - back)
    )  # a span is shorter than two days
    assert WorkingTime(calendar).is_open(instant) == inside


@given(calendars(zones=("UTC", "Asia/Kolkata")), instants(), DURATIONS, DURATIONS)
def test_working_days_may_pass_in_two_parts_and_end_on_an_open_day(calendar: Calendar, start: int, first: int, second: int) -> None:
    working = WorkingTime(calendar)
    end = working.add_days(start, first + second)
    assume(end != NEVER)
    assert working.add_days(working.add_days(start, first), second) == end
    assert first + second == 0 or calendar.spans(Zone(calendar.zone).local(end)[0])


@given(calendars(), instants(), st.integers(1, 30))
def test_whole_working_days_asked_on_an_open_day_keep_the_clock_time(calendar: Calendar, start: int, days: int) -> None:
    zone = Zone(calendar.zone)
    day, time = zone.local(start)
    end = WorkingTime(calendar).add_days(start, days * DAY)
    assume(calendar.spans(day) and end != NEVER)
    ended, shown = zone.local(end)
    assert sum(1 for passed in range(day + 1, ended + 1) if calendar.spans(passed)) == days
    assert shown == time or zone.instant(ended, time) == end


@given(ZONE_NAMES, instants())
def test_an_instant_is_found_again_by_its_local_time_or_is_the_second_with_it(zone_name: str, instant: int) -> None:
    zone = Zone(zone_name)
    found = zone.instant(*zone.local(instant))
    assert found <= instant
    assert zone.local(found) == zone.local(instant)


@given(ZONE_NAMES, instants(), instants())
def test_a_later_local_time_is_not_an_earlier_instant(zone_name: str, one: int, other: int) -> None:
    zone = Zone(zone_name)
    utc = Zone("UTC")
    early, late = sorted((one, other))
    assert zone.instant(*utc.local(early)) <= zone.instant(*utc.local(late))


@given(ZONE_NAMES, st.integers(-6 * 10**16, 10**17))
def test_a_written_instant_reads_back(zone_name: str, instant: int) -> None:
    zone = Zone(zone_name)
    back = datetime.fromisoformat(zone.text(instant)) - datetime(1970, 1, 1, tzinfo=UTC)
    assert (back.days * 86_400 + back.seconds) * 1_000_000 + back.microseconds == instant


@given(ZONE_NAMES, st.integers(-NEVER, 2 * NEVER), st.integers(0, 48 * 60))
def test_there_is_no_instant_without_a_local_time(zone_name: str, instant: int, minutes: int) -> None:
    zone = Zone(zone_name)
    day, time = zone.local(instant)
    assert 0 <= time < DAY
    assert abs(zone.instant(day, minutes * MINUTE) - instant) < 4 * DAY

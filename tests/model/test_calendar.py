"""Working time: exact cases, as a supervisor would count them on the wall calendar."""

from __future__ import annotations

import pytest
from clocks import ROME, at, clock, shown, spans, weekdays

from kanbanlang.model.calendar import Calendar
from kanbanlang.model.clockwork import NEVER, WorkingTime, Zone, zone_exists, zone_like
from kanbanlang.model.values import DAY, HOUR, MINUTE, SECOND

OFFICE = WorkingTime(weekdays("06:00..22:00"))
NIGHTS = WorkingTime(weekdays("22:00..06:00"))
NEVER_OPEN = WorkingTime(Calendar("closed", ((),) * 7, {}, "UTC"))


class TestWorkingHours:
    def test_work_asked_on_friday_goes_on_on_monday(self) -> None:
        assert shown(OFFICE.add(at("2026-01-09 14:00"), 16 * HOUR)) == "Mon 2026-01-12 14:00"

    def test_work_left_when_the_week_ends_is_done_on_monday(self) -> None:
        assert shown(OFFICE.add(at("2026-01-09 22:00"), 30 * MINUTE)) == "Mon 2026-01-12 06:30"

    def test_work_that_is_done_with_the_shift_ends_with_the_shift(self) -> None:
        assert shown(OFFICE.add(at("2026-01-09 21:00"), HOUR)) == "Fri 2026-01-09 22:00"

    def test_work_of_no_duration_ends_as_it_begins_even_at_night(self) -> None:
        assert shown(OFFICE.add(at("2026-01-10 03:00"), 0)) == "Sat 2026-01-10 03:00"

    def test_a_shift_over_midnight_belongs_to_the_day_it_starts(self) -> None:
        assert NIGHTS.is_open(at("2026-01-10 05:59")), "Friday's shift ends on Saturday"
        assert not NIGHTS.is_open(at("2026-01-10 06:00"))
        assert not NIGHTS.is_open(at("2026-01-05 05:59")), "Sunday has no shift"

    def test_a_shift_is_open_from_its_start_and_closed_at_its_end(self) -> None:
        assert OFFICE.is_open(at("2026-01-09 06:00"))
        assert OFFICE.is_open(at("2026-01-09 22:00") - 1)
        assert not OFFICE.is_open(at("2026-01-09 22:00"))

    def test_spans_that_meet_at_midnight_are_one_stretch_of_work(self) -> None:
        around_the_clock = WorkingTime(Calendar("all", (spans("00:00..24:00"),) * 7, {}, "Europe/Rome"))
        assert shown(around_the_clock.add(at("2026-01-09 14:00"), 100 * HOUR)) == "Tue 2026-01-13 18:00"
        assert around_the_clock.between(at("2026-01-01 00:00"), at("2026-02-01 00:00")) == 31 * DAY

    def test_work_around_the_clock_has_no_gap_at_any_midnight(self) -> None:
        around_the_clock = WorkingTime(Calendar("all", (spans("00:00..24:00"),) * 7, {}, "Europe/Rome"))
        first_day = ROME.local(at("2026-01-01 00:00"))[0]
        assert all(around_the_clock.is_open(ROME.instant(day, 0)) for day in range(first_day, first_day + 365))

    def test_shifts_of_two_days_that_overlap_count_once(self) -> None:
        overlapping = WorkingTime(weekdays("05:00..13:00", "22:00..06:00"))
        assert overlapping.between(at("2026-01-05 22:00"), at("2026-01-06 13:00")) == 15 * HOUR

    def test_a_closed_day_wins_over_its_weekday_and_special_hours_over_both(self) -> None:
        december = WorkingTime(weekdays("06:00..22:00", d2026_12_24=(), d2026_12_25=(), d2026_12_26=spans("06:00..12:00")))
        assert shown(december.add(at("2026-12-23 21:00"), 2 * HOUR)) == "Sat 2026-12-26 07:00"
        assert shown(december.next_open(at("2026-12-26 12:00")) or 0) == "Mon 2026-12-28 06:00"

    def test_the_next_open_instant_is_now_while_work_goes_on(self) -> None:
        assert OFFICE.next_open(at("2026-01-09 10:00")) == at("2026-01-09 10:00")
        assert OFFICE.next_open(at("2026-01-09 22:00")) == at("2026-01-12 06:00")

    def test_open_time_between_two_instants(self) -> None:
        assert OFFICE.between(at("2026-01-09 14:00"), at("2026-01-12 14:00")) == 16 * HOUR
        assert OFFICE.between(at("2026-01-10 00:00"), at("2026-01-11 00:00")) == 0
        assert OFFICE.between(at("2026-01-12 14:00"), at("2026-01-09 14:00")) == 0, "nothing lies between, backwards"


class TestWorkingDays:
    def test_two_working_days_keep_the_time_of_day(self) -> None:
        assert shown(OFFICE.add_days(at("2026-01-09 10:00"), 2 * DAY)) == "Tue 2026-01-13 10:00"

    def test_after_hours_of_an_open_day_is_still_that_day(self) -> None:
        assert shown(OFFICE.add_days(at("2026-01-09 23:00"), DAY)) == "Mon 2026-01-12 23:00"

    def test_what_is_asked_on_a_closed_day_counts_from_the_next_open_one(self) -> None:
        assert shown(OFFICE.add_days(at("2026-01-10 10:00"), 2 * DAY)) == "Wed 2026-01-14 00:00"

    def test_half_a_working_day_is_half_a_local_day_on_open_days(self) -> None:
        assert shown(OFFICE.add_days(at("2026-01-08 10:00"), DAY // 2)) == "Thu 2026-01-08 22:00"
        assert shown(OFFICE.add_days(at("2026-01-09 18:00"), DAY // 2)) == "Mon 2026-01-12 06:00"

    def test_a_holiday_is_no_working_day(self) -> None:
        closed = WorkingTime(weekdays("06:00..22:00", d2026_01_06=()))
        assert shown(closed.add_days(at("2026-01-05 10:00"), DAY)) == "Wed 2026-01-07 10:00"

    def test_daylight_saving_does_not_move_the_time_of_day(self) -> None:
        assert shown(OFFICE.add_days(at("2026-03-27 10:00"), DAY)) == "Mon 2026-03-30 10:00"
        assert shown(OFFICE.add_days(at("2026-10-23 10:00"), DAY)) == "Mon 2026-10-26 10:00"

    def test_a_moment_of_a_working_day_asked_in_a_repeated_hour_does_not_end_before_it_was_asked(self) -> None:
        daily = WorkingTime(Calendar("daily", (spans("00:00..24:00"),) * 7, {}, "Europe/Rome"))
        second_time = at("2026-10-25 02:30") + HOUR
        assert daily.add_days(second_time, SECOND) >= second_time


class TestDaylightSaving:
    def test_a_skipped_time_is_taken_at_the_jump(self) -> None:
        assert ROME.text(at("2026-03-29 02:30")) == "2026-03-29T03:00:00+02:00"
        assert at("2026-03-29 02:00") == at("2026-03-29 02:59") == at("2026-03-29 03:00")

    def test_a_repeated_time_is_taken_the_first_time(self) -> None:
        assert ROME.text(at("2026-10-25 02:30")) == "2026-10-25T02:30:00+02:00"
        assert at("2026-10-25 03:00") - at("2026-10-25 02:00") == 2 * HOUR

    def test_a_night_shift_is_an_hour_shorter_or_longer(self) -> None:
        saturdays = WorkingTime(Calendar("night", ((),) * 5 + (spans("22:00..06:00"), ()), {}, "Europe/Rome"))
        assert saturdays.between(at("2026-03-28 12:00"), at("2026-03-29 12:00")) == 7 * HOUR
        assert saturdays.between(at("2026-10-24 12:00"), at("2026-10-25 12:00")) == 9 * HOUR
        assert shown(saturdays.add(at("2026-10-24 22:00"), 8 * HOUR)) == "Sun 2026-10-25 05:00"

    def test_hours_that_are_skipped_altogether_are_closed(self) -> None:
        early = WorkingTime(Calendar("early", (spans("02:00..03:00"),) * 7, {}, "Europe/Rome"))
        assert early.between(at("2026-03-29 00:00"), at("2026-03-30 00:00")) == 0
        assert shown(early.next_open(at("2026-03-29 00:00")) or 0) == "Mon 2026-03-30 02:00"

    def test_an_hour_that_is_repeated_is_worked_the_first_time_only(self) -> None:
        early = WorkingTime(Calendar("early", (spans("02:00..02:30"),) * 7, {}, "Europe/Rome"))
        assert early.between(at("2026-10-25 00:00"), at("2026-10-26 00:00")) == 30 * MINUTE
        assert not early.is_open(at("2026-10-25 02:15") + HOUR)


class TestCalendarsThatNeverOpen:
    def test_they_say_so(self) -> None:
        assert NEVER_OPEN.next_open(0) is None
        assert NEVER_OPEN.add(0, 1) == NEVER_OPEN.add_days(0, 1) == NEVER
        assert NEVER_OPEN.between(0, at("2026-01-01 00:00")) == 0
        assert not NEVER_OPEN.is_open(0)

    def test_one_that_opened_for_the_last_time_does_too(self) -> None:
        once = WorkingTime(Calendar("once", ((),) * 7, {ROME.local(at("2026-01-05 00:00"))[0]: spans("06:00..08:00")}, "Europe/Rome"))
        assert shown(once.next_open(at("2025-01-01 00:00")) or 0) == "Mon 2026-01-05 06:00"
        assert shown(once.add(at("2024-01-01 00:00"), 2 * HOUR)) == "Mon 2026-01-05 08:00"
        assert once.add(at("2024-01-01 00:00"), 2 * HOUR + 1) == NEVER
        assert once.next_open(at("2026-01-05 08:00")) is None

    def test_nothing_follows_never(self) -> None:
        assert OFFICE.add(NEVER, HOUR) == OFFICE.add_days(NEVER, DAY) == NEVER
        assert OFFICE.next_open(NEVER) is None
        assert not OFFICE.is_open(NEVER)


class TestZones:
    @pytest.mark.parametrize(
        ("zone", "instant", "text"),
        [
            ("UTC", 0, "1970-01-01T00:00:00+00:00"),
            ("Europe/Rome", at("2026-01-05 06:00"), "2026-01-05T06:00:00+01:00"),
            ("Europe/Rome", at("2026-01-05 06:00") + 1_500, "2026-01-05T06:00:00.001500+01:00"),
            ("America/New_York", 0, "1969-12-31T19:00:00-05:00"),
            ("Asia/Kolkata", 59 * SECOND, "1970-01-01T05:30:59+05:30"),
        ],
    )
    def test_an_instant_is_written_with_its_offset(self, zone: str, instant: int, text: str) -> None:
        assert Zone(zone).text(instant) == text

    def test_years_beyond_9999_have_clocks_too(self) -> None:
        rome = Zone("Europe/Rome")
        far = rome.instant(rome.local(at("2026-07-01 00:00"))[0] + 30 * 146_097, clock("06:00"))
        assert rome.text(far) == "14026-07-01T06:00:00+02:00"

    @pytest.mark.parametrize("name", ["", "Europe", "Europe/Rom", "../etc", "/etc/passwd", "Mars/Base", "a\0b"])
    def test_what_is_no_zone_is_no_zone(self, name: str) -> None:
        assert not zone_exists(name)

    def test_a_zone_misspelt_is_recognised(self) -> None:
        assert zone_exists("Europe/Rome")
        assert zone_like("Europe/Roma") == "Europe/Rome"
        assert zone_like("nowhere at all") is None

"""When a schedule is due: `every 30 min`, `every 2 d at 06:00`, `daily at 06:00, 14:00`, `mon..fri at 06:00`.

* `every` counts real time from the start of the run; the first time is one period later.
* `every ... at` counts from its times on the day on which the run starts, the first again one period later. Whole days are days of
  the local calendar, so the clock time stays whatever daylight saving does; any other period is real time.
* Days `at` times are local clock times, the start of the run included.

Two clock times that daylight saving skips are both taken at the jump: nothing that is due is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import count

from kanbanlang.model.schedule import Schedule
from kanbanlang.model.values import DAY, YEAR
from kanbanlang.model.worktime import WorkingTime
from kanbanlang.model.zone import NEVER, Zone

_DAYS_OF_A_WEEK = 7
_PATIENCE = 10 * YEAR
"""A schedule that was not due in any open hour for so long, such as Saturdays of a calendar of weekdays, never is."""


def occurrences_from(schedule: Schedule, zone: Zone, starts: int, origin: int) -> Iterator[int]:
    """As `occurrences`, for a run that has gone on since `starts`: only what is due at or after `origin`."""
    return _due(schedule, zone, starts, max(starts, origin))


def occurrences(schedule: Schedule, zone: Zone, starts: int, during: WorkingTime | None = None) -> Iterator[int]:
    """The instants, ascending, at which a schedule is due in a run that starts at `starts`; only open ones of `during`.

    Without end, unless nothing is ever due.
    """
    if during is None:
        return _due(schedule, zone, starts, starts)
    return _due_when_open(schedule, zone, starts, during)


def first_at_or_after(schedule: Schedule, zone: Zone, starts: int, instant: int) -> int:
    """The first instant not before `instant` at which a schedule is due in a run that starts at `starts`; NEVER if none is."""
    if instant >= NEVER:
        return NEVER
    return next(_due(schedule, zone, starts, max(starts, instant)), NEVER)


def _due(schedule: Schedule, zone: Zone, starts: int, origin: int) -> Iterator[int]:
    """What is due at or after `origin`, which is not before `starts`."""
    if schedule.every is None:
        return _on_days(schedule, zone, origin)
    if not schedule.at:
        return _every(schedule.every, starts, origin)
    first_day = zone.local(starts)[0]
    days, rest = divmod(schedule.every, DAY)
    if rest:
        return merge(*(_every(schedule.every, zone.instant(first_day, time), origin) for time in schedule.at))
    return _every_days(days, schedule.at, first_day, zone, origin)


def _every(period: int, base: int, origin: int) -> Iterator[int]:
    """One period after `base`, two periods after it and so on, from `origin` on."""
    return count(base + max(1, -((base - origin) // period)) * period, period)


def _every_days(period: int, times: tuple[int, ...], first_day: int, zone: Zone, origin: int) -> Iterator[int]:
    """The times of each day that is a whole number of periods of `period` days after the first."""
    # a time that the clocks skip may be taken on the day after its own, so the day before counts too
    past = zone.local(origin)[0] - 1 - first_day
    for day in count(first_day + max(1, -(-past // period)) * period, period):
        yield from _at(times, day, zone, origin)


def _on_days(schedule: Schedule, zone: Zone, origin: int) -> Iterator[int]:
    """The times of the days of the week, from `origin` on."""
    if not schedule.at or not schedule.days:
        return
    for day in count(zone.local(origin)[0] - 1):
        if (day - 1) % _DAYS_OF_A_WEEK in schedule.days:
            yield from _at(schedule.at, day, zone, origin)


def _at(times: tuple[int, ...], day: int, zone: Zone, origin: int) -> Iterator[int]:
    for time in times:
        instant = zone.instant(day, time)
        if instant >= origin:
            yield instant


def _due_when_open(schedule: Schedule, zone: Zone, starts: int, during: WorkingTime) -> Iterator[int]:
    """What is due while a calendar is open; closed hours are leapt over, so a short period costs nothing there."""
    last, opens = starts, during.next_open(starts)
    while opens is not None and opens - last < _PATIENCE:
        closes = NEVER
        for instant in _due(schedule, zone, starts, opens):
            if not during.is_open(instant):
                closes = instant
                break
            yield instant
            last = instant
        opens = during.next_open(closes)

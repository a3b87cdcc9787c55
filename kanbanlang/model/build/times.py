"""Clock times, dates, moments of a run, and the one phrase that says when."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from attrs import frozen

from kanbanlang.model.build.amounts import TIMES
from kanbanlang.model.build.context import Context
from kanbanlang.model.build.evaluate import Evaluator
from kanbanlang.model.build.findings import Scope
from kanbanlang.model.calendar import Span
from kanbanlang.model.schedule import Schedule
from kanbanlang.model.values import DAY, HOUR, MINUTE
from kanbanlang.syntax import tree

WEEK_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIRST_DAY = date(2026, 1, 5).toordinal()
"""The Monday on which scenarios and tests begin unless they say otherwise."""
LAST_DAY = date.max.toordinal()
_HOURS, _MINUTES, _MIDNIGHT = 24, 60, 24 * HOUR
_LONGEST_RANGE = 100 * 366
_BEYOND_COUNTING = 10**9


def clock_time(context: Context, node: tree.Time, scope: Scope) -> int | None:
    """Microseconds since local midnight; 24:00 is the end of the day."""
    hours, _, minutes = node.text.partition(":")
    time = int(hours) * HOUR + int(minutes) * MINUTE
    if int(minutes) < _MINUTES and time <= _MIDNIGHT and node.text.isascii():
        return time
    context.findings.say("KB208", scope.span(node), f"there is no time {node.text}", "write 00:00 to 23:59")
    return None


def start_time(context: Context, node: tree.Time, scope: Scope) -> int | None:
    """A clock time at which something may begin."""
    time = clock_time(context, node, scope)
    if time == _MIDNIGHT:
        context.findings.say("KB208", scope.span(node), "24:00 ends a day and begins none", "write 00:00 of the next day")
        return None
    return time


def day_of(context: Context, node: tree.Date, scope: Scope) -> int | None:
    """The ordinal of a date."""
    try:
        return date.fromisoformat(node.text).toordinal()
    except ValueError:
        context.findings.say("KB208", scope.span(node), f"there is no day {node.text}", "write year-month-day as they are in the calendar")
        return None


def days_of(ranges: tuple[tree.DayRange, ...]) -> frozenset[int]:
    """Weekdays, Monday is 0; a range may go over the weekend (`fri..mon`)."""
    days: set[int] = set()
    for one in ranges:
        first = WEEK_DAYS.index(one.first.text)
        last = WEEK_DAYS.index(one.last.text) if one.last else first
        days.update((first + more) % 7 for more in range((last - first) % 7 + 1))
    return frozenset(days)


def dates_of(context: Context, ranges: tuple[tree.DateRange, ...], scope: Scope) -> list[int]:
    """The ordinals of dates, ranges included."""
    days: list[int] = []
    for one in ranges:
        first = day_of(context, one.first, scope)
        last = day_of(context, one.last, scope) if one.last else first
        if first is None or last is None:
            continue
        if last < first:
            context.findings.say("KB208", scope.span(one), f"`{scope.written(one)}` ends before it begins", "write the earlier date first")
        elif last - first > _LONGEST_RANGE:
            context.findings.say("KB208", scope.span(one), f"`{scope.written(one)}` lasts more than 100 years", "write a shorter time")
            continue
        days.extend(range(first, last + 1))
    return days


def hours_of(context: Context, hours: tuple[tree.OpenHours, ...], scope: Scope) -> tuple[Span, ...]:
    """Open hours of one day; those that end at or before their beginning end on the next day."""
    spans: list[Span] = []
    for one in hours:
        opens, closes = start_time(context, one.opens, scope), clock_time(context, one.closes, scope)
        if opens is None or closes is None:
            continue
        if opens == closes:
            context.findings.say("KB209", scope.span(one), f"`{scope.written(one)}` is no time at all", "a whole day is 00:00..24:00")
            continue
        spans.append((opens, closes if closes > opens else closes + DAY))
    return tuple(sorted(spans))


def overlapping(spans: tuple[Span, ...]) -> bool:
    """Whether two spans of one day share some time."""
    return any(before[1] > after[0] for before, after in pairwise(sorted(spans)))


def schedule_of(evaluator: Evaluator, node: tree.Schedule, scope: Scope) -> Schedule | None:
    """When something happens again and again."""
    context = evaluator.context
    nodes = node.at or ()
    times = [start_time(context, time, scope) for time in nodes]
    at = tuple(sorted({time for time in times if time is not None}))
    if len(at) < len(nodes) and None not in times:
        context.findings.say("KB210", scope.span(node), f"`{scope.written(node)}` names the same time twice", "name it once")
    match node:
        case tree.Every(period=period):
            every = evaluator.time(period, scope)
            every = evaluator.above(every, 1, period, scope)
            if every is not None and at and every % DAY:
                context.findings.say(
                    "KB205",
                    scope.span(node),
                    f"`{scope.written(node)}` has a time of day, but does not count whole days",
                    "write `every 2 d at 06:00`",
                )
                return None
            return None if every is None or None in times else Schedule(every=every, at=at)
        case tree.OnDays(days=days):
            return None if None in times else Schedule(days=days_of(days), at=at)
        case tree.Daily():
            return None if None in times else Schedule(at=at)


@frozen
class Run:
    """The beginning of a run, from which its moments count: an instant, and the local day it lies on."""

    evaluator: Evaluator
    starts: int

    @property
    def first_day(self) -> int:
        """The local day of the first instant; day 1 of the run."""
        return self.evaluator.context.clock().local(self.starts)[0]

    def reaches(self, length: int) -> bool:
        """Whether the calendar goes on for so long after the beginning."""
        return length <= (LAST_DAY - self.first_day) * DAY

    def moment(self, node: tree.Moment, scope: Scope) -> int | None:
        """The instant of a moment; a day without a time is its midnight."""
        found = self._day_and_time(node, scope)
        if found is None or isinstance(found, int):
            return found
        return self.evaluator.context.clock().instant(*found)

    def end(self, node: tree.Moment, scope: Scope) -> int | None:
        """The instant until which a period lasts that goes to a moment; a day without a time is included."""
        found = self._day_and_time(node, scope)
        if found is None or isinstance(found, int):
            return found
        day, time = found
        whole_day = not isinstance(node, tree.Elapsed) and node.time is None
        return self.evaluator.context.clock().instant(day + 1 if whole_day else day, time)

    def _day_and_time(self, node: tree.Moment, scope: Scope) -> tuple[int, int] | int | None:
        evaluator = self.evaluator
        if isinstance(node, tree.Elapsed):
            return self._elapsed(node, scope)
        time = start_time(evaluator.context, node.time, scope) if node.time else 0
        if isinstance(node, tree.DateMoment):
            day = day_of(evaluator.context, node.date, scope)
        else:
            number = evaluator.count(node.day, scope, 1, most=_BEYOND_COUNTING)
            day = None if number is None else self.first_day + number - 1
        if day is not None and day > LAST_DAY:
            self._say_beyond(node, scope)
            return None
        return None if day is None or time is None else (day, time)

    def _say_beyond(self, node: tree.Node, scope: Scope) -> None:
        message = f"`{scope.written(node)}` lies behind the last day of the calendar, 9999-12-31"
        self.evaluator.context.findings.say("KB208", scope.span(node), message, "write an earlier moment")

    def _elapsed(self, node: tree.Elapsed, scope: Scope) -> int | None:
        number = self.evaluator.number(node.number.text, node.number, scope)
        if number is None:
            return None
        if node.unit.text not in TIMES:
            self.evaluator.context.findings.say(
                "KB204", scope.span(node.unit), f"`{node.unit.text}` is not a unit of time", f"write one of {', '.join(TIMES)}"
            )
            return None
        elapsed = number * TIMES[node.unit.text]
        if elapsed.denominator != 1:
            message = f"`{scope.written(node)}` is not a whole number of microseconds"
            self.evaluator.context.findings.say("KB206", scope.span(node), message, "write it in a smaller unit")
            return None
        if not self.reaches(elapsed.numerator):
            self._say_beyond(node, scope)
            return None
        return self.starts + elapsed.numerator


def run_from(evaluator: Evaluator, starts: int | None = None) -> Run:
    """A run that begins at an instant; where nothing is said when the policy becomes valid, or on the usual Monday at midnight."""
    if starts is None:
        starts = evaluator.context.valid_from
    return Run(evaluator, evaluator.context.clock().instant(FIRST_DAY, 0) if starts is None else starts)

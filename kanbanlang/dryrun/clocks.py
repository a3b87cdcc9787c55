"""Time as the world counts it: delays by the clock of their source, stretches in which something is down, work that fits between."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from kanbanlang.dryrun.draws import Drawn
from kanbanlang.model.calendar import Calendar
from kanbanlang.model.clockwork import NEVER, WorkingTime
from kanbanlang.model.values import Clock

When = Callable[[int], int]
"""From an instant to one that is not earlier."""

Stretch = tuple[int, int]
"""From an instant to another, the end excluded."""


class WorkingTimes:
    """The working time of each calendar, worked out once for all replications."""

    def __init__(self) -> None:
        self._by_name: dict[str, WorkingTime] = {}

    def of(self, calendar: Calendar | None) -> WorkingTime | None:
        """The working time of a calendar; None for always."""
        if calendar is None:
            return None
        if calendar.name not in self._by_name:
            self._by_name[calendar.name] = WorkingTime(calendar)
        return self._by_name[calendar.name]


def after(drawn: Drawn, clock: Clock, work: WorkingTime | None) -> When:
    """When a delay is over that begins at an instant."""
    if work is None or clock is Clock.ELAPSED:
        return lambda now: now + drawn()
    if clock is Clock.WORKING_DAYS:
        add_days = work.add_days
        return lambda now: add_days(now, drawn())
    add = work.add
    return lambda now: add(now, drawn())


def united(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Stretches that ascend by their begin, joined where they overlap or meet."""
    begins, ends = NEVER, NEVER
    for begin, end in stretches:
        if begins == NEVER:
            begins, ends = begin, end
        elif begin <= ends:
            ends = max(ends, end)
        else:
            yield begins, ends
            begins, ends = begin, end
    if begins != NEVER:
        yield begins, ends


class Outages:
    """When something is down. What is over is forgotten, what is far ahead is not drawn yet."""

    def __init__(self, stretches: Iterator[Stretch]) -> None:
        self._ahead = stretches
        self._known: deque[Stretch] = deque()

    def _next(self) -> bool:
        stretch = next(self._ahead, None)
        if stretch is not None:
            self._known.append(stretch)
        return stretch is not None

    def first_after(self, now: int) -> Stretch:
        """The first stretch that is not over at an instant. Instants that are asked for may not go back by more than one stretch."""
        place = 0
        while True:
            if place == len(self._known) and not self._next():
                return NEVER, NEVER
            if self._known[place][1] > now:
                return self._known[place]
            place += 1

    def forget(self, now: int) -> None:
        """Nobody will ask for an instant before this one any more."""
        while self._known and self._known[0][1] <= now:
            self._known.popleft()

    def up_at(self, now: int) -> int:
        """The first instant at or after `now` at which it is up."""
        begins, ends = self.first_after(now)
        return ends if begins <= now else now


class Hours:
    """When work goes on: in the hours of a calendar and while nothing is down."""

    def __init__(self, work: WorkingTime | None, outages: Outages | None) -> None:
        self._work = work
        self._outages = outages
        self.always = work is None and outages is None

    def finish(self, now: int, duration: int) -> int:
        """When work of `duration` ends that begins at `now` or as soon as it can."""
        outages = self._outages
        if outages is None:
            return self._end(now, duration)
        while True:
            now = outages.up_at(now)
            stops, _ = outages.first_after(now)
            end = self._end(now, duration)
            if end <= stops or end >= NEVER:
                return min(end, NEVER)
            duration -= self._open(now, stops)
            now = stops

    def _end(self, now: int, duration: int) -> int:
        """When work ends by the calendar alone. What takes no time is done as soon as it is open."""
        work = self._work
        if work is None:
            return now + duration
        if duration > 0:
            return work.add(now, duration)
        opens = work.next_open(now)
        return NEVER if opens is None else opens

    def _open(self, begin: int, end: int) -> int:
        return end - begin if self._work is None else self._work.between(begin, end)

    def between(self, begin: int, end: int) -> int:
        """How much of a stretch is time in which work goes on; nothing where it ends before it begins."""
        outages = self._outages
        if outages is None:
            return max(0, self._open(begin, end))
        total = 0
        while begin < end:
            begin = outages.up_at(begin)
            stop = min(end, outages.first_after(begin)[0])
            if begin < stop:
                total += self._open(begin, stop)
            begin = max(stop, begin)
        return total

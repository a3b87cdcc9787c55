"""What a calendar means for instants and durations: when work goes on, how long it takes, what a working day is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from kanbanlang.model.calendar import Calendar
from kanbanlang.model.values import DAY
from kanbanlang.model.zone import NEVER, Zone

_DAYS_AT_ONCE = 64
_REACH = 146_097
"""Days, 400 years, after the first instant asked for; what a calendar says of later days is not looked up: it counts as closed."""
_LONGEST_SPAN = 2
"""Days before an instant whose spans may still be open then: a span may be a day long, and clocks may skip a day."""


class WorkingTime:
    """The open hours of one calendar on the line of instants.

    Open stretches are tabled as they are asked for, each with the open time before it, so a query is a search in a table. Rising
    instants, as in a run, only ever add to its end: some 40 kB for a year.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._zone = Zone(calendar.zone)
        self._begin(calendar_day=1)
        self._known_from = NEVER  # nothing is known yet: the first query begins the table where it asks

    def is_open(self, instant: int) -> bool:
        """Whether work goes on at an instant."""
        if instant >= NEVER:
            return False
        self._reach(instant)
        place = bisect_right(self._starts, instant) - 1
        return place >= 0 and instant < self._ends[place]

    def next_open(self, instant: int) -> int | None:
        """The first open instant at or after an instant, or None where the calendar never opens again."""
        if instant >= NEVER:
            return None
        self._reach(instant)
        while (place := bisect_right(self._ends, instant)) == len(self._ends):
            if not self._extend():
                return None
        return max(instant, self._starts[place])

    def add(self, instant: int, duration: int) -> int:
        """When work of `duration` that begins at `instant` ends: it stops with the shift and goes on with the next.

        The end is the first instant at which all of it is done: work that is done with the shift ends on Friday 22:00, not on Monday
        06:00, and work of no duration ends as it begins. NEVER where the calendar does not open for so long.
        """
        if duration <= 0 or instant >= NEVER:
            return instant
        self._reach(instant)
        done = self._open_before(instant) + duration
        while self._open < done:
            if not self._extend():
                return NEVER
        place = bisect_left(self._before, done) - 1
        return self._starts[place] + done - self._before[place]

    def add_days(self, instant: int, microseconds: int) -> int:
        """The end of so many working days (DAY for each) that begin at `instant`: asked Friday 10:00, two days end Tuesday 10:00.

        A working day is a whole local day on which the calendar opens, whatever its hours. Working days count the local time that
        passes on such days, so the time of day is kept, half a day asked Friday 18:00 ends Monday 06:00, and what is asked on a
        closed day counts from the beginning of the next open one. No days end as they begin; NEVER where too few days are open.
        """
        if microseconds <= 0 or instant >= NEVER:
            return instant
        self._reach(instant)
        day, time = self._zone.local(instant)
        place = bisect_left(self._open_days, day)
        asked_when_closed = place == len(self._open_days) or self._open_days[place] != day
        days, time = divmod(microseconds + (0 if asked_when_closed else time), DAY)
        while len(self._open_days) <= place + days:
            if not self._extend():
                return NEVER
        # the second time that clocks show an hour, the end of a short delay would be taken in the first
        return max(instant, self._zone.instant(self._open_days[place + days], time))

    def between(self, start: int, end: int) -> int:
        """The open microseconds from `start` to `end`, the end excluded."""
        if end <= start:
            return 0
        self._reach(start)
        self._reach(end)
        return self._open_before(end) - self._open_before(start)

    def _open_before(self, instant: int) -> int:
        """The open microseconds between the begin of the table and an instant that it reaches."""
        place = bisect_right(self._starts, instant) - 1
        if place < 0:
            return 0
        return self._before[place] + min(instant, self._ends[place]) - self._starts[place]

    def _reach(self, instant: int) -> None:
        """See to it that the table knows all that is open around an instant."""
        if instant < self._known_from:
            tabled = self._next_day - self._first_day  # going back in growing steps keeps a falling row of queries cheap
            self._begin(self._zone.local(instant)[0] - _LONGEST_SPAN - tabled)
        while instant >= self._known_until and self._extend():
            pass

    def _begin(self, calendar_day: int) -> None:
        """An empty table that begins on a day."""
        self._first_day = self._next_day = calendar_day
        self._known_from = self._zone.instant(calendar_day + _LONGEST_SPAN, 0)
        self._known_until = self._zone.instant(calendar_day, 0)
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._before: list[int] = []
        self._open = 0
        self._open_days: list[int] = []
        opens_weekly = any(self.calendar.week)
        self._last_day = calendar_day + _REACH if opens_weekly else max(self.calendar.dates, default=calendar_day)

    def _extend(self) -> bool:
        """Table some more days; False where there are none left."""
        days = range(self._next_day, min(self._next_day + _DAYS_AT_ONCE, self._last_day + 1))
        for day in days:
            spans = self.calendar.spans(day)
            if spans:
                self._open_days.append(day)
            for start, end in spans:
                self._append(self._zone.instant(day, start), self._zone.instant(day, end))
        self._next_day = max(self._next_day, days.stop)
        # a stretch that starts on a later day starts at or after its midnight, so all before that is settled
        self._known_until = self._zone.instant(self._next_day, 0)
        return bool(days)

    def _append(self, start: int, end: int) -> None:
        """Table one more open stretch, joined to the last one where the two meet."""
        if self._ends and start <= self._ends[-1]:
            self._open += max(0, end - self._ends[-1])
            self._ends[-1] = max(end, self._ends[-1])
        elif start < end:  # the hours that clocks skip are no stretch at all
            self._starts.append(start)
            self._ends.append(end)
            self._before.append(self._open)
            self._open += end - start

"""When work goes on: the open hours of a calendar as the author wrote them, in local time.

What a calendar says about instants and durations is in `kanbanlang.model.clockwork`.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

Span = tuple[int, int]
"""Microseconds since local midnight of its day, end exclusive. The end may exceed one day: 22:00..06:00 ends at 30 h."""


@frozen
class Calendar:
    """Open hours in one time zone.

    `week` has seven entries, Monday first; the spans of one day ascend and do not overlap, those of two days may. `dates` maps a
    day (`datetime.date.toordinal()`) to the spans that replace its weekday's; no spans means closed. A span belongs to the day on
    which it starts: a night shift that starts before a closed day is worked to its end.
    """

    name: str
    week: tuple[tuple[Span, ...], ...]
    dates: Mapping[int, tuple[Span, ...]]
    zone: str

    def spans(self, ordinal: int) -> tuple[Span, ...]:
        """The open hours that start on a day, given as its ordinal."""
        return self.dates[ordinal] if ordinal in self.dates else self.week[(ordinal - 1) % 7]

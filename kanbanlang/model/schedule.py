"""When something happens again and again: `every 30 min`, `every 2 d at 06:00`, `daily at 06:00, 14:00`, `mon..fri at 06:00`."""

from __future__ import annotations

from attrs import frozen


@frozen
class Schedule:
    """A recurring time, local to the policy's time zone.

    Either `every` (microseconds between two times; counted from the start of the run, or from the first `at` time of its first day;
    the first is one period later), or `days` (0 is Monday) with `at` (microseconds since local midnight, ascending).
    """

    every: int | None = None
    days: frozenset[int] = frozenset(range(7))
    at: tuple[int, ...] = ()

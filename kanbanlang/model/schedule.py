"""When something happens again and again: `every 30 min`, `every 2 d at 06:00`, `daily at 06:00, 14:00`, `mon..fri at 06:00`."""

from __future__ import annotations

from attrs import frozen


@frozen
class Schedule:
    """A recurring time, local to the policy's time zone.

    Either `every` (microseconds between two times, above 0) or `days` (0 is Monday), with `at` (microseconds since local midnight,
    ascending). `every` alone counts real time from the start of the run; with `at` it counts from those times of the run's first
    day, whole days by the local calendar. The first is one period later. `days` without `at` is never due.
    """

    every: int | None = None
    days: frozenset[int] = frozenset(range(7))
    at: tuple[int, ...] = ()

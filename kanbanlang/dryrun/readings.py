"""`measure daily at 23:59`: gauges that are read at set instants, instead of weighing each value with the time for which it held.

A gauge that weighs time becomes one that counts readings by another clock: one that stands still and moves on by 1 at each reading. What a
gauge holds when the clock moves on is what is read. At the end a reading stands for a period: the measured time divided by the readings.
"""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction
from itertools import takewhile

from attrs import define, evolve, frozen

from kanbanlang.dryrun.gauges import Gauge, Totals
from kanbanlang.dryrun.setting import Setting
from kanbanlang.dryrun.watched import Weighing
from kanbanlang.model.clockwork import first_at_or_after, occurrences

_AREAS = ("on_hand_area", "available_area", "incoming_area", "backlog_area", "ready")


@frozen(eq=False)
class OverTime:
    """Every value counts for as long as it held. `instants` are when gauges are read, none here."""

    begins: int
    ends: int
    instants: tuple[int, ...] = ()

    def held(self, begin: int, end: int) -> int | Fraction:
        """How much a stretch counts, in microseconds of the measured time."""
        return max(0, min(end, self.ends) - max(begin, self.begins))

    def gauge(self, gauge: Gauge) -> Gauge:
        """A gauge that is read as this says."""
        return gauge

    def weighing(self, gauge: Weighing) -> Weighing:
        """The same for a gauge of a word or a condition."""
        return gauge

    def read(self) -> None:
        """An instant at which gauges are read is over."""


@define(eq=False)
class AtInstants:
    """What is there at certain instants counts, each for the period of one reading."""

    instants: tuple[int, ...]
    period: Fraction
    readings: int = 0

    def held(self, begin: int, end: int) -> int | Fraction:
        """How much a stretch counts: the readings in it, what happens at their instants included."""
        return (bisect_left(self.instants, end) - bisect_left(self.instants, begin)) * self.period

    def gauge(self, gauge: Gauge) -> Gauge:
        """A gauge by the clock of readings."""

        def totals() -> Totals:
            found = gauge.totals()
            return evolve(found, **{area: getattr(found, area) * self.period for area in _AREAS})

        return Gauge(
            gauge.name, gauge.ask, gauge.miss, lambda _: gauge.record(self.readings), lambda _: gauge.restart(self.readings), totals
        )

    def weighing(self, gauge: Weighing) -> Weighing:
        """The same for a gauge of a word or a condition."""
        return _Read(gauge, self)

    def read(self) -> None:
        """An instant at which gauges are read is over."""
        self.readings += 1


@frozen(eq=False)
class _Read:
    """A gauge by the clock of readings."""

    gauge: Weighing
    clock: AtInstants

    @property
    def counters(self) -> frozenset[int]:
        return self.gauge.counters

    @property
    def least(self) -> int:
        return self.gauge.least

    @property
    def most(self) -> int:
        return self.gauge.most

    @property
    def area(self) -> int | Fraction:
        return self.gauge.area * self.clock.period

    def record(self, _now: int) -> None:
        self.gauge.record(self.clock.readings)

    def restart(self, _now: int) -> None:
        self.gauge.restart(self.clock.readings)


def readings_of(setting: Setting, begins: int, ends: int) -> OverTime | AtInstants:
    """How a scenario is measured between two instants, the end excluded."""
    scenario = setting.scenario
    if scenario.measure is None:
        return OverTime(begins, ends)
    if first_at_or_after(scenario.measure, setting.zone, scenario.starts, begins) >= ends:
        return OverTime(begins, ends)  # the checks say that nothing would be read
    due = occurrences(scenario.measure, setting.zone, scenario.starts)
    instants = tuple(instant for instant in takewhile(lambda instant: instant < ends, due) if instant >= begins)
    return AtInstants(instants, Fraction(ends - begins, len(instants)))

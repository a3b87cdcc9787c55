"""What everything in one replication shares: the scenario, its clock, and the random streams of this replication."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from kanbanlang.dryrun.clocks import When, WorkingTimes, after
from kanbanlang.dryrun.draws import Notes, durations
from kanbanlang.dryrun.streams import Stream
from kanbanlang.model.calendar import Calendar
from kanbanlang.model.clockwork import Zone
from kanbanlang.model.policy import Disruption, Scenario
from kanbanlang.model.values import Delay


@frozen
class Setting:
    """One replication of a scenario."""

    scenario: Scenario
    zone: Zone
    times: WorkingTimes
    stream_of: Callable[[str], Stream]
    notes: Notes

    def delay(self, delay: Delay, calendar: Calendar | None, name: str) -> When:
        """When a delay is over, drawn from the stream of a name."""
        return after(durations(delay.draw, self.stream_of(name), self.notes), delay.clock, self.times.of(calendar))

    def faults(self, of: str, fault: str) -> list[tuple[int, Disruption]]:
        """What the scenario does to a source in one way, counted from 1 so that each has streams of its own, whatever else is said."""
        return list(enumerate((one for one in self.scenario.disruptions if one.of == of and one.fault == fault), 1))

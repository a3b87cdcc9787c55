"""Who looks on while a dry run goes on."""

from __future__ import annotations

from kanbanlang.dryrun.results import Record
from kanbanlang.engine import State
from kanbanlang.flow.program import Program


class Watcher:
    """Looks on and does nothing. Subclasses override what they want to know."""

    wants_events: bool = False
    """Whether `event` is called; a run that must say everything is slower."""

    def progress(self, replication: int, of: int, part: float) -> None:
        """A part (0 to 1) of a replication (from 1) is done."""

    def go_on(self) -> bool:
        """Whether to go on; asked every few thousand inputs."""
        return True

    def event(self, record: Record) -> None:
        """The policy took an input in."""

    def ended(self, replication: int, program: Program, state: State) -> None:
        """A replication came to its end; what it left is not to be changed."""

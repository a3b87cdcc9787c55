"""Looking on while a dry run goes on: a bar on the terminal, the trace, the reasons, and Ctrl-C."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, TextIO

from attrs import frozen

from kanbanlang.cli import console
from kanbanlang.dryrun import Record, Watcher
from kanbanlang.dryrun.why_not import counters_text, why_not
from kanbanlang.engine import Action, State
from kanbanlang.flow import Program
from kanbanlang.model.policy import Policy
from kanbanlang.report.run_shapes import record_shape
from kanbanlang.report.shapes import as_json

if TYPE_CHECKING:
    from rich.progress import Progress


class Interrupt:
    """Ctrl-C: the first one asks to come to an end, the second one ends at once."""

    def __init__(self) -> None:
        self.asked = False

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True

    @contextmanager
    def heard(self) -> Iterator[None]:
        """While this lasts, Ctrl-C is noted, if this is the main thread: no other can hear it."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGINT, self._ask)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)


Way = tuple[str | None, ...]
"""What tells actions apart that are asked for again and again: kind, from, to, role and text."""


@frozen
class Wonders:
    """What is to be explained: the actions; why nothing is pulled to a buffer."""

    why: bool = False
    why_not: str | None = None


class Watch(Watcher):
    """Looks on for one scenario: writes its trace, and keeps what is to be explained of its first replication."""

    def __init__(self, policy: Policy, interrupt: Interrupt, trace: TextIO | None, wonders: Wonders) -> None:
        self.wants_events = trace is not None or wonders.why
        self.asked: dict[Way, tuple[Record, Action]] = {}
        """The last action of each kind and way, with the input that caused it, the latest at the end."""
        self.stands: list[str] = []
        """At the end: why nothing is pulled to the buffer that is wondered about."""
        self.move_bar: Callable[[float], None] = _unseen
        self._policy, self._interrupt, self._trace, self._wonders = policy, interrupt, trace, wonders

    def progress(self, replication: int, of: int, part: float) -> None:
        """Move the bar."""
        self.move_bar((replication - 1 + part) / of)

    def go_on(self) -> bool:
        """Until Ctrl-C."""
        return not self._interrupt.asked

    def event(self, record: Record) -> None:
        """Write it into the trace; of the first replication keep the last action of each kind."""
        if self._trace is not None:
            self._trace.write(as_json(record_shape(record, self._policy)) + "\n")
        if self._wonders.why and record.replication == 1:
            for action in record.actions:
                way = (action.kind, action.source, action.target, action.role, action.text if action.role else None)
                self.asked.pop(way, None)
                self.asked[way] = record, action

    def ended(self, replication: int, program: Program, state: State) -> None:
        """Ask the rules of the buffer why they do not act."""
        if self._wonders.why_not is not None and replication == 1:
            self.stands = [counters_text(program, state, self._wonders.why_not), *why_not(program, state, self._wonders.why_not)]


def _unseen(_part: float) -> None:
    """The bar that nobody sees."""


@contextmanager
def bars() -> Iterator[Callable[[str], Callable[[float], None]]]:
    """Gives a bar for each scenario that is named, on standard error and only where somebody looks at it."""
    if not console.on_terminal(sys.stderr):
        yield lambda _name: _unseen
        return
    with _progress() as progress:

        def bar(name: str) -> Callable[[float], None]:
            task = progress.add_task(name, total=1.0)
            return lambda part: progress.update(task, completed=part)

        yield bar


def _progress() -> Progress:
    from rich.console import Console  # noqa: PLC0415 - slow to import, and only a terminal has a bar
    from rich.progress import Progress  # noqa: PLC0415

    return Progress(console=Console(stderr=True), transient=True)

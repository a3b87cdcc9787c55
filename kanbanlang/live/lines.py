"""Signals line by line, from a pipe: one JSON object a line, one answer a line in the same order."""

from __future__ import annotations

import os
import select
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from pathlib import Path
from queue import Queue
from typing import Any

from attrs import frozen

from kanbanlang.live.people import named, reserved
from kanbanlang.live.records import BusyError, JournalError, NotStoredError
from kanbanlang.live.runner import Runner
from kanbanlang.live.signals import Person, Signal
from kanbanlang.live.ways import LONGEST_SIGNAL, columns_in, unreadable, wrong_names
from kanbanlang.model.build.numerals import exact
from kanbanlang.model.csvfile import Table, read_table
from kanbanlang.model.policy import Policy, Unlimited

USUAL_SOURCE = "stdin"
_AHEAD = 1_000
"""So many signals are read before the answer to the first has to be there."""
_LOOKS = 0.2
"""Seconds between two looks whether it is to stop, while nothing comes."""
_PATIENCE = 3600
_CHUNK = 65_536


@frozen
class Lines:
    """Reads signals from a pipe whose other end is trusted: it may name whoever did what it reports."""

    runner: Runner
    stop: threading.Event

    def take(self, lines: Iterable[bytes], answer: Callable[[Mapping[str, Any]], None]) -> None:
        """Take in every line, and give an answer to each in the order in which they came, as soon as it is there.

        Where answers are not taken, no more lines are read.
        """
        waiting: Queue[Future[Any] | None] = Queue(_AHEAD)
        failed: list[Exception] = []

        def give() -> None:
            while (one := waiting.get()) is not None:
                try:
                    if not failed:
                        answer(_shape(one))
                except Exception as error:  # noqa: BLE001 - whatever it is, nobody hears the answers any more: it ends
                    failed.append(error)
                    self.stop.set()

        giver = threading.Thread(target=give, name="answers", daemon=True)
        giver.start()
        try:
            for line in lines:
                if self.stop.is_set():
                    break
                if line.strip():
                    waiting.put(self._heard(line.strip()))
        finally:
            waiting.put(None)
            giver.join()
        if failed:
            raise failed[0]

    def _heard(self, line: bytes) -> Future[Any]:
        try:
            return self.runner.hear(self._signal(line), patience=_PATIENCE)
        except BusyError as error:
            never: Future[Any] = Future()
            never.set_exception(NotStoredError(str(error)))
            return never

    def _signal(self, line: bytes) -> Signal:
        said = columns_in(line)
        if isinstance(said, str):
            return unreadable(line, said, USUAL_SOURCE, USUAL_SOURCE)
        source, key = said.get("source") or USUAL_SOURCE, said.get("key") or None
        wrong = wrong_names(source, key)
        if wrong is None and reserved(source):
            wrong = f"`{source}` is what the program itself is called; name another source"
        columns = {name: text for name, text in said.items() if name not in {"source", "key"}}
        return Signal(columns, source, key, _person(self.runner, said.get("operator")), USUAL_SOURCE, wrong)

    @staticmethod
    def stock(path: Path, policy: Policy) -> dict[str, int]:
        """What lies where in steps, from a table with the columns `buffer` and `quantity`. Raises JournalError where a row is wrong."""
        try:
            table = read_table(path, path.read_bytes())
        except OSError as error:
            raise JournalError(f"`{path}` cannot be read: {error.strerror}") from error
        if not isinstance(table, Table) or not {"buffer", "quantity"} <= set(table.columns):
            raise JournalError(f"`{path}` is no table with the columns `buffer` and `quantity`")
        found: dict[str, int] = {}
        for row in table.rows:
            said = dict(zip(table.columns, row.cells, strict=True))
            buffer, number = policy.buffers.get(said["buffer"].strip()), exact(said["quantity"].strip())
            steps = None if buffer is None or number is None else number / buffer.item.unit.step
            if buffer is None or steps is None or steps.denominator != 1 or steps < 0:
                raise JournalError(f"`{path}` row {row.number}: `{said['buffer']}` `{said['quantity']}` is no buffer with a quantity")
            if isinstance(buffer.rule, Unlimited):
                raise JournalError(f"`{path}` row {row.number}: `{buffer.name}` is `unlimited`: nobody counts what lies there")
            found[buffer.name] = steps.numerator
        return found


def lines_of(descriptor: int, stop: threading.Event) -> Iterator[bytes]:
    """The lines that come out of a pipe, until it ends or somebody asks for an end.

    A line that is too long for a signal comes cut, but still too long, so that it is refused without being kept as a whole.
    """
    held = bytearray()
    while not stop.is_set():
        if sys.platform != "win32" and not select.select([descriptor], [], [], _LOOKS)[0]:
            continue
        chunk = os.read(descriptor, _CHUNK)
        if not chunk:
            if held:
                yield bytes(held)
            return
        first, *others = chunk.split(b"\n")
        held += first[: max(0, LONGEST_SIGNAL + 1 - len(held))]
        for other in others:
            yield bytes(held)
            held = bytearray(other)


def _person(runner: Runner, name: str | None) -> Person | None:
    """Who did it, as a trusted sender says: somebody who was let in, or somebody in a role of the policy."""
    if not name:
        return None
    return named(runner.desk.journal, name) or Person(name, name if name in runner.desk.policy.roles else None)


def _shape(waiting: Future[Any]) -> Mapping[str, Any]:
    try:
        shape: Mapping[str, Any] = waiting.result().shape
    except NotStoredError as error:
        return {"outcome": "not stored", "entry": None, "reason": str(error), "actions": []}
    return shape

"""Signals line by line, from a pipe: one JSON object a line, one answer a line in the same order."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from attrs import frozen

from kanbanlang.live.people import named
from kanbanlang.live.records import JournalError
from kanbanlang.live.runner import NotStoredError, Runner
from kanbanlang.live.signals import Person, Signal
from kanbanlang.model.build.numerals import exact
from kanbanlang.model.csvfile import Table, read_table
from kanbanlang.model.policy import Policy

_AHEAD = 1_000
"""So many signals are read before the answer to the first has to be there."""


@frozen
class Lines:
    """Reads signals from a pipe whose other end is trusted: it may name whoever did what it reports."""

    runner: Runner
    stop: threading.Event

    def take(self, lines: Iterable[str], answer: Callable[[Mapping[str, Any]], None]) -> None:
        """Take in every line, and give an answer to each in the order in which they came."""
        waiting: deque[Future[Any] | dict[str, Any]] = deque()
        for line in lines:
            if self.stop.is_set():
                break
            if line.strip():
                waiting.append(self._heard(line))
            while len(waiting) > _AHEAD or (waiting and _there(waiting[0])):
                answer(_shape(waiting.popleft()))
        while waiting:
            answer(_shape(waiting.popleft()))

    def _heard(self, line: str) -> Future[Any] | dict[str, Any]:
        said = object_of(line)
        if isinstance(said, str):
            return {"outcome": "refused", "entry": None, "reason": said, "actions": []}
        person = _person(self.runner, said.get("operator"))
        return self.runner.hear(Signal(said, said.get("source", "stdin"), said.get("key") or None, person), patience=3600)

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
            found[buffer.name] = steps.numerator
        return found


def object_of(text: str | bytes) -> dict[str, str] | str:
    """The columns of a signal that comes as a JSON object; a sentence where it is none."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        return f"it is no JSON: {error}"
    return columns_of(said)


def columns_of(said: object) -> dict[str, str] | str:
    """The columns of a signal, as texts; a sentence where something in it is neither a text nor a whole number."""
    if not isinstance(said, Mapping):
        return 'a signal is an object: {"kind": "consumption", "of": ..., "quantity": ...}'
    columns: dict[str, str] = {}
    for name, value in said.items():
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, str | int):
            return f'`{name}` is neither a text nor a whole number; write decimals as a text, such as "2.5"'
        if isinstance(value, int) and abs(value) >= 10**18:
            return f"`{name}` is a number that nobody counts to"
        columns[str(name)] = str(value).strip()
    return columns


def _person(runner: Runner, name: str | None) -> Person | None:
    """Who did it, as a trusted sender says: somebody who was let in, or somebody in a role of the policy."""
    if not name:
        return None
    return named(runner.desk.journal, name) or Person(name, name if name in runner.desk.policy.roles else None)


def _there(waiting: Future[Any] | dict[str, Any]) -> bool:
    """Whether an answer is there already."""
    return isinstance(waiting, dict) or waiting.done()


def _shape(waiting: Future[Any] | dict[str, Any]) -> Mapping[str, Any]:
    if isinstance(waiting, dict):
        return waiting
    try:
        shape: Mapping[str, Any] = waiting.result().shape
    except NotStoredError as error:
        return {"outcome": "not stored", "entry": None, "reason": str(error), "actions": []}
    return shape

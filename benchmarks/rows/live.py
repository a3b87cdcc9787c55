"""A signal taken in, decided, and durable with what it asks for: against an append with fdatasync, and against a bare SQLite journal."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.figure import Figure
from benchmarks.rows.input_cost import lines_text
from kanbanlang.live.journal import Journal
from kanbanlang.live.opening import start
from kanbanlang.live.outbox import Outbox
from kanbanlang.live.signals import Signal
from kanbanlang.live.text import Text

GROUP = 100
_BUFFERS = 1_000
_BEGINS = 1_780_000_000_000_000


class Runs:
    """A policy of a thousand buffers with its journal; `take` takes in so many signals, and commits every so many."""

    def __init__(self, folder: Path) -> None:
        path = folder / "lines.kanban"
        path.write_text(lines_text(_BUFFERS))
        text, loaded = Text.read(path)
        assert loaded.policy is not None
        self.desk = start(Journal.create(folder / "lines.journal"), text, loaded.policy, lambda policy: Outbox(policy, ()), _BEGINS, {})
        self.said = 0

    def take(self, count: int, group: int) -> None:
        """Orders of one piece, one line after the other."""
        desk, journal = self.desk, self.desk.journal
        for _ in range(count // group):
            journal.begin()
            for _ in range(group):
                self.said += 1
                said = {"kind": "order", "of": f"line_{self.said % (_BUFFERS // 2)}", "quantity": "1"}
                desk.hear(Signal(said, "mes", f"s{self.said}"), _BEGINS + self.said)
            journal.commit()
            desk.put.clear()


def _append(folder: Path, count: int) -> None:
    """The ceiling for one signal a transaction: its record appended, and flushed to the disk."""
    body = json.dumps({"kind": "order", "of": "line_1", "quantity": "1", "actions": "x" * 400}).encode()
    descriptor = os.open(folder / "raw", os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    for _ in range(count):
        os.write(descriptor, body)
        os.fdatasync(descriptor)
    os.close(descriptor)


def _bare(folder: Path, count: int, round_: int) -> None:
    """A bare journal and outbox in SQLite: a dict, a comparison and two rows for each signal, committed by the hundred."""
    connection = sqlite3.connect(folder / f"bare {round_}.db", isolation_level=None)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
    connection.execute("CREATE TABLE journal (n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, body TEXT)")
    connection.execute("CREATE TABLE outbox (key TEXT PRIMARY KEY, body TEXT)")
    stock = {f"line_{number}": 20 for number in range(_BUFFERS)}
    for begin in range(0, count, GROUP):
        heard, asked = [], []
        for number in range(begin, begin + GROUP):
            name = f"line_{number % _BUFFERS}"
            stock[name] -= 1
            if stock[name] <= 10:
                stock[name] += 10
                asked.append((f"s{number} replenish", json.dumps({"item": name, "quantity": 10})))
            heard.append((f"s{number}", json.dumps({"item": name, "quantity": 1})))
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO journal (key, body) VALUES (?, ?)", heard)
        connection.executemany("INSERT INTO outbox VALUES (?, ?)", asked)
        connection.execute("COMMIT")
    connection.close()


def measure(*, quick: bool) -> list[Figure]:
    """Signals a second, by the clock of the wall, for it is the disk that is waited for; each against its ceiling, in turn."""
    singly, grouped, rounds = (100, 1_000, 2) if quick else (1_000, 20_000, 5)
    rates: dict[str, list[float]] = {name: [] for name in ("append", "singly", "bare", "grouped")}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        runs = Runs(folder)
        for round_ in range(rounds):
            rates["append"].append(_rate(singly, lambda: _append(folder, singly)))
            rates["singly"].append(_rate(singly, lambda: runs.take(singly, 1)))
            rates["bare"].append(_rate(grouped, lambda: _bare(folder, grouped, round_)))  # noqa: B023 - called at once
            rates["grouped"].append(_rate(grouped, lambda: runs.take(grouped, GROUP)))
        runs.desk.journal.close()
    return [
        _figure("one signal a transaction, against append and fdatasync", rates["singly"], rates["append"], must=0.6, aim=0.9),
        _figure(f"groups of {GROUP}, against a bare journal in SQLite", rates["grouped"], rates["bare"], must=0.3, aim=0.8),
    ]


def _figure(what: str, ours: list[float], theirs: list[float], *, must: float, aim: float) -> Figure:
    value = median(one / other for one, other in zip(ours, theirs, strict=True))
    detail = f"{median(ours):,.0f} and {median(theirs):,.0f} signals a second"
    return Figure("live", what, value, must=must, aim=aim, at_least=True, detail=detail)


def _rate(count: int, run: Callable[[], None]) -> float:
    begun = perf_counter()
    run()
    return count / (perf_counter() - begun)

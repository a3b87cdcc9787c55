"""A journal of years: it says the same when it is replayed, shows what was changed in it, and starts as fast as a short one.

    python tests/live/long_journal.py --signals 1000000

Signals go through the real desk, a hundred a transaction; what is asked for is reported as done at once, so that the plant goes round.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import sqlite3
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from kanbanlang.backends.contract import BOOK, Result
from kanbanlang.dryrun.course import kept
from kanbanlang.live.desk import Desk
from kanbanlang.live.journal import Journal
from kanbanlang.live.opening import Fold, folded, keep, resume, start
from kanbanlang.live.outbox import Outbox, job_of
from kanbanlang.live.records import encoded
from kanbanlang.live.signals import Signal
from kanbanlang.live.text import Text
from kanbanlang.model.policy import Policy

POLICY = """\
policy long "Four lines that go round for years"

item gear { unit pcs; pack 10 pcs }
item shaft { unit pcs; pack 4 pcs }
supplier acme

buffer line_1 of gear { kanban 6 cards; from store_gears; serves customers }
buffer line_2 of gear { kanban 4 cards; from store_gears; serves customers }
buffer line_3 of shaft { kanban 5 cards; from store_shafts; serves customers }
buffer line_4 of shaft { kanban 3 cards; from store_shafts; serves customers }
buffer store_gears of gear { reorder at 300 pcs up to 800 pcs; from acme { lead time 1 d } }
buffer store_shafts of shaft { reorder at 100 pcs order 200 pcs; from acme { lead time 1 d } }
"""
LINES = ("line_1", "line_2", "line_3", "line_4")
BEGINS, SECOND = 1_780_000_000_000_000, 1_000_000
GROUP = 100
_ON_HAND = {"store_gears": 500, "store_shafts": 150}


def boxes(policy: Policy) -> Outbox:
    """Nothing has a driver of its own: the ERP is asked for everything."""
    return Outbox(policy, ())


class Grown:
    """A journal that grows, and what it costs."""

    def __init__(self, folder: Path, seed: int) -> None:
        path = folder / "long.kanban"
        path.write_text(POLICY)
        text, loaded = Text.read(path)
        assert loaded.policy is not None
        self.path = folder / "long.journal"
        self.desk = start(Journal.create(self.path), text, loaded.policy, boxes, BEGINS, _ON_HAND)
        self.chance = random.Random(seed)  # noqa: S311 - a run can be made again
        self.said = 0

    def grow(self, to: int) -> None:
        """Signals until so many were said, and a snapshot behind them."""
        while self.said < to:
            self.desk.journal.begin()
            for _ in range(min(GROUP, to - self.said)):
                self.said += 1
                self._say(self.desk.now + self.chance.randint(1, 30) * SECOND)
            self._reported()
            self.desk.journal.commit()
        self.desk.journal.begin()
        keep(self.desk)
        self.desk.journal.commit()

    def _say(self, at: int) -> None:
        while self.desk.due() <= at:
            self.desk.strike()
        said = {"kind": "order", "of": self.chance.choice(LINES), "quantity": str(self.chance.randint(1, 3))}
        self.desk.hear(Signal(said, "mes", f"s{self.said}"), at)

    def _reported(self) -> None:
        while self.desk.put:
            work, *self.desk.put = self.desk.put
            job = job_of(work.body)
            if job.kind == BOOK:
                self.desk.journal.mark(work.id, "done")
            else:
                executed = sum((move.quantity for move in job.moves), Decimal(0))
                self.desk.result(work.lane, Result(work.id, 1, 1, executed, final=True), self.desk.now)


def timed_start(path: Path) -> tuple[float, bytes]:
    """Seconds until a policy goes on from its journal, and the state in which it does."""
    began = time.perf_counter()
    journal = Journal.open(path)
    desk = resume(journal, boxes)
    seconds = time.perf_counter() - began
    state = _state(desk)
    journal.close()
    return seconds, state


def replayed(path: Path) -> bytes:
    """The state that all entries come to, from the first on, without any snapshot."""
    journal = Journal.open(path, alone=False)
    fold: Fold | None = None
    for entry in journal.entries():
        fold = folded(entry, fold)
    journal.close()
    assert fold is not None
    return encoded(kept(fold.course))


def damaged(path: Path, flips: int, chance: random.Random) -> list[int]:
    """Flip one byte in each of so many entries; their numbers."""
    with sqlite3.connect(path) as connection:
        (length,) = connection.execute("SELECT max(n) FROM entry").fetchone()
        numbers = sorted(chance.sample(range(1, length + 1), flips))
        for n in numbers:
            (record,) = connection.execute("SELECT record FROM entry WHERE n = ?", (n,)).fetchone()
            at, changed = chance.randrange(len(record)), bytearray(record)
            changed[at] ^= 1 << chance.randrange(8)
            connection.execute("UPDATE entry SET record = ? WHERE n = ?", (bytes(changed), n))
    connection.close()
    return numbers


def found(path: Path) -> list[int]:
    """The numbers of the entries with which something is wrong."""
    journal = Journal.open(path, alone=False)
    numbers = [int(number) for fault in journal.faults() for number in re.findall(r"entry (\d+) is not", fault)]
    journal.close()
    return numbers


def _state(desk: Desk) -> bytes:
    return encoded(kept(desk.course))


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def long(folder: Path, signals: int, flips: int, seed: int) -> dict[str, object]:
    """Run it; what was seen. Asserts what must hold."""
    grown = Grown(folder, seed)
    grown.grow(signals // 100)
    short, memory = grown.desk.journal.length, _memory()
    grown.desk.journal.close()
    starts_short = [timed_start(grown.path)[0] for _ in range(5)]
    grown.desk = resume(Journal.open(grown.path), boxes)
    began = time.perf_counter()
    grown.grow(signals)
    rate = (signals - signals // 100) / (time.perf_counter() - began)
    memory = _memory() - memory
    state, length = _state(grown.desk), grown.desk.journal.length
    grown.desk.journal.close()
    starts = [timed_start(grown.path) for _ in range(5)]
    assert all(there == state for _, there in starts), "a start from the snapshot comes to another state"
    began = time.perf_counter()
    assert replayed(grown.path) == state, "a replay comes to another state"
    replay = time.perf_counter() - began
    assert found(grown.path) == []
    numbers = damaged(grown.path, flips, random.Random(seed))  # noqa: S311 - a run can be made again
    assert found(grown.path) == numbers, "a changed byte is not seen"
    return {
        "signals": signals,
        "entries": length,
        "signals a second": round(rate),
        "megabytes more of memory": memory,
        "megabytes of journal": round(grown.path.stat().st_size / 2**20),
        f"seconds of a start behind {short} entries": round(min(starts_short), 4),
        f"seconds of a start behind {length} entries": round(min(seconds for seconds, _ in starts), 4),
        "seconds of a replay": round(replay),
        "changed bytes, all seen": flips,
    }


def main() -> None:
    reading = argparse.ArgumentParser()
    reading.add_argument("--signals", type=int, default=1_000_000)
    reading.add_argument("--flips", type=int, default=200)
    reading.add_argument("--seed", type=int, default=1)
    said = reading.parse_args()
    with tempfile.TemporaryDirectory(prefix="kanban-long-") as folder:
        print(json.dumps(long(Path(folder), said.signals, said.flips, said.seed), indent=1))  # noqa: T201 - it tells what it saw


if __name__ == "__main__":
    main()

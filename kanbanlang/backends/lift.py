"""A lift that is simulated: one tray out at a time, a clock of its own, and a log of what was physically picked.

It is no better than real ones: a job that is sent a second time is done a second time. Only the machine itself writes its log, so
that nobody who drives it can mark his own work. Faults come on command: goods that are not there, a tray that is refused, a standstill.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from attrs import define, field

from kanbanlang.backends.contract import (
    BOOK,
    RETRIEVE,
    STORE,
    Absent,
    Accepted,
    Answer,
    BackendError,
    Found,
    Job,
    Move,
    Refused,
    Result,
    Stock,
    Unknown,
)
from kanbanlang.backends.reports import Shelf, only_move

_SCHEMA = """
CREATE TABLE IF NOT EXISTS task (
  n INTEGER PRIMARY KEY, job TEXT NOT NULL, kind TEXT NOT NULL, place TEXT NOT NULL, tray INTEGER, item TEXT NOT NULL,
  quantity TEXT NOT NULL, lot TEXT, state TEXT NOT NULL, came INTEGER NOT NULL, ends INTEGER
);
CREATE INDEX IF NOT EXISTS task_of ON task (job);
CREATE INDEX IF NOT EXISTS task_open ON task (n) WHERE state IN ('queued', 'out');
CREATE TABLE IF NOT EXISTS booked (job TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS physical (
  n INTEGER PRIMARY KEY, at INTEGER NOT NULL, job TEXT, what TEXT, tray INTEGER, item TEXT, quantity TEXT
);
"""
_NEXT = """
SELECT n, job, kind, place, tray, item, quantity, lot, came, ends FROM task WHERE state IN ('queued', 'out') ORDER BY n LIMIT 1
"""
_QUEUE = """
INSERT INTO task (job, kind, place, tray, item, quantity, lot, state, came) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_KNOWN = "SELECT 1 FROM task WHERE job = ? UNION SELECT 1 FROM booked WHERE job = ?"
OPENING = "opening"
"""The reason of a `store` that says what lies there already."""
_NO_ANSWER = "no answer"
_NO_BUSINESS_OF_A_LIFT = "a lift retrieves and stores"


@define
class Faults:
    """What goes wrong from now on, until it is taken back."""

    short_by: Decimal = Decimal(0)  # each pick finds so much less than was asked
    refuses_trays: frozenset[int] = frozenset()
    stands: bool = False  # it answers nobody


@define
class SimulatedLift:
    """A machine that lives in an SQLite file, so that it can be killed and goes on. `tray_time` is in microseconds, as its clock is."""

    path: Path | str
    clock: Callable[[], int]
    tray_time: int = 0
    openings: int = 1
    faults: Faults = field(factory=Faults)
    _shelf: Shelf = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._shelf = Shelf(self.path, _SCHEMA)

    # ------------------------------------------------------------ the contract
    def send(self, job: Job) -> Answer:
        """Take a job into the queue. What was sent before is queued again: this machine does not look at ids."""
        if self.faults.stands:
            return Unknown(_NO_ANSWER)
        if job.kind == BOOK:
            return self._book(job)
        move = only_move(job.moves)
        if job.kind not in {RETRIEVE, STORE} or move is None:
            return Refused(_NO_BUSINESS_OF_A_LIFT)
        if move.tray in self.faults.refuses_trays:
            return Refused(f"there is no tray {move.tray}")
        place = move.source if job.kind == RETRIEVE else move.target
        at_once = job.kind == STORE and job.reason == OPENING
        state = "done" if at_once else "queued"
        task = (job.id, job.kind, place, move.tray, move.item, str(move.quantity), move.lot, state, self.clock())
        with self._shelf.together() as rows:
            rows.execute(_QUEUE, task)
            if at_once:
                self._shelf.add(place or "", move.item, move.quantity, move.tray)
                self._shelf.report(job.id, move.quantity)
        return Accepted()

    def find(self, job: str) -> Found:
        """Whether a job ever came."""
        if self.faults.stands:
            return Unknown(_NO_ANSWER)
        return Accepted() if self._shelf.connection.execute(_KNOWN, (job, job)).fetchone() else Absent()

    def cancel(self, job: str) -> Answer:
        """Strike a job from the queue, unless its tray is out already."""
        if self.faults.stands:
            return Unknown(_NO_ANSWER)
        self.goes_on()
        with self._shelf.together() as rows:
            if rows.execute("UPDATE task SET state = 'cancelled' WHERE job = ? AND state = 'queued'", (job,)).rowcount:
                self._shelf.report(job, Decimal(0), cancelled=True)
                return Accepted()
        return Refused("its tray is out, or it is done")

    def results(self) -> Sequence[Result]:
        """What was picked and stored since somebody last acknowledged it."""
        if self.faults.stands:
            return ()
        self.goes_on()
        return self._shelf.reports()

    def ack(self, result: Result) -> None:
        """The report is known."""
        self._shelf.ack(result)

    def stock(self) -> Sequence[Stock]:
        """What lies in the trays, as the machine's own books have it."""
        if self.faults.stands:
            raise BackendError(_NO_ANSWER)
        self.goes_on()
        return [Stock(place, item, quantity, tray or None) for place, tray, item, quantity in self._shelf.lying()]

    def close(self) -> None:
        """The machine goes on without us."""
        self._shelf.connection.close()

    # ------------------------------------------------------------ the machine
    def goes_on(self) -> None:
        """Let the machine do what it has done by now: one tray after the other."""
        now = self.clock()
        while True:
            with self._shelf.together() as rows:
                task = rows.execute(_NEXT).fetchone()
                if task is None:
                    return
                n, job, kind, place, tray, item, quantity, lot, came, ends = task
                if ends is None:
                    (before,) = rows.execute("SELECT coalesce(max(ends), 0) FROM task").fetchone()
                    ends = max(came, before) + self.tray_time
                    rows.execute("UPDATE task SET state = 'out', ends = ? WHERE n = ?", (ends, n))
                if ends > now:
                    return
                executed = self._execute(job, kind, place, tray, item, Decimal(quantity), ends)
                rows.execute("UPDATE task SET state = 'done' WHERE n = ?", (n,))
                self._shelf.report(job, executed, lot=lot)

    def _execute(self, job: str, kind: str, place: str, tray: int | None, item: str, quantity: Decimal, at: int) -> Decimal:  # noqa: PLR0917
        if kind == RETRIEVE:
            quantity = max(Decimal(0), min(quantity - self.faults.short_by, self._shelf.there(place, item, tray)))
        self._shelf.add(place, item, quantity if kind == STORE else -quantity, tray)
        words = (at, job, kind, tray, item, str(quantity))
        self._shelf.connection.execute("INSERT INTO physical (at, job, what, tray, item, quantity) VALUES (?, ?, ?, ?, ?, ?)", words)
        return quantity

    def _book(self, job: Job) -> Answer:
        """Somebody took, put or counted by hand at the machine, and the record follows."""
        with self._shelf.together() as rows:
            if rows.execute("INSERT OR IGNORE INTO booked VALUES (?)", (job.id,)).rowcount:
                for move in job.moves:
                    self._correct(move)
        return Accepted()

    def _correct(self, move: Move) -> None:
        if move.source is not None:
            self._shelf.add(move.source, move.item, -move.quantity, move.tray)
        if move.target is not None:
            self._shelf.add(move.target, move.item, move.quantity, move.tray)

    def log(self) -> list[tuple[str, str, Decimal]]:
        """What was physically done: job, what (`retrieve` or `store`), and how much, in that order."""
        rows = self._shelf.connection.execute("SELECT job, what, quantity FROM physical ORDER BY n")
        return [(job, what, Decimal(quantity)) for job, what, quantity in rows]

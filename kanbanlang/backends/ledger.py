"""A stock ledger in one SQLite file: the ERP of a plant that has none, and of tests.

It books each job once, whatever comes twice. Purchases, production orders and moves are documents that stand open until somebody says
what was received, or, where it is told to deliver by itself, until their time has come.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from attrs import define, field

from kanbanlang.backends.contract import BOOK, EXPEDITE, MAKE, MOVE, PURCHASE, Absent, Accepted, Answer, Found, Job, Refused, Result, Stock
from kanbanlang.backends.reports import Shelf, only_move

_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, item TEXT, source TEXT, target TEXT, asked TEXT, received TEXT NOT NULL DEFAULT '0',
  state TEXT NOT NULL, due INTEGER, text TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS document_due ON document (due) WHERE state = 'open';
"""
_BUSINESS = (PURCHASE, MAKE, MOVE, EXPEDITE, BOOK)
_WRITE = "INSERT OR IGNORE INTO document (id, kind, item, source, target, asked, state, due, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_OPEN = "SELECT kind, item, source, target, asked, received FROM document WHERE id = ? AND state = 'open'"


@define
class Ledger:
    """The books. With `delivers_after` (microseconds of its clock) what is asked for arrives by itself; None: people say so."""

    path: Path | str
    clock: Callable[[], int]
    delivers_after: int | None = None
    _shelf: Shelf = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._shelf = Shelf(self.path, _SCHEMA)

    # ------------------------------------------------------------ the contract
    def send(self, job: Job) -> Answer:
        """Write a document, or book what has moved; once for each id."""
        move = only_move(job.moves)
        if job.kind not in _BUSINESS:
            return Refused(f"an ERP does not {job.kind}: it is asked for {', '.join(_BUSINESS)}")
        if job.kind not in {BOOK, EXPEDITE} and move is None:
            return Refused("such a job has one move")
        done = job.kind in {BOOK, EXPEDITE}
        due = None if self.delivers_after is None or done else self.clock() + self.delivers_after
        about = (None, None, None, None) if move is None or done else (move.item, move.source, move.target, str(move.quantity))
        with self._shelf.together() as rows:
            words = (job.id, job.kind, *about, "done" if done else "open", due, job.text or job.reason)
            if rows.execute(_WRITE, words).rowcount:
                for one in job.moves if job.kind == BOOK else ():
                    if one.source is not None:
                        self._shelf.add(one.source, one.item, -one.quantity)
                    if one.target is not None:
                        self._shelf.add(one.target, one.item, one.quantity)
        return Accepted()

    def find(self, job: str) -> Found:
        """Whether there is a document, or a booking, of an id."""
        row = self._shelf.connection.execute("SELECT 1 FROM document WHERE id = ?", (job,)).fetchone()
        return Accepted() if row else Absent()

    def cancel(self, job: str) -> Answer:
        """Close a document of which nothing was received."""
        with self._shelf.together() as rows:
            if rows.execute("UPDATE document SET state = 'cancelled' WHERE id = ? AND state = 'open' AND received = '0'", (job,)).rowcount:
                self._shelf.report(job, Decimal(0), cancelled=True)
                return Accepted()
        return Refused("it is received, in part or whole, or closed")

    def results(self) -> Sequence[Result]:
        """What was received, made and moved since somebody last acknowledged it."""
        if self.delivers_after is not None:
            self._deliver(self.clock())
        return self._shelf.reports()

    def ack(self, result: Result) -> None:
        """The report is known."""
        self._shelf.ack(result)

    def stock(self) -> Sequence[Stock]:
        """What the books say."""
        return [Stock(place, item, quantity) for place, _, item, quantity in self._shelf.lying()]

    def close(self) -> None:
        """Let go of the file."""
        self._shelf.connection.close()

    # ------------------------------------------------------------ what people do in an ERP
    def receive(self, document: str, quantity: Decimal | None = None, *, final: bool = True) -> None:
        """Goods of a document have come: all that is open, or a quantity. Nothing happens where it is closed."""
        with self._shelf.together() as rows:
            row = rows.execute(_OPEN, (document,)).fetchone()
            if row is None:
                return
            kind, item, source, target, asked, received = row
            came = Decimal(asked) - Decimal(received) if quantity is None else quantity
            now = str(Decimal(received) + came), "done" if final else "open"
            rows.execute("UPDATE document SET received = ?, state = ? WHERE id = ?", (*now, document))
            if kind == MOVE:
                self._shelf.add(source, item, -came)
            self._shelf.add(target, item, came)
            self._shelf.report(document, came, final=final)

    def _deliver(self, now: int) -> None:
        due = "SELECT id FROM document WHERE state = 'open' AND due <= ? ORDER BY due, id"
        for (document,) in self._shelf.connection.execute(due, (now,)).fetchall():
            self.receive(document)

    def open_documents(self) -> list[tuple[str, str, str, Decimal]]:
        """Id, kind, target and what is still open of the documents that are not closed."""
        rows = self._shelf.connection.execute("SELECT id, kind, target, asked, received FROM document WHERE state = 'open' ORDER BY id")
        return [(one, kind, target, Decimal(asked) - Decimal(received)) for one, kind, target, asked, received in rows]

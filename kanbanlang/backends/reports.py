"""Reports that a backend keeps in SQLite until they are acknowledged, and a few words that the embedded backends share."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from kanbanlang.backends.contract import Move, Result

_SCHEMA = """
CREATE TABLE IF NOT EXISTS report (
  n INTEGER PRIMARY KEY, job TEXT NOT NULL, sequence INTEGER NOT NULL, executed TEXT NOT NULL, final INTEGER NOT NULL,
  cancelled INTEGER NOT NULL, lot TEXT, acked INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS report_new ON report (n) WHERE NOT acked;
CREATE INDEX IF NOT EXISTS report_of ON report (job);
CREATE TABLE IF NOT EXISTS stock (place TEXT, tray INTEGER, item TEXT, quantity TEXT NOT NULL, PRIMARY KEY (place, tray, item));
"""
_SET = "INSERT INTO stock VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET quantity = excluded.quantity"
_AT_ONCE = 200


class Shelf:
    """An SQLite file with stock and reports; what is done in `together` is done as a whole, and survives a power cut."""

    def __init__(self, path: Path | str, schema: str) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
        self.connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
        self.connection.executescript(_SCHEMA + schema)

    @contextmanager
    def together(self) -> Iterator[sqlite3.Connection]:
        """A transaction."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    # ------------------------------------------------------------ reports
    def report(self, job: str, executed: Decimal, *, final: bool = True, cancelled: bool = False, lot: str | None = None) -> None:
        """Add a report of a job, inside a transaction."""
        (before,) = self.connection.execute("SELECT count(*) FROM report WHERE job = ?", (job,)).fetchone()
        words = (job, before + 1, str(executed), final, cancelled, lot)
        self.connection.execute("INSERT INTO report (job, sequence, executed, final, cancelled, lot) VALUES (?, ?, ?, ?, ?, ?)", words)

    def reports(self) -> list[Result]:
        """What is not acknowledged, the oldest first."""
        rows = self.connection.execute(
            "SELECT job, sequence, executed, final, cancelled, lot FROM report WHERE NOT acked ORDER BY n LIMIT ?", (_AT_ONCE,)
        )
        return [
            Result(job, 1, sequence, Decimal(executed), bool(final), bool(cancelled), lot=lot)
            for job, sequence, executed, final, cancelled, lot in rows
        ]

    def ack(self, result: Result) -> None:
        """A report is known elsewhere."""
        self.connection.execute("UPDATE report SET acked = 1 WHERE job = ? AND sequence = ?", (result.job, result.sequence))

    # ------------------------------------------------------------ stock
    def there(self, place: str, item: str, tray: int | None = None) -> Decimal:
        """How much lies somewhere."""
        where = (place, tray or 0, item)
        row = self.connection.execute("SELECT quantity FROM stock WHERE place = ? AND tray = ? AND item = ?", where).fetchone()
        return Decimal(row[0]) if row else Decimal(0)

    def add(self, place: str, item: str, quantity: Decimal, tray: int | None = None) -> None:
        """More, or less, lies somewhere."""
        now = self.there(place, item, tray) + quantity
        self.connection.execute(_SET, (place, tray or 0, item, str(now)))

    def lying(self) -> list[tuple[str, int, str, Decimal]]:
        """Place, tray (0: none), item and quantity of all that lies anywhere."""
        rows = self.connection.execute("SELECT place, tray, item, quantity FROM stock ORDER BY place, tray, item")
        return [(place, tray, item, Decimal(quantity)) for place, tray, item, quantity in rows if Decimal(quantity)]


def only_move(moves: tuple[Move, ...]) -> Move | None:
    """The one move of a job that has one."""
    return moves[0] if len(moves) == 1 else None

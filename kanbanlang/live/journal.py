"""The journal: what was heard, what came of it, and what was asked for because of it, in one file that survives kill -9.

Entries are only ever added. Each is bound to the one before by a hash, so that a byte that was changed, an entry that is missing and a
write that was torn are seen. Everything that is written between `begin` and `commit` is there as a whole or not at all. What stands
beside the entries (which keys were seen, how far jobs are, snapshots) can be made again from them, but for what backends said meanwhile.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import frozen

from kanbanlang.live.locking import Lock
from kanbanlang.live.records import FORMAT, JournalError, decoded, encoded

_SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (n INTEGER PRIMARY KEY, record BLOB NOT NULL, hash BLOB NOT NULL);
CREATE TABLE seen (source TEXT NOT NULL, key TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (source, key)) WITHOUT ROWID;
CREATE TABLE job (
  id TEXT PRIMARY KEY, n INTEGER NOT NULL, nth INTEGER NOT NULL, lane TEXT NOT NULL, state TEXT NOT NULL, body BLOB NOT NULL,
  slot INTEGER NOT NULL, pull INTEGER NOT NULL, executed INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0, said TEXT
) WITHOUT ROWID;
CREATE INDEX job_open ON job (lane, n, nth) WHERE state IN ('waiting', 'sent', 'parked');
CREATE INDEX job_of_pull ON job (slot, pull) WHERE state IN ('waiting', 'sent', 'parked');
CREATE TABLE snapshot (n INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE operator (name TEXT PRIMARY KEY, role TEXT, manages INTEGER NOT NULL, secret BLOB NOT NULL) WITHOUT ROWID;
"""
_GENESIS = sha256(b"kanbanlang journal").digest()
_KEPT_SNAPSHOTS = 2
OPEN = ("waiting", "sent", "parked")
"""How far a job can be that is not over: not handed over yet, with its backend, or refused by it."""


@frozen
class Entry:
    """One thing that was heard: its number, counting from 1, the record as it was written, and the hash that binds it to those before."""

    n: int
    record: bytes
    hash: bytes

    @property
    def said(self) -> dict[str, Any]:
        """What the record says."""
        return decoded(self.record)


@frozen
class Work:
    """A job in the outbox. `body` is the job as it is handed over; `slot` and `pull` say for which pull it is (0: for none)."""

    id: str
    n: int
    nth: int
    lane: str
    state: str
    body: bytes
    slot: int
    pull: int
    executed: int = 0
    tries: int = 0
    said: str | None = None


_WORK = "id, n, nth, lane, state, body, slot, pull, executed, tries, said"


class Journal:
    """A journal that this process alone writes."""

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: Lock | None) -> None:
        self.path = path
        self._connection, self._lock = connection, lock
        self.length, self._head = self._end()
        self._entries: list[tuple[int, bytes, bytes]] = []
        self._seen: dict[tuple[str, str], int] = {}
        self._put: list[tuple[str | int | bytes | None, ...]] = []

    # ------------------------------------------------------------ opening
    @classmethod
    def create(cls, path: Path) -> Journal:
        """A new journal. Raises JournalError where there is one already, or where none can be written."""
        lock = Lock.take(path)
        if path.exists() and path.stat().st_size:
            lock.release()
            raise JournalError(f"`{path}` is there already; name another file, or go on with it")
        try:
            connection = _connected(path)
            with closing(connection.cursor()) as cursor:
                cursor.executescript("BEGIN;" + _SCHEMA + "COMMIT;")
            connection.execute("INSERT INTO about VALUES ('format', ?)", (str(FORMAT),))
        except sqlite3.Error as error:
            lock.release()
            raise JournalError(f"no journal can be written at `{path}`: {error}") from error
        return cls(path, connection, lock)

    @classmethod
    def open(cls, path: Path, *, alone: bool = True) -> Journal:
        """A journal that is there; `alone` to write into it. Raises JournalError where it is in use, or is none."""
        if not path.exists():
            raise JournalError(f"there is no journal `{path}`")
        lock = Lock.take(path) if alone else None
        try:
            connection = _connected(path)
            (format_,) = connection.execute("SELECT value FROM about WHERE name = 'format'").fetchone() or ("?",)
            if format_ != str(FORMAT):
                raise JournalError(f"`{path}` has format {format_}, and this program reads format {FORMAT}")  # noqa: TRY301 - said like all others
            return cls(path, connection, lock)
        except (sqlite3.Error, JournalError) as error:
            if lock is not None:
                lock.release()
            if isinstance(error, JournalError):
                raise
            raise JournalError(f"`{path}` is no journal, or is damaged: {error}; take the last backup") from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
        if self._lock is not None:
            self._lock.release()

    # ------------------------------------------------------------ writing
    def begin(self) -> None:
        """All that follows belongs together."""
        self._connection.execute("BEGIN IMMEDIATE")

    def append(self, record: Mapping[str, Any], seen: tuple[str, str] | None = None) -> int:
        """Add an entry, and remember under which source and key it came. Returns its number."""
        body = encoded(record)
        self.length += 1
        self._head = sha256(self._head + body).digest()
        self._entries.append((self.length, body, self._head))
        if seen is not None:
            self._seen[seen] = self.length
        return self.length

    def put(self, jobs: Iterable[Work]) -> None:
        """Put jobs into the outbox, in the transaction of what caused them."""
        self._put += [(w.id, w.n, w.nth, w.lane, w.state, w.body, w.slot, w.pull, w.executed, w.tries, w.said) for w in jobs]

    def _with_jobs(self) -> sqlite3.Connection:
        """The connection, with all that was put into the outbox in its table."""
        if self._put:
            self._connection.executemany(f"INSERT INTO job ({_WORK}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._put)  # noqa: S608
            self._put.clear()
        return self._connection

    def mark(self, job: str, state: str, said: str | None = None, *, executed: int | None = None, tries: int = 0) -> None:
        """How far a job is, and what its backend said."""
        self._with_jobs().execute(
            "UPDATE job SET state = ?, said = ?, executed = coalesce(?, executed), tries = tries + ? WHERE id = ?"
            " AND state NOT IN ('done', 'cancelled')",
            (state, said, executed, tries, job),
        )

    def comment(self, job: str, said: str) -> None:
        """What its backend said of a job that goes on as before."""
        self._with_jobs().execute("UPDATE job SET said = ? WHERE id = ? AND state = 'sent'", (said, job))

    def commit(self) -> None:
        """From here on it survives a power cut. Raises JournalError where it cannot be stored; then nothing of it is."""
        try:
            self._flush()
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise JournalError(f"`{self.path}` cannot be written: {error}") from error

    def _flush(self) -> None:
        self._with_jobs()
        self._connection.executemany("INSERT INTO entry VALUES (?, ?, ?)", self._entries)
        self._connection.executemany("INSERT INTO seen VALUES (?, ?, ?)", ((*key, n) for key, n in self._seen.items()))
        if self._entries:
            head = f"{self.length} {self._head.hex()}"
            self._connection.execute("INSERT INTO about VALUES ('head', ?) ON CONFLICT DO UPDATE SET value = excluded.value", (head,))
        self._entries.clear()
        self._seen.clear()

    def rollback(self) -> None:
        """Nothing of what was begun is to be."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        self._entries.clear()
        self._seen.clear()
        self._put.clear()
        self.length, self._head = self._end()

    # ------------------------------------------------------------ reading
    def seen(self, source: str, key: str) -> int | None:
        """The number of the entry that came under a source and key; None: nothing was accepted under it."""
        if (n := self._seen.get((source, key))) is not None:
            return n
        row = self._connection.execute("SELECT n FROM seen WHERE source = ? AND key = ?", (source, key)).fetchone()
        return None if row is None else int(row[0])

    def entry(self, n: int) -> Entry:
        """The entry of a number that there is."""
        for number, record, hash_ in self._entries:
            if number == n:
                return Entry(number, record, hash_)
        return Entry(*self._connection.execute("SELECT n, record, hash FROM entry WHERE n = ?", (n,)).fetchone())

    def with_policies(self) -> Iterator[Entry]:
        """The entries in which the text of a policy stands."""
        for row in self._connection.execute("SELECT n, record, hash FROM entry WHERE instr(record, ?) ORDER BY n", (b'"policy":{',)):
            entry = Entry(*row)
            if entry.said["what"] in {"start", "apply"}:
                yield entry

    def entry_of(self, action: str) -> int | None:
        """The number of the entry that caused an action: from the outbox, or else by looking through all of them."""
        row = self._with_jobs().execute("SELECT n FROM job WHERE id = ?", (action,)).fetchone()
        if row is None:
            wanted = f'"id":"{action}"'.encode()
            row = self._connection.execute("SELECT n FROM entry WHERE instr(record, ?) LIMIT 1", (wanted,)).fetchone()
        return None if row is None else int(row[0])

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """The entries behind a number, in their order."""
        with closing(self._connection.cursor()) as cursor:
            for row in cursor.execute("SELECT n, record, hash FROM entry WHERE n > ? ORDER BY n", (after,)):
                yield Entry(*row)

    def last_with(self, words: str, limit: int | None = None) -> Iterator[Entry]:
        """Entries in whose record some words of JSON stand, the newest first; so many, or all."""
        with closing(self._connection.cursor()) as cursor:
            mark = words.encode("utf-8", "surrogatepass")
            for row in cursor.execute(
                "SELECT n, record, hash FROM entry WHERE instr(record, ?) ORDER BY n DESC LIMIT ?", (mark, -1 if limit is None else limit)
            ):
                yield Entry(*row)

    def work(self, job: str) -> Work | None:
        """A job of the outbox."""
        row = self._with_jobs().execute(f"SELECT {_WORK} FROM job WHERE id = ?", (job,)).fetchone()  # noqa: S608
        return None if row is None else Work(*row)

    def work_of_pull(self, slot: int, pull: int) -> list[Work]:
        """The jobs of a pull that are not over."""
        where = f"slot = ? AND pull = ? AND state IN {OPEN}"
        return [Work(*row) for row in self._with_jobs().execute(f"SELECT {_WORK} FROM job WHERE {where} ORDER BY n, nth", (slot, pull))]  # noqa: S608

    def open_work(self, lane: str | None = None, states: tuple[str, ...] = OPEN) -> list[Work]:
        """The jobs that are not over, in the order in which they were asked for; of one lane, or of all."""
        marks = ", ".join("?" * len(states))
        where = f"state IN {OPEN} AND state IN ({marks}) AND (? IS NULL OR lane = ?)"
        rows = self._with_jobs().execute(f"SELECT {_WORK} FROM job WHERE {where} ORDER BY n, nth", (*states, lane, lane))  # noqa: S608
        return [Work(*row) for row in rows]

    def about(self, name: str) -> str | None:
        """What is noted under a name."""
        row = self._connection.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def note(self, name: str, value: str) -> None:
        """Note something under a name."""
        self._connection.execute("INSERT INTO about VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", (name, value))

    # ------------------------------------------------------------ who may say something
    def admit(self, name: str, role: str | None, manages: bool, secret: bytes) -> None:  # noqa: FBT001 - it is a column
        """Let somebody in; the secret is a hash. Raises sqlite3.IntegrityError where the name is taken."""
        self._connection.execute("INSERT INTO operator VALUES (?, ?, ?, ?)", (name, role, manages, secret))

    def dismiss(self, name: str) -> bool:
        """Let somebody in no more; whether there was such a one."""
        return bool(self._connection.execute("DELETE FROM operator WHERE name = ?", (name,)).rowcount)

    def admitted(self, name: str) -> tuple[str | None, bool, bytes] | None:
        """Role, whether they manage, and hash of the secret of somebody who may come in."""
        row = self._connection.execute("SELECT role, manages, secret FROM operator WHERE name = ?", (name,)).fetchone()
        return None if row is None else (row[0], bool(row[1]), row[2])

    def has_secret(self, secret: bytes) -> bool:
        """Whether somebody who may come in has the secret of a hash."""
        return self._connection.execute("SELECT 1 FROM operator WHERE secret = ?", (secret,)).fetchone() is not None

    def everybody(self) -> list[tuple[str, str | None, bool]]:
        """Name, role, and whether they manage, of all who may come in."""
        rows = self._connection.execute("SELECT name, role, manages FROM operator ORDER BY name")
        return [(name, role, bool(manages)) for name, role, manages in rows]

    # ------------------------------------------------------------ snapshots
    def keep(self, words: Mapping[str, Any]) -> None:
        """A snapshot of the state behind the last entry; older ones go but for the one before."""
        self._connection.execute("INSERT OR REPLACE INTO snapshot VALUES (?, ?)", (self.length, zlib.compress(encoded(words), 1)))
        self._connection.execute("DELETE FROM snapshot WHERE n NOT IN (SELECT n FROM snapshot ORDER BY n DESC LIMIT ?)", (_KEPT_SNAPSHOTS,))

    def snapshots(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Number of the last entry, and what was kept of the state behind it, the newest first."""
        for n, body in self._connection.execute("SELECT n, body FROM snapshot ORDER BY n DESC").fetchall():
            yield n, decoded(zlib.decompress(body))

    # ------------------------------------------------------------ is it whole?
    def _end(self) -> tuple[int, bytes]:
        row = self._connection.execute("SELECT n, hash FROM entry ORDER BY n DESC LIMIT 1").fetchone()
        return (0, _GENESIS) if row is None else (int(row[0]), row[1])

    def faults(self) -> Iterator[str]:
        """What is wrong with the entries, a sentence each: changed, missing, or cut off at the end."""
        head, expected = _GENESIS, 1
        for entry in self.entries():
            if entry.n != expected:
                yield f"{_entries(expected, entry.n - 1)} missing"
            elif sha256(head + entry.record).digest() != entry.hash:
                yield f"entry {entry.n} is not what was written, or an entry before it"
            head, expected = entry.hash, entry.n + 1
        noted = self.about("head")
        if noted is not None and noted != f"{expected - 1} {head.hex()}":
            yield f"the journal ended with entry {noted.split()[0]}, and now ends with entry {expected - 1} or another of that number"


def _entries(first: int, last: int) -> str:
    return f"entry {first} is" if first == last else f"entries {first} to {last} are"


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")
    return connection

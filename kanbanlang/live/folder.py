"""The way in through a folder: whoever can write there drops CSV files, and finds the answers in `done` and what was no table in `refused`.

A file is moved only when every row of it is durable and the answers are written. Where the program ends before that, it reads the file
again, and every row that was taken in already is a duplicate: each row has a key, its own or the name of the file with its number.
"""

from __future__ import annotations

import csv
import io
import logging
import os
import stat
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen

from kanbanlang.diagnostics import did_you_mean
from kanbanlang.live.desk import Answer
from kanbanlang.live.records import BusyError, FailedError, JournalError, NotStoredError
from kanbanlang.live.runner import Runner
from kanbanlang.live.settings import Settings
from kanbanlang.live.signals import LONGEST_NAME, Signal
from kanbanlang.live.ways import columns_of, passed_on, unreadable
from kanbanlang.model.csvfile import Table, TableFinding, read_table
from kanbanlang.model.reports import COLUMNS

log = logging.getLogger("kanbanlang.live")

VIA = "folder"
DONE, REFUSED = "done", "refused"
LONGEST_FILE = 16 * 2**20
"""So many bytes has a file, at most: it is read as a whole."""
_AHEAD = 1_000
"""So many rows are brought to the desk before the answer to the first has to be there."""
_LOOKS = 1.0
_PATIENCE = 1.0
_NEEDED = ("kind", "of")


@frozen
class FolderSettings:
    """The section `[folder]`."""

    path: Path

    @classmethod
    def read(cls, section: object) -> FolderSettings:
        """The settings of a section. Raises JournalError where something in it is not as it should be, or there is no such folder."""
        name = Settings.of("folder", section, ("path",)).text("path")
        if name is None:
            raise JournalError('`[folder]`: it does not say which: write `path = "..."`')
        path = Path(name)
        if not path.is_dir():
            raise JournalError(f"`[folder]`: `path` names `{name}`, and there is no such folder; make it first")
        if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
            raise JournalError(f"`[folder]`: files in `{name}` cannot be read and moved; give this user the right to")
        return cls(path)


class _StoppedError(Exception):
    """It is being stopped: the file stays where it is, and is read again at the next start."""


@define(eq=False)
class Folder:
    """The way in. `look` looks once; a thread does so every second."""

    settings: FolderSettings
    runner: Runner
    trouble: str | None = None
    files: int = 0
    rows: int = 0
    _seen: dict[str, tuple[int, int]] = field(factory=dict)
    """How large each file was at the last look, and when it was last written: one that changes is still being written."""
    _stopping: threading.Event = field(factory=threading.Event)
    _thread: threading.Thread | None = None

    def health(self) -> Mapping[str, Any]:
        """How it is: where files are dropped, what keeps them from being read, and how many were."""
        return {"path": str(self.settings.path), "trouble": self.trouble, "files": self.files, "rows": self.rows}

    def start(self) -> None:
        """Begin to look."""
        self._thread = threading.Thread(target=self._run, name="folder", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Come to an end; a file of which not every row is answered stays, and is read again at the next start."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(_LOOKS):
            self.look()

    # ------------------------------------------------------------ one look
    def look(self) -> None:
        """Take in each file that did not change since the last look, in the order of their names."""
        try:
            for path in self._whole():
                self._take(path)
        except _StoppedError:
            return
        except (OSError, NotStoredError) as error:
            trouble = f"`{self.settings.path}`: {error}"
            if trouble != self.trouble:
                log.error("folder: %s", trouble)  # noqa: TRY400 - a sentence for people, and once, not at each look
            self.trouble = trouble
        else:
            self.trouble = None

    def _whole(self) -> list[Path]:
        before, self._seen = self._seen, {}
        found = []
        for path in sorted(self.settings.path.iterdir()):
            if path.name.startswith(".") or path.suffix.lower() != ".csv":
                continue
            about = path.lstat()
            if not stat.S_ISREG(about.st_mode):
                continue
            self._seen[path.name] = now = (about.st_size, about.st_mtime_ns)
            if before.get(path.name) == now:
                found.append(path)
        return found

    # ------------------------------------------------------------ one file
    def _take(self, path: Path) -> None:
        with path.open("rb") as file:
            content = file.read(LONGEST_FILE + 1)
        table = _table(path, content)
        if isinstance(table, str):
            self._answer_of(unreadable(content[:LONGEST_NAME], f"`{path.name}`: {table}"[:2_000], VIA, VIA))
            self._moved(path, REFUSED, f"{path.stem}.reason.txt", f"{table}\n")
        else:
            self._moved(path, DONE, f"{path.stem}.answers.csv", self._answers(table))
        self.files += 1

    def _answers(self, table: Table) -> str:
        """Bring every row to the desk; the answers as a table, when all of them are durable."""
        text = io.StringIO(newline="")
        into = csv.writer(text, lineterminator="\n")
        into.writerow(("row", "outcome", "reason", "entry"))
        for number, answer in self._heard(table):
            into.writerow((number, answer.outcome, answer.reason or "", answer.n))
            self.rows += 1
        return text.getvalue()

    def _heard(self, table: Table) -> Iterator[tuple[int, Answer]]:
        waiting: deque[tuple[int, Signal, Future[Any]]] = deque()
        for row in table.rows:
            said = dict(zip((name.strip() for name in table.columns), row.cells, strict=True))
            signal = self._signal({name: text for name, text in said.items() if text.strip()}, table.path.name, row.number)
            waiting.append((row.number, signal, self._brought(signal)))
            if len(waiting) > _AHEAD:
                yield self._first(waiting)
        while waiting:
            yield self._first(waiting)

    def _signal(self, said: Mapping[str, str], file: str, row: int) -> Signal:
        columns = columns_of(said)
        if isinstance(columns, str):
            return unreadable(",".join(said.values()).encode("utf-8", "replace"), columns, file[:LONGEST_NAME], VIA)
        return passed_on(self.runner.desk.journal, {"key": f"{file} row {row}", **columns}, file, VIA)

    def _brought(self, signal: Signal) -> Future[Any]:
        while not self._stopping.is_set():
            try:
                return self.runner.hear(signal, patience=_PATIENCE)
            except BusyError:
                continue
        raise _StoppedError

    def _first(self, waiting: deque[tuple[int, Signal, Future[Any]]]) -> tuple[int, Answer]:
        number, signal, future = waiting.popleft()
        try:
            answer: Answer = future.result()
        except FailedError as error:
            answer = self._answer_of(evolve(signal, wrong=str(error)))
        return number, answer

    def _answer_of(self, signal: Signal) -> Answer:
        answer: Answer = self._brought(signal).result()
        return answer

    def _moved(self, path: Path, into: str, beside: str, text: str) -> None:
        """Write what is to be said beside a file, then move the file there; it is over only with that."""
        folder = self.settings.path / into
        folder.mkdir(exist_ok=True)
        nth = 1
        while (there := folder / _nth(path.name, nth)).exists():
            nth += 1
        answers = folder / _nth(beside, nth)
        unfinished = folder / f".{answers.name}.part"
        unfinished.write_text(text, "utf-8")
        unfinished.replace(answers)
        path.rename(there)


def _nth(name: str, nth: int) -> str:
    """The name of a file that is the second, third ... of its name."""
    stem, dot, rest = name.partition(".")
    return name if nth == 1 else f"{stem}-{nth}{dot}{rest}"


def _table(path: Path, content: bytes) -> Table | str:
    """The rows of a file; a sentence where it is no table of signals."""
    if len(content) > LONGEST_FILE:
        return f"it is longer than {LONGEST_FILE} bytes; split it"
    table = read_table(path, content)
    if not isinstance(table, Table):
        return _sentence(table[0])
    names = [name.strip() for name in table.columns]
    for name in names:
        if name not in COLUMNS:
            near = did_you_mean(name, COLUMNS)
            return f"row 1 names a column `{name}`; " + (f"did you mean `{near}`?" if near else f"a signal has {', '.join(COLUMNS)}")
    missing = [name for name in _NEEDED if name not in names]
    return f"row 1 names no column `{missing[0]}`" if missing else table


def _sentence(finding: TableFinding) -> str:
    where = "it" if finding.row is None else f"row {finding.row}"
    return f"{where} {finding.message}" + (f"; {finding.help}" if finding.help else "")

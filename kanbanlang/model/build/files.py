"""The files that a policy names: other texts of the same policy, tables, orders, stock, measured times."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from kanbanlang.diagnostics import Diagnostic, Related, Source, Span, diagnose, did_you_mean
from kanbanlang.model.build.findings import Findings, Row, Scope
from kanbanlang.model.build.numerals import exact
from kanbanlang.model.csvfile import Table, read_table
from kanbanlang.syntax import tree

if TYPE_CHECKING:
    from kanbanlang.model.build.context import Context


Read = Callable[[Path], bytes]
"""How a file is read: from the disk, unless somebody kept what stood in it. Raises OSError where it cannot be read."""


def on_disk(path: Path) -> bytes:
    """What a file holds. Raises OSError where it cannot be read."""
    return path.read_bytes()


def read_bytes(path: Path, place: Span, findings: Findings, read: Read = on_disk) -> bytes | None:
    """What a file holds; None (after saying so) where it cannot be read."""
    try:
        return read(path)
    except FileNotFoundError:
        near = did_you_mean(path.name, _neighbours(path))
        help_ = f"did you mean `{near}`?" if near else "a file is looked for beside the policy that names it"
        findings.say("KB501", place, f"there is no file `{path.name}` in `{path.parent}`", help_)
    except IsADirectoryError:
        findings.say("KB501", place, f"`{path}` is a folder, not a file", "name a file in it")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        findings.say("KB501", place, f"`{path.name}` cannot be read: {reason.lower()}", "make it readable, or name another file")
    return None


def _neighbours(path: Path) -> list[str]:
    try:
        return [other.name for other in path.parent.iterdir()]
    except OSError:
        return []


def decoded(content: bytes, name: str) -> Source | Diagnostic:
    """A policy's text from its bytes, or why it is none."""
    try:
        return Source(name, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        span = Span(name, line, column, line, column + 1)
        return diagnose(
            "KB502", span, f"the byte 0x{content[error.start]:02x} is not UTF-8, so this is no policy text", "save the file as UTF-8"
        )


@frozen
class Sheet:
    """A table that was read, with the text it came from, so that a row has a place."""

    source: Source
    table: Table

    def place(self, line: int) -> Span:
        """The place of a row."""
        return Span(self.source.name, line, 1, line, len(self.source.line(line)) + 1, self.source)

    def rows(self) -> Iterator[Row]:
        """The rows as templates read them."""
        columns = self.table.columns
        for row in self.table.rows:
            yield Row(self.place(row.line), dict(zip(columns, row.cells, strict=True)))


def sheet(context: Context, file: tree.Text, scope: Scope) -> Sheet | None:
    """The table that a statement names; None after saying what is wrong with it. A file is read once."""
    name = context.names.filled(file.text, file, scope)
    if name is None:
        return None
    path = context.folder_of(scope.source) / name
    if path not in context.sheets:
        context.sheets[path] = _read_sheet(context, path, scope.span(file))
    return context.sheets[path]


def _read_sheet(context: Context, path: Path, place: Span) -> Sheet | None:
    content = read_bytes(path, place, context.findings, context.read)
    if content is None:
        return None
    table = read_table(path, content)
    source = Source(str(path), content.decode("utf-8-sig", "replace"))
    if isinstance(table, Table):
        return Sheet(source, table)
    for finding in table:
        line = finding.line or 1
        span = Span(str(path), line, 1, line, 2, source)
        row = f"row {finding.row} " if finding.row else ""
        related = (Related(place, "the table is named here"),)
        context.findings.say("KB504", span, f"{row}{finding.message}" if row else f"`{path.name}` {finding.message}", finding.help, related)
    return None


def numbers_of(context: Context, file: tree.Text, scope: Scope) -> tuple[Fraction, ...] | None:
    """The numbers in the only (or first) column of a file, for `from_data`."""
    read = sheet(context, file, scope)
    if read is None:
        return None
    numbers: list[Fraction] = []
    for row in read.table.rows:
        number = exact(row.cells[0].strip())
        if number is None:
            context.findings.say(
                "KB504",
                read.place(row.line),
                f"row {row.number} has `{row.cells[0]}` where a number is needed",
                "write digits, and a point before decimals",
            )
            return None
        numbers.append(number)
    if not numbers:
        context.findings.say("KB504", read.place(1), "the table has no rows", "write one number a row, below the header")
        return None
    return tuple(numbers)

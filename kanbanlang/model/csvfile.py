"""Tables that people keep in spreadsheets: a CSV file with its column names in row 1.

Reading says nothing of what the columns mean, and nothing is normalised: names and cells are as written.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from attrs import frozen

SEPARATORS = ",;\t"
MOST_FINDINGS = 20
"""A table that is wrong in every row is wrong once; the rest is counted."""

_SAVE_AS_UTF8 = 'save the file as "CSV UTF-8"'
_CLOSE_THE_QUOTE = 'a cell that begins with a quote ends with one, and a quote inside it is written twice: "1/2"" pipe"'


class Row(NamedTuple):
    """One record: its number as a spreadsheet shows it (the header is row 1), the line of the file it begins on, its cells."""

    number: int
    line: int
    cells: tuple[str, ...]


@frozen
class Table:
    """A table that can be used: names are there, different, and every row has one cell for each."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@frozen
class TableFinding:
    """What is wrong with a table: in which row (None: in all of it), in which column (None: in no particular one).

    The message goes on where its subject ends, the row or the file: row 7 `has a quote that is never closed`. `line` is the line of
    the file on which the row begins, which is another number than the row's once a cell holds a line end.
    """

    row: int | None
    column: str | None
    message: str
    help: str | None = None
    line: int = 1


def read_table(path: Path, content: str | bytes) -> Table | tuple[TableFinding, ...]:
    """The table that `content` (of the file `path`) holds, or why it cannot be used.

    Cells are separated by `,` or, where the header says so, by `;` or tabs; a byte order mark and any line ends are accepted. Rows
    without any content are left out but counted, so that the others keep the numbers a spreadsheet shows.
    """
    text = _decoded(content) if isinstance(content, bytes) else content
    if isinstance(text, TableFinding):
        return (text,)
    text = text.removeprefix("\ufeff")
    if (nul := text.find("\0")) >= 0:
        return (_no_text(text[:nul], "holds a byte of value 0, so it is no text"),)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    records: list[Row] = []
    number, line = 0, 1
    try:
        for number, cells in enumerate(reader, 1):
            if number == 1 or any(cells):
                records.append(Row(number, line, tuple(cells)))
            line = reader.line_num + 1
    except csv.Error as error:
        return (TableFinding(number + 1, None, _misquoted(str(error)), _CLOSE_THE_QUOTE, line),)
    if not records or not any(records[0].cells):
        return (TableFinding(None, None, "has no header", "row 1 names the columns"),)
    header, *rows = records
    findings = _bad_names(header.cells) + _ragged(len(header.cells), rows)
    return tuple(findings) if findings else Table(path, header.cells, tuple(rows))


def _decoded(content: bytes) -> str | TableFinding:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return TableFinding(None, None, "is written in UTF-16, not in UTF-8", _SAVE_AS_UTF8)
        before = content[: error.start].decode("utf-8").removeprefix("\ufeff")
        return _no_text(before, f"holds the byte 0x{content[error.start]:02x}, which is not UTF-8")


def _no_text(before: str, message: str) -> TableFinding:
    """A finding about what follows `before`, in whatever row that is."""
    reader = csv.reader(io.StringIO(before + "x", newline=""), delimiter=_separator(before))
    row, line, following = 0, 1, 1
    with suppress(csv.Error):  # quotes may be amiss as well: what is said first is enough
        for _ in reader:
            row, line, following = row + 1, following, reader.line_num + 1
    return TableFinding(max(row, 1), None, message, _SAVE_AS_UTF8, line)


def _separator(text: str) -> str:
    """The separator that the header uses most; a header of one column has none, so any will do."""
    header = re.match(r'(?:"[^"]*"|[^"\r\n])*', text)
    outside = re.sub(r'"[^"]*"', "", header[0]) if header else ""
    return max(SEPARATORS, key=outside.count)


def _misquoted(error: str) -> str:
    # a quote that is left open swallows rows until a cell is longer than the reader allows, or the text is over
    left_open = "end of data" in error or "field limit" in error
    return "has a quote that is never closed" if left_open else "has text behind a closing quote"


def _bad_names(names: tuple[str, ...]) -> list[TableFinding]:
    findings = [
        TableFinding(1, None, f"gives column {place} no name", "row 1 names every column")
        for place, name in enumerate(names, 1)
        if not name.strip()
    ]
    findings += [
        TableFinding(1, name, f"names {count} columns `{name}`", "give each column a name of its own")
        for name, count in Counter(names).items()
        if count > 1 and name.strip()
    ]
    return findings


def _ragged(width: int, rows: list[Row]) -> list[TableFinding]:
    ragged = [row for row in rows if len(row.cells) != width]
    help_text = "a cell that holds the separator itself is written in quotes"
    findings = [
        TableFinding(row.number, None, f"has {len(row.cells)} columns, expected {width} as in the header", help_text, row.line)
        for row in ragged[:MOST_FINDINGS]
    ]
    if len(ragged) > MOST_FINDINGS:
        more = len(ragged) - MOST_FINDINGS
        findings.append(TableFinding(None, None, f"has {more} more rows whose columns are not those of the header", help_text))
    return findings

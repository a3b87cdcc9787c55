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
    """One record: its number as a spreadsheet shows it (the header is row 1), the line of the file it ends on, its cells."""

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
    """What is wrong with a table: in which row (None: in all of it), in which column (None: in no particular one)."""

    row: int | None
    column: str | None
    message: str
    help: str | None = None


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
        return (TableFinding(_row_of(text[:nul]), None, "holds a byte of value 0, so it is no text", _SAVE_AS_UTF8),)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    records: list[Row] = []
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if any(cells) or number == 1:
                records.append(Row(number, reader.line_num, tuple(cells)))
    except csv.Error as error:
        return (_misquoted(number + 1, str(error)),)
    if not records or not any(records[0].cells):
        return (TableFinding(1, None, "has no header", "row 1 names the columns"),)
    header, *rows = records
    findings = _bad_names(header.cells) + _ragged(len(header.cells), rows)
    return tuple(findings) if findings else Table(path, header.cells, tuple(rows))


def _decoded(content: bytes) -> str | TableFinding:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return TableFinding(None, None, "is written in UTF-16, not in UTF-8", _SAVE_AS_UTF8)
        row = _row_of(content[: error.start].decode("utf-8"))
        return TableFinding(row, None, f"holds the byte 0x{content[error.start]:02x}, which is not UTF-8", _SAVE_AS_UTF8)


def _row_of(before: str) -> int:
    """The number of the row in which a text goes on after `before`."""
    rows = csv.reader(io.StringIO(before + "x", newline=""), delimiter=_separator(before))
    complete = 0
    with suppress(csv.Error):  # quotes may be amiss as well: what is said first is enough
        while next(rows, None) is not None:
            complete += 1
    return max(complete, 1)


def _separator(text: str) -> str:
    """The separator that the header uses most; a header of one column has none, so any will do."""
    header = re.match(r'(?:"[^"]*"|[^"\r\n])*', text)
    outside = re.sub(r'"[^"]*"', "", header[0]) if header else ""
    return max(SEPARATORS, key=outside.count)


def _misquoted(row: int, error: str) -> TableFinding:
    if "end of data" in error or "field limit" in error:
        return TableFinding(row, None, "has a quote that is never closed", _CLOSE_THE_QUOTE)
    return TableFinding(row, None, "has text behind a closing quote", _CLOSE_THE_QUOTE)


def _bad_names(names: tuple[str, ...]) -> list[TableFinding]:
    times = Counter(names)
    findings = [
        TableFinding(1, None, f"column {place} has no name", "row 1 names every column")
        for place, name in enumerate(names, 1)
        if not name.strip()
    ]
    findings += [
        TableFinding(1, name, f"{count} columns are named `{name}`", "give each column a name of its own")
        for name, count in times.items()
        if count > 1 and name.strip()
    ]
    return findings


def _ragged(width: int, rows: list[Row]) -> list[TableFinding]:
    ragged = [row for row in rows if len(row.cells) != width]
    help_text = "a cell that holds the separator itself is written in quotes"
    findings = [
        TableFinding(row.number, None, f"expected {width} columns as in the header, found {len(row.cells)}", help_text)
        for row in ragged[:MOST_FINDINGS]
    ]
    if len(ragged) > MOST_FINDINGS:
        more = len(ragged) - MOST_FINDINGS
        findings.append(TableFinding(None, None, f"{more} more rows have another number of columns than the header", help_text))
    return findings

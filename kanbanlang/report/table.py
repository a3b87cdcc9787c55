"""Tables in text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from kanbanlang.report.cells import padded, width
from kanbanlang.report.paint import PLAIN, Paint

_GAP = "  "


@frozen
class Column:
    """A column: its heading, in one or two lines, and a cell for each row. Numbers stand at the right."""

    heading: tuple[str, ...]
    cells: tuple[str, ...]
    right: bool = True

    @property
    def cells_wide(self) -> int:
        """The width of its widest cell or heading."""
        return max(map(width, (*self.heading, *self.cells)), default=0)


def table(names: Column, columns: Iterable[Column], room: int, paint: Paint = PLAIN) -> str:
    """The columns beside the names of their rows; what finds no room goes on below, with the names again."""
    parts = [_part([names, *few], paint) for few in _fitting(columns, room - names.cells_wide)]
    return "\n\n".join(parts)


def _fitting(columns: Iterable[Column], room: int) -> Iterator[list[Column]]:
    few: list[Column] = []
    used = 0
    for column in columns:
        needed = len(_GAP) + column.cells_wide
        if few and used + needed > room:
            yield few
            few, used = [], 0
        few.append(column)
        used += needed
    yield few


def _part(columns: Sequence[Column], paint: Paint) -> str:
    depth = max(len(column.heading) for column in columns)
    headings = [("",) * (depth - len(column.heading)) + column.heading for column in columns]
    lines = [paint("strong", _line(columns, [heading[number] for heading in headings])) for number in range(depth)]
    lines.append(paint("quiet", _GAP.join("─" * column.cells_wide for column in columns)))
    lines += [_line(columns, row) for row in zip(*(column.cells for column in columns), strict=True)]
    return "\n".join(lines)


def _line(columns: Sequence[Column], cells: Sequence[str]) -> str:
    return _GAP.join(padded(cell, column.cells_wide, right=column.right) for column, cell in zip(columns, cells, strict=True)).rstrip()

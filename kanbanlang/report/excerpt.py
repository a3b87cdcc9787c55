"""One line of a source with a mark under the place that is spoken of."""

from __future__ import annotations

from attrs import frozen

from kanbanlang.diagnostics import Span
from kanbanlang.report.cells import spread

_ELLIPSIS = "…"
_LEAST = 20
"""However narrow the terminal, so many cells of the source are shown."""
_NEAR = 4
"""How many times the room is looked at to each side of the mark; a line may have millions of characters."""


@frozen
class Excerpt:
    """What is shown of a line: its text, where the mark begins and how long it is, in cells."""

    text: str
    indent: int
    length: int


def excerpt(span: Span, room: int) -> Excerpt | None:
    """The first line of a place in at most `room` cells, cut on both sides where it is longer; None where there is no text to show.

    A place of several lines is marked to the end of its first.
    """
    if span.source is None:
        return None
    line = span.source.line(span.line)
    if not line.strip():
        return None
    first = min(span.column - 1, len(line))
    last = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    last = max(min(last, len(line)), first + 1)
    room = max(room, _LEAST)
    near = max(0, first - _NEAR * room), min(len(line), first + _NEAR * room)
    first, last = first - near[0], min(last, near[1] + 1) - near[0]
    shown = spread(line[slice(*near)])
    if last > len(shown):
        shown.append((" ", 1))  # the end of the line is a place too
    start, stop = _window([cells for _, cells in shown], first, last, room)
    before = _ELLIPSIS if start or near[0] else ""
    after = _ELLIPSIS if stop < len(shown) or near[1] < len(line) else ""
    text = before + "".join(text for text, _ in shown[start:stop]) + after
    indent = len(before) + sum(cells for _, cells in shown[start:first])
    length = sum(cells for _, cells in shown[first : min(last, stop)])
    return Excerpt(text.rstrip(), indent, max(length, 1))


def _window(cells: list[int], first: int, last: int, room: int) -> tuple[int, int]:
    """Which characters are shown: all, or as many around the mark as there is room for, more before it than behind it."""
    if sum(cells) <= room:
        return 0, len(cells)
    room -= 2 * len(_ELLIPSIS)
    marked = min(sum(cells[first:last]), room // 2)
    start = _backwards(cells, first, (room - marked) * 2 // 3)
    stop, used = first, sum(cells[start:first])
    while stop < len(cells) and used + cells[stop] <= room:
        used += cells[stop]
        stop += 1
    return _backwards(cells, start, room - used), stop


def _backwards(cells: list[int], start: int, room: int) -> int:
    """The first character that still fits when so much room is left before `start`."""
    while start > 0 and cells[start - 1] <= room:
        start -= 1
        room -= cells[start]
    return start

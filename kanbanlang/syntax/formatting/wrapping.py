"""Statements on lines: on one if that is not too long, else broken where a statement may go on behind the end of a line.

That is behind a comma, an operator or an opening bracket, and before a closing bracket. A comment always ends its line.
"""

from __future__ import annotations

from attrs import define

from kanbanlang.syntax.formatting.outline import CONDITION_STRENGTHS, Piece

WIDTH = 100
"""No line is longer, unless it says a single thing, or has a comment behind it."""

INDENT = 2
_CONTINUATION = 4
_DEEPEST = WIDTH // 2
"""What begins behind this column is not broken any further: it needs names for its parts, not lines."""

_NESTING = {"(": 1, ")": -1}


@define
class Line:
    """A line of the result; neighbours of the same `depth` align their comments."""

    depth: int
    indent: int
    text: str
    comment: str = ""


def flat(pieces: list[Piece]) -> str:
    """Words on one line."""
    return "".join([piece.gap + piece.text for piece in pieces]).lstrip()


def wrapped(pieces: list[Piece], depth: int) -> list[Line]:
    """The words of one statement on lines, in a block of this depth."""
    wrapper = _Wrapper(depth)
    wrapper.put(pieces, depth * INDENT, _CONTINUATION)
    return wrapper.lines


class _Wrapper:
    def __init__(self, depth: int) -> None:
        self._depth = depth
        self.lines: list[Line] = []

    def put(self, pieces: list[Piece], indent: int, hang: int) -> None:
        """Adds lines that begin at column `indent`, all but the first `hang` columns later."""
        begin, end = 0, len(pieces)
        while begin < end and pieces[begin].is_comment:
            begin += 1
        while begin < end and pieces[end - 1].is_comment:
            end -= 1
        self._put_comments(pieces[:begin], indent)
        self._put_words(pieces[begin:end], indent, hang)
        self._put_comments(pieces[end:], indent)

    def _put_comments(self, comments: list[Piece], indent: int) -> None:
        for comment in comments:
            if comment.on_own_line:
                self.lines.append(Line(self._depth, indent, "", comment.text))
            else:
                self.lines[-1].comment = comment.text

    def _put_words(self, pieces: list[Piece], indent: int, hang: int) -> None:
        text = flat(pieces)
        has_comments = any(piece.is_comment for piece in pieces)
        is_deep = indent > _DEEPEST
        if not has_comments and (is_deep or indent + len(text) <= WIDTH):
            if pieces:
                self.lines.append(Line(self._depth, indent, text))
            return
        parts = [] if is_deep else _split_at_the_weakest(pieces)
        if not parts:
            self._put_around_brackets(pieces, indent, hang, may_open=not is_deep)
            return
        if not has_comments and _is_run_of_words(parts):
            parts = _filled(parts, WIDTH - indent, WIDTH - indent - hang)
        for number, part in enumerate(parts):
            self.put(part, indent + hang if number else indent, _CONTINUATION)

    def _put_around_brackets(self, pieces: list[Piece], indent: int, hang: int, *, may_open: bool) -> None:
        """Breaks only where a bracket holds too much, and at comments; the lines of what a bracket holds are indented once more."""
        run: list[Piece] = []
        column, at = indent, 0
        while at < len(pieces):
            piece = pieces[at]
            close = _closing(pieces, at) if piece.text == "(" and may_open else at
            held = pieces[at + 1 : close]
            if piece.is_comment:
                self._end_line(run, column)
                self._put_comments([piece], indent + hang)
                column = indent + hang
            elif _can_break(held) and not _fits(run + pieces[at : _next_chance(pieces, close)], WIDTH - column):
                run.append(piece)
                self._end_line(run, column)
                self.put(held, column + _CONTINUATION, 0)
                run.append(pieces[close])
            else:
                run.extend(pieces[at : close + 1])
            at = close + 1
        self._end_line(run, column)

    def _end_line(self, run: list[Piece], column: int) -> None:
        if run:
            self.lines.append(Line(self._depth, column, flat(run)))
            run.clear()


def _fits(pieces: list[Piece], room: int) -> bool:
    return not any(piece.is_comment for piece in pieces) and len(flat(pieces)) <= room


def _can_break(held: list[Piece]) -> bool:
    """Whether a bracket holds more than one thing: `exponential(5 min)` reads worse on three lines than on one that is too long."""
    return any(piece.strength is not None or piece.is_comment for piece in held)


def _closing(pieces: list[Piece], opening: int) -> int:
    """The index of the bracket that closes the one at `opening`."""
    depth = 0
    for index in range(opening, len(pieces)):
        depth += _NESTING.get(pieces[index].text, 0)
        if depth == 0:
            return index
    return len(pieces) - 1


def _next_chance(pieces: list[Piece], close: int) -> int:
    """The index behind the next piece after `close` where a line can end: an opening bracket, or the last piece before a comment."""
    for index in range(close + 1, len(pieces)):
        if pieces[index].is_comment:
            return index
        if pieces[index].text == "(":
            return index + 1
    return len(pieces)


def _split_at_the_weakest(pieces: list[Piece]) -> list[list[Piece]]:
    """Parts that each end with one of the weakest words outside brackets, a comment behind it included; none if there is no such word.

    The last word does not count: the parts that a statement was split into end with what they were split at.
    """
    depth = 0
    breaks: list[tuple[int, int]] = []
    for index, piece in enumerate(pieces[:-1]):
        depth += _NESTING.get(piece.text, 0)
        if depth == 0 and piece.strength is not None:
            breaks.append((piece.strength, index))
    weakest = min(breaks, default=(0, 0))[0]
    parts = []
    begin = 0
    for strength, index in breaks:
        if strength == weakest:
            end = index + 1
            while pieces[end].is_comment and not pieces[end].on_own_line:
                end += 1
            parts.append(pieces[begin:end])
            begin = end
    return [*parts, pieces[begin:]] if parts else []


def _is_run_of_words(parts: list[list[Piece]]) -> bool:
    """Whether a line may hold several of `parts`: names, days and hours do, while conditions and what has a number get a line each."""
    is_condition = parts[0][-1].strength in CONDITION_STRENGTHS
    return not is_condition and not any(piece.is_number for part in parts[1:] for piece in part)


def _filled(parts: list[list[Piece]], first_room: int, room: int) -> list[list[Piece]]:
    """As many of `parts` joined as have room on one line, line after line."""
    lines = [list(parts[0])]
    for part in parts[1:]:
        longer = lines[-1] + part
        if len(flat(longer)) <= (room if len(lines) > 1 else first_room):
            lines[-1] = longer
        else:
            lines.append(list(part))
    return lines

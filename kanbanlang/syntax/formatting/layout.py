"""The outline of a text as lines: one statement a line, blocks indented, comments where they belong."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kanbanlang.syntax.formatting.outline import Block, Piece, Remark, Statement
from kanbanlang.syntax.formatting.wrapping import INDENT, WIDTH, Line, flat, wrapped

_BLANK = Line(depth=0, indent=0, text="")
_BEFORE_A_COMMENT = 2


def lay_out(file: Block) -> str:
    """The text of an outline; each line ends with a newline, and no line with a space."""
    return "".join(f"{line}\n" for line in _written(_block_lines(file, 0)))


def _block_lines(block: Block, depth: int) -> list[Line]:
    lines: list[Line] = []
    laid_out = [_item_lines(item, depth) for item in block.items]
    for item_lines, is_apart in zip(laid_out, _apart(block, [len(lines) for lines in laid_out]), strict=True):
        if is_apart:
            lines.append(_BLANK)
        lines.extend(item_lines)
    return lines


def _apart(block: Block, heights: list[int]) -> list[bool]:
    """Which items of a block stand behind a blank line.

    Those that the author set apart do, but for the first; and a declaration of several lines is apart from its neighbours, together
    with the comments right before it.
    """
    items = block.items
    is_tall = [False] * len(items)
    for index in reversed(range(len(items))):
        if isinstance(items[index], Statement):
            is_tall[index] = block.holds_declarations and heights[index] > 1
        elif index + 1 < len(items) and not items[index + 1].after_blank:
            is_tall[index] = is_tall[index + 1]
    return [
        index > 0 and (items[index].after_blank or (isinstance(items[index - 1], Statement) and (is_tall[index - 1] or is_tall[index])))
        for index in range(len(items))
    ]


def _item_lines(item: Statement | Remark, depth: int) -> list[Line]:
    if isinstance(item, Remark):
        return [Line(depth, depth * INDENT, "", item.text)]
    indent = depth * INDENT
    on_one_line = _on_one_line(item, WIDTH - indent)
    if on_one_line is not None:
        return [Line(depth, indent, on_one_line, item.comment)]
    if item.block is None or item.block.is_empty:
        lines = wrapped(item.pieces, depth)
    else:
        lines = wrapped([*item.pieces, Piece("{")], depth)
        lines[-1].comment = item.block.comment
        lines.extend(_block_lines(item.block, depth + 1))
        lines.append(Line(depth, indent, "}"))
    lines[-1].comment = item.comment
    return lines


def _on_one_line(item: Statement | Remark, room: int) -> str | None:
    """A statement with its block on one line; None if the author wrote it on several, or it has no room there."""
    if isinstance(item, Remark) or any(piece.is_comment for piece in item.pieces):
        return None
    text = flat(item.pieces)
    if item.block is not None and not item.block.is_empty:
        if not item.block.on_one_line:
            return None
        text += " { "
        for number, inner in enumerate(item.block.items):
            inner_text = _on_one_line(inner, room - len(text))
            if inner_text is None:
                return None
            text += f"; {inner_text}" if number else inner_text
        text += " }"
    return text if len(text) <= room else None


def _written(lines: list[Line]) -> Iterator[str]:
    """The lines as text; comments behind neighbouring lines stand one below the other."""
    for (has_both, _), run in groupby(lines, lambda line: (bool(line.text and line.comment), line.depth)):
        neighbours = list(run)
        column = max(line.indent + len(line.text) for line in neighbours) + _BEFORE_A_COMMENT if has_both else 0
        for line in neighbours:
            text = " " * line.indent + line.text
            yield f"{text:<{column}}{line.comment}" if line.text or line.comment else ""

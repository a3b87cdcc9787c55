"""Single mistakes, what is said about them, and how they are mended."""

from __future__ import annotations

import pytest

from kanbanlang.diagnostics import Source
from kanbanlang.syntax import parse


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("buffer b of x {\n  keep 3 pcs\n  serves }\ncustomers\nitem x\n", "`}` and `customers` stand the wrong way round"),
        ("station cell makes\n  { x\n}\nitem x\n", "`makes` and `{` stand the wrong way round"),
    ],
    ids=["a brace too early", "a brace too late"],
)
def test_what_is_turned_over_the_end_of_a_line_is_one_mistake(text: str, message: str) -> None:
    (found,) = parse(Source("turned.kanban", text)).diagnostics
    assert found.message == message
    for edit in sorted(
        (edit for fix in found.fixes for edit in fix.edits), key=lambda edit: (edit.span.line, edit.span.column), reverse=True
    ):
        lines = text.split("\n")
        line = lines[edit.span.line - 1]
        lines[edit.span.line - 1] = line[: edit.span.column - 1] + edit.text + line[edit.span.end_column - 1 :]
        text = "\n".join(lines)
    assert parse(Source("turned.kanban", text)).diagnostics == ()


def test_a_declaration_behind_a_block_that_ends_too_early_is_left_alone() -> None:
    found = parse(Source("early.kanban", "buffer b of x {\n  keep 3 pcs\n  serves }\nitem x\n")).diagnostics
    assert [one.code for one in found] == ["KB109"]

"""What the words alone do not tell and the tree does: where a statement begins, and what a word is there for.

Every word of the language may also be a name, so neither the first word of a line nor an `and` speaks for itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from attrs import frozen

from kanbanlang.syntax import tree
from kanbanlang.syntax.formatting.words import Word


@frozen
class Hints:
    """Offsets into the text, each with what the tree says about the word there."""

    statements: dict[int, bool]
    """Where each statement starts, and whether it is a declaration."""

    functions: frozenset[int]
    """Where the name of a function ends: its bracket follows without a space."""

    conjunctions: frozenset[int]
    """Where an `and` or `or` between two conditions starts."""

    counts: dict[int, bool]
    """Where a number of cards or packs ends, and whether it is one."""


_BLOCKS = {
    tree.File: "declarations",
    tree.ForEachRow: "declarations",
    tree.Invariant: "laws",
    tree.Test: "steps",
    tree.Route: "terms",
    tree.From: "terms",
    tree.ChangeRoute: "terms",
}
"""The field of a node that holds its block, where it is not `statements`."""

_COUNTED = {tree.Kanban: "cards", tree.Collect: "cards", tree.CarriesPacks: "number"}
"""The field of a node that says how many cards or packs."""

_LEAVES = frozenset({"start", "end", "text"})
"""Fields that never hold a node with parts."""


def hints_of(file: tree.File, words: list[Word]) -> Hints:
    """The hints of a tree for the words of the text that it was read from."""
    starts = [word.start for word in words]
    statements: dict[int, bool] = {}
    functions: set[int] = set()
    conjunctions: set[int] = set()
    counts: dict[int, bool] = {}
    for node in _nodes(file):
        kind = type(node)
        for statement in getattr(node, _BLOCKS.get(kind, "statements"), ()):
            statements[statement.start] = isinstance(node, tree.File | tree.ForEachRow)
        if isinstance(node, tree.Call):
            functions.add(node.function.end)
        elif isinstance(node, tree.And | tree.Or):
            conjunctions.update(_word_behind(operand.end, words, starts) for operand in node.operands[:-1])
        elif kind in _COUNTED:
            counted = getattr(node, _COUNTED[kind])
            counts[counted.end] = counted in (tree.Number("1", start=0, end=0), tree.Quantity("1", None, None, (), start=0, end=0))
    return Hints(statements, frozenset(functions), frozenset(conjunctions), counts)


def _word_behind(offset: int, words: list[Word], starts: list[int]) -> int:
    """Where the first word at or after `offset` starts that neither closes a bracket nor is a comment."""
    index = bisect_left(starts, offset)
    while words[index].text == ")" or words[index].is_comment:
        index += 1
    return starts[index]


def _nodes(file: tree.File) -> Iterator[tree.Node]:
    """All nodes of a tree that have parts; without recursion, since conditions may nest as deeply as somebody writes."""
    waiting: list[tree.Node] = [file]
    parts_of: dict[type, tuple[str, ...]] = {}
    while waiting:
        node = waiting.pop()
        parts = parts_of.get(type(node))
        if parts is None:
            parts = parts_of[type(node)] = tuple(name for name in node.field_names if name not in _LEAVES)
        if parts:
            yield node
        for name in parts:
            part = getattr(node, name)
            if isinstance(part, tuple):
                waiting.extend(each for each in part if isinstance(each, tree.Node))
            elif isinstance(part, tree.Node):
                waiting.append(part)

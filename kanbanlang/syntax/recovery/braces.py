"""Braces that do not match: which block was left open, and which was closed too early or never opened."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from kanbanlang.diagnostics import did_you_mean
from kanbanlang.syntax.automaton import STATEMENT_ENDS, Automaton
from kanbanlang.syntax.lexer import NEWLINE
from kanbanlang.syntax.reading import Reading
from kanbanlang.syntax.table import END
from kanbanlang.syntax.tree import Node

_FARTHEST = 4000
"""So many tokens ahead a surplus `}` is looked for."""


@frozen
class Block:
    """A block that is open: the tokens of its `{` and of the first word of its statement, and where its `{` lies on the stack."""

    brace: int
    header: int
    depth: int


@frozen
class Sibling:
    """The statement right before the present one: its first and last token, the stack before it, and where its value lies."""

    first: int
    last: int
    states: list[int]
    depth: int
    listed: bool


class Braces:
    """What the braces and the indentation of a text being read say about its blocks."""

    def __init__(self, automaton: Automaton, reading: Reading) -> None:
        self._automaton = automaton
        self._reading = reading

    def open_blocks(self) -> list[Block]:
        """The blocks that are open, the innermost first."""
        reading, starts = self._reading, self._automaton.starts
        found = []
        header = 0
        for depth, state in enumerate(reading.states):
            if state in self._automaton.openers:
                found.append(Block(self._written_at(depth - 1), self._written_at(header), depth))
            if state in starts:
                header = depth
        return found[::-1]

    def to_close_before(self, at: int) -> list[Block]:
        """The blocks that must have been left open for the statement at `at` to stand where it stands; none if that does not help."""
        blocks = self.open_blocks()
        kind = self._reading.kind(at)
        if kind == END:
            return blocks
        if not self._reading.first_on_its_line(at):
            return []
        stack: list[int] | None = self._reading.states
        for number, block in enumerate(blocks):
            stack = self._automaton.shift(stack or [], "}")
            after = stack and self._automaton.shift(stack, NEWLINE)
            if not after:
                return []
            if self._reading.column(at) <= self._reading.indent(block.header) and self._begins(after, at):
                return blocks[: number + 1]
        return []

    def fits_outside(self, at: int) -> bool:
        """Whether the statement at `at` could stand if one or more blocks were closed before it."""
        stack: list[int] | None = self._reading.states
        for _ in self.open_blocks():
            stack = self._automaton.shift(stack or [], "}")
            after = stack and self._automaton.shift(stack, NEWLINE)
            if not after:
                return False
            if self._automaton.shift(after, self._reading.kind(at)):
                return True
        return False

    def culprits(self, blocks: list[Block], at: int) -> list[int]:
        """The `{` to blame for blocks found open at `at`.

        Where the `}` of a block is indented like an outer statement, it was meant for that one, and the block itself has none.
        """
        reading = self._reading
        opened: list[int] = []
        blamed: list[int] = []
        for index in range(blocks[-1].brace, at):
            kind = reading.kind(index)
            if kind == "{":
                opened.append(index)
            elif kind == "}" and opened:
                own = opened.pop()
                if reading.first_on_its_line(index) and reading.column(index) < reading.indent(own):
                    blamed.append(own)
        return (blamed + [block.brace for block in blocks])[: len(blocks)]

    def sibling(self, at: int) -> Sibling | None:
        """The statement before the one that begins at `at`, if both stand in one block."""
        reading = self._reading
        depth = len(reading.values) - 1
        while depth >= 0 and reading.states[depth + 1] not in self._automaton.openers and _separates(reading.values[depth]):
            depth -= 1
        if depth < 0:
            return None
        value: Any = reading.values[depth]
        listed = isinstance(value, list)
        if listed:
            value = value[-1]
        if not isinstance(value, Node):
            return None
        last = at - 1
        while last >= 0 and reading.kind(last) in {NEWLINE, ";"}:
            last -= 1
        outer = max(index for index in range(depth + 1) if reading.states[index] in self._automaton.starts)
        return Sibling(self.at_offset(value.start), last, reading.states[: outer + 1], depth, listed)

    def reads_inside(self, sibling: Sibling, last: int, at: int) -> bool:
        """Whether the statement at `at` could stand in the block of its sibling, if that went on behind the token `last`."""
        automaton, kinds = self._automaton, self._reading.tokens.kinds
        if last - sibling.first > _FARTHEST:
            return False
        states, count = automaton.reach(sibling.states, kinds[sibling.first : last + 1])
        if count != last + 1 - sibling.first:
            return False
        opened = states if self._reading.kind(sibling.last) == "}" else automaton.shift(states, "{")
        after = opened and automaton.shift(opened, NEWLINE)
        return bool(after) and self._begins(after or [], at)

    def early_for(self, at: int) -> int | None:
        """The `}` that was too many, if not the unmatched one at `at`: one that closed, inside a line, what this one stands under."""
        reading = self._reading
        sibling = self.sibling(at)
        if sibling is None or reading.kind(sibling.last) != "}" or not reading.first_on_its_line(at):
            return None
        closes = reading.column(at) == reading.indent(sibling.first) and not reading.first_on_its_line(sibling.last)
        same_line = reading.span(sibling.first).line == reading.span(sibling.last).line
        return sibling.last if closes and not same_line else None

    def surplus_ahead(self, at: int, margin: int) -> bool:
        """Whether a `}` without its `{` follows, before a declaration begins at the margin.

        A `}` that is indented further than the block that it would close belongs to something within that block.
        """
        reading = self._reading
        outer = self.open_blocks()
        depth = len(outer)
        declarations = self._automaton.table.actions[self._automaton.table.start]
        for index in range(at, min(at + _FARTHEST, len(reading.tokens.kinds))):
            kind = reading.kind(index)
            if kind == "{":
                depth += 1
            elif kind == "}":
                depth -= 1
                inner = 0 <= depth < len(outer) and reading.first_on_its_line(index)
                if depth < 0 or (inner and reading.column(index) > reading.indent(outer[-1 - depth].header)):
                    return True
            elif index > at and kind in declarations and reading.kind(index - 1) == NEWLINE and reading.column(index) <= margin:
                return False
        return False

    def step_back(self, sibling: Sibling) -> int:
        """Takes the sibling off the stack, so that it is read again. Answers where to read on."""
        reading = self._reading
        if sibling.listed:
            reading.values[sibling.depth].pop()
            reading.cut_back(sibling.depth + 1)
            reading.previous = "}"
            return sibling.first - 1
        reading.cut_back(sibling.depth)
        return sibling.first

    def end_of_block(self, brace: int) -> int:
        """The token behind the block that opens at `brace`; for one that is never closed, where the next declaration begins."""
        reading = self._reading
        depth = 0
        margin = reading.indent(brace)
        declarations = self._automaton.table.actions[self._automaton.table.start]
        for index in range(brace, len(reading.tokens.kinds)):
            kind = reading.kind(index)
            if kind == "{":
                depth += 1
            elif kind == "}":
                depth -= 1
                if not depth:
                    return index + 1
            elif kind == END or (kind in declarations and reading.kind(index - 1) == NEWLINE and reading.column(index) <= margin):
                return index
        return len(reading.tokens.kinds) - 1

    def _begins(self, states: list[int], at: int) -> bool:
        """Whether the word at `at`, or the one it was meant to be, can begin a statement behind `states`."""
        if self._automaton.shift(states, self._reading.kind(at)):
            return True
        words = [kind for kind in self._automaton.accepted(states) if kind.islower()]
        return self._reading.kind(at) not in STATEMENT_ENDS and did_you_mean(self._reading.tokens.texts[at], words) is not None

    def _written_at(self, depth: int) -> int:
        """The token with which a value of the stack begins."""
        return self.at_offset(self._reading.starts[depth])

    def at_offset(self, offset: int) -> int:
        """The token written at an offset; what was put in before it has no text."""
        texts = self._reading.tokens.texts
        index = self._reading.index_at(offset)
        while index < len(texts) - 1 and not texts[index]:
            index += 1
        return index


def _separates(value: object) -> bool:
    """Whether a value of the stack is what stands between statements: newlines and `;`, or the empty list made of them."""
    return value == [] or (isinstance(value, str) and not value.strip(" \t\r\n;"))

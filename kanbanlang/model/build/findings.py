"""Where a text stands, which row of a table it is read with, and the list of what was found wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import define, evolve, field, frozen

from kanbanlang.diagnostics import Diagnostic, Fix, Related, Severity, Source, Span, diagnose
from kanbanlang.syntax import tree

SAME_MISTAKE = 5
"""How many rows of a table are shown for one mistake of a template; the rest is only counted."""
_LONGEST_QUOTE = 120
_LONG_QUOTE = re.compile(rf"`([^`]{{{_LONGEST_QUOTE},}})`")


@frozen
class Row:
    """One row of a table: its place, and its cells by column."""

    place: Span
    cells: Mapping[str, str]


@frozen
class Scope:
    """A text, and the row with which its statements are read (None outside of `for each row`)."""

    source: Source
    row: Row | None = None

    def span(self, node: tree.Node) -> Span:
        """The place of a node; one that a table generated also knows its row."""
        return self.between(node.start, node.end)

    def between(self, start: int, end: int) -> Span:
        """The place between two offsets."""
        span = self.source.span(start, end)
        return span if self.row is None else evolve(span, origin=self.row.place)

    def written(self, node: tree.Node) -> str:
        """The author's own words, on one line."""
        return " ".join(self.source.text[node.start : node.end].split())


def _readable(sentence: str) -> str:
    """A sentence on one line, without the middle of what it quotes at length: a cell or a statement may be a page long."""
    line = " ".join(sentence.split()) if "\n" in sentence else sentence
    if len(line) <= _LONGEST_QUOTE:
        return line
    return _LONG_QUOTE.sub(lambda quote: f"`{quote[1][:40]} ... {quote[1][-20:]}`", line)


@define
class Findings:
    """What was found so far. A name in `unread` may have been declared where the text could not be read."""

    unread: frozenset[str] = frozenset()
    _found: list[Diagnostic] = field(factory=list)
    _misread: list[Span] = field(factory=list)
    _said: set[tuple[str, Span, str, Span | None]] = field(factory=set)
    _repeats: dict[tuple[str, str, int, int], list[Diagnostic]] = field(factory=dict)

    def say(
        self,
        code: str,
        span: Span,
        message: str,
        help: str | None = None,
        related: tuple[Related, ...] = (),
        fixes: tuple[Fix, ...] = (),
    ) -> None:
        """Add a finding, once. One that a template repeats for row after row is told a few times and then counted."""
        if (code, span, message, span.origin) in self._said:
            return  # a scenario that changes a buffer reads the rest of it again
        self._said.add((code, span, message, span.origin))
        one = diagnose(code, span, _readable(message), help and _readable(help), related, fixes)
        if span.origin is not None:
            same = self._repeats.setdefault((code, span.file, span.line, span.column), [])
            same.append(one)
            if len(same) > SAME_MISTAKE:
                return
        self._found.append(one)

    def add(self, found: tuple[Diagnostic, ...]) -> None:
        """Add what was found while a text was read."""
        self._found.extend(found)
        self._misread.extend(one.span for one in found)

    def understood(self, declaration: Span) -> bool:
        """Whether all of a declaration could be read; else nothing that seems to be missing in it is blamed."""
        begins, ends = (declaration.line, declaration.column), (declaration.end_line, declaration.end_column)
        return not any(one.file == declaration.file and begins <= (one.line, one.column) <= ends for one in self._misread)

    @property
    def fatal(self) -> bool:
        """Whether there is an error among them."""
        return any(one.severity is Severity.ERROR for one in self._found)

    def all(self) -> tuple[Diagnostic, ...]:
        """Everything found, in the order of the texts; long repetitions end with how many more there are."""
        more = {id(same[SAME_MISTAKE - 1]): len(same) - SAME_MISTAKE for same in self._repeats.values() if len(same) > SAME_MISTAKE}
        told = [
            evolve(one, message=f"{one.message} (and in {more[id(one)]} more rows of the table)") if id(one) in more else one
            for one in self._found
        ]
        return tuple(sorted(told, key=lambda one: (one.span.file, one.span.line, one.span.column)))

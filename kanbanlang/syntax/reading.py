"""The state of reading one text: its tokens, and how far the parser has come."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from attrs import define

from kanbanlang.diagnostics import Source, Span
from kanbanlang.syntax.automaton import CONTINUES, STATEMENT_ENDS
from kanbanlang.syntax.lexer import NEWLINE, Tokens


@define
class Reading:
    """A text being read.

    `states` is the stack of the automaton; `values` and `starts` hold what has been built for each state but the first, and where it
    starts in the text. `previous` is the kind of the last token taken.
    """

    source: Source
    tokens: Tokens
    states: list[int]
    values: list[Any]
    starts: list[int]
    previous: str = NEWLINE

    def kind(self, index: int) -> str:
        """The kind of a token; negative indices are before the text."""
        return self.tokens.kinds[index] if index >= 0 else NEWLINE

    def end(self, index: int) -> int:
        """The offset behind a token; 0 before the first. A word that was put right may be longer than what is written."""
        if index < 0:
            return 0
        starts = self.tokens.starts
        end = starts[index] + len(self.tokens.texts[index])
        return min(end, starts[index + 1]) if index + 1 < len(starts) else end

    def span(self, index: int) -> Span:
        """The place of a token; of a newline or the end, the place behind the word before it."""
        if self.tokens.kinds[index] == NEWLINE or not self.tokens.texts[index]:
            return self.behind(index - 1)
        return self.source.span(self.tokens.starts[index], self.end(index))

    def behind(self, index: int) -> Span:
        """The place right behind a token, or the one before it where that is a newline, one character wide: where something is missing."""
        while self.kind(index) == NEWLINE and index >= 0:
            index -= 1
        return self.source.span(self.end(index), self.end(index) + 1)

    def gap(self, offset: int) -> Span:
        """The empty place at an offset, for putting something in."""
        line, column = self.source.position(offset)
        return Span(self.source.name, line, column, line, column, self.source)

    def index_at(self, offset: int) -> int:
        """The first token that starts at or behind an offset."""
        return bisect_left(self.tokens.starts, offset)

    def end_of_statement(self, start: int, most: int | None = None) -> int:
        """The token behind the statement that goes on at `start`: a newline that ends it, `;`, a brace or the end; or `most` further."""
        kinds = self.tokens.kinds
        stop = start
        while most is None or stop - start < most:
            continues = kinds[stop] == NEWLINE and stop > start and (kinds[stop - 1] in CONTINUES or kinds[stop + 1] == ")")
            if kinds[stop] in STATEMENT_ENDS and not continues:
                break
            stop += 1
        return stop

    def first_on_its_line(self, index: int) -> bool:
        """Whether only spaces stand before a token on its line."""
        return not self.source.text[self._line_start(self.tokens.starts[index]) : self.tokens.starts[index]].strip()

    def indent(self, index: int) -> int:
        """How far the line of a token is indented, in characters."""
        start = self._line_start(self.tokens.starts[index])
        line = self.source.text[start : self.tokens.starts[index]]
        return len(line) - len(line.lstrip())

    def column(self, index: int) -> int:
        """How many characters stand before a token on its line."""
        start = self.tokens.starts[index]
        return start - self._line_start(start)

    def replace(self, first: int, last: int, *new: tuple[str, str]) -> None:
        """Puts tokens (kind, text) in the place of those from `first` to `last`, exclusive; they stand where `first` stood."""
        place = self.tokens.starts[first]
        self.tokens.kinds[first:last] = [kind for kind, _ in new]
        self.tokens.texts[first:last] = [text for _, text in new]
        self.tokens.starts[first:last] = [place for _ in new]

    def cut_back(self, depth: int) -> None:
        """Forgets what was built beyond the first `depth` values, and takes it that a statement begins here."""
        del self.states[depth + 1 :], self.values[depth:], self.starts[depth:]
        self.previous = NEWLINE

    def _line_start(self, offset: int) -> int:
        return self.source.text.rfind("\n", 0, offset) + 1

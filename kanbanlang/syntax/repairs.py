"""The smallest change of a statement after which it reads on: what its author most likely meant."""

from __future__ import annotations

from collections.abc import Iterator

from itertools import chain

from attrs import frozen

from kanbanlang.diagnostics import did_you_mean
from kanbanlang.syntax.automaton import STATEMENT_ENDS, Automaton
from kanbanlang.syntax.lexer import NAME, NEWLINE
from kanbanlang.syntax.reading import Reading
from kanbanlang.syntax.table import END

_AHEAD = 12
"""So many tokens behind a change must fit, or all up to the end of the statement."""

INVENTED = frozenset({"NAME", "NUMBER", "TEXT", "DATE", "TIME", "CURRENCY", "COMPARE", "ADD", "MULTIPLY"})
"""Kinds of tokens whose text cannot be guessed."""


@frozen
class Repair:
    """Replace the tokens from `first` to `last`, exclusive, by these kinds. `sort` says which kind of mistake it mends."""

    sort: str
    first: int
    last: int
    kinds: tuple[str, ...]
    alternatives: int = 1

    @property
    def invents(self) -> bool:
        """Whether a token is put in whose text nobody can know."""
        return self.sort in {"missing", "wrong"} and any(kind in INVENTED for kind in self.kinds)


class Bench:
    """Tries changes of one statement. `base` is the stack before it, `first` its first token, `at` the one that does not fit."""

    def __init__(self, automaton: Automaton, reading: Reading, base: list[int], first: int, at: int) -> None:
        self._automaton = automaton
        self._tokens = reading.tokens
        self._at = at
        self._first = first
        self._before, _ = automaton.reach(base, self._kinds(first, at))
        self._earlier, _ = automaton.reach(base, self._kinds(first, at - 1)) if at > first else (self._before, 0)
        self.stop = self._end_of_statement()

    def accepted(self) -> list[str]:
        """The kinds that could stand in place of the one that does not fit."""
        return self._automaton.accepted(self._before)

    def bridge(self) -> list[str] | None:
        """Kinds that could lead from the mistake to a `{`."""
        return self._automaton.bridge(self._before)

    def best(self, *, start: bool = False) -> Repair | None:
        """The first repair, in order of likelihood, after which the statement reads on to its end; `start`: its first word is wrong."""
        likely = (self._respelt(), self._doubled(), self._one_missing(), self._swapped(), self._superfluous())
        unlikely = () if start else (self._wrong(),)
        return next(chain(*likely, *unlikely), None)

    def _respelt(self) -> Iterator[Repair]:
        tokens = self._tokens
        for index, states in ((self._at, self._before), (self._at - 1, self._earlier)):
            if index < self._first or not (tokens.kinds[index] == NAME or tokens.kinds[index].isalpha()):
                continue
            words = [kind for kind in self._automaton.accepted(states) if kind.islower() and kind != tokens.texts[index]]
            close = did_you_mean(tokens.texts[index].lower(), words)
            if close and self._reads_on(states, (close,), index + 1):
                yield Repair("misspelt", index, index + 1, (close,))

    def _doubled(self) -> Iterator[Repair]:
        at, tokens = self._at, self._tokens
        if at > self._first and tokens.texts[at] == tokens.texts[at - 1] and self._reads_on(self._before, (), at + 1):
            yield Repair("doubled", at, at + 1, ())

    def _one_missing(self) -> Iterator[Repair]:
        found = [
            kind for kind in self.accepted() if kind not in {"PLACEHOLDER", ";", END} and self._reads_on(self._before, (kind,), self._at)
        ]
        if found:
            likely = NEWLINE if NEWLINE in found else found[0]
            if len(found) == 1 or likely == NEWLINE:
                yield Repair("missing", self._at, self._at, (likely,))

    def _swapped(self) -> Iterator[Repair]:
        kinds = self._tokens.kinds
        for left, states in ((self._at - 1, self._earlier), (self._at, self._before)):
            if left < self._first or kinds[left] in STATEMENT_ENDS or kinds[left + 1] in STATEMENT_ENDS - {"{"}:
                continue
            if self._reads_on(states, (kinds[left + 1], kinds[left]), left + 2):
                yield Repair("swapped", left, left + 2, (kinds[left + 1], kinds[left]))

    def _superfluous(self) -> Iterator[Repair]:
        if self._tokens.kinds[self._at] in STATEMENT_ENDS:
            return
        if self._reads_on(self._before, (), self._at + 1):
            yield Repair("superfluous", self._at, self._at + 1, ())

    def _wrong(self) -> Iterator[Repair]:
        at = self._at
        if self._tokens.kinds[at] not in STATEMENT_ENDS:
            for kind in self.accepted():
                if kind not in STATEMENT_ENDS and kind != "PLACEHOLDER" and self._reads_on(self._before, (kind,), at + 1):
                    yield Repair("wrong", at, at + 1, (kind,))
        for kind in self.accepted():
            if kind not in STATEMENT_ENDS and kind != "PLACEHOLDER" and self._reads_on(self._before, (kind,), at):
                yield Repair("missing", at, at, (kind,), alternatives=2)
        if at - 1 > self._first and self._reads_on(self._earlier, (), at):
            yield Repair("superfluous", at - 1, at, ())

    def _reads_on(self, states: list[int], kinds: tuple[str, ...], rest: int) -> bool:
        """Whether these kinds can stand behind `states`, and behind them the tokens from `rest` up to the end of the statement."""
        end = rest
        tokens = self._tokens.kinds
        while end - rest < _AHEAD and tokens[end] not in STATEMENT_ENDS:
            end += 1
        ahead = [NEWLINE if kind == END else kind for kind in (*kinds, *self._kinds(rest, end + 1))]
        return self._automaton.fits(states, ahead, "")

    def _kinds(self, first: int, last: int) -> list[str]:
        """Kinds of tokens as the grammar sees them: without a newline before a closing bracket."""
        kinds = self._tokens.kinds
        return [kinds[index] for index in range(first, last) if kinds[index] != NEWLINE or kinds[index + 1] != ")"]

    def _end_of_statement(self) -> int:
        stop = self._at
        while self._tokens.kinds[stop] not in STATEMENT_ENDS:
            stop += 1
        return stop

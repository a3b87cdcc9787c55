"""The smallest change of a statement after which it reads on: what its author most likely meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from attrs import frozen

from kanbanlang.diagnostics import did_you_mean
from kanbanlang.syntax.automaton import CONTINUES, STATEMENT_ENDS, Automaton
from kanbanlang.syntax.lexer import NEWLINE
from kanbanlang.syntax.reading import Reading
from kanbanlang.syntax.recovery.wording import UNITS, VALUES
from kanbanlang.syntax.table import END

_AHEAD = 12
"""So many tokens behind a change must fit, or all up to the end of the statement."""

_LONGEST_WORD = 30
"""What is longer is no word of the language, however it is spelt."""

_UNTRIED = frozenset({"PLACEHOLDER", ";", "}", END})
"""Kinds of tokens that are never put in: another kind says the same, or it would end more than a statement."""

_NOBODY_KNOWS = frozenset({"NAME", "NUMBER", "TEXT", "DATE", "TIME", "CURRENCY", "COMPARE", "ADD", "MULTIPLY"})
"""Kinds of tokens whose text cannot be guessed."""


@frozen
class Repair:
    """Replace the tokens from `first` to `last`, exclusive, by these kinds. `sort` says which kind of mistake it mends.

    `sure` is False where other changes would do as well; `options` are all the kinds that would do, if they come to the same.
    """

    sort: str
    first: int
    last: int
    kinds: tuple[str, ...]
    sure: bool = True
    options: tuple[str, ...] = ()

    @property
    def invents(self) -> bool:
        """Whether a token is put in whose text nobody can know: a name, a number, or one word of several that would do."""
        return self.sort in {"missing", "wrong"} and (not self.sure or any(kind in _NOBODY_KNOWS for kind in self.kinds))


class Bench:
    """Tries changes of one statement. `base` is the stack before it, `first` its first token, `at` the one that does not fit.

    `stop` is the token at which the statement ends. `surplus` says whether a `}` without its `{` follows.
    """

    def __init__(self, automaton: Automaton, reading: Reading, base: list[int], first: int, at: int, surplus: Callable[[], bool]) -> None:
        self._automaton = automaton
        self._base = base
        self._reading = reading
        self._tokens = reading.tokens
        self._at = at
        self._first = first
        self._surplus = surplus
        self._earlier, _ = automaton.reach(base, self._kinds(first, max(at - 1, first)))
        self._before = self._earlier
        if at > first and self._tokens.kinds[at - 1] != NEWLINE:
            self._before = automaton.shift(self._earlier, self._tokens.kinds[at - 1]) or self._earlier
        self.stop = self._reading.end_of_statement(at)

    def accepted(self) -> list[str]:
        """The kinds that could stand in place of the one that does not fit."""
        return self._automaton.accepted(self._before)

    def bridge(self) -> list[str] | None:
        """Kinds that could lead from the mistake to the `{` at the end of the statement, if possible to one whose block fits."""
        block = ["{", *self._kinds(self.stop + 1, self._reading.end_of_statement(self.stop + 1) + 1)]
        return self._automaton.bridge(self._before, block) or self._automaton.bridge(self._before, ["{"])

    def best(self, *, start: bool = False) -> Repair | None:
        """The first repair, in order of likelihood, after which the statement reads on to its end; `start`: its first word is wrong."""
        likely = (
            self._respelt(),
            self._decimal_comma(),
            self._doubled(),
            self._crossed(),
            self._dangling(),
            self._missing(self._at, self._before),
            self._swapped(),
        )
        if start:
            return next(chain(*likely, self._superfluous()), None)
        return next(chain(*likely, self._unit_missing(), self._superfluous(), self._wrong()), None)

    def _respelt(self) -> Iterator[Repair]:
        tokens = self._tokens
        for index, states in ((self._at, self._before), (self._at - 1, self._earlier)):
            text = tokens.texts[index]
            if index < self._first or not (text.isidentifier() or text == "-") or len(text) > _LONGEST_WORD:
                continue
            if text == "-" and self._reads_on(states, ("..",), index + 1):
                yield Repair("misspelt", index, index + 1, ("..",))
            words = [kind for kind in self._automaton.accepted(states) if kind.islower() and kind != text]
            close = did_you_mean(text.lower(), words)
            if close and self._reads_on(states, (close,), index + 1):
                yield Repair("misspelt", index, index + 1, (close,))
            for word in words:
                joined = (word, text[len(word) :])
                if text.startswith(word) and joined[1] in self._automaton.table.words and self._reads_on(states, joined, index + 1):
                    yield Repair("misspelt", index, index + 1, joined)

    def _doubled(self) -> Iterator[Repair]:
        at, tokens = self._at, self._tokens
        if at > self._first and tokens.texts[at] == tokens.texts[at - 1] and self._reads_on(self._before, (), at + 1):
            yield Repair("doubled", at, at + 1, ())

    def _missing(self, at: int, states: list[int]) -> Iterator[Repair]:
        """One token, if only one does: a `{` where its `}` follows, else the end of a statement, else any."""
        found = [kind for kind in self._automaton.accepted(states) if kind not in _UNTRIED and self._reads_on(states, (kind,), at)]
        if at == self._first and not any(kind in self._automaton.table.words for kind in self._tokens.kinds[at : self.stop]):
            return
        for certain in ("{",) if len(found) > 1 and self._surplus() else (), (NEWLINE,):
            found = [kind for kind in found if kind in certain] or found
        if len(found) > 1 and self._tokens.kinds[self.stop] == "{":
            found = [kind for kind in found if self._reads_on(states, (kind,), at, into_block=True)]
        if len(found) == 1 or (found and set(found) <= VALUES) or (found and set(found) <= UNITS):
            condition = ("not",) if found[0] in VALUES and "not" in self._automaton.accepted(states) else ()
            yield Repair("missing", at, at, (found[0],), options=(*found, *condition))

    def _unit_missing(self) -> Iterator[Repair]:
        """A word of the language can be no unit, so where it stands in the place of one, the unit is missing."""
        before = self._at - 1
        if before > self._first and self._tokens.kinds[before] in self._automaton.table.words:
            yield from self._missing(before, self._earlier)

    def _decimal_comma(self) -> Iterator[Repair]:
        at, tokens = self._at, self._tokens
        if tokens.texts[at] == "," and self._first < at and tokens.kinds[at - 1] == tokens.kinds[at + 1] == "NUMBER":
            touching = self._reading.end(at - 1) == tokens.starts[at] == tokens.starts[at + 1] - 1
            if touching and self._reads_on(self._earlier, ("NUMBER",), at + 2):
                yield Repair("decimal comma", at - 1, at + 2, ("NUMBER",))

    def _dangling(self) -> Iterator[Repair]:
        """A comma or an operator at the end of the line before: nothing follows it, and the next line is a statement of its own."""
        kinds = self._tokens.kinds
        for index in range(self._at - 1, max(self._first + 1, self._at - _AHEAD), -1):
            if kinds[index] == NEWLINE and kinds[index - 1] != "(":
                states, _ = self._automaton.reach(self._base, self._kinds(self._first, index - 1))
                if self._reads_on(states, (NEWLINE,), index + 1):
                    yield Repair("dangling", index - 1, index, ())

    def _crossed(self) -> Iterator[Repair]:
        """The mark that ends the statement stands one word too early; or, over the end of a line, a `}` does or a `{` one too late."""
        at, kinds = self._at, self._tokens.kinds
        early = kinds[at] in {"{", "}", ";"} and kinds[at + 1] not in STATEMENT_ENDS
        if early and self._reads_on(self._before, (kinds[at + 1], kinds[at]), at + 2):
            yield Repair("swapped", at, at + 2, (kinds[at + 1], kinds[at]))
        if kinds[at + 1 : at + 2] != [NEWLINE] or len(kinds) <= at + 3:
            return
        word_alone = kinds[at] == "}" and kinds[at + 2] not in STATEMENT_ENDS and kinds[at + 3] in {NEWLINE, END}
        if (word_alone or kinds[at + 2] == "{") and self._reads_on(self._before, (kinds[at + 2], kinds[at]), at + 3):
            yield Repair("swapped", at, at + 3, (kinds[at + 2], NEWLINE, kinds[at]))

    def _swapped(self) -> Iterator[Repair]:
        kinds = self._tokens.kinds
        for left, states in ((self._at - 1, self._earlier), (self._at, self._before)):
            if left < self._first or kinds[left] in {NEWLINE, END} or kinds[left + 1] in {NEWLINE, END, "}", ";"}:
                continue
            if self._reads_on(states, (kinds[left + 1], kinds[left]), left + 2):
                yield Repair("swapped", left, left + 2, (kinds[left + 1], kinds[left]))

    def _superfluous(self) -> Iterator[Repair]:
        if self._tokens.kinds[self._at] not in STATEMENT_ENDS and self._reads_on(self._before, (), self._at + 1):
            yield Repair("superfluous", self._at, self._at + 1, ())

    def _wrong(self) -> Iterator[Repair]:
        at = self._at
        kinds = [kind for kind in self.accepted() if kind not in STATEMENT_ENDS and kind != "PLACEHOLDER"]
        if self._tokens.kinds[at] not in STATEMENT_ENDS:
            yield from (Repair("wrong", at, at + 1, (kind,), sure=False) for kind in kinds if self._reads_on(self._before, (kind,), at + 1))
        yield from (Repair("missing", at, at, (kind,), sure=False) for kind in kinds if self._reads_on(self._before, (kind,), at))
        if at - 1 > self._first and self._reads_on(self._earlier, (), at):
            yield Repair("superfluous", at - 1, at, ())

    def _reads_on(self, states: list[int], kinds: tuple[str, ...], rest: int, *, into_block: bool = False) -> bool:
        """Whether these kinds can stand behind `states`, and behind them what follows from `rest` up to the end of the statement.

        With `into_block`, also the first statement of its block.
        """
        if kinds and kinds[-1] in CONTINUES - {"{"} and self._tokens.kinds[rest] == NEWLINE:
            return False
        end = self._reading.end_of_statement(rest, _AHEAD)
        if into_block and self._tokens.kinds[end] == "{":
            end = self._reading.end_of_statement(end + 1, _AHEAD)
        ahead = [NEWLINE if kind == END else kind for kind in (*kinds, *self._kinds(rest, end + 1))]
        return self._automaton.fits(states, ahead, "")

    def _kinds(self, first: int, last: int) -> list[str]:
        """Kinds of tokens as the grammar sees them: without a newline before a closing bracket."""
        kinds = self._tokens.kinds
        return [kinds[index] for index in range(first, last) if kinds[index] != NEWLINE or kinds[index + 1] != ")"]

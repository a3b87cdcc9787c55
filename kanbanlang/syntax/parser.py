"""The parser: drives the LALR(1) table over the tokens of a text and builds the typed tree as it goes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kanbanlang.diagnostics import Source
from kanbanlang.syntax.automaton import CONTINUES, DEEPEST, Automaton
from kanbanlang.syntax.builders import builder
from kanbanlang.syntax.kept import the_table
from kanbanlang.syntax.lexer import NAME, NEWLINE, Lexer
from kanbanlang.syntax.parsed import Comment, Parsed
from kanbanlang.syntax.pruning import without
from kanbanlang.syntax.reading import Reading
from kanbanlang.syntax.table import Table

if TYPE_CHECKING:
    from kanbanlang.syntax.recovery.ledger import Ledger


class Parser:
    """A grammar's table, ready to read texts."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._automaton = Automaton(table)
        self._lexer = Lexer(table.lexicon, table.words)
        self._rules = [(rule.size, rule.makes, None if rule.passes and rule.size == 1 else builder(rule)) for rule in table.rules]

    def parse(self, source: Source) -> Parsed:
        """Reads a text: the tree of all that could be read, and a diagnostic for each mistake."""
        tokens = self._lexer.cut(source.text)
        comments = tuple(Comment(start, end) for start, end in tokens.comments)
        reading = Reading(source, tokens, [self._table.start], [], [])
        at = self._drive(reading, 0)
        if at is None:
            return Parsed(source, reading.values[-1], (), comments, frozenset())
        ledger = self._mend_and_read_on(reading, at)
        findings = sorted(ledger.findings, key=lambda finding: (finding.span.line, finding.span.column))
        return Parsed(source, without(reading.values[-1], ledger.dropped), tuple(findings), comments, frozenset(ledger.unread))

    def _mend_and_read_on(self, reading: Reading, at: int | None) -> Ledger:
        """Reads to the end from the first token that does not fit, and answers what was found."""
        from kanbanlang.syntax.recovery import Mender  # noqa: PLC0415 - a policy without mistakes does not pay for this import

        mender = Mender(self._automaton, reading)
        while at is not None:
            at = self._drive(reading, mender.mend(at))
        return mender.ledger

    def _drive(self, reading: Reading, at: int) -> int | None:
        """Reads from the token `at` to the end: None; or to the first token that does not fit: its index.

        This loop runs several times for each word of a policy, so it looks nothing up twice.
        """
        actions, gotos, rules = self._table.actions, self._table.gotos, self._rules
        words, accept = self._table.words, self._table.accept
        kinds, texts, places = reading.tokens.kinds, reading.tokens.texts, reading.tokens.starts
        states, values, starts, previous = reading.states, reading.values, reading.starts, reading.previous
        state = states[-1]
        end = 0
        kind = kinds[at]
        while True:
            if kind == NEWLINE and (previous in CONTINUES or kinds[at + 1] == ")"):
                at += 1
                kind = kinds[at]
                continue
            taken = kind
            action = actions[state].get(kind)
            if action is None and kind in words:
                taken = NAME
                action = actions[state].get(NAME)
            if action is None or len(states) > DEEPEST:
                reading.previous = previous
                return at
            if action >= 0:
                start = places[at]
                text = texts[at]
                end = start + len(text)
                values.append(text)
                starts.append(start)
                state = action
                states.append(state)
                previous = taken
                at += 1
                kind = kinds[at]
                continue
            size, makes, build = rules[~action]
            if build is None:
                states.pop()
            elif size:
                children = values[-size:]
                start = starts[-size]
                del states[-size:], values[-size:], starts[-size:]
                values.append(build(children, start, end))
                starts.append(start)
            else:
                values.append(build([], end, end))
                starts.append(end)
            state = gotos[states[-1]][makes]
            states.append(state)
            if state == accept:
                return None


@cache
def the_parser() -> Parser:
    """The parser of the policy language, made on first use."""
    return Parser(the_table())


def parse(source: Source) -> Parsed:
    """Reads a text: the tree of all that could be read, and a diagnostic for each mistake. Never raises, in time linear in the text."""
    return the_parser().parse(source)

"""The parser: drives the LALR(1) table over the tokens of a text and builds the typed tree as it goes."""

from __future__ import annotations

from functools import cache
from typing import Any

from kanbanlang.diagnostics import Source, diagnose
from kanbanlang.syntax import tree
from kanbanlang.syntax.builders import builder
from kanbanlang.syntax.kept import the_table
from kanbanlang.syntax.lexer import NAME, NEWLINE, Lexer
from kanbanlang.syntax.parsed import Comment, Parsed
from kanbanlang.syntax.table import Table

CONTINUES = frozenset({",", "{", "(", "COMPARE", "ADD", "MULTIPLY", "..", "and", "or", "not", NEWLINE, ";"})
"""Kinds of tokens behind which a newline says nothing."""


class Parser:
    """A grammar's table, ready to read texts."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.lexer = Lexer(table.lexicon, table.words)
        self.rules = [(rule.size, rule.makes, None if rule.passes else builder(rule)) for rule in table.rules]

    def parse(self, source: Source) -> Parsed:
        """Reads a text."""
        text = source.text
        tokens = self.lexer.cut(text)
        kinds, texts, places = tokens.kinds, tokens.texts, tokens.starts
        actions, gotos, rules, words = self.table.actions, self.table.gotos, self.rules, self.table.words
        accept = self.table.accept
        state = self.table.start
        states, values, starts = [state], [], []
        previous = NEWLINE
        at = 0
        end = 0
        kind = kinds[0]
        diagnostics = []
        comments = tuple(Comment(start, stop) for start, stop in tokens.comments)
        while True:
            if kind == NEWLINE and (previous in CONTINUES or kinds[at + 1] == ")"):
                at += 1
                kind = kinds[at]
                continue
            action = actions[state].get(kind)
            if action is None:
                if kind in words:
                    action = actions[state].get(NAME)
                if action is None:
                    start = places[at]
                    said = texts[at].strip() or "the end of the line"
                    expected = ", ".join(f"`{kind}`" for kind in sorted(actions[state]))
                    diagnostics.append(
                        diagnose(
                            "KB101", source.span(start, start + len(texts[at])), f"`{said}` is not expected here, but one of {expected}"
                        )
                    )
                    empty = tree.File((), start=0, end=len(text))
                    return Parsed(source, empty, tuple(diagnostics), comments, frozenset(words for words in texts))
                kind = NAME if action >= 0 else kind
            if action >= 0:
                state = action
                states.append(state)
                values.append(texts[at])
                starts.append(places[at])
                end = places[at] + len(texts[at])
                previous = kind
                at += 1
                kind = kinds[at]
                continue
            size, makes, build = rules[~action]
            if build is None:
                if size > 1:
                    rule = self.table.rules[~action]
                    value = values[rule.picks[0] - size]
                    start = starts[-size]
                    del states[-size:], values[-size:], starts[-size:]
                    values.append(value)
                    starts.append(start)
                else:
                    states.pop()
                state = gotos[states[-1]][makes]
                states.append(state)
                continue
            if size:
                children = values[-size:]
                start = starts[-size]
                del states[-size:], values[-size:], starts[-size:]
            else:
                children = []
                start = end
            values.append(build(children, start, end))
            starts.append(start)
            state = gotos[states[-1]][makes]
            states.append(state)
            if state == accept:
                return Parsed(source, values[-1], tuple(diagnostics), comments, frozenset())


@cache
def the_parser() -> Parser:
    """The parser of the policy language, made on first use."""
    return Parser(the_table())


def parse(source: Source) -> Parsed:
    """Reads a text: the tree of all that could be read, and a diagnostic for each mistake. Never raises, in time linear in the text."""
    return the_parser().parse(source)

"""The parse table: what the parser may do in each state, as plain data made from the grammar.

Lark makes the table; nothing else here needs Lark, so a table that was kept (see `kept.py`) costs no import of it.
"""

from __future__ import annotations

from typing import Any

from attrs import frozen

END = "$end"
"""The kind of the token behind the last one."""

SEPARATORS = "_sep"
"""The nonterminal of what stands between statements: newlines and semicolons."""


@frozen
class Rule:
    """One way to make a nonterminal. `build` names the node class or tuple; `picks` are the children that it keeps, None for an absent one.

    `spliced` are the positions, among the picks, of lists whose elements take their place. `passes` says that the rule makes nothing of
    its own: its only child stands for it.
    """

    makes: str
    size: int
    build: str
    picks: tuple[int | None, ...]
    spliced: tuple[int, ...]
    passes: bool


@frozen
class Table:
    """`actions[state][kind]` is the state to shift to, or `~number` of the rule to reduce by; `gotos[state][nonterminal]` is a state.

    A kind of token is a word of the language itself (`"buffer"`), a mark (`"{"`), or the name of a class of tokens (`"NUMBER"`).
    `lexicon` gives the pattern of each class and mark, in the order in which they are tried.
    """

    actions: tuple[dict[str, int], ...]
    gotos: tuple[dict[str, int], ...]
    rules: tuple[Rule, ...]
    lexicon: tuple[tuple[str, str], ...]
    words: frozenset[str]
    start: int
    accept: int

    def plain(self) -> dict[str, Any]:
        """The table in lists and dictionaries, for JSON."""
        return {
            "actions": self.actions,
            "gotos": self.gotos,
            "rules": [(rule.makes, rule.size, rule.build, rule.picks, rule.spliced, rule.passes) for rule in self.rules],
            "lexicon": self.lexicon,
            "words": sorted(self.words),
            "start": self.start,
            "accept": self.accept,
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Table:
        """The table that `plain` wrote. Raises KeyError, TypeError or ValueError where something else wrote it."""
        return cls(
            actions=tuple(plain["actions"]),
            gotos=tuple(plain["gotos"]),
            rules=tuple(
                Rule(makes, size, build, tuple(picks), tuple(spliced), passes)
                for makes, size, build, picks, spliced, passes in plain["rules"]
            ),
            lexicon=tuple((kind, pattern) for kind, pattern in plain["lexicon"]),
            words=frozenset(plain["words"]),
            start=plain["start"],
            accept=plain["accept"],
        )

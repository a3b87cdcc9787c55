"""Mistakes put into policies that have none: where, of what kind, and which statement they are in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from attrs import frozen

from kanbanlang.diagnostics import Source
from kanbanlang.syntax import parse, tree
from kanbanlang.syntax.formatting.words import the_lexer
from kanbanlang.syntax.table import END

ROOT = Path(__file__).resolve().parents[2]
POLICIES = sorted(path for folder in ("tests/syntax/policies", "tests/cases", "policies") for path in (ROOT / folder).glob("*.kanban"))

BLOCKS = {"declarations", "statements", "terms", "laws", "steps"}
"""The fields of the tree that hold what stands in a block."""


@frozen
class Token:
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@frozen
class Sound:
    """A policy without mistakes: its text, its tokens, and the places of all its statements, blocks included."""

    text: str
    tokens: tuple[Token, ...]
    statements: tuple[tuple[int, int], ...]

    def statement_around(self, start: int, end: int) -> tuple[int, int]:
        """The innermost statement that holds a piece of the text; the whole text where none does."""
        around = [place for place in self.statements if place[0] <= start and end <= place[1]]
        return min(around, key=lambda place: place[1] - place[0], default=(0, len(self.text)))


@frozen
class Change:
    """Replaces the text from `start` to `end`, which lies in the statement at `statement`."""

    start: int
    end: int
    new: str
    statement: tuple[int, int]

    def applied_to(self, text: str) -> str:
        return text[: self.start] + self.new + text[self.end :]

    def is_apart_from(self, other: Change) -> bool:
        return self.statement[1] <= other.statement[0] or other.statement[1] <= self.statement[0]


def sound(text: str) -> Sound:
    parsed = parse(Source("sound.kanban", text))
    assert parsed.diagnostics == ()
    cut = the_lexer().cut(text)
    tokens = [
        Token(start, word) for kind, word, start in zip(cut.kinds, cut.texts, cut.starts, strict=True) if kind not in {"NEWLINE", END}
    ]
    return Sound(text, tuple(tokens), tuple(statements(parsed.tree)))


def sound_policies() -> list[Sound]:
    return [sound(path.read_text(encoding="utf-8")) for path in POLICIES]


def statements(node: tree.Node) -> Iterator[tuple[int, int]]:
    for name in node.field_names:
        for child in getattr(node, name) if name in BLOCKS else ():
            yield child.start, child.end
            yield from statements(child)


def deleted(policy: Sound, index: int, _: Random) -> Change:
    token = policy.tokens[index]
    return Change(token.start, token.end, "", policy.statement_around(token.start, token.end))


def doubled(policy: Sound, index: int, _: Random) -> Change:
    token = policy.tokens[index]
    return Change(token.start, token.end, f"{token.text} {token.text}", policy.statement_around(token.start, token.end))


def swapped(policy: Sound, index: int, _: Random) -> Change:
    left, right = policy.tokens[index], policy.tokens[index + 1]
    between = policy.text[left.end : right.start]
    return Change(left.start, right.end, right.text + between + left.text, policy.statement_around(left.start, right.end))


def misspelt(policy: Sound, index: int, random: Random) -> Change | None:
    token = policy.tokens[index]
    if not token.text.isalpha() or len(token.text) < 4:
        return None
    at = random.randrange(1, len(token.text) - 1)
    word = random.choice(
        [
            token.text[:at] + token.text[at + 1 :],
            token.text[:at] + token.text[at + 1] + token.text[at] + token.text[at + 2 :],
            token.text[:at] + random.choice("aeiou") + token.text[at:],
        ]
    )
    return Change(token.start, token.end, word, policy.statement_around(token.start, token.end))


def strayed(policy: Sound, index: int, random: Random) -> Change:
    token = policy.tokens[index]
    return Change(token.start, token.start, random.choice("§$&?^~") + " ", policy.statement_around(token.start, token.end))


def left_open(policy: Sound, index: int, _: Random) -> Change | None:
    token = policy.tokens[index]
    if token.text[0] != '"':
        return None
    return Change(token.end - 1, token.end, "", policy.statement_around(token.start, token.end))

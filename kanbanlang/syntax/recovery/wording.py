"""What is said about a mistake: kinds of tokens in words that people use."""

from __future__ import annotations

from collections.abc import Iterable

from kanbanlang.syntax.automaton import STATEMENT_ENDS

_CLASSES = {
    "NAME": "a name",
    "NUMBER": "a number",
    "TEXT": 'a text in `"`',
    "DATE": "a date such as `2026-01-31`",
    "TIME": "a time such as `06:00`",
    "COMPARE": "a comparison such as `<=`",
    "CURRENCY": "a currency such as `EUR`",
    "ADD": "`+` or `-`",
    "MULTIPLY": "`*` or `/`",
}
VALUES = frozenset({"NUMBER", "NAME", "PLACEHOLDER", "TEXT", "DATE", "TIME", "("})
UNITS = frozenset({"NAME", "CURRENCY", "%", "PLACEHOLDER"})
_DAYS = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
_GOES_WITHOUT_SAYING = frozenset({"PLACEHOLDER", "ADD", "MULTIPLY", "per", "and", "or", "(", ";", ","})
"""What nearly always could stand there, and nearly never is what was meant."""

_MOST_NAMED = 8


def described(kind: str) -> str:
    """A kind of token as part of a sentence."""
    return "the end of the statement" if kind in STATEMENT_ENDS - {"{", "}"} else _CLASSES.get(kind, f"`{kind}`")


def expected(kinds: Iterable[str]) -> str:
    """What could stand in a place: `A, B or C`."""
    left = set(kinds)
    words = []
    if {"(", "NUMBER"} <= left or {"NAME", "NUMBER"} <= left <= VALUES | {"not"}:
        words.append("a condition" if "not" in left else "a value such as `20 pcs`")
        left -= VALUES | {"not"}
    elif {"%", "NAME"} <= left:
        words.append("a unit")
        left -= UNITS
    if left >= _DAYS:
        words.append("a weekday")
        left -= _DAYS
    ends = left & STATEMENT_ENDS - {"{"}
    left -= ends
    left = left - _GOES_WITHOUT_SAYING or (left if not words and not ends else set())
    words += sorted((described(kind) for kind in left), key=lambda word: (word.startswith("`"), word))
    if ends:
        words.append("`}`" if ends == {"}"} else "the end of the statement")
    if len(words) > _MOST_NAMED:
        words = [*words[: _MOST_NAMED - 1], "another word"]
    return one_of(words)


def one_of(words: list[str]) -> str:
    """`A`, `A or B`, `A, B or C`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def shown(kind: str, text: str) -> str:
    """A token as the subject of a sentence."""
    if kind == "NEWLINE":
        return "the end of the line"
    return f"`{shortened(text)}`" if text else "the end of the file"


def shortened(text: str) -> str:
    """A piece of the author's text that fits into a sentence."""
    longest = 40
    printable = "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text[: longest + 1])
    return printable if len(printable) <= longest else printable[: longest - 3] + "..."

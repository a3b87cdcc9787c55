"""A text as the words and comments that stand in it; what is between them is forgotten, but for line ends."""

from __future__ import annotations

import re

from attrs import frozen

_COLUMN = r"\{[a-z_][a-z0-9_]*\}"
_WORD = re.compile(
    r"(?P<space>[ \t\r]+)"
    r"|(?P<newline>\n)"
    r"|(?P<comment>\#[^\n]*)"
    r'|(?P<text>"(?:[^"\\\n]|\\.)*")'
    r"|(?P<clock>\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2})"
    r"|(?P<number>\d+(?:\.\d+)?)"
    rf"|(?P<name>(?:{_COLUMN})*[a-z_](?:[a-z0-9_]|{_COLUMN})*|(?:{_COLUMN})+|[A-Z]+)"
    r"|(?P<mark>\.\.|<=|>=|!=|.)",
)


@frozen
class Word:
    """A word, number, text, mark or comment; `start` and `end` are offsets into the text, the end is exclusive.

    `line_ends` counts those between the word before and this one: 0 on one line with it, 2 or more behind an empty line.
    """

    text: str
    start: int
    end: int
    line_ends: int
    is_number: bool = False

    @property
    def is_comment(self) -> bool:
        """Whether this is a comment, which ends its line."""
        return self.text[0] == "#"


def words_of(text: str) -> list[Word]:
    """All words and comments of a text in order; the first one stands on a line of its own."""
    words = []
    line_ends = 1
    for match in _WORD.finditer(text):
        kind = match.lastgroup
        if kind == "newline":
            line_ends += 1
        elif kind != "space":
            words.append(Word(match.group().rstrip(), match.start(), match.end(), line_ends, kind == "number"))
            line_ends = 0
    return words

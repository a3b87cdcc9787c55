"""A text as the words and comments that stand in it; of what is between them only the line ends count."""

from __future__ import annotations

from functools import cache
from heapq import merge

from attrs import frozen

from kanbanlang.syntax.kept import the_table
from kanbanlang.syntax.lexer import NEWLINE, Lexer

_NUMBER = "NUMBER"
_COMMENT = "COMMENT"


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
    tokens = the_lexer().cut(text)
    comments = ((start, _COMMENT, text[start:end].rstrip()) for start, end in tokens.comments)
    words = []
    line_ends = 1
    for start, kind, said in merge(zip(tokens.starts[:-1], tokens.kinds, tokens.texts, strict=False), comments):
        if kind == NEWLINE:
            line_ends += 1
        else:
            words.append(Word(said, start, start + len(said), line_ends, kind == _NUMBER))
            line_ends = 0
    return words


@cache
def the_lexer() -> Lexer:
    """What cuts a text of the policy language into tokens, made on first use."""
    table = the_table()
    return Lexer(table.lexicon, table.words)

"""The words of a text: one pass of one regular expression, in time linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import frozen

from kanbanlang.syntax.table import END

NEWLINE = "NEWLINE"
NAME = "NAME"
UNCLOSED = "UNCLOSED"
STRANGE = "STRANGE"
STRAY = "STRAY"
MISTAKES = frozenset({UNCLOSED, STRANGE, STRAY})
"""Classes of tokens that no statement can take: a text without its end, a word that is not lower_snake_case, any other characters."""

_MISTAKEN_FIRST = ((STRAY, r"//[^\n]*"),)
_MISTAKEN_LAST = (
    (UNCLOSED, r'"[^\n]*?(?=[ \t\r]*(?:[;{}][ \t\r;{}]*)?(?:\n|\Z))'),
    (STRANGE, r"[^\W\d]\w*"),
    (STRAY, r'[^\w\s"#(){},;%<>=+*/.-]+|.'),
)
"""How such tokens look; tried before and after those that the grammar names."""

_SPACE = r"[ \t\ufeff]+"


@frozen
class Tokens:
    """The tokens of a text, each described at the same place of each list; the last one is the end. A word's kind is the word itself."""

    kinds: list[str]
    texts: list[str]
    starts: list[int]
    comments: list[tuple[int, int]]


class Lexer:
    """Cuts texts into tokens. `lexicon` gives pairs of kind and pattern, `words` the names that the language knows."""

    def __init__(self, lexicon: Iterable[tuple[str, str]], words: frozenset[str]) -> None:
        named = [(kind, pattern) for kind, pattern in lexicon if not kind.startswith("IGNORE")]
        patterns = [*_MISTAKEN_FIRST, *named, *_MISTAKEN_LAST]
        self._kinds = [kind for kind, _ in patterns]
        self._pattern = re.compile(_SPACE + "".join(f"|({pattern})" for _, pattern in patterns), re.DOTALL)
        self._words = words

    def cut(self, text: str) -> Tokens:
        """All tokens of a text. Comments are set apart; spaces between tokens are dropped."""
        kinds: list[str] = []
        texts: list[str] = []
        starts: list[int] = []
        comments: list[tuple[int, int]] = []
        names, words = self._kinds, self._words
        for match in self._pattern.finditer(text):
            number = match.lastindex
            if number is None:
                continue
            kind = names[number - 1]
            word = match[0]
            if kind == NAME:
                if word in words:
                    kind = word
            elif kind == "COMMENT":
                comments.append(match.span())
                continue
            kinds.append(kind)
            texts.append(word)
            starts.append(match.start())
        kinds.append(END)
        texts.append("")
        starts.append(len(text))
        return Tokens(kinds, texts, starts, comments)

"""Stock Lark on the project's own grammar: its LALR parser with positions, building its own generic tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lark import Lark, Token, Tree

from kanbanlang.syntax.grammar import grammar_text

_NEWLINE = "_NEWLINE"
_LINE_GOES_ON = frozenset({"COMMA", "LPAR", "LBRACE", "COMPARE", "ADD", "MULTIPLY", "AND", "OR", "NOT", "SEMICOLON", _NEWLINE})


class LineEnds:
    """Drops the newlines that end no statement: behind what a line cannot end with, and within brackets."""

    always_accept = (_NEWLINE, "NAME")  # a word of the language is a name wherever the grammar cannot take the word

    def process(self, tokens: Iterator[Token]) -> Iterator[Token]:
        """The tokens that the grammar sees."""
        before, brackets = _NEWLINE, 0
        for token in tokens:
            kind = token.type
            if kind == _NEWLINE and (brackets or before in _LINE_GOES_ON):
                continue
            brackets += (kind == "LPAR") - (kind == "RPAR")
            before = kind
            yield token


def lark_parser() -> Callable[[str], Tree[Token]]:
    """A function from a text to Lark's tree; it raises lark.UnexpectedInput at the first mistake."""
    lark = Lark(grammar_text(), parser="lalr", lexer="contextual", propagate_positions=True, maybe_placeholders=True, postlex=LineEnds())
    return lark.parse

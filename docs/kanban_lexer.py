"""Colours for policies in the documentation: the first word of a statement, numbers with their units, texts and comments."""

from __future__ import annotations

from typing import ClassVar

from pygments.lexer import RegexLexer, bygroups
from pygments.token import Comment, Keyword, Name, Number, Operator, Punctuation, String, Whitespace


class KanbanLexer(RegexLexer):
    """A policy as people read it."""

    name = "kanban"
    aliases: ClassVar[list[str]] = ["kanban"]
    filenames: ClassVar[list[str]] = ["*.kanban"]
    tokens: ClassVar = {
        "root": [
            (r"#[^\n]*", Comment.Single),
            (r"[a-z_][a-z0-9_{}]*", Keyword, "statement"),
            (r"[{};\n]", Punctuation),
            (r"\s+", Whitespace),
            (r"[^\s]", Punctuation),
        ],
        "statement": [
            (r"#[^\n]*", Comment.Single),
            (r'"(?:[^"\\\n]|\\.)*"', String),
            (r"\{[a-z_][a-z0-9_]*\}[a-z0-9_]*", Name.Variable),
            (r"([,+\-*/<>=(]\s*)(\n)", bygroups(Operator, Whitespace)),
            (r"[{};\n]", Punctuation, "#pop"),
            (r"\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}", Number),
            (r"(\d+(?:\.\d+)?)(\s*)(%|[a-z]+)?", bygroups(Number, Whitespace, Keyword.Type)),
            (r"[a-z_][a-z0-9_]*(?:\{[a-z_][a-z0-9_]*\})?", Name),
            (r"[A-Z]{3}\b", Keyword.Type),
            (r"[<>=!]=?|\.\.|[+\-*/%,().]", Operator),
            (r"[ \t]+", Whitespace),
            (r"[^\s]", Punctuation),
        ],
    }

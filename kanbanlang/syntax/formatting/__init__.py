"""The one layout of a policy.

Formatting never says anything anew: it takes the words of the text as the author wrote them and decides only about the space between
them (and about `1 card`, `2 cards`). So a new statement of the language needs nothing here, and a text cannot change its meaning.

* `words` cuts the text into words and comments;
* `hints` are what only the tree knows: where a statement begins, which word is an operator;
* `outline` puts words into statements and statements into blocks, each comment with what it belongs to;
* `wrapping` breaks a statement that is too long for a line;
* `layout` turns the outline into lines.
"""

from __future__ import annotations

from kanbanlang.diagnostics import Severity
from kanbanlang.syntax.formatting.hints import hints_of
from kanbanlang.syntax.formatting.layout import lay_out
from kanbanlang.syntax.formatting.outline import outline_of
from kanbanlang.syntax.formatting.words import words_of
from kanbanlang.syntax.parsed import Parsed

__all__ = ["format_text"]


def format_text(parsed: Parsed) -> str:
    """The text of `parsed` in its one layout; it reads as the same tree and has the same comments.

    Raises ValueError if the text has syntax errors: what could not be read cannot be laid out without changing it.
    """
    if any(finding.severity is Severity.ERROR for finding in parsed.diagnostics):
        raise ValueError("a text with syntax errors cannot be formatted")
    words = words_of(parsed.source.text)
    return lay_out(outline_of(words, hints_of(parsed.tree, words)))

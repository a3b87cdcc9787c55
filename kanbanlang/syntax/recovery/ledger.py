"""What has been found in one text, and which statement is blamed already."""

from __future__ import annotations

from kanbanlang.diagnostics import Diagnostic
from kanbanlang.syntax.reading import Reading

_WORDS_OF_A_STATEMENT = 10_000
"""So many words of a statement that could not be read are remembered."""


class Ledger:
    """The findings about a reading. A statement is blamed once: what is wrong in it beyond that may well be a consequence.

    `dropped` are the offsets of statements that were read only for what stands in their blocks; `unread` the words of statements
    with a mistake in them.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._blamed = -1
        self.findings: list[Diagnostic] = []
        self.dropped: set[int] = set()
        self.unread: set[str] = set()

    def is_blamed(self, at: int) -> bool:
        """Whether the statement of the token `at` is blamed already."""
        return self._reading.tokens.starts[at] <= self._blamed

    def blame(self, at: int, finding: Diagnostic) -> bool:
        """Tells of a mistake in the statement of the token `at`, unless it is blamed already. Answers whether it was told."""
        if self.is_blamed(at):
            return False
        self._blamed = self._reading.tokens.starts[self._reading.end_of_statement(at)]
        self.findings.append(finding)
        return True

    def blame_before(self, at: int, finding: Diagnostic) -> None:
        """Tells of a mistake in a statement that ends right before the token `at`, where the next one begins."""
        if not self.is_blamed(at):
            self._blamed = self._reading.tokens.starts[at] - 1
            self.findings.append(finding)

    def tell(self, finding: Diagnostic) -> None:
        """Tells of a mistake that is not one statement's."""
        self.findings.append(finding)

    def remember(self, first: int, last: int) -> None:
        """Keeps the words from one token to another, exclusive: what they say may be missing from the tree."""
        texts = self._reading.tokens.texts[first : min(last, first + _WORDS_OF_A_STATEMENT)]
        self.unread.update(text for text in texts if text.isidentifier())

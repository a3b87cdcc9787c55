"""What somebody may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The known word closest to `word`, or None where none is close enough to be worth a mention."""
    close = get_close_matches(word, list(known), 1, 0.7)
    return close[0] if close else None

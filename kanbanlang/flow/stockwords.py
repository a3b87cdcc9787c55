"""The words for stock as sums over the counters of a buffer: one table for conditions, measures, invariants and tests."""

from __future__ import annotations

from kanbanlang.flow.program import BufferCounters, Terms
from kanbanlang.model.expression import Word

_POSITION = ((1, "on_hand"), (1, "incoming"), (-1, "reserved"), (-1, "backlog"))
_SUMS: dict[Word, tuple[tuple[int, str], ...]] = {
    Word.ON_HAND: ((1, "on_hand"),),
    Word.RESERVED: ((1, "reserved"),),
    Word.AVAILABLE: ((1, "on_hand"), (-1, "reserved")),
    Word.INCOMING: ((1, "incoming"), (-1, "held")),
    Word.BLOCKED: ((1, "blocked"),),
    Word.SAFETY: ((1, "safety"),),
    Word.BACKLOG: ((1, "backlog"), (-1, "owed"), (-1, "not_due")),
    Word.PROMISED: ((1, "reserved"), (1, "backlog")),
    Word.POSITION: _POSITION,
    Word.NET_FLOW: (*_POSITION, (-1, "qualified")),
    Word.WAITING: ((1, "waiting"), (1, "held_pulls")),
}


def stock_terms(word: Word, at: BufferCounters) -> Terms:
    """What a word of a buffer adds up; nothing where the buffer counts nothing of the kind, and for words that are no sum of counters."""
    if word is Word.EMPTY:
        return tuple((1, counter) for counter in (*at.cards, *at.resting))
    return tuple((sign, counter) for sign, name in _SUMS.get(word, ()) if (counter := getattr(at, name)))

"""Which of several sources a pull must go to, by the books alone: held against what the engine chose."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from kanbanlang.flow import Row
from kanbanlang.model.expression import Constant, Operation, State, Word
from kanbanlang.model.policy import From, Unlimited

if TYPE_CHECKING:
    from engine_ledger import Ledger


def is_there(books: Ledger, source: From) -> bool:
    """Whether the `when` of a source holds; the random plants compare what is on hand somewhere with a number."""
    if source.when is None:
        return True
    assert isinstance(source.when, Operation)
    word, most = source.when.operands
    assert isinstance(word, State)
    assert word.word is Word.ON_HAND
    assert isinstance(most, Constant)
    return books.on_hand[word.of] < most.value


def _can_give(books: Ledger, source: From, quantity: int, priority: int) -> bool:
    """Whether a source can give all of it now: a buffer only what nobody of the same class or a higher one waits for."""
    if {source.source, source.terms.via, source.terms.route} & books.down:
        return False
    giver = books.program.policy.buffers.get(source.source)
    if giver is None or isinstance(giver.rule, Unlimited):
        return True
    waiting = any(books.pulls[number].priority <= priority for number in books.queues.get(f"{giver.name} serves", ()))
    return not waiting and books.on_hand[giver.name] - books.reserved[giver.name] >= quantity


def chosen(books: Ledger, row: Row, quantity: int) -> None:
    """Assert that a pull goes where it must. The sources of the random plants have the same terms, so that any would get the same."""
    assert row.buffer is not None
    assert row.source is not None
    name, sources = row.buffer.name, row.buffer.sources
    there = [source for source in sources if is_there(books, source)]
    assert row.source in there, "a source is asked only while its `when` holds"
    if row.source.share is None:
        giving = [source for source in there if _can_give(books, source, quantity, row.buffer.priority)]
        assert row.source == (giving or there)[0], "the first that can give it all, or else the first"
        return
    pulled = books.pulled.setdefault(name, dict.fromkeys(range(len(sources)), 0))
    shares = [Fraction(*source.share) for source in sources if source.share is not None]
    total = sum(pulled.values()) + quantity
    behind = {number: share * total - pulled[number] * sum(shares) for number, share in enumerate(shares) if sources[number] in there}
    first = max(behind, key=lambda number: (behind[number], -number))
    assert sources[first] == row.source, "the one that is furthest behind its share"
    pulled[first] += quantity

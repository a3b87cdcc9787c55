"""What the books say where another buffer helps who is short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanbanlang.flow import Row
from kanbanlang.model.policy import Buffer, Unlimited
from kanbanlang.rules import serve

if TYPE_CHECKING:
    from engine_ledger import Ledger, Pull


def _available(books: Ledger, name: str) -> int:
    return books.on_hand[name] - books.reserved[name]


def _has(books: Ledger, first: Pull, name: str) -> int:
    """How much a buffer has for who waits elsewhere, after everybody who asked it itself."""
    rest = first.asked - first.promised
    if isinstance(books.program.policy.buffers[name].rule, Unlimited):
        return rest
    if books.queues.get(f"{name} serves"):
        return 0
    here = min(rest, _available(books, name))
    return 0 if here < rest and books._whole(first.row) else here


def lends(books: Ledger, row: Row, quantity: int, number: int) -> None:
    """Another buffer gives to the first who waits."""
    queue, other = books.queues[f"{row.buffer.name} serves"], row.source.source
    first = books.pulls[queue[0]]
    rest = first.asked - first.promised
    least = rest if books._whole(first.row) else 1
    assert _available(books, row.buffer.name) < least, "who is asked gives first"
    assert quantity == _has(books, first, other) > 0, "as much as the other has, and no more than is lacking"
    if isinstance(books.program.policy.buffers[other].rule, Unlimited):
        books.on_hand[other] += quantity
    if first.row.kind == serve.ORDERS:
        assert number == queue[0], "who asked first is served first"
        first.promised += quantity
        books.taken(other, quantity)
    else:
        lent = next(one for one in books.program.rows if one.key == f"{first.row.key}, lent by {other}")
        books.reserved[other] += quantity
        if quantity == rest:
            assert number == queue[0], "who asked first is served first"
            first.row, first.promised = lent, first.promised + quantity
        else:
            first.asked -= quantity
            books.numbers += 1
            assert number == books.numbers, "the part that goes has a number of its own"
            books.pulls[number] = type(first)(lent, quantity, first.priority, promised=quantity)
    if quantity == rest:
        queue.pop(0)


def nobody_sleeps(books: Ledger, buffer: Buffer) -> None:
    """Assert that nobody waits whom another buffer could help."""
    queue = books.queues.get(f"{buffer.name} serves")
    for other, _ in buffer.shortage.uses if queue else ():
        assert not _has(books, books.pulls[queue[0]], other), f"{other} could help who waits at {buffer.name}"

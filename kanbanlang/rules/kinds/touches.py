"""Which counters the pieces of text touch that several kinds share, and in which direction."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import as_needed, refill, sequence, serve
from kanbanlang.rules import memory as m
from kanbanlang.rules.expression import COUNTER, DEEP
from kanbanlang.rules.kind import DOWNWARD, EITHER, UP, Touch
from kanbanlang.rules.memory import Memory


def counters(B: Memory, code: int) -> Iterator[Touch]:
    """The counters of an expression; any move of them may change its value."""
    for step in range(B[code]):
        what, argument = B[code + 1 + 2 * step], B[code + 2 + 2 * step]
        if what == COUNTER:
            yield argument, EITHER
        elif what == DEEP:
            yield from counters(B, argument)


def told(B: Memory, listeners: int) -> Iterator[Touch]:
    """What `tell` writes."""
    for pair in range(B[listeners]):
        yield B[listeners + 1 + 2 * pair], UP
        yield B[listeners + 2 + 2 * pair], EITHER


def taken(P: Memory, stock: int) -> Iterator[Touch]:
    """What `take` writes."""
    yield P[stock + m.ON_HAND], DOWNWARD
    if P[stock + m.CONTAINER]:
        yield P[stock + m.OPENED], EITHER
        yield P[stock + m.CARDS_FREE], UP
        yield P[stock + m.SURPLUS], EITHER if P[stock + m.ON_OPENING] else DOWNWARD


def asked(P: Memory, r: int) -> Iterator[Touch]:
    """What `open_pull` writes."""
    yield P[P[r + serve.STOCK] + m.INCOMING], UP
    room = P[r + refill.ROOM]
    if room:
        yield P[room + m.HEAD], EITHER
        yield P[room + refill.HELD], UP
        yield P[room + refill.HELD_PULLS], UP
    else:
        yield from sent(P, r)


def sent(P: Memory, r: int) -> Iterator[Touch]:
    """What `send` writes."""
    if P[r + serve.FROM] != serve.FROM_SUPPLIER:
        source = P[r + serve.SOURCE]
        yield P[source + m.BACKLOG], UP
        yield P[source + m.WAITING_PULLS], UP
        yield P[source + m.HEAD], EITHER


def pulled(B: Memory, pulls: int) -> Iterator[Touch]:
    """What `ask_for` writes."""
    for pair in range(B[pulls]):
        yield B[pulls + 1 + 2 * pair], UP


def let_go(P: Memory, r: int) -> Iterator[Touch]:
    """What lets the pulls of a buffer go that was on hold."""
    if P[r + refill.ON_HOLD]:
        yield P[r + refill.ON_HOLD], DOWNWARD


def switched(B: Memory, switches: int) -> Iterator[Touch]:
    """What `switch` writes."""
    for pair in range(B[switches]):
        yield B[switches + 1 + 2 * pair], UP if B[switches + 2 + 2 * pair] else DOWNWARD


def late_at(P: Memory, B: Memory, r: int) -> list[int]:
    """The counters of how much is late, where anybody wants to know it of a rule's source."""
    at = P[r + refill.LATE_AT]
    return [B[at + 1 + number] for number in range(B[at])]


def lacks(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    """What lowers the position of the buffer that a rule fills, or lets it go."""
    stock = P[r + serve.STOCK]
    yield P[stock + m.ON_HAND], DOWNWARD
    yield P[stock + m.INCOMING], DOWNWARD
    yield P[stock + m.RESERVED], UP
    yield P[stock + m.BACKLOG], UP
    for counter in beside(P, B, r):
        yield counter, DOWNWARD
    yield from let_go(P, r)


def beside(P: Memory, B: Memory, r: int) -> Iterator[int]:
    """The counters of what lies, or will lie, in the same place as the buffer that a rule fills: those that `shared_room` adds up."""
    at = P[r + refill.SHARES]
    if at == 0:
        return
    at += 2
    yield from (B[at + 1 + number] for number in range(B[at]))
    at += B[at] + 1
    for _ in range(B[at]):
        at += 2
        yield from (B[at + 1 + number] for number in range(B[at]))
        at += B[at]


def needed(P: Memory, B: Memory, r: int, moved: int = UP) -> Iterator[Touch]:
    """What the jobs of a station wait for, and others do."""
    at = P[r + as_needed.NEEDS]
    for _ in range(B[at]):
        less = B[at + as_needed.ITS_PARTS] < 0
        yield B[at + as_needed.ITS_JOBS], DOWNWARD if less and moved is UP else moved
        at += as_needed.PRODUCT


def in_sequence(P: Memory, r: int) -> bool:
    """Whether orders that arrive at a row are served by their numbers."""
    found: bool = P[P[r + serve.SOURCE] + m.KIND] == sequence.IN_SEQUENCE
    return found


def made_for(P: Memory, r: int) -> Iterator[Touch]:
    """What `made_for_newest` writes."""
    if P[r + as_needed.FOR_NEWEST]:
        yield P[P[r + serve.STOCK] + sequence.NEWEST], EITHER


def nothing(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    """No counter at all."""
    return iter(())


def needs_first(P: Memory, r: int) -> int:
    """The first of the queue of a row: without it there is nobody to serve."""
    first: int = P[r + m.HEAD]
    return first

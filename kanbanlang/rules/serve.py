"""A buffer serves what is asked of it: customers' orders and the pulls of other buffers, in the order they were asked.

Sentence: `serves customers`, and `from lift_gears` of another buffer. An order for 12 with 10 there gets 10 now and 2 later (split); a
container travels full, so it waits until all of it is there.
"""

from __future__ import annotations

from kanbanlang.rules.memory import (
    ASKED,
    BACKLOG,
    CROSSING,
    GOT,
    HEAD,
    INCOMING,
    KIND,
    MOVED,
    MOVING,
    NIL,
    NOTICE,
    NUMBER,
    ON_HAND,
    PICKING,
    RESERVED,
    RULE,
    STATE,
    TAIL,
    UNLIMITED,
    WAITING,
    WAITING_PULLS,
    Memory,
    append,
    free_slot,
    new_slot,
    remove_first,
    take,
    tell,
)
from kanbanlang.rules.reasons import CLOSED, MORE_THAN_ASKED, NOT_PICKING, NOTHING, SHORT_PICK

# ---- SERVE: one row a buffer, with the STOCK columns of `memory.py`
SERVE = 1

# ---- ORDERS: where customers' orders of a buffer arrive. It pulls nothing itself.
ORDERS = 2
# columns that orders and every refill rule share, so that what serves them need not know which it is
SOURCE = 1  # row that serves it: SERVE of a buffer, RELEASE of a station; of a supplier the rule's own row
WHOLE = 2  # 1: travels only in full
STOCK = 3  # SERVE row of the buffer that it fills (for ORDERS: the one that serves it)
ON_EVENT = 4  # listeners of the order; of a refill rule: of the receipt
# ---- and refill rules besides
TRANSIT = 5  # 1: the arrival is reported apart from the pick
FROM = 6  # what kind of source
ON_PICK = 7
FROM_SUPPLIER, FROM_BUFFER, FROM_STATION = 0, 1, 2


def serve_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """How much of the first waiting order or pull can be promised now."""
    p = c[P[r + HEAD]]
    if p == NIL:
        return 0
    wanted: int = s[p + ASKED] - s[p + GOT]
    if P[r + UNLIMITED] == 1:
        return wanted
    available: int = c[P[r + ON_HAND]] - c[P[r + RESERVED]]
    if available >= wanted:
        return wanted
    if available <= 0:
        return 0
    if P[s[p + RULE] + WHOLE] == 1:
        return 0
    return available


def serve_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """Hand over to a customer, or reserve for a pull whose pick then begins. Returns the slot."""
    p: int = c[P[r + HEAD]]
    asker = s[p + RULE]
    rest = s[p + ASKED] - s[p + GOT] - q
    if P[r + UNLIMITED] == 1:
        c[P[r + ON_HAND]] += q  # what never runs out comes into being when it is asked for
    c[P[r + BACKLOG]] -= q
    if P[asker + KIND] == ORDERS:
        take(c, P, r, q)
        s[p + GOT] += q
        if rest == 0:
            remove_first(c, s, P[r + HEAD], P[r + TAIL])
            c[P[r + WAITING_PULLS]] -= 1
            free_slot(c, s, p)
        return p
    c[P[r + RESERVED]] += q
    if rest == 0:
        remove_first(c, s, P[r + HEAD], P[r + TAIL])
        c[P[r + WAITING_PULLS]] -= 1
        s[p + STATE] = PICKING
        return p
    s[p + ASKED] -= q  # the rest waits on as the same pull; this part is picked and confirmed by itself
    return new_slot(c, s, PICKING, q, asker)


def first_answered(c: Memory, s: Memory, P: Memory, B: Memory, f: int, q: int) -> int:
    """The first of a queue gets `q` from elsewhere, and leaves the queue with the last of it. Returns what it still waits for."""
    p = c[P[f + HEAD]]
    rest: int = s[p + ASKED] - s[p + GOT] - q
    c[P[f + BACKLOG]] -= q
    if rest == 0:
        remove_first(c, s, P[f + HEAD], P[f + TAIL])
        c[P[f + WAITING_PULLS]] -= 1
    return rest


def order_check(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """An order must be for something."""
    if q < 1:
        return NOTHING
    return 0


def order_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """A customer asks: the order joins the queue of its buffer."""
    f = P[r + SOURCE]
    c[P[f + BACKLOG]] += q
    c[P[f + WAITING_PULLS]] += 1
    append(c, s, P[f + HEAD], P[f + TAIL], new_slot(c, s, WAITING, q, r))
    if P[r + ON_EVENT] > 0:
        tell(c, B, P[r + ON_EVENT], q)
    return r


def pick_check(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """A pick is confirmed once, for exactly what was asked."""
    if s[p + NUMBER] != number:
        return CLOSED
    if s[p + STATE] != PICKING:
        if s[p + STATE] != MOVED:
            return NOT_PICKING
    if q < 1:
        return NOTHING
    if q > s[p + ASKED]:
        return MORE_THAN_ASKED
    if q < s[p + ASKED]:
        return SHORT_PICK
    return 0


def pick_apply(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """The pieces leave their source; without a way of their own they are there at once. Returns the rule row of the pull."""
    r: int = s[p + RULE]
    f = P[r + SOURCE]
    if s[p + STATE] == MOVED:
        c[P[f + CROSSING]] -= q
    else:
        c[P[f + RESERVED]] -= q
        take(c, P, f, q)
    if P[r + TRANSIT] == 1:
        s[p + STATE] = MOVING
    else:
        to = P[r + STOCK]
        c[P[to + INCOMING]] -= q
        c[P[to + ON_HAND]] += q
        free_slot(c, s, p)
    if P[r + ON_PICK] > 0:
        tell(c, B, P[r + ON_PICK], q)
    return r


# ---- CONSUMES: where pieces are reported taken out of a buffer by hand
CONSUMES = 3
# columns: SOURCE (its SERVE row), ON_EVENT


def consumption_check(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """Something must have been taken."""
    if q < 1:
        return NOTHING
    return 0


def consumption_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """Pieces were taken. A fact is never refused: what the record does not have is a difference, and people are told."""
    f = P[r + SOURCE]
    available = c[P[f + ON_HAND]] - c[P[f + RESERVED]]
    if q > available:
        c[P[f + NOTICE]] += q - available
        take(c, P, f, available)
    else:
        take(c, P, f, q)
    if P[r + ON_EVENT] > 0:
        tell(c, B, P[r + ON_EVENT], q)
    return r


# ---- TELL: people hear of pieces that the record cannot explain
TELL = 4
# columns: SOURCE (the SERVE row whose NOTICE it reads)


def tell_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """How many pieces nobody has been told about."""
    q: int = c[P[P[r + SOURCE] + NOTICE]]
    return q


def tell_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """Told."""
    c[P[P[r + SOURCE] + NOTICE]] = 0
    return 0


# ---- HOLDS: a buffer of which nothing is asked but parts; the same STOCK columns as SERVE
HOLDS = 14

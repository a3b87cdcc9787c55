"""How a buffer pulls: by its cards, by its position, or because a trigger asked.

Every refill rule shares the first columns (see `serve.py`), so that a pull is served, picked, received or finished in one way,
whatever rule made it.
"""

from __future__ import annotations

from kanbanlang.rules.memory import (
    ASKED,
    BACKLOG,
    CONTAINER,
    GOT,
    HEAD,
    HELD_BACK,
    INCOMING,
    MOVING,
    NOTICE,
    NUMBER,
    ON_HAND,
    ORDERED,
    OVERDUE,
    RESERVED,
    RULE,
    STATE,
    SURPLUS,
    TAIL,
    WAITING,
    WAITING_PULLS,
    Memory,
    append,
    free_slot,
    new_slot,
    tell,
)
from kanbanlang.rules.reasons import CLOSED, MORE_THAN_ASKED, NOT_COMING, NOTHING
from kanbanlang.rules.serve import FROM, FROM_SUPPLIER, ON_EVENT, SOURCE, STOCK

BLOCKED = 16  # a STOCK column beside those of `memory.py`: counter of pieces set aside, bad or not asked for
LATE_AT = 30  # a column of refill rules. B list: how many counters, then those of how many pulls from its source are late; 0: nobody asks
OWED = 29  # another: counter of what of BACKLOG the buffer owes to its safety stock (see `safety.py`); 0: it has none

# ---- terms: columns of every refill rule that decides a quantity
MINIMUM = 8
MULTIPLE = 9
DROP = 10  # a remainder of at most this is dropped rather than rounded up
LIMIT = 11  # most that may be there and coming; 0: no limit
LOW = 12  # position at or below which it pulls (unused where a trigger asks)
TARGET = 13  # level to fill up to, or the lot
ASKED_BY_TRIGGER = 14  # counter: pieces a trigger asked for and that were not pulled yet
FREE_CARDS = 18  # counter of the cards that may pull (of `kanban` and `two bins`)
ACCEPTS_PARTS, ACCEPTS_OF = 20, 21  # of what was asked, so many parts of so many may come beyond it and are stock
ON_HOLD = 22  # counter: 1 while triggers hold the buffer; 0: none does
SHARES = 31  # B list of what else lies in the same place (see `shared_room`); 0: the place is the buffer's own
ROOM = 19  # row that lets pulls go when there is room on the way (see `room.py`); 0: they go at once
BY_DOCK = 16  # counter of what is at the dock by which goods come; 0: they come to the buffer itself


# ---- columns of the row that ROOM names, beside HEAD and TAIL
HELD = 8  # counter: steps that wait for room
HELD_PULLS = 9  # counter: how many pulls they are


def open_pull(c: Memory, s: Memory, P: Memory, r: int, q: int) -> int:
    """Pull `q`, at once or when there is room on the way. Returns the slot."""
    c[P[P[r + STOCK] + INCOMING]] += q
    room = P[r + ROOM]
    if room > 0:
        c[P[room + HELD]] += q
        c[P[room + HELD_PULLS]] += 1
        return append(c, s, P[room + HEAD], P[room + TAIL], new_slot(c, s, HELD_BACK, q, r))
    if P[r + FROM] == FROM_SUPPLIER:
        return new_slot(c, s, ORDERED, q, r)
    return wait_at(c, s, P, P[r + SOURCE], new_slot(c, s, WAITING, q, r), q)


def wait_at(c: Memory, s: Memory, P: Memory, f: int, p: int, q: int) -> int:
    """A slot that asks for `q` joins the queue of a buffer or station, which answers when it can."""
    c[P[f + BACKLOG]] += q
    c[P[f + WAITING_PULLS]] += 1
    return append(c, s, P[f + HEAD], P[f + TAIL], p)


def send(c: Memory, s: Memory, P: Memory, r: int, p: int) -> int:
    """A pull that waited for room goes: from a supplier it is on order now, elsewhere it waits to be served."""
    if P[r + FROM] == FROM_SUPPLIER:
        s[p + STATE] = ORDERED
        return p
    s[p + STATE] = WAITING
    return wait_at(c, s, P, P[r + SOURCE], p, s[p + ASKED])


def on_hold(c: Memory, P: Memory, r: int) -> int:
    """1 while a trigger holds the buffer of a rule; only asked where some trigger may."""
    held: int = c[P[r + ON_HOLD]]
    return held


# ---- CARDS: `kanban 3 cards of 20 pcs`, `two bins of 200 pcs`
CARDS = 5


def cards_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """A card of an emptied container pulls exactly one container."""
    if c[P[r + FREE_CARDS]] < 1:
        return 0
    if P[r + ON_HOLD] > 0:
        if on_hold(c, P, r) == 1:
            return 0
    container: int = P[P[r + STOCK] + CONTAINER]
    return container


def cards_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """The card goes to the source. Returns the slot of the pull."""
    c[P[r + FREE_CARDS]] -= 1
    return open_pull(c, s, P, r, q)


# ---- UP_TO: `reorder at 120 pcs up to 300 pcs`; `keep 9 pcs` is the same with one less than 9 as its reorder point
UP_TO = 6


def position(c: Memory, P: Memory, stock: int) -> int:
    """On hand and coming, less what is promised."""
    p: int = c[P[stock + ON_HAND]] + c[P[stock + INCOMING]] - c[P[stock + RESERVED]] - c[P[stock + BACKLOG]]
    return p


def shared_room(c: Memory, B: Memory, at: int) -> int:
    """What still fits into a place that several buffers share, all that is coming counted in; a compartment is for one item at a time.

    The list: compartments, the room in one of them, how many counters say what is there of the item, and these; then how many other items
    lie there, and of each the room in a compartment, how many counters, and these.
    """
    free = B[at]
    each = B[at + 1]
    at += 2
    there = 0
    for _ in range(B[at]):
        at += 1
        there += c[B[at]]
    at += 1
    for _ in range(B[at]):
        in_one = B[at + 1]
        at += 2
        other = 0
        for _ in range(B[at]):
            at += 1
            other += c[B[at]]
        used = (other + in_one - 1) // in_one
        if used < 1:
            used = 1
        free -= used
    room: int = free * each - there
    return room


def on_terms(c: Memory, P: Memory, B: Memory, r: int, wanted: int, least: int) -> int:
    """The quantity to ask for, 0 while the buffer is on hold: `wanted`, raised to the minimum, rounded to the multiple, cut to the limit.

    A remainder is dropped only where the pull still gives `least`, so that the rule never looks again right after it pulled.
    """
    if P[r + ON_HOLD] > 0:
        if on_hold(c, P, r) == 1:
            return 0
    minimum = P[r + MINIMUM]
    multiple = P[r + MULTIPLE]
    q = wanted
    if q < minimum:
        q = minimum
    if multiple > 1:
        whole = q // multiple
        rest = q - whole * multiple
        q = whole * multiple
        if rest > P[r + DROP]:
            q += multiple
        elif q < least:
            q += multiple
        elif q < minimum:
            q += multiple
        elif rest > 0:
            if whole == 0:
                q += multiple
    if P[r + LIMIT] > 0:
        stock = P[r + STOCK]
        room = P[r + LIMIT] - c[P[stock + ON_HAND]] - c[P[stock + INCOMING]]
        if P[stock + OWED] > 0:
            room += c[P[stock + OWED]]  # released pieces go back to where they came from
        if P[r + SHARES] > 0:
            shared = shared_room(c, B, P[r + SHARES])
            if shared < room:
                room = shared
        if q > room:
            q = room // multiple * multiple
            if q < minimum:
                return 0
            if q < 1:
                return 0
    return q


def up_to_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """At the reorder point or below: what is missing to the target."""
    at = position(c, P, P[r + STOCK])
    low = P[r + LOW]
    if at > low:
        return 0
    wanted = P[r + TARGET] - at
    if wanted < 1:
        return 0
    least = low - at + 1
    if wanted < least:
        least = wanted  # `up to` the reorder point itself: the same as keeping that level
    return on_terms(c, P, B, r, wanted, least)


def pull_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """Ask the source. Returns the slot of the pull."""
    return open_pull(c, s, P, r, q)


# ---- LOT: `reorder at 120 pcs order 400 pcs`
LOT = 7


def lot_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """At the reorder point or below: the fewest whole lots that lift the position above it."""
    at = position(c, P, P[r + STOCK])
    low = P[r + LOW]
    if at > low:
        return 0
    lot = P[r + TARGET]
    return on_terms(c, P, B, r, ((low - at) // lot + 1) * lot, low - at + 1)


# ---- ASKED_FOR: `pull 20 pcs to line_gears` of a trigger
ASKED_FOR = 8


def asked_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """What triggers asked for, on the terms of the source."""
    wanted = c[P[r + ASKED_BY_TRIGGER]]
    if wanted < 1:
        return 0
    return on_terms(c, P, B, r, wanted, wanted)


def asked_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """Asked once. Returns the slot of the pull."""
    c[P[r + ASKED_BY_TRIGGER]] = 0
    return open_pull(c, s, P, r, q)


# ---- ASKED_CARDS: `pull 20 pcs to line_gears` of a trigger, where the buffer has cards
ASKED_CARDS = 33
CARDS_AT = 8  # B list: in how many counters free cards can be, then the counters, the nearest to the pull first


def asked_cards_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """One container, while triggers ask for more and there is a free card, whatever it waits for."""
    if c[P[r + ASKED_BY_TRIGGER]] < 1:
        return 0
    at = P[r + CARDS_AT]
    free = 0
    for _ in range(B[at]):
        at += 1
        free += c[B[at]]
    if free < 1:
        return 0
    if P[r + ON_HOLD] > 0:
        if on_hold(c, P, r) == 1:
            return 0
    container: int = P[P[r + STOCK] + CONTAINER]
    return container


def asked_cards_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """The card that is nearest to its pull goes to the source. Returns the slot."""
    at = P[r + CARDS_AT]
    taken = 0
    for _ in range(B[at]):
        at += 1
        if taken == 0:
            if c[B[at]] > 0:
                c[B[at]] -= 1
                taken = 1
    if c[P[r + ASKED_BY_TRIGGER]] > q:
        c[P[r + ASKED_BY_TRIGGER]] -= q
    else:
        c[P[r + ASKED_BY_TRIGGER]] = 0
    return open_pull(c, s, P, r, q)


# ---- the receipt that ends a pull from a supplier, or a pull that travels
def receipt_check(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """Goods arrive for a pull that is open; from another buffer never more than it asked."""
    if s[p + NUMBER] != number:
        return CLOSED
    if s[p + STATE] != ORDERED:
        if s[p + STATE] != MOVING:
            if s[p + STATE] != OVERDUE:
                return NOT_COMING
    if q < 1:
        return NOTHING
    if q > s[p + ASKED] - s[p + GOT]:
        if P[s[p + RULE] + FROM] != FROM_SUPPLIER:
            return MORE_THAN_ASKED
    return 0


def late_no_more(c: Memory, P: Memory, B: Memory, r: int) -> int:
    """A pull that was overdue is closed."""
    at = P[r + LATE_AT]
    for _ in range(B[P[r + LATE_AT]]):
        at += 1
        c[B[at]] -= 1
    return r


def received_over(c: Memory, P: Memory, r: int, over: int, asked: int) -> int:
    """More came than was asked: how much of it is stock. The rest is set aside, and people are told."""
    stock = P[r + STOCK]
    usable: int = asked * P[r + ACCEPTS_PARTS] // P[r + ACCEPTS_OF]
    if usable > over:
        usable = over
    c[P[stock + BLOCKED]] += over - usable
    c[P[stock + NOTICE]] += over - usable
    if P[stock + CONTAINER] > 0:
        c[P[stock + SURPLUS]] += usable
    return usable


def receipt_apply(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """In part or in full; the pull closes with the last piece. Returns the rule row of the pull."""
    r: int = s[p + RULE]
    stock = P[r + STOCK]
    expected = q
    usable = q
    got = s[p + GOT] + q
    if got > s[p + ASKED]:
        over = got - s[p + ASKED]
        got -= over
        expected -= over
        usable = expected + received_over(c, P, r, over, got)
    c[P[stock + INCOMING]] -= expected
    if P[r + BY_DOCK] > 0:
        c[P[r + BY_DOCK]] += usable
    else:
        c[P[stock + ON_HAND]] += usable
    s[p + GOT] = got
    if got == s[p + ASKED]:
        if s[p + STATE] == OVERDUE:
            late_no_more(c, P, B, r)
        free_slot(c, s, p)
    if P[r + ON_EVENT] > 0:
        tell(c, B, P[r + ON_EVENT], q)
    return r

"""The memory that every rule works on: counters, open pulls, rule rows and lists. All whole numbers.

`c` counters    what a buffer, station or trigger holds now; changed by an apply only
`s` slots       open pulls, orders and jobs, SLOT words each; changed by an apply only
`P` rule rows   ROW words each: the kind, the places (counter numbers) and the quantities; never changed
`B` lists       parts of a product, postfix expressions, triggers to tell of an event; never changed

The functions below are written in the dialect (see `dialect.py`): the same text runs on Python lists in the engine and on symbolic
numbers in the prover.
"""

from __future__ import annotations

from typing import Any

Memory = Any
"""A list of whole numbers, or what stands in for one: addressed by whole numbers, holding whole numbers (or symbols of them)."""

# ---- slots: one for each pull, order or job that is open
SLOT = 12
STATE, ASKED, GOT, RULE, NEXT, NUMBER, BEFORE = 0, 1, 2, 3, 4, 5, 6
DUE = 11  # of an order for later: the instant at which it is due

# states of a slot
FREE = 0  # in the list of free slots
WAITING = 1  # asked of its source and not yet promised
PICKING = 2  # reserved; the pick is under way
MOVING = 3  # picked; on its way to the buffer
ORDERED = 4  # asked of a supplier
WORKING = 5  # released to a station
MOVED = 6  # promised out of what arrived at a dock; the move from there is under way
HELD_BACK = 7  # decided, and waits for room on the way
LATER = 22  # ordered, and not due yet
QUALIFIED = 23  # the same, and zones count it
OVERDUE = 24  # asked of a supplier, and not there when it should be
PLACED = 25  # ordered, not due yet, and in its place in a sequence
KITTING = 26  # a job whose parts are promised and being picked
KITTED = 27  # the same, when the last of them is picked

NIL = 0  # no slot: slot 0 is never used

# ---- counters that every program has
FREE_SLOT = 0  # first of the free slots
LAST_NUMBER = 1  # orders, pulls and jobs are numbered from 1 in the order they were made
ONE = 2  # always 1

# ---- rows
ROW = 32
KIND = 0


def new_slot(c: Memory, s: Memory, state: int, quantity: int, rule: int) -> int:
    """Open a slot for `quantity` asked by the rule row `rule`. There must be a free one."""
    p: int = c[FREE_SLOT]
    c[FREE_SLOT] = s[p + NEXT]
    number = c[LAST_NUMBER] + 1
    c[LAST_NUMBER] = number
    s[p + STATE] = state
    s[p + ASKED] = quantity
    s[p + GOT] = 0
    s[p + RULE] = rule
    s[p + NEXT] = NIL
    s[p + BEFORE] = NIL
    s[p + NUMBER] = number
    return p


def free_slot(c: Memory, s: Memory, p: int) -> int:
    """Close a slot: what it asked for is done."""
    s[p + STATE] = FREE
    s[p + NEXT] = c[FREE_SLOT]
    c[FREE_SLOT] = p
    return p


def append(c: Memory, s: Memory, head: int, tail: int, p: int) -> int:
    """Put a slot at the end of the queue whose ends are in the counters `head` and `tail`."""
    last = c[tail]
    if last == NIL:
        c[head] = p
    else:
        s[last + NEXT] = p
        s[p + BEFORE] = last
    c[tail] = p
    return p


def put_first(c: Memory, s: Memory, head: int, tail: int, p: int) -> int:
    """Put a slot before all others of a queue."""
    first = c[head]
    if first == NIL:
        c[tail] = p
    else:
        s[first + BEFORE] = p
        s[p + NEXT] = first
    c[head] = p
    return p


def remove_first(c: Memory, s: Memory, head: int, tail: int) -> int:
    """Take the first slot out of a queue that is not empty."""
    p: int = c[head]
    behind = s[p + NEXT]
    c[head] = behind
    if behind == NIL:
        c[tail] = NIL
    else:
        s[behind + BEFORE] = NIL
    s[p + NEXT] = NIL
    return p


def remove(c: Memory, s: Memory, head: int, tail: int, p: int) -> int:
    """Take a slot out of its queue, wherever it stands there."""
    before = s[p + BEFORE]
    behind = s[p + NEXT]
    if before == NIL:
        c[head] = behind
    else:
        s[before + NEXT] = behind
    if behind == NIL:
        c[tail] = before
    else:
        s[behind + BEFORE] = before
    s[p + NEXT] = NIL
    s[p + BEFORE] = NIL
    return p


def take(c: Memory, P: Memory, r: int, quantity: int) -> int:
    """Pieces leave the buffer of row `r` for good; each container that they empty gives its card back.

    The row holds the buffer's counters in its STOCK columns. Pieces without a card (`surplus`) leave first and free none.
    """
    c[P[r + ON_HAND]] -= quantity
    container = P[r + CONTAINER]
    if container == 0:
        return quantity
    carried = quantity
    without_card = c[P[r + SURPLUS]]
    if without_card > 0:
        if without_card < carried:
            c[P[r + SURPLUS]] = 0
            carried -= without_card
        else:
            c[P[r + SURPLUS]] = without_card - carried
            carried = 0
    if P[r + ON_OPENING] == 1:
        begun = (carried + container - 1) // container
        c[P[r + CARDS_FREE]] += begun
        c[P[r + SURPLUS]] += begun * container - carried  # the card has gone ahead of them
        return quantity
    opened = c[P[r + OPENED]] + carried
    if opened >= container:
        emptied = opened // container
        c[P[r + CARDS_FREE]] += emptied
        opened -= emptied * container
    c[P[r + OPENED]] = opened
    return quantity


# ---- STOCK columns: the counters of one buffer. Each buffer has one SERVE row with them, which the other rows name.
ON_HAND = 1
RESERVED = 2
BACKLOG = 3
INCOMING = 4
WAITING_PULLS = 5
HEAD = 6
TAIL = 7
CONTAINER = 8  # content of a container of the buffer's own cards; 0 without cards
OPENED = 9  # pieces taken out of the container in use
CARDS_FREE = 10  # cards of emptied containers that have not pulled yet
SURPLUS = 11  # pieces in the buffer that no card stands for
UNLIMITED = 12  # 1: never runs out
NOTICE = 13  # pieces to tell people about: taken where the record had none, or made and not asked for
CROSSING = 14  # pieces under way from a dock to whoever asked here, never in the buffer; no counter (0) where no goods come by a dock
ON_OPENING = 15  # 1: a container's card is free when its first piece is taken, not its last


def tell(c: Memory, B: Memory, listeners: int, quantity: int) -> int:
    """Wake the triggers that answer an event: B[listeners] pairs of (flag, quantity) counters follow."""
    at = listeners + 1
    for _ in range(B[listeners]):
        c[B[at]] = 1
        c[B[at + 1]] = quantity
        at += 2
    return quantity


# ---- rows that never fire: places where inputs arrive
def no_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """Never enabled."""
    return 0


def no_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """Never called."""
    return 0

"""Orders that come before they are due: until then nothing but demand-driven rules sees them.

Sentences: `orders of X ... due after 2 d`, `order of X due day 3`. An order for later waits in no queue. At its due time it joins the
queue of its class as the last, with a new number, as if it were ordered then. What is due at once joins when it comes, so a queue stands in
the order of due times, and among those of one time in the order of signals.
"""

from __future__ import annotations

from kanbanlang.rules.memory import (
    ASKED,
    DUE,
    GOT,
    KIND,
    LAST_NUMBER,
    LATER,
    NUMBER,
    QUALIFIED,
    RULE,
    STATE,
    WAITING,
    Memory,
    new_slot,
    tell,
)
from kanbanlang.rules.reasons import CLOSED, NOT_FOR_LATER, NOTHING
from kanbanlang.rules.refill import wait_at
from kanbanlang.rules.serve import ON_EVENT, ORDERS, SOURCE

COMING = 30  # a column of ORDERS: counter of what is ordered and not due yet; 0: the policy speaks of no orders for later
QUALIFIED_DEMAND = 29  # another, and of rules of zones: counter of what of it counts (see `zones.py`); 0: nothing there has zones


# ---- an order for later; `number` is the instant at which it is due, and is kept for whoever says when that is
def later_check(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """It must be for something."""
    if P[r + COMING] == 0:
        return NOT_FOR_LATER
    if q < 1:
        return NOTHING
    return 0


def later_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """A customer will want it."""
    c[P[r + COMING]] += q
    p = new_slot(c, s, LATER, q, r)
    s[p + DUE] = number
    return r


def is_not_for_later(c: Memory, s: Memory, P: Memory, r: int, p: int, q: int) -> int:
    """It is not an order for later any more: it is due, or cancelled."""
    c[P[r + COMING]] -= q
    if s[p + STATE] == QUALIFIED:
        c[P[r + QUALIFIED_DEMAND]] -= q
    return q


# ---- an order is due
def due_check(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """Once, and only of an order that is still coming."""
    if s[p + NUMBER] != number:
        return CLOSED
    if P[s[p + RULE] + KIND] != ORDERS:
        return NOT_FOR_LATER
    if s[p + STATE] != LATER:
        if s[p + STATE] != QUALIFIED:
            return NOT_FOR_LATER
    return 0


def due_apply(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """Now it is demand, as if it were ordered now. Returns the row of the order."""
    r: int = s[p + RULE]
    wanted = s[p + ASKED] - s[p + GOT]
    is_not_for_later(c, s, P, r, p, wanted)
    s[p + STATE] = WAITING
    c[LAST_NUMBER] += 1
    s[p + NUMBER] = c[LAST_NUMBER]
    wait_at(c, s, P, P[r + SOURCE], p, wanted)
    if P[r + ON_EVENT] > 0:
        tell(c, B, P[r + ON_EVENT], wanted)
    return r

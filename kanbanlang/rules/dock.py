"""Goods at a dock: whoever waits gets them straight from there, and only the rest is put away.

Sentence: `via receiving`. Of 120 that arrive while two containers of 20 are waited for, 20 and 20 are moved on at once and 80 are put away;
the 40 never lie in the buffer, but what they stood for on its cards is settled as if they had.
"""

from __future__ import annotations

from kanbanlang.rules.memory import (
    ASKED,
    CROSSING,
    GOT,
    HEAD,
    KIND,
    MOVED,
    NIL,
    ON_HAND,
    RULE,
    STATE,
    Memory,
    free_slot,
    new_slot,
    take,
)
from kanbanlang.rules.serve import ORDERS, SOURCE, WHOLE, first_answered

# columns that both kinds share, beside SOURCE (the SERVE row of the buffer that the goods are for)
AT_DOCK = 2  # counter: pieces handed over at the dock for this buffer

# ---- CROSS: from the dock to whoever waits at the buffer
CROSS = 16


def cross_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """How much of the first waiting order or pull can go to it straight from the dock."""
    here: int = c[P[r + AT_DOCK]]
    if here < 1:
        return 0
    p = c[P[P[r + SOURCE] + HEAD]]
    if p == NIL:
        return 0
    wanted: int = s[p + ASKED] - s[p + GOT]
    if here >= wanted:
        return wanted
    if P[s[p + RULE] + WHOLE] == 1:
        return 0
    return here


def cross_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """Hand over to a customer, or begin the move of a pull from the dock. Returns the slot."""
    f = P[r + SOURCE]
    p: int = c[P[f + HEAD]]
    asker = s[p + RULE]
    c[P[r + AT_DOCK]] -= q
    c[P[f + ON_HAND]] += q
    take(c, P, f, q)
    rest = first_answered(c, s, P, B, f, q)
    if P[asker + KIND] == ORDERS:
        s[p + GOT] += q
        if rest == 0:
            free_slot(c, s, p)
        return p
    c[P[f + CROSSING]] += q
    if rest == 0:
        s[p + STATE] = MOVED
        return p
    s[p + ASKED] -= q  # the rest waits on as the same pull
    return new_slot(c, s, MOVED, q, asker)


# ---- PUT_AWAY: what nobody waits for goes where it belongs
PUT_AWAY = 17


def put_away_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """Everything that is left at the dock once those who wait have theirs."""
    here: int = c[P[r + AT_DOCK]]
    return here


def put_away_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """It is stock of the buffer now."""
    c[P[r + AT_DOCK]] -= q
    c[P[P[r + SOURCE] + ON_HAND]] += q
    return 0

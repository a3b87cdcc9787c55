"""When there is not enough, another buffer helps: with a substitute, or with the same item from elsewhere.

Sentence: `if short use lift_2_gears`. Asked 12 with 10 there: 10 come from the buffer that was asked, 2 from the other. The demand leaves
the buffer that was asked, so its rule pulls nothing for what the other gave; the other's rule makes up for it.
"""

from __future__ import annotations

from kanbanlang.rules.memory import (
    ASKED,
    GOT,
    HEAD,
    KIND,
    NIL,
    ON_HAND,
    PICKING,
    RESERVED,
    RULE,
    STATE,
    UNLIMITED,
    Memory,
    free_slot,
    new_slot,
    take,
)
from kanbanlang.rules.serve import ORDERS, SOURCE, STOCK, WHOLE, first_answered
from kanbanlang.rules.short import can_be_served
from kanbanlang.rules.turns import SERVE_BEHIND, waits_ahead

# ---- USE: SOURCE is the row whose queue it looks at, STOCK that of the buffer that helps
USE = 94
ASKERS = 4  # B list: how many rules ask there, then pairs of (row of the rule, row that stands for it at the buffer that helps)
QUEUES_THERE = 5  # B list: how many queues the buffer that helps has itself, and the counter of the first of each

# ---- LENT: pulls of a refill rule that another buffer than its source gives; the columns of the rule, but for SOURCE. It pulls nothing.
LENT = 95


def use_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """How much the other buffer has for the first who waits, once it serves everybody who asked it itself."""
    f = P[r + SOURCE]
    p = c[P[f + HEAD]]
    if p == NIL:
        return 0
    if P[f + KIND] == SERVE_BEHIND:
        if waits_ahead(c, P, B, f) == 1:
            return 0
    if can_be_served(c, s, P, B, f) > 0:
        return 0
    wanted: int = s[p + ASKED] - s[p + GOT]
    there = P[r + STOCK]
    if P[there + UNLIMITED] == 1:
        return wanted
    at = P[r + QUEUES_THERE]
    for _ in range(B[P[r + QUEUES_THERE]]):
        at += 1
        if c[B[at]] != NIL:
            return 0
    available: int = c[P[there + ON_HAND]] - c[P[there + RESERVED]]
    if available >= wanted:
        return wanted
    if P[s[p + RULE] + WHOLE] == 1:
        return 0
    return available


def use_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """Hand over to a customer, or reserve for a pull whose pick then begins, all at the other buffer. Returns the slot."""
    f = P[r + SOURCE]
    there = P[r + STOCK]
    p: int = c[P[f + HEAD]]
    asker = s[p + RULE]
    if P[there + UNLIMITED] == 1:
        c[P[there + ON_HAND]] += q
    rest = first_answered(c, s, P, B, f, q)
    if P[asker + KIND] == ORDERS:
        take(c, P, there, q)
        s[p + GOT] += q
        if rest == 0:
            free_slot(c, s, p)
        return p
    c[P[there + RESERVED]] += q
    if rest == 0:
        s[p + STATE] = PICKING
    else:
        s[p + ASKED] -= q  # the rest waits on as the same pull
        p = new_slot(c, s, PICKING, q, asker)
    at = P[r + ASKERS] + 1
    for _ in range(B[P[r + ASKERS]]):
        if B[at] == asker:
            s[p + RULE] = B[at + 1]
        at += 2
    return p

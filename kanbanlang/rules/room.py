"""Pulls that wait for room on the way: decided at once, asked of their source when enough of what went before has arrived.

Sentence: `at most 5 pcs on the way`. The position counts a pull from the instant of its decision, so nothing is decided twice; what waits
for room is in INCOMING too, and HELD says how much of it is not on its way yet.
"""

from __future__ import annotations

from kanbanlang.rules.memory import ASKED, HEAD, INCOMING, NIL, ORDERED, RULE, TAIL, Memory, new_slot, remove_first
from kanbanlang.rules.refill import HELD, HELD_PULLS, ON_HOLD, on_hold, send
from kanbanlang.rules.serve import STOCK

# ---- LET_GO: one row for each buffer with a ceiling; HEAD and TAIL, as in a SERVE row, are the pulls that wait for room
LET_GO = 37
MOST = 10  # steps on the way at most; a larger pull goes in parts of so many
RULES = 11  # B list: how many refill rules the buffer has, then their rows


def let_go_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """How much of the first pull that waits has room."""
    p = c[P[r + HEAD]]
    if p == NIL:
        return 0
    if P[r + ON_HOLD] > 0:
        if on_hold(c, P, r) == 1:
            return 0
    part: int = s[p + ASKED]
    if part > P[r + MOST]:
        part = P[r + MOST]
    on_the_way = c[P[P[r + STOCK] + INCOMING]] - c[P[r + HELD]]
    if on_the_way + part > P[r + MOST]:
        return 0
    return part


def let_go_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """It is asked of its source; what is left of a larger one stays the first. Returns the slot of what goes."""
    p: int = c[P[r + HEAD]]
    rule = s[p + RULE]
    c[P[r + HELD]] -= q
    if q == s[p + ASKED]:
        remove_first(c, s, P[r + HEAD], P[r + TAIL])
        c[P[r + HELD_PULLS]] -= 1
        return send(c, s, P, rule, p)
    s[p + ASKED] -= q
    return send(c, s, P, rule, new_slot(c, s, ORDERED, q, rule))

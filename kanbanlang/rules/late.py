"""What is asked of a supplier and is not there when it should be: while a single such pull is open, its supplier, route and dock are late.

Only what a safety stock is kept against is watched. A pull is promised for the mean of its lead time; who keeps time says when it is over.
"""

from __future__ import annotations

from kanbanlang.rules.memory import NUMBER, ORDERED, OVERDUE, RULE, STATE, Memory
from kanbanlang.rules.reasons import CLOSED, NOT_COMING, UNKNOWN_PLACE
from kanbanlang.rules.refill import LATE_AT


def overdue_check(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """Of a pull that is still on order, and watched."""
    if s[p + NUMBER] != number:
        return CLOSED
    if s[p + STATE] != ORDERED:
        return NOT_COMING
    if P[s[p + RULE] + LATE_AT] == 0:
        return UNKNOWN_PLACE
    return 0


def overdue_apply(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """One more is late. Returns the rule row."""
    r: int = s[p + RULE]
    s[p + STATE] = OVERDUE
    at = P[r + LATE_AT]
    for _ in range(B[P[r + LATE_AT]]):
        at += 1
        c[B[at]] += 1
    return r

"""Reviews: position rules that look only at their times.

Sentence: `review mon, thu at 06:00`. A review lasts one instant, and looks after everything else that happens then; one row a schedule
says whether it is on, for all the buffers that share the schedule.
"""

from __future__ import annotations

from kanbanlang.rules.memory import Memory
from kanbanlang.rules.refill import lot_guard, up_to_guard

REVIEW = 17  # a column of the refill rules here, beside those of `refill.py`: counter, 1 while their review is on

# ---- REVIEWED_UP_TO: `up to 300 pcs`, `reorder at 120 pcs up to 300 pcs` or `keep 9 pcs`, with `review`
REVIEWED_UP_TO = 30
# ---- REVIEWED_LOT: `reorder at 120 pcs order 400 pcs` with `review`
REVIEWED_LOT = 31


def reviewed_up_to_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """While its review is on: what is missing to the target."""
    if c[P[r + REVIEW]] == 0:
        return 0
    return up_to_guard(c, s, P, B, r)


def reviewed_lot_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """While its review is on: the fewest whole lots."""
    if c[P[r + REVIEW]] == 0:
        return 0
    return lot_guard(c, s, P, B, r)


# ---- LOOKED: the review is over when nothing else can happen. The clock strikes at this row.
LOOKED = 32
# column: FLAG of `react.py`, the counter that REVIEW names
ON = 1


def looked_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """Whether the review is on."""
    on: int = c[P[r + ON]]
    return on


def looked_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """It is over until the clock strikes again."""
    c[P[r + ON]] = 0
    return 0

"""A buffer that holds no stock: whatever is needed of it is pulled, and exactly that.

Sentence: `exactly as needed`. What others asked of the buffer, what they ordered for later, and what the jobs of its station wait for is
needed; what is there or coming does for a part of it. So an order for 7 pulls 7, and a release of 5 gearboxes with 2 gears each pulls 10.
"""

from __future__ import annotations

from kanbanlang.rules.memory import Memory
from kanbanlang.rules.refill import on_terms, open_pull, position
from kanbanlang.rules.sequence import made_for_newest
from kanbanlang.rules.serve import STOCK

# a column of NEEDED and of the rows where its cancelled pulls rest: B list: how many products its station makes of it, and one more for
# orders for later, then of each the words below. 0: neither
NEEDS = 25
ITS_JOBS = 1  # counter: steps of the product that jobs wait to make; or ordered for later
ITS_PARTS = 2  # so many steps of the part, or less than 0 for what is there already, ...
ITS_PRODUCT = 3  # ... for so many of the product
PRODUCT = 3  # how many words they are

# another column of these rules
FOR_NEWEST = 26  # 1: the buffer is served in sequence, and a pull belongs to the order that came last


def needed(c: Memory, P: Memory, B: Memory, r: int) -> int:
    """What orders for later ask for, and what the jobs wait for that are not released.

    Of the part of a step that a job needs, the whole is pulled when its turn comes.
    """
    total = 0
    at = P[r + NEEDS]
    for _ in range(B[P[r + NEEDS]]):
        total += (c[B[at + ITS_JOBS]] * B[at + ITS_PARTS] + B[at + ITS_PRODUCT] - 1) // B[at + ITS_PRODUCT]
        at += PRODUCT
    return total


# ---- NEEDED: `exactly as needed`
NEEDED = 77


def needed_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """What is needed and neither there nor coming."""
    lacking = needed(c, P, B, r) - position(c, P, P[r + STOCK])
    if lacking < 1:
        return 0
    return on_terms(c, P, B, r, lacking, lacking)


def needed_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """Ask the source. Returns the slot of the pull."""
    p = open_pull(c, s, P, r, q)
    if P[r + FOR_NEWEST] > 0:
        made_for_newest(c, s, P, P[r + STOCK], p)
    return p

"""A buffer that feeds several stations together: one piece, one pick, serves them all.

Sentence: `feeds drill, mill together`. A piece is taken when every one of the stations has a job that waits for it, and each job waits only
while it has a card; so the stations stay in step. What is picked lies at each station as a part of its own until the job is released.
"""

from __future__ import annotations

from kanbanlang.rules.memory import BACKLOG, ON_HAND, RESERVED, Memory, take
from kanbanlang.rules.serve import SOURCE
from kanbanlang.rules.work import PER

# ---- FED: what was picked for one station, with ON_HAND and RESERVED as a buffer has them
FED = 58

# ---- FEED
FEED = 57
STATIONS = 2  # B list: how many, then of each the FED row and a list: how many rows release its jobs, and pairs of (row, steps of the part)


def feed_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """As many pieces as are there and every one of the stations waits for."""
    f = P[r + SOURCE]
    q: int = c[P[f + ON_HAND]] - c[P[f + RESERVED]]
    at = P[r + STATIONS]
    for _ in range(B[at]):
        needed = 0 - c[P[B[at + 1] + ON_HAND]]
        jobs = B[at + 2]
        at += 2
        for _ in range(B[jobs]):
            job = B[jobs + 1]
            needed += (c[P[job + BACKLOG]] * B[jobs + 2] + P[job + PER] - 1) // P[job + PER]
            jobs += 2
        if needed < q:
            q = needed
    if q < 1:
        return 0
    return q


def feed_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """They leave the buffer once, and are there for each station."""
    take(c, P, P[r + SOURCE], q)
    at = P[r + STATIONS]
    for _ in range(B[at]):
        c[P[B[at + 1] + ON_HAND]] += q
        at += 2
    return 0

"""A buffer that feeds several stations together: one piece, one pick, serves them all.

Sentence: `feeds drill, mill together`. A piece is taken when every one of the stations has a job that waits for it, and each job waits only
while it has a card; so the stations stay in step. What is picked lies at each station as a part of its own until the job is released.
"""

from __future__ import annotations

from kanbanlang.rules.memory import BACKLOG, ON_HAND, RESERVED, Memory, take
from kanbanlang.rules.reasons import MORE_THAN_ASKED, NOT_PICKING, NOTHING
from kanbanlang.rules.serve import SOURCE
from kanbanlang.rules.work import PER

# ---- FED: what was picked for one station, with ON_HAND and RESERVED as a buffer has them
FED = 58

# ---- FEED
FEED = 57
STATIONS = 2  # B list: how many, then of each the FED row and a list: how many rows release its jobs, and pairs of (row, steps of the part)

BEING_PICKED = 3  # counter: pieces that are being picked; 0 where a pick takes no time


def feed_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """As many pieces as are there and every one of the stations waits for."""
    f = P[r + SOURCE]
    q: int = c[P[f + ON_HAND]] - c[P[f + RESERVED]]
    on_the_way = 0
    if P[r + BEING_PICKED] > 0:
        on_the_way = c[P[r + BEING_PICKED]]
    at = P[r + STATIONS]
    for _ in range(B[at]):
        needed = c[P[B[at + 1] + RESERVED]] - c[P[B[at + 1] + ON_HAND]] - on_the_way
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
    hand_out(c, P, B, r, q)
    return 0


def hand_out(c: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """What was picked once is there for each station."""
    at = P[r + STATIONS]
    for _ in range(B[at]):
        c[P[B[at + 1] + ON_HAND]] += q
        at += 2
    return q


# ---- FEED_IN_TIME: the same where a pick takes time; the pieces are promised when it begins, and stay until it ends
FEED_IN_TIME = 74
GONE = 1  # an input FED that says this speaks of pieces that are not there


def feed_in_time_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """Their picks begin."""
    c[P[P[r + SOURCE] + RESERVED]] += q
    c[P[r + BEING_PICKED]] += q
    return 0


def fed_check(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """No more than is being picked."""
    if q < 1:
        return NOTHING
    if c[P[r + BEING_PICKED]] < 1:
        return NOT_PICKING
    if q > c[P[r + BEING_PICKED]]:
        return MORE_THAN_ASKED
    return 0


def fed_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """They are picked; or their promise is taken back, since they are not there (`number` is GONE)."""
    c[P[r + BEING_PICKED]] -= q
    c[P[P[r + SOURCE] + RESERVED]] -= q
    if number == GONE:
        return r
    take(c, P, P[r + SOURCE], q)
    hand_out(c, P, B, r, q)
    return r

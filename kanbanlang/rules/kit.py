"""The parts of a job are picked before it is released, where that takes time.

Sentence: `picking time 40 s` of a buffer from which a station takes parts. The parts of the first job are promised all or none, and one
after the other is picked; until the slowest of them is, they stay where they are, with their cards. Then the job is released.
"""

from __future__ import annotations

from kanbanlang.rules.memory import (
    ASKED,
    BACKLOG,
    HEAD,
    KITTED,
    KITTING,
    NIL,
    NUMBER,
    RESERVED,
    RULE,
    STATE,
    TAIL,
    WAITING_PULLS,
    WORKING,
    Memory,
    append,
    remove_first,
)
from kanbanlang.rules.reasons import CLOSED, MORE_THAN_ASKED, NOT_PICKING, NOTHING, PARTS_TOGETHER
from kanbanlang.rules.serve import SOURCE
from kanbanlang.rules.work import GATED, IDLE, PACE, PARTS, PER, WIP, begin, take_parts

# ---- KIT: where jobs wait for parts that take time to pick; a RELEASE row with two columns more. Its guard is that of a release.
KIT = 72
BEING_PICKED = 14  # counter: pieces of the jobs whose parts are being picked
RELEASES = 15  # row that releases them


def promise_parts(c: Memory, P: Memory, B: Memory, r: int, q: int, sign: int) -> int:
    """The parts of a job for `q` are promised (`sign` 1), or are so no more (-1)."""
    per = P[r + PER]
    at = P[r + PARTS]
    for _ in range(B[at]):
        c[P[B[at + 1] + RESERVED]] += sign * ((q * B[at + 2] + per - 1) // per)
        at += 2
    return q


def kit_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """The parts of the first job are promised and their picks begin. Returns the slot of the job."""
    p = remove_first(c, s, P[r + HEAD], P[r + TAIL])
    c[P[r + BACKLOG]] -= q
    c[P[r + WAITING_PULLS]] -= 1
    c[P[r + BEING_PICKED]] += q
    begin(c, P, r)
    promise_parts(c, P, B, r, q, 1)
    s[p + STATE] = KITTING
    return p


def kitted_check(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """The parts of a job are picked once, and all of them."""
    if s[p + NUMBER] != number:
        return CLOSED
    if s[p + STATE] != KITTING:
        return NOT_PICKING
    if q < 1:
        return NOTHING
    if q > s[p + ASKED]:
        return MORE_THAN_ASKED
    if q < s[p + ASKED]:
        return PARTS_TOGETHER
    return 0


def kitted_apply(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """The last pick has ended: the job can be released. Returns the rule row of the pull."""
    r: int = s[p + RULE]
    ready = P[P[r + SOURCE] + RELEASES]
    s[p + STATE] = KITTED
    append(c, s, P[ready + HEAD], P[ready + TAIL], p)
    return r


def unkit(c: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """A part is not there after all: none of the parts of the job is promised any more, and its machine is idle again."""
    c[P[r + BEING_PICKED]] -= q
    if P[r + GATED] == 1:
        if P[r + IDLE] > 0:
            c[P[r + IDLE]] += 1
        if P[r + PACE] > 0:
            c[P[r + PACE]] = 1
    return promise_parts(c, P, B, r, q, -1)


# ---- RELEASE_KIT: what releases the jobs of a KIT row, which is its SOURCE
RELEASE_KIT = 73


def release_kit_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """The first job whose parts are picked."""
    p = c[P[r + HEAD]]
    if p == NIL:
        return 0
    q: int = s[p + ASKED]
    return q


def release_kit_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """As every release: the parts go in, their emptied containers give their cards back, work begins. Returns the slot of the job."""
    p = remove_first(c, s, P[r + HEAD], P[r + TAIL])
    f = P[r + SOURCE]
    c[P[f + BEING_PICKED]] -= q
    c[P[f + WIP]] += q
    promise_parts(c, P, B, f, q, -1)
    take_parts(c, P, B, f, q)
    s[p + STATE] = WORKING
    return p

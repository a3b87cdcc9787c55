"""Who is served first where several classes ask: priority 1 before 2, and so on; within a class in the order in which they asked.

Sentence: `priority 1`. Each class that occurs at a place has a queue and a row of its own, all over the same pieces. A row serves only
while nobody of a class before it waits: so a small later pull never overtakes a large earlier one of its own class or of a higher one.
"""

from __future__ import annotations

from kanbanlang.rules.dock import cross_guard
from kanbanlang.rules.memory import NIL, Memory
from kanbanlang.rules.serve import serve_guard
from kanbanlang.rules.work import release_guard

# ---- SERVE_BEHIND: a SERVE row of a class that has others before it, with the same columns
SERVE_BEHIND = 20
# ---- RELEASE_BEHIND: a RELEASE row that gives way to jobs of a class before it which need the same parts
RELEASE_BEHIND = 21
# ---- CROSS_BEHIND: a CROSS row of a class that has others before it
CROSS_BEHIND = 22
AHEAD = 24  # B list: how many queues come first, and the counter of the first of each


def waits_ahead(c: Memory, P: Memory, B: Memory, r: int) -> int:
    """Whether somebody waits in a queue that comes first."""
    at = P[r + AHEAD]
    found = 0
    for _ in range(B[at]):
        at += 1
        if c[B[at]] != NIL:
            found = 1
    return found


def serve_behind_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """How much of the first of this class can be promised, once nobody of a higher one waits."""
    if waits_ahead(c, P, B, r) == 1:
        return 0
    return serve_guard(c, s, P, B, r)


def cross_behind_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """How much can go from the dock to the first of this class, once nobody of a higher one waits."""
    if waits_ahead(c, P, B, r) == 1:
        return 0
    return cross_guard(c, s, P, B, r)


def release_behind_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """The first job, once no job of a higher class waits for any of its parts."""
    if waits_ahead(c, P, B, r) == 1:
        return 0
    return release_guard(c, s, P, B, r)

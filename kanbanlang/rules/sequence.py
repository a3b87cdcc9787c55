"""Orders that are served strictly by their sequence numbers, each with the pieces that were pulled for it.

Sentence: `in sequence`. Orders stand in the queue of their buffer by number; those without one stand behind, as they came. Only the first
is served, and not while its own pull is still under way: what came early for those behind it waits. Orders 1 and 2; part 2 comes at 9:05,
part 1 at 9:10: both go at 9:10, in order.
"""

from __future__ import annotations

from kanbanlang.rules.memory import (
    BACKLOG,
    BEFORE,
    FREE,
    HEAD,
    NEXT,
    NIL,
    NUMBER,
    ON_HAND,
    RESERVED,
    STATE,
    TAIL,
    WAITING,
    WAITING_PULLS,
    Memory,
    append,
    new_slot,
    tell,
)
from kanbanlang.rules.reasons import NOTHING, NUMBER_PASSED
from kanbanlang.rules.serve import ON_EVENT, SOURCE, serve_apply, serve_guard

# ---- words of an order that is served in sequence, beside those of `memory.py`
PLACE = 7  # its sequence number; 0: it has none
ITS_PULL = 8  # slot of the pull that was made for it
PULL_NUMBER = 9  # and that pull's number: it is under way as long as the slot still has it

# ---- columns of the SERVE row of such a buffer, beside those of `memory.py`
SORTED = 17  # counter: slot of the order that is on its way to its place in the queue
NEWEST = 18  # counter: slot of the order that came last
GONE = 19  # counter: the highest number that was served
TOLD = 20  # counter: number of the last order that people were told about, because others wait for it


# ---- an order with its number in the sequence (0: without); `number` says it
def placed_check(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """It must be for something, and no higher number may have gone."""
    if q < 1:
        return NOTHING
    if number < 0:
        return NUMBER_PASSED
    if number > 0:
        if number < c[P[P[r + SOURCE] + GONE]]:
            return NUMBER_PASSED
    return 0


def placed_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """It joins the queue as the last, and goes to its place from there."""
    f = P[r + SOURCE]
    p = new_slot(c, s, WAITING, q, r)
    s[p + PLACE] = number
    s[p + ITS_PULL] = NIL
    c[P[f + BACKLOG]] += q
    c[P[f + WAITING_PULLS]] += 1
    append(c, s, P[f + HEAD], P[f + TAIL], p)
    c[P[f + SORTED]] = p
    c[P[f + NEWEST]] = p
    if P[r + ON_EVENT] > 0:
        tell(c, B, P[r + ON_EVENT], q)
    return r


# ---- TAKES_PLACE: an order passes those of higher numbers, and those without one
TAKES_PLACE = 79
# columns: SOURCE (the SERVE row in whose queue it stands)


def takes_place_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """Whether an order is on its way to its place."""
    if c[P[P[r + SOURCE] + SORTED]] == NIL:
        return 0
    return 1


def takes_place_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """It passes the one before it, or it has its place."""
    f = P[r + SOURCE]
    p = c[P[f + SORTED]]
    before = s[p + BEFORE]
    if goes_behind(s, before, p) == 0:
        c[P[f + SORTED]] = NIL
        return 0
    first = s[before + BEFORE]
    last = s[p + NEXT]
    s[before + NEXT] = last
    s[before + BEFORE] = p
    s[p + NEXT] = before
    s[p + BEFORE] = first
    if last == NIL:
        c[P[f + TAIL]] = before
    else:
        s[last + BEFORE] = before
    if first == NIL:
        c[P[f + HEAD]] = p
    else:
        s[first + NEXT] = p
    return 0


def goes_behind(s: Memory, other: int, p: int) -> int:
    """1 where the order before another belongs behind it."""
    if other == NIL:
        return 0
    if s[p + PLACE] == 0:
        return 0
    if s[other + PLACE] == 0:
        return 1
    if s[other + PLACE] > s[p + PLACE]:
        return 1
    return 0


# ---- IN_SEQUENCE: serves the first, and nobody else; the same columns as SERVE
IN_SEQUENCE = 80


def comes_still(c: Memory, s: Memory, P: Memory, r: int, p: int) -> int:
    """1 while the pull that was made for an order is under way, or while it is not decided whether there is one."""
    if c[P[r + NEWEST]] == p:
        return 1
    w = s[p + ITS_PULL]
    if w == NIL:
        return 0
    if s[w + STATE] == FREE:
        return 0
    if s[w + NUMBER] == s[p + PULL_NUMBER]:
        return 1
    return 0


def in_sequence_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """How much the first can have now: nothing before its own pull has come."""
    p = c[P[r + HEAD]]
    if p == NIL:
        return 0
    if comes_still(c, s, P, r, p) == 1:
        return 0
    return serve_guard(c, s, P, B, r)


def in_sequence_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """It goes, and no lower number can come after it. Returns the slot."""
    p = c[P[r + HEAD]]
    if s[p + PLACE] > c[P[r + GONE]]:
        c[P[r + GONE]] = s[p + PLACE]
    return serve_apply(c, s, P, B, r, q)


# ---- MISSING: pieces are there, and the first of the sequence cannot have them
MISSING = 81
# columns: SOURCE (the SERVE row)


def missing_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """How many pieces are held up, while others wait behind and nobody was told yet for whom."""
    f = P[r + SOURCE]
    p = c[P[f + HEAD]]
    if p == c[P[f + TAIL]]:
        return 0
    if s[p + NUMBER] == c[P[f + TOLD]]:
        return 0
    if in_sequence_guard(c, s, P, B, f) > 0:
        return 0
    held: int = c[P[f + ON_HAND]] - c[P[f + RESERVED]]
    return held


def missing_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """Told. Returns the slot of the order that holds up the others."""
    f = P[r + SOURCE]
    p: int = c[P[f + HEAD]]
    c[P[f + TOLD]] = s[p + NUMBER]
    return p


# ---- a pull is made for the order that came last
def made_for_newest(c: Memory, s: Memory, P: Memory, f: int, w: int) -> int:
    """The order waits for this pull."""
    p: int = c[P[f + NEWEST]]
    if p == NIL:
        return NIL
    c[P[f + NEWEST]] = NIL
    s[p + ITS_PULL] = w
    s[p + PULL_NUMBER] = s[w + NUMBER]
    return p


# ---- PULLS_NOTHING: no pull was made for the order that came last: it takes what is there or comes for nobody
PULLS_NOTHING = 82
# columns: SOURCE (the SERVE row)


def pulls_nothing_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """Whether an order is still without a pull, after the rules that pull."""
    if c[P[P[r + SOURCE] + NEWEST]] == NIL:
        return 0
    return 1


def pulls_nothing_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """It has none."""
    c[P[P[r + SOURCE] + NEWEST]] = NIL
    return 0

"""Orders that are served strictly by their sequence numbers, each with the pieces that were pulled for it.

Sentences: `in sequence`, `in sequence, frozen 2 h ahead`. Orders stand in the queue of their buffer by number; those without one stand
behind, as they came. Only the first is served, and not while its own pull is still under way: what came early for those behind it waits.
Orders 1 and 2; part 2 comes at 9:05, part 1 at 9:10: both go at 9:10, in order. An order that is due later has its place and its pull at
once, and is served when it is due.
"""

from __future__ import annotations

from kanbanlang.rules.memory import (
    ASKED,
    BACKLOG,
    BEFORE,
    FREE,
    GOT,
    HEAD,
    KIND,
    NEXT,
    NIL,
    NUMBER,
    ON_HAND,
    PLACED,
    RESERVED,
    RULE,
    STATE,
    TAIL,
    WAITING,
    WAITING_PULLS,
    Memory,
    append,
    new_slot,
    tell,
)
from kanbanlang.rules.reasons import BEHIND_IS_FROZEN, CLOSED, FROZEN, NOT_FOR_LATER, NOTHING, NOTHING_FREEZES, NUMBER_PASSED
from kanbanlang.rules.serve import ON_EVENT, ORDERS, SOURCE, serve_apply, serve_guard

# ---- words of an order that is served in sequence, beside those of `memory.py`
PLACE = 7  # its sequence number; 0: it has none
ITS_PULL = 8  # slot of the pull that was made for it
PULL_NUMBER = 9  # and that pull's number: it is under way as long as the slot still has it
FIXED = 10  # 1: it is frozen

# ---- columns of the SERVE row of such a buffer, beside those of `memory.py`
SORTED = 17  # counter: slot of the order that is on its way to its place in the queue
NEWEST = 18  # counter: slot of the order that came last
GONE = 19  # counter: the highest number that was served
TOLD = 20  # counter: number of the last order that people were told about, because others wait for it
NOT_DUE = 21  # counter: how much of the backlog is not due yet
FROZEN_TO = 22  # counter: the highest number that is frozen; 0: nothing is frozen here


# ---- an order with its number in the sequence (0: without); `number` says it
def placed_check(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """It must be for something, no higher number may have gone, and none before which it would go may be frozen."""
    f = P[r + SOURCE]
    if q < 1:
        return NOTHING
    if number < 0:
        return NUMBER_PASSED
    if number > 0:
        if number < c[P[f + GONE]]:
            return NUMBER_PASSED
        if P[f + FROZEN_TO] > 0:
            if number < c[P[f + FROZEN_TO]]:
                return BEHIND_IS_FROZEN
    return 0


def placed_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """It is due, so it is frozen where anything is."""
    p = joins(c, s, P, r, q, number, WAITING)
    freeze(c, s, P, P[r + SOURCE], p)
    if P[r + ON_EVENT] > 0:
        tell(c, B, P[r + ON_EVENT], q)
    return r


def joins(c: Memory, s: Memory, P: Memory, r: int, q: int, number: int, state: int) -> int:
    """An order joins the queue as the last, and goes to its place from there. Returns its slot."""
    f = P[r + SOURCE]
    p = new_slot(c, s, state, q, r)
    s[p + PLACE] = number
    s[p + ITS_PULL] = NIL
    s[p + FIXED] = 0
    c[P[f + BACKLOG]] += q
    c[P[f + WAITING_PULLS]] += 1
    append(c, s, P[f + HEAD], P[f + TAIL], p)
    c[P[f + SORTED]] = p
    c[P[f + NEWEST]] = p
    return p


def freeze(c: Memory, s: Memory, P: Memory, f: int, p: int) -> int:
    """From now on an order cannot be cancelled, and none of a lower number comes, where the sequence is frozen at all."""
    if P[f + FROZEN_TO] > 0:
        s[p + FIXED] = 1
        if s[p + PLACE] > c[P[f + FROZEN_TO]]:
            c[P[f + FROZEN_TO]] = s[p + PLACE]
    return p


# ---- the same, of an order that is due later; whoever says when that is keeps the instant
def placed_ahead_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """It has its place, and asks for its part, but nobody hears of it yet."""
    c[P[P[r + SOURCE] + NOT_DUE]] += q
    joins(c, s, P, r, q, number, PLACED)
    return r


def is_due_now(c: Memory, s: Memory, P: Memory, p: int) -> int:
    """It waits like any other. Returns how much it asks for."""
    wanted: int = s[p + ASKED] - s[p + GOT]
    c[P[P[s[p + RULE] + SOURCE] + NOT_DUE]] -= wanted
    s[p + STATE] = WAITING
    return wanted


# ---- such an order is due
def turn_check(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """Once, and only of an order that has its place and is not due yet."""
    if s[p + NUMBER] != number:
        return CLOSED
    if s[p + STATE] != PLACED:
        return NOT_FOR_LATER
    return 0


def turn_apply(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """Now it is demand. Returns the row of the order."""
    r: int = s[p + RULE]
    wanted = is_due_now(c, s, P, p)
    freeze(c, s, P, P[r + SOURCE], p)
    if P[r + ON_EVENT] > 0:
        tell(c, B, P[r + ON_EVENT], wanted)
    return r


# ---- so long before it is due its place is frozen
def freezes_check(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """Once, and only of an order that waits for its turn."""
    if s[p + NUMBER] != number:
        return CLOSED
    if s[p + STATE] != PLACED:
        return NOT_FOR_LATER
    if P[P[s[p + RULE] + SOURCE] + FROZEN_TO] == 0:
        return NOTHING_FREEZES
    if s[p + FIXED] == 1:
        return FROZEN
    return 0


def freezes_apply(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """It is frozen. Returns the row of the order."""
    r: int = s[p + RULE]
    freeze(c, s, P, P[r + SOURCE], p)
    return r


def is_frozen(s: Memory, P: Memory, p: int) -> int:
    """Whether a slot is an order in a sequence that is frozen."""
    r = s[p + RULE]
    if P[r + KIND] != ORDERS:
        return 0
    f = P[r + SOURCE]
    if P[f + KIND] != IN_SEQUENCE:
        return 0
    if P[f + FROZEN_TO] == 0:
        return 0
    if s[p + FIXED] == 1:
        return 1
    return 0


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
    """How much the first can have now: nothing before it is due and its own pull has come."""
    p = c[P[r + HEAD]]
    if p == NIL:
        return 0
    if s[p + STATE] != WAITING:
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
    """How many pieces are held up, while others wait behind and nobody was told yet for whom; who is not due holds up nothing."""
    f = P[r + SOURCE]
    p = c[P[f + HEAD]]
    if p == c[P[f + TAIL]]:
        return 0
    if s[p + STATE] != WAITING:
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

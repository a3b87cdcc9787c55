"""Several sources of one buffer: which of them is asked for a pull.

Sentences: several `from`, `share 70 %`, `from acme when E`. Each source has a row of its own for each rule of the buffer, with its own
terms; of these rows the one that is chosen now pulls, and the others do not. A source whose `when` does not hold is left out. Of the
others the first that can give the whole pull now is asked, in the order written; if none can, the pull waits at the first. With shares it
goes to the one that is furthest behind its share, the coming pull counted in.
"""

from __future__ import annotations

from kanbanlang.rules.as_needed import NEEDED, needed_apply, needed_guard
from kanbanlang.rules.cancel import RESTED_LOT, RESTED_NEEDED, RESTED_UP_TO, rested_lot_guard, rested_needed_guard, rested_up_to_guard
from kanbanlang.rules.expression import value
from kanbanlang.rules.memory import HEAD, NIL, ON_HAND, RESERVED, UNLIMITED, Memory
from kanbanlang.rules.refill import (
    ASKED_CARDS,
    ASKED_FOR,
    CARDS,
    LOT,
    UP_TO,
    asked_apply,
    asked_cards_apply,
    asked_cards_guard,
    asked_guard,
    cards_apply,
    cards_guard,
    lot_guard,
    pull_apply,
    up_to_guard,
)
from kanbanlang.rules.review import REVIEWED_UP_TO, reviewed_lot_guard, reviewed_up_to_guard
from kanbanlang.rules.serve import FROM, FROM_BUFFER, SOURCE
from kanbanlang.rules.turns import waits_ahead
from kanbanlang.rules.zones import (
    RESTED_ZONES,
    REVIEWED_ZONES,
    ZONES,
    rested_zones_guard,
    reviewed_zones_guard,
    zones_guard,
)

# ---- CHOSEN: a refill rule of a buffer with several sources, or with one that has a `when`
CHOSEN = 70
BASE = 27  # the kind of the rule, as it would be with a single source
CHOICES = 28  # B list: how many sources, the sum of their shares (0: no shares), then of each the words below, in the order written

# the words of one source in that list
ITS_ROW = 0
ITS_WHEN = 1  # expression; 0: always
ITS_OUTAGES = 2  # B list: how many counters must be 0 for it to give anything, then the counters
ITS_SHARE = 3
ITS_PULLED = 4  # counter: steps pulled from it, where there are shares
CHOICE = 5


def base_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """How much the rule would pull on the terms of the source of this row."""
    base = P[r + BASE]
    if base == CARDS:
        return cards_guard(c, s, P, B, r)
    if base == UP_TO:
        return up_to_guard(c, s, P, B, r)
    if base == LOT:
        return lot_guard(c, s, P, B, r)
    if base == ASKED_FOR:
        return asked_guard(c, s, P, B, r)
    if base == ASKED_CARDS:
        return asked_cards_guard(c, s, P, B, r)
    if base == REVIEWED_UP_TO:
        return reviewed_up_to_guard(c, s, P, B, r)
    if base == RESTED_UP_TO:
        return rested_up_to_guard(c, s, P, B, r)
    if base == NEEDED:
        return needed_guard(c, s, P, B, r)
    if base == RESTED_NEEDED:
        return rested_needed_guard(c, s, P, B, r)
    if base == RESTED_LOT:
        return rested_lot_guard(c, s, P, B, r)
    if base == ZONES:
        return zones_guard(c, s, P, B, r)
    if base == REVIEWED_ZONES:
        return reviewed_zones_guard(c, s, P, B, r)
    if base == RESTED_ZONES:
        return rested_zones_guard(c, s, P, B, r)
    return reviewed_lot_guard(c, s, P, B, r)


def is_there(c: Memory, B: Memory, at: int) -> int:
    """1 unless the `when` of a source does not hold."""
    if B[at + ITS_WHEN] == 0:
        return 1
    return value(c, B, B[at + ITS_WHEN])


def can_give(c: Memory, P: Memory, B: Memory, at: int, q: int) -> int:
    """1 where a source can give `q` now: nothing that it needs is down, and a buffer has enough that nobody else waits for."""
    out = B[at + ITS_OUTAGES]
    for _ in range(B[out]):
        out += 1
        if c[B[out]] == 1:
            return 0
    r = B[at + ITS_ROW]
    if P[r + FROM] == FROM_BUFFER:
        f = P[r + SOURCE]
        if P[f + UNLIMITED] == 1:
            return 1
        if c[P[f + HEAD]] != NIL:
            return 0
        if waits_ahead(c, P, B, f) == 1:
            return 0
        if c[P[f + ON_HAND]] - c[P[f + RESERVED]] < q:
            return 0
    return 1


def first_of(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """1 where a row is that of the first source that can give the whole pull now, or else of the first that is there."""
    at = P[r + CHOICES] + 2
    for _ in range(B[P[r + CHOICES]]):
        if is_there(c, B, at) == 1:
            q = base_guard(c, s, P, B, B[at + ITS_ROW])
            if q > 0:
                if can_give(c, P, B, at, q) == 1:
                    if B[at + ITS_ROW] == r:
                        return 1
                    return 0
        at += CHOICE
    at = P[r + CHOICES] + 2
    for _ in range(B[P[r + CHOICES]]):
        if is_there(c, B, at) == 1:
            if B[at + ITS_ROW] == r:
                return 1
            return 0
        at += CHOICE
    return 0


def furthest_behind(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """1 where a row is that of the source furthest behind its share, had it the coming pull to give; of several the first."""
    whole = B[P[r + CHOICES] + 1]
    pulled = 0
    at = P[r + CHOICES] + 2
    for _ in range(B[P[r + CHOICES]]):
        pulled += c[B[at + ITS_PULLED]]
        at += CHOICE
    found = 0
    mine = 0
    most = 0
    at = P[r + CHOICES] + 2
    for _ in range(B[P[r + CHOICES]]):
        if is_there(c, B, at) == 1:
            q = base_guard(c, s, P, B, B[at + ITS_ROW])
            if q > 0:
                behind = (pulled + q) * B[at + ITS_SHARE] - whole * c[B[at + ITS_PULLED]]
                better = 0
                if found == 0:
                    better = 1
                elif behind > most:
                    better = 1
                if better == 1:
                    found = 1
                    most = behind
                    mine = 0
                    if B[at + ITS_ROW] == r:
                        mine = 1
        at += CHOICE
    return mine


def chosen_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """How much the rule pulls, if this source is the one to ask."""
    q = base_guard(c, s, P, B, r)
    if q < 1:
        return 0
    if B[P[r + CHOICES] + 1] > 0:
        if furthest_behind(c, s, P, B, r) == 0:
            return 0
        return q
    if first_of(c, s, P, B, r) == 0:
        return 0
    return q


def chosen_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """It is asked. Returns the slot of the pull."""
    if B[P[r + CHOICES] + 1] > 0:
        at = P[r + CHOICES] + 2
        for _ in range(B[P[r + CHOICES]]):
            if B[at + ITS_ROW] == r:
                c[B[at + ITS_PULLED]] += q
            at += CHOICE
    base = P[r + BASE]
    if base == CARDS:
        return cards_apply(c, s, P, B, r, q)
    if base == ASKED_FOR:
        return asked_apply(c, s, P, B, r, q)
    if base == ASKED_CARDS:
        return asked_cards_apply(c, s, P, B, r, q)
    if base == NEEDED:
        return needed_apply(c, s, P, B, r, q)
    if base == RESTED_NEEDED:
        return needed_apply(c, s, P, B, r, q)
    return pull_apply(c, s, P, B, r, q)

"""Facts that people report of a buffer: how much is there, what is bad, what came and nobody asked for. A fact is never refused.

Sentences: `count of 15 pcs of lift_gears`, `rejection of 3 pcs of line_gears`, and a receipt of more than was asked. Where a fact
leaves less than was promised, the engine first takes promises back, the newest first (`UNPROMISE`); then the fact keeps every law.
"""

from __future__ import annotations

from kanbanlang.rules.kit import unkit
from kanbanlang.rules.memory import (
    ASKED,
    BACKLOG,
    CONTAINER,
    HEAD,
    KITTING,
    NOTICE,
    NUMBER,
    ON_HAND,
    PICKING,
    RESERVED,
    RULE,
    STATE,
    SURPLUS,
    TAIL,
    UNLIMITED,
    WAITING,
    WAITING_PULLS,
    Memory,
    new_slot,
    put_first,
    take,
    tell,
)
from kanbanlang.rules.reasons import (
    CLOSED,
    MORE_THAN_ASKED,
    NEVER_RUNS_OUT,
    NOT_PICKING,
    NOTHING,
    PARTS_TOGETHER,
    PROMISED_AWAY,
    UNKNOWN_PLACE,
)
from kanbanlang.rules.refill import BLOCKED
from kanbanlang.rules.serve import FROM, FROM_SUPPLIER, ON_EVENT, SOURCE, STOCK

# columns of the CONSUMES row, where facts about a buffer arrive, beside those of `serve.py`
ON_COUNT = 5  # listeners
ON_REJECTION = 6


# ---- UNPROMISE: pieces that a pull was promised are not there; it waits for them again, before all others
def unpromise_check(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """Only what is promised and not yet picked."""
    if s[p + NUMBER] != number:
        return CLOSED
    if s[p + STATE] != PICKING:
        if s[p + STATE] != KITTING:
            return NOT_PICKING
    if q < 1:
        return NOTHING
    if q > s[p + ASKED]:
        return MORE_THAN_ASKED
    if s[p + STATE] == KITTING:
        if q < s[p + ASKED]:
            return PARTS_TOGETHER
    return 0


def unpromise_apply(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """The pull, or the part of it that has nothing now, is the first of those that wait. Returns its rule row."""
    r: int = s[p + RULE]
    f = P[r + SOURCE]
    if s[p + STATE] == KITTING:
        unkit(c, P, B, f, q)
    else:
        c[P[f + RESERVED]] -= q
    c[P[f + BACKLOG]] += q
    c[P[f + WAITING_PULLS]] += 1
    if q == s[p + ASKED]:
        s[p + STATE] = WAITING
        put_first(c, s, P[f + HEAD], P[f + TAIL], p)
        return r
    s[p + ASKED] -= q
    put_first(c, s, P[f + HEAD], P[f + TAIL], new_slot(c, s, WAITING, q, r))
    return r


# ---- COUNT: what is there, promised pieces included
def count_check(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """Nobody counts what never runs out; and as many as are counted may be promised, no more."""
    f = P[r + SOURCE]
    if P[f + UNLIMITED] == 1:
        return NEVER_RUNS_OUT
    if q < 0:
        return NOTHING
    if q < c[P[f + RESERVED]]:
        return PROMISED_AWAY
    return 0


def count_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """From now on so many are there; people hear of the difference."""
    f = P[r + SOURCE]
    here = c[P[f + ON_HAND]]
    if q < here:
        difference = here - q
        take(c, P, f, difference)
    else:
        difference = q - here
        c[P[f + ON_HAND]] += difference
        if P[f + CONTAINER] > 0:
            c[P[f + SURPLUS]] += difference
    c[P[f + NOTICE]] += difference
    if P[r + ON_COUNT] > 0:
        tell(c, B, P[r + ON_COUNT], difference)
    return r


# ---- REJECTION: pieces that are there and bad
def rejection_check(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """Something must be bad, and what is left must do for what is promised."""
    f = P[r + SOURCE]
    if P[f + UNLIMITED] == 1:
        return NEVER_RUNS_OUT
    if q < 1:
        return NOTHING
    if c[P[f + RESERVED]] > 0:
        if c[P[f + ON_HAND]] - q < c[P[f + RESERVED]]:
            return PROMISED_AWAY
    return 0


def rejection_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """Set aside; what is bad and was not on record is told to people."""
    f = P[r + SOURCE]
    bad = q
    if q > c[P[f + ON_HAND]]:
        bad = c[P[f + ON_HAND]]
        c[P[f + NOTICE]] += q - bad
    take(c, P, f, bad)
    c[P[f + BLOCKED]] += q
    if P[r + ON_REJECTION] > 0:
        tell(c, B, P[r + ON_REJECTION], q)
    return r


# ---- OVER: goods of a supplier for which no pull is open
def over_check(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """Something must have come, and from a supplier."""
    if P[r + FROM] != FROM_SUPPLIER:
        return UNKNOWN_PLACE
    if q < 1:
        return NOTHING
    return 0


def over_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """They stay at the dock, set aside, and people are told."""
    stock = P[r + STOCK]
    c[P[stock + BLOCKED]] += q
    c[P[stock + NOTICE]] += q
    if P[r + ON_EVENT] > 0:
        tell(c, B, P[r + ON_EVENT], q)
    return r

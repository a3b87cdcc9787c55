"""Safety stock: pieces kept just in case, apart from the buffer, that are released when there is trouble and owed back.

Sentences: `safety 40 pcs against acme`, `release safety of lift_gears`, `if short release safety`. 40 released are 40 on hand and 40
promised: what is owed stands in BACKLOG, as if the safety stock had asked for it, so no position and no pull moves. The first receipts
after the trouble pay it back, once nobody waits.
"""

from __future__ import annotations

from kanbanlang.rules.memory import (
    ASKED,
    BACKLOG,
    CONTAINER,
    GOT,
    HEAD,
    KIND,
    NIL,
    ON_HAND,
    RESERVED,
    RULE,
    SURPLUS,
    Memory,
    take,
)
from kanbanlang.rules.refill import OWED
from kanbanlang.rules.serve import SOURCE, STOCK, WHOLE
from kanbanlang.rules.turns import AHEAD, SERVE_BEHIND, waits_ahead
from kanbanlang.rules.work import GATED, PER, may_begin

SAFETY = 28  # a STOCK column beside those of `memory.py`: counter of pieces in the safety stock
TROUBLE = 4  # B list: how many counters, then the counters of which one is above 0 while there is trouble; 0: against anything


def in_trouble(c: Memory, B: Memory, trouble: int) -> int:
    """1 while anything of what a safety stock is kept against is down or late."""
    found = 0
    at = trouble
    for _ in range(B[trouble]):
        at += 1
        if c[B[at]] > 0:
            found = 1
    return found


def set_free(c: Memory, P: Memory, f: int, q: int) -> int:
    """Pieces of the safety stock of a buffer are on hand and owed; no card stands for them."""
    c[P[f + SAFETY]] -= q
    c[P[f + OWED]] += q
    c[P[f + BACKLOG]] += q
    c[P[f + ON_HAND]] += q
    if P[f + CONTAINER] > 0:
        c[P[f + SURPLUS]] += q
    return q


# ---- RELEASES: `release safety of lift_gears` of a trigger. A person's rule says when, so nothing else is asked.
RELEASES = 90
ASKED_TO = 2  # counter: 1 when a trigger says so


def releases_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """1 more than there is to release, so that it is heard where nothing is left too."""
    if c[P[r + ASKED_TO]] < 1:
        return 0
    kept: int = c[P[P[r + SOURCE] + SAFETY]]
    return kept + 1


def releases_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """All of it."""
    c[P[r + ASKED_TO]] = 0
    set_free(c, P, P[r + SOURCE], q - 1)
    return 0


# ---- SHORT_RELEASES: `if short release safety`; SOURCE is the row whose queue it looks at
SHORT_RELEASES = 91


def short_releases_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """What the first who waits lacks, as far as the safety stock goes; nothing where that would not let him go."""
    f = P[r + SOURCE]
    p = c[P[f + HEAD]]
    if p == NIL:
        return 0
    if c[P[f + SAFETY]] < 1:
        return 0
    if P[r + TROUBLE] > 0:
        if in_trouble(c, B, P[r + TROUBLE]) == 0:
            return 0
    if P[f + KIND] == SERVE_BEHIND:
        if waits_ahead(c, P, B, f) == 1:
            return 0
    lacking: int = s[p + ASKED] - s[p + GOT] - c[P[f + ON_HAND]] + c[P[f + RESERVED]]
    if lacking < 1:
        return 0
    if lacking > c[P[f + SAFETY]]:
        if P[s[p + RULE] + WHOLE] == 1:
            return 0
        lacking = c[P[f + SAFETY]]
    return lacking


def short_releases_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """So much is free."""
    set_free(c, P, P[r + SOURCE], q)
    return 0


# ---- JOB_RELEASES: the same for a job that waits for parts; SOURCE is the row that releases the jobs
JOB_RELEASES = 93
STEPS = 6  # of the part that lies in the buffer of STOCK, for so many steps of the product as PER of the job's row says


def job_releases_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """What the first job lacks of this part, when the safety stock has it: parts are reserved all or none."""
    f = P[r + SOURCE]
    p = c[P[f + HEAD]]
    if p == NIL:
        return 0
    if P[r + TROUBLE] > 0:
        if in_trouble(c, B, P[r + TROUBLE]) == 0:
            return 0
    if P[f + AHEAD] > 0:
        if waits_ahead(c, P, B, f) == 1:
            return 0
    if P[f + GATED] == 1:
        if may_begin(c, P, f) == 0:
            return 0
    stock = P[r + STOCK]
    lacking: int = (s[p + ASKED] * P[r + STEPS] + P[f + PER] - 1) // P[f + PER] - c[P[stock + ON_HAND]] + c[P[stock + RESERVED]]
    if lacking < 1:
        return 0
    if lacking > c[P[stock + SAFETY]]:
        return 0
    return lacking


def job_releases_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """So much is free."""
    set_free(c, P, P[r + STOCK], q)
    return 0


# ---- PAYS_BACK: goods have arrived for a buffer that owes pieces to its safety stock
PAYS_BACK = 92
ARRIVED = 2  # counter: 1 when goods arrived and nobody looked yet
HOW_MANY = 3  # counter: how many arrived
QUEUES = 5  # B list: how many queues the buffer has, and the counter of the first of each


def to_pay(c: Memory, P: Memory, B: Memory, r: int) -> int:
    """How much of what arrived is paid back: nothing while the trouble lasts or somebody waits."""
    f = P[r + SOURCE]
    if in_trouble(c, B, P[r + TROUBLE]) == 1:
        return 0
    at = P[r + QUEUES]
    for _ in range(B[P[r + QUEUES]]):
        at += 1
        if c[B[at]] != NIL:
            return 0
    q: int = c[P[f + OWED]]
    if q > c[P[r + HOW_MANY]]:
        q = c[P[r + HOW_MANY]]
    available = c[P[f + ON_HAND]] - c[P[f + RESERVED]]
    if q > available:
        q = available
    return q


def pays_back_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """1 more than what is paid back, so that the arrival is noticed where that is nothing too."""
    if c[P[r + ARRIVED]] < 1:
        return 0
    return to_pay(c, P, B, r) + 1


def pays_back_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """It lies in the safety stock again; a container that is empty then gives its card back."""
    c[P[r + ARRIVED]] = 0
    if q > 1:
        f = P[r + SOURCE]
        paid = q - 1
        c[P[f + SAFETY]] += paid
        c[P[f + OWED]] -= paid
        c[P[f + BACKLOG]] -= paid
        take(c, P, f, paid)
    return 0

"""A station works off jobs: what one pull asks of it is one job.

Sentence: `makes gearbox from 2 gear_m2, 1 shaft`. A job is released when all of its parts are there and the card or room for its result
is too, which is why a pull comes first; the parts leave their buffers at that instant and their own cards go back.
"""

from __future__ import annotations

from kanbanlang.rules.memory import (
    ASKED,
    BACKLOG,
    CONTAINER,
    GOT,
    HEAD,
    INCOMING,
    NIL,
    NOTICE,
    NUMBER,
    ON_HAND,
    RESERVED,
    RULE,
    STATE,
    SURPLUS,
    TAIL,
    WAITING_PULLS,
    WORKING,
    Memory,
    free_slot,
    remove_first,
    take,
    tell,
)
from kanbanlang.rules.reasons import CLOSED, MORE_THAN_ASKED, NOT_WORKING, NOTHING, UNKNOWN_PLACE
from kanbanlang.rules.refill import BLOCKED, open_pull
from kanbanlang.rules.serve import FROM, FROM_STATION, SOURCE, STOCK

# ---- RELEASE: one row for each buffer that says `from` the station.
# BACKLOG, WAITING_PULLS, HEAD and TAIL stand in the same columns as in a SERVE row: the jobs that wait.
RELEASE = 9
WIP = 8  # pieces of the station released and not finished
IDLE = 9  # counter: machines that could begin, where parts are taken on start; 0: no matter
GATED = 10  # 1: a job is not released as soon as its parts are there, see `may_begin`
PER = 11  # the parts are said for so many steps of the product
PARTS = 12  # B list: how many parts, then pairs of (SERVE row of the part's buffer, steps)
PACE = 13  # counter: 1 when another job may be released, of a station that is `paced every 5 min`; 0: it is not

ON_FINISHED = 15  # a column of the refill rule that pulled, beside those of `serve.py`: listeners of the completion
ON_RELEASED = 23  # listeners of the release of a production order, a column as ON_FINISHED


def may_begin(c: Memory, P: Memory, r: int) -> int:
    """1 when a machine is idle, where parts are taken on start, and the pace allows another job, where the station has one."""
    if P[r + IDLE] > 0:
        if c[P[r + IDLE]] < 1:
            return 0
    if P[r + PACE] > 0:
        if c[P[r + PACE]] < 1:
            return 0
    return 1


def release_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """The first job, when all its parts are there (and, with `parts taken on start`, a machine is idle)."""
    p = c[P[r + HEAD]]
    if p == NIL:
        return 0
    if P[r + GATED] == 1:
        if may_begin(c, P, r) == 0:
            return 0
    q: int = s[p + ASKED]
    per = P[r + PER]
    at = P[r + PARTS]
    for _ in range(B[at]):
        part = B[at + 1]
        needed = (q * B[at + 2] + per - 1) // per
        if c[P[part + ON_HAND]] - c[P[part + RESERVED]] < needed:
            return 0
        at += 2
    return q


def begin(c: Memory, P: Memory, r: int) -> int:
    """A machine is taken, where parts are taken on start, and no other job may be released before the pace allows it."""
    if P[r + GATED] == 1:
        if P[r + IDLE] > 0:
            c[P[r + IDLE]] -= 1
        if P[r + PACE] > 0:
            c[P[r + PACE]] = 0
    return 0


def take_parts(c: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """The parts of a job for `q` leave the buffers in which they are."""
    per = P[r + PER]
    at = P[r + PARTS]
    for _ in range(B[at]):
        take(c, P, B[at + 1], (q * B[at + 2] + per - 1) // per)
        at += 2
    return q


def release_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """The parts go in, their emptied containers give their cards back, work begins. Returns the slot of the job."""
    p = remove_first(c, s, P[r + HEAD], P[r + TAIL])
    c[P[r + BACKLOG]] -= q
    c[P[r + WAITING_PULLS]] -= 1
    c[P[r + WIP]] += q
    begin(c, P, r)
    take_parts(c, P, B, r, q)
    s[p + STATE] = WORKING
    return p


def completion_check(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """Pieces of a job that is in work, and never more than it asked."""
    if s[p + NUMBER] != number:
        return CLOSED
    if s[p + STATE] != WORKING:
        return NOT_WORKING
    if q < 1:
        return NOTHING
    if q > s[p + ASKED] - s[p + GOT]:
        return MORE_THAN_ASKED
    return 0


def completion_apply(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """Finished pieces lie in the buffer that pulled them. Returns the rule row of the pull."""
    r: int = s[p + RULE]
    f = P[r + SOURCE]
    stock = P[r + STOCK]
    c[P[f + WIP]] -= q
    c[P[stock + INCOMING]] -= q
    c[P[stock + ON_HAND]] += q
    got = s[p + GOT] + q
    s[p + GOT] = got
    if got == s[p + ASKED]:
        if P[f + GATED] == 1:
            if P[f + IDLE] > 0:
                c[P[f + IDLE]] += 1
        free_slot(c, s, p)
    if P[r + ON_FINISHED] > 0:
        tell(c, B, P[r + ON_FINISHED], q)
    return r


# ---- SCRAP: pieces of a job are bad, and it makes no others for them. Checked as a completion.
def scrap_apply(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """They are set aside before anybody could be served with them; for the card they count as taken. Returns the rule row of the pull."""
    r: int = s[p + RULE]
    f = P[r + SOURCE]
    stock = P[r + STOCK]
    c[P[f + WIP]] -= q
    c[P[stock + INCOMING]] -= q
    c[P[stock + ON_HAND]] += q
    take(c, P, stock, q)
    c[P[stock + BLOCKED]] += q
    got = s[p + GOT] + q
    s[p + GOT] = got
    if got == s[p + ASKED]:
        if P[f + GATED] == 1:
            if P[f + IDLE] > 0:
                c[P[f + IDLE]] += 1
        free_slot(c, s, p)
    return r


# ---- RELEASE of a production order: a job like any other, asked for by people
def production_check(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """A station must make it, and something of it."""
    if P[r + FROM] != FROM_STATION:
        return UNKNOWN_PLACE
    if q < 1:
        return NOTHING
    return 0


def production_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """A pull without a signal of the buffer: its pieces have no card."""
    stock = P[r + STOCK]
    open_pull(c, s, P, r, q)
    if P[stock + CONTAINER] > 0:
        c[P[stock + SURPLUS]] += q
    if P[r + ON_RELEASED] > 0:
        tell(c, B, P[r + ON_RELEASED], q)
    return r


# ---- pieces that no job asked for: they are a fact and go to the buffer that the station feeds
def unasked_check(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """Something must have been made, and by a station: what a supplier or another buffer sends was asked for."""
    if P[r + FROM] != FROM_STATION:
        return UNKNOWN_PLACE
    if q < 1:
        return NOTHING
    return 0


def unasked_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """On hand without a card of their own, and people are told."""
    stock = P[r + STOCK]
    c[P[stock + ON_HAND]] += q
    c[P[stock + NOTICE]] += q
    if P[stock + CONTAINER] > 0:
        c[P[stock + SURPLUS]] += q
    if P[r + ON_FINISHED] > 0:
        tell(c, B, P[r + ON_FINISHED], q)
    return r


# ---- PACED: `paced every 5 min`; the time that begins with a release ends here
PACED = 59


def paced_check(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """A job was released, and none may be since."""
    if c[P[r + PACE]] == 1:
        return CLOSED
    return 0


def paced_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """The next may go."""
    c[P[r + PACE]] = 1
    return r

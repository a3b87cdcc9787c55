"""When there is not enough: who is short is noticed once, and customers may be lost, at once or when they have waited long enough.

Sentence: `if short alert buyer "...", lose after 3 d`. An order for 12 with 10 there gets 10; the 2 are lost, or wait. What `wait` and
`split` say is in the WHOLE column of whoever asks.
"""

from __future__ import annotations

from kanbanlang.rules.memory import (
    ASKED,
    BACKLOG,
    GOT,
    HEAD,
    KIND,
    NIL,
    NUMBER,
    RULE,
    STATE,
    TAIL,
    WAITING,
    WAITING_PULLS,
    Memory,
    free_slot,
    remove,
)
from kanbanlang.rules.reasons import CLOSED, NOT_WAITING
from kanbanlang.rules.serve import ORDERS, SOURCE, serve_guard
from kanbanlang.rules.turns import SERVE_BEHIND, serve_behind_guard

# columns of both kinds, beside SOURCE, which names the row whose queue they look at
NOTICED = 2  # counter: number of the last that was noticed
ONLY_ORDERS = 3  # 1: only customers are noticed

# ---- SHORT: somebody begins to wait. Whoever waits came last: all before were noticed when they came.
SHORT = 50


def can_be_served(c: Memory, s: Memory, P: Memory, B: Memory, f: int) -> int:
    """How much the first of a queue can have now."""
    if P[f + KIND] == SERVE_BEHIND:
        return serve_behind_guard(c, s, P, B, f)
    return serve_guard(c, s, P, B, f)


def waits_last(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """The slot that waits last in the queue, when it gets nothing more now."""
    f = P[r + SOURCE]
    p: int = c[P[f + TAIL]]
    if p == NIL:
        return NIL
    if p == c[P[f + HEAD]]:
        if can_be_served(c, s, P, B, f) > 0:
            return NIL
    return p


def short_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """How much somebody lacks who was not noticed before."""
    p = waits_last(c, s, P, B, r)
    if p == NIL:
        return 0
    if s[p + NUMBER] <= c[P[r + NOTICED]]:
        return 0
    if P[r + ONLY_ORDERS] == 1:
        if P[s[p + RULE] + KIND] != ORDERS:
            return 0
    lacking: int = s[p + ASKED] - s[p + GOT]
    return lacking


def short_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """Noticed. Returns the slot that waits."""
    p: int = c[P[P[r + SOURCE] + TAIL]]
    c[P[r + NOTICED]] = s[p + NUMBER]
    return p


# ---- LOSE: a customer does not wait
LOSE = 51


def lose_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """What a customer who came last cannot have."""
    p = waits_last(c, s, P, B, r)
    if p == NIL:
        return 0
    if P[s[p + RULE] + KIND] != ORDERS:
        return 0
    lacking: int = s[p + ASKED] - s[p + GOT]
    return lacking


def lose_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """The customer goes, with what there was."""
    f = P[r + SOURCE]
    leave(c, s, P, f, c[P[f + TAIL]], q)
    return 0


def leave(c: Memory, s: Memory, P: Memory, f: int, p: int, q: int) -> int:
    """A slot leaves the queue of a row, and asks for nothing any more."""
    remove(c, s, P[f + HEAD], P[f + TAIL], p)
    c[P[f + BACKLOG]] -= q
    c[P[f + WAITING_PULLS]] -= 1
    return free_slot(c, s, p)


# ---- a customer has waited long enough
def patience_check(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """Only of an order that still waits."""
    if s[p + NUMBER] != number:
        return CLOSED
    if s[p + STATE] != WAITING:
        return NOT_WAITING
    if P[s[p + RULE] + KIND] != ORDERS:
        return NOT_WAITING
    return 0


def patience_apply(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """The customer goes, with what there was until now. Returns the row of the order."""
    r: int = s[p + RULE]
    leave(c, s, P, P[r + SOURCE], p, s[p + ASKED] - s[p + GOT])
    return r

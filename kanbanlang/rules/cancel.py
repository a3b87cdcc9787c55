"""A pull that its source cancels, and an order that its customer cancels: what was coming is not coming any more.

Sentences: `cancellation of lift_gears`, `reissue of lift_gears`, `if cancelled ask again after 4 h`. The same instant does not ask
again: the card rests until somebody reissues it, a position rule rests until its position moves.
"""

from __future__ import annotations

from kanbanlang.rules.as_needed import needed, needed_guard
from kanbanlang.rules.later import is_not_for_later
from kanbanlang.rules.memory import (
    ASKED,
    BACKLOG,
    CONTAINER,
    GOT,
    HEAD,
    INCOMING,
    KIND,
    LATER,
    NUMBER,
    ON_HAND,
    ORDERED,
    OVERDUE,
    PICKING,
    PLACED,
    QUALIFIED,
    RESERVED,
    RULE,
    STATE,
    TAIL,
    WAITING,
    WAITING_PULLS,
    Memory,
    free_slot,
    remove,
    take,
    tell,
)
from kanbanlang.rules.reasons import CLOSED, FROZEN, MORE_THAN_ASKED, NOT_TO_CANCEL, NOTHING, NOTHING_RESTS, PART_OF_A_PULL
from kanbanlang.rules.refill import late_no_more, lot_guard, position, up_to_guard
from kanbanlang.rules.sequence import is_due_now, is_frozen
from kanbanlang.rules.serve import ORDERS, SOURCE, STOCK

# a column of refill rules and of ORDERS. B list: the counter JUST of the buffer (0: nothing rests), then listeners. 0: nobody cancels
CANCELS = 24

# columns that both kinds of rows share at which cancelled pulls rest, where somebody can reissue them
JUST = 1  # counter: cancelled and not at rest yet
RESTING = 2  # counter: cards that rest; of a position rule 1 while it rests
TOTAL = 3  # counter: how many were cancelled, since the start
ON_REISSUE = 4  # listeners
GOES_TO = 5  # counter that a reissued card goes to

# ---- CANCELLED_CARD: the card of a cancelled pull
CANCELLED_CARD = 41


def cancelled_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """Pulls that were cancelled now."""
    now: int = c[P[r + JUST]]
    return now


def cancelled_card_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """Their cards rest."""
    c[P[r + JUST]] -= q
    c[P[r + RESTING]] += q
    c[P[r + TOTAL]] += q
    return 0


# ---- CANCELLED_PULL: a position rule with a cancelled pull
CANCELLED_PULL = 42
OF = 6  # SERVE row of the buffer
HAD = 7  # counter: what was there and coming when it began to rest
OWED = 8  # counter: what was promised then


def cancelled_pull_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """The rule rests, and remembers at which position."""
    f = P[r + OF]
    c[P[r + JUST]] -= q
    c[P[r + RESTING]] = 1
    c[P[r + TOTAL]] += 1
    c[P[r + HAD]] = c[P[f + ON_HAND]] + c[P[f + INCOMING]]
    c[P[r + OWED]] = c[P[f + RESERVED]] + c[P[f + BACKLOG]] + needed(c, P, B, r)
    return 0


# ---- SIGNALS_AGAIN: the position has moved; the same columns as CANCELLED_PULL
SIGNALS_AGAIN = 43


def signals_again_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """Whether the position is another than the one at which the rule began to rest."""
    if c[P[r + RESTING]] == 0:
        return 0
    if position(c, P, P[r + OF]) - needed(c, P, B, r) == c[P[r + HAD]] - c[P[r + OWED]]:
        return 0
    return 1


def signals_again_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """It looks again."""
    c[P[r + RESTING]] = 0
    return 0


# ---- RESTED_UP_TO, RESTED_LOT, RESTED_NEEDED: position rules that may rest
RESTED_UP_TO = 44
RESTED_LOT = 45
RESTED_NEEDED = 78
AT_REST = 17  # counter RESTING of the row above


def rested_up_to_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """What is missing to the target, unless the rule rests."""
    if c[P[r + AT_REST]] == 1:
        return 0
    return up_to_guard(c, s, P, B, r)


def rested_lot_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """The fewest whole lots, unless the rule rests."""
    if c[P[r + AT_REST]] == 1:
        return 0
    return lot_guard(c, s, P, B, r)


def rested_needed_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """What is needed, unless the rule rests."""
    if c[P[r + AT_REST]] == 1:
        return 0
    return needed_guard(c, s, P, B, r)


# ---- the source, or the customer, cancels
def cancellation_check(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """What is on its way or in work comes; all of what is still open is cancelled, or nothing."""
    if s[p + NUMBER] != number:
        return CLOSED
    if P[s[p + RULE] + CANCELS] == 0:
        return NOT_TO_CANCEL
    if s[p + STATE] != ORDERED:
        if s[p + STATE] != WAITING:
            if s[p + STATE] != PICKING:
                if s[p + STATE] != LATER:
                    if s[p + STATE] != OVERDUE:
                        if s[p + STATE] != QUALIFIED:
                            if s[p + STATE] != PLACED:
                                return NOT_TO_CANCEL
    if is_frozen(s, P, p) == 1:
        return FROZEN
    if q < 1:
        return NOTHING
    if q > s[p + ASKED] - s[p + GOT]:
        return MORE_THAN_ASKED
    if q < s[p + ASKED] - s[p + GOT]:
        return PART_OF_A_PULL
    return 0


def cancellation_apply(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """It is neither asked nor coming any more. Returns the rule row."""
    r: int = s[p + RULE]
    f = P[r + SOURCE]
    if s[p + STATE] == PLACED:
        is_due_now(c, s, P, p)
    if s[p + STATE] == WAITING:
        c[P[f + BACKLOG]] -= q
        c[P[f + WAITING_PULLS]] -= 1
        remove(c, s, P[f + HEAD], P[f + TAIL], p)
    if s[p + STATE] == PICKING:
        c[P[f + RESERVED]] -= q
    if s[p + STATE] == LATER:
        is_not_for_later(c, s, P, r, p, q)
    if s[p + STATE] == QUALIFIED:
        is_not_for_later(c, s, P, r, p, q)
    if s[p + STATE] == OVERDUE:
        late_no_more(c, P, B, r)
    free_slot(c, s, p)
    if P[r + KIND] != ORDERS:
        comes_no_more(c, P, B, r, q)
    tell(c, B, P[r + CANCELS] + 1, q)
    return r


def comes_no_more(c: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """A container that came in part is as if the rest had been taken out of it; else its card is free."""
    stock = P[r + STOCK]
    just = B[P[r + CANCELS]]
    c[P[stock + INCOMING]] -= q
    if P[stock + CONTAINER] == 0:
        if just > 0:
            c[just] += 1
    elif q == P[stock + CONTAINER]:
        c[just] += 1
    else:
        c[P[stock + ON_HAND]] += q
        take(c, P, stock, q)
    return q


# ---- a person asks again; `quantity` cards, of a position rule whatever it lacks
def reissue_check(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """Something must rest."""
    if q < 1:
        return NOTHING
    if q > c[P[r + RESTING]]:
        return NOTHING_RESTS
    return 0


def reissue_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """It rests no more."""
    goes_on(c, P, r, q)
    if P[r + ON_REISSUE] > 0:
        tell(c, B, P[r + ON_REISSUE], q)
    return r


def goes_on(c: Memory, P: Memory, r: int, q: int) -> int:
    """Cards go where the rule looks; a position rule looks again."""
    c[P[r + RESTING]] -= q
    if P[r + GOES_TO] > 0:
        c[P[r + GOES_TO]] += q
    return q


# ---- a cancelled pull has rested as long as it should; `number` says the how manieth it was
def rested_check(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """It still rests: of cards the one that began first, of a position rule the last cancellation."""
    if c[P[r + RESTING]] == 0:
        return NOTHING_RESTS
    if P[r + GOES_TO] > 0:
        if number <= c[P[r + TOTAL]] - c[P[r + RESTING]]:
            return CLOSED
    elif number != c[P[r + TOTAL]]:
        return CLOSED
    return 0


def rested_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """It asks again."""
    goes_on(c, P, r, 1)
    return r

"""Demand-driven zones: a rule that looks at the demand that comes as well, as far as it counts.

Sentences: `zones red 50 pcs yellow 60 pcs green 30 pcs`, `spikes of 25 pcs or more within 8 d`. Net flow is the position less the qualified
demand: of the orders for later those that are due today, and all of a coming day within the window whose total is a spike. Which orders
these are the engine works out whenever an order comes or is cancelled and when a day begins, and says so order by order. A rule of zones
at whose buffer nobody orders ahead is a row of the kind `up to`: its net flow is its position.
"""

from __future__ import annotations

from kanbanlang.rules.cancel import AT_REST, HAD, OF, OWED, RESTING, cancelled_pull_apply
from kanbanlang.rules.later import QUALIFIED_DEMAND
from kanbanlang.rules.memory import ASKED, GOT, KIND, LATER, NUMBER, QUALIFIED, RULE, STATE, Memory
from kanbanlang.rules.reasons import CLOSED, NOT_FOR_LATER
from kanbanlang.rules.refill import LOW, TARGET, on_terms, position
from kanbanlang.rules.review import REVIEW
from kanbanlang.rules.serve import ORDERS, STOCK

# ---- ZONES: the row of a position rule, with QUALIFIED_DEMAND
ZONES = 84
REVIEWED_ZONES = 85
RESTED_ZONES = 86


def zones_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """Net flow below the top of yellow: what is missing to the top of green."""
    at = position(c, P, P[r + STOCK]) - c[P[r + QUALIFIED_DEMAND]]
    low = P[r + LOW]
    if at > low:
        return 0
    return on_terms(c, P, B, r, P[r + TARGET] - at, low - at + 1)


def reviewed_zones_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """The same, while its review is on."""
    if c[P[r + REVIEW]] == 0:
        return 0
    return zones_guard(c, s, P, B, r)


def rested_zones_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """The same, unless the rule rests."""
    if c[P[r + AT_REST]] == 1:
        return 0
    return zones_guard(c, s, P, B, r)


# ---- CANCELLED_ZONES, ZONES_SIGNAL: such a rule rests after a cancellation, and looks again when its net flow has moved
CANCELLED_ZONES = 87
ZONES_SIGNAL = 88


def cancelled_zones_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """The rule rests, and remembers at which net flow."""
    cancelled_pull_apply(c, s, P, B, r, q)
    c[P[r + OWED]] += c[P[r + QUALIFIED_DEMAND]]
    return 0


def zones_signal_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """Whether the net flow is another than the one at which the rule began to rest."""
    if c[P[r + RESTING]] == 0:
        return 0
    if position(c, P, P[r + OF]) - c[P[r + QUALIFIED_DEMAND]] == c[P[r + HAD]] - c[P[r + OWED]]:
        return 0
    return 1


# ---- DAYS: where a buffer with zones hears that a day begins. It pulls nothing itself.
DAYS = 89
TODAY = 1  # counter: the day it is
# column besides: QUALIFIED_DEMAND


def day_check(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """Days do not go back."""
    if number < c[P[r + TODAY]]:
        return CLOSED
    return 0


def day_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """It is this day now."""
    c[P[r + TODAY]] = number
    return r


# ---- an order for later begins to count, or counts no more
def counts_check(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """Only of an order for later that does not count yet, where zones look at it."""
    if s[p + NUMBER] != number:
        return CLOSED
    if P[s[p + RULE] + KIND] != ORDERS:
        return NOT_FOR_LATER
    if P[s[p + RULE] + QUALIFIED_DEMAND] == 0:
        return NOT_FOR_LATER
    if s[p + STATE] != LATER:
        return NOT_FOR_LATER
    return 0


def counts_apply(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """It is qualified demand. Returns the row of the order."""
    r: int = s[p + RULE]
    c[P[r + QUALIFIED_DEMAND]] += s[p + ASKED] - s[p + GOT]
    s[p + STATE] = QUALIFIED
    return r


def counts_no_more_check(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """Only of an order that counts."""
    if s[p + NUMBER] != number:
        return CLOSED
    if s[p + STATE] != QUALIFIED:
        return NOT_FOR_LATER
    return 0


def counts_no_more_apply(c: Memory, s: Memory, P: Memory, B: Memory, p: int, q: int, number: int) -> int:
    """It waits for its day. Returns the row of the order."""
    r: int = s[p + RULE]
    c[P[r + QUALIFIED_DEMAND]] -= s[p + ASKED] - s[p + GOT]
    s[p + STATE] = LATER
    return r

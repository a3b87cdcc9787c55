"""What happens to a card between the container that is emptied and the pull: it may have to be scanned, and wait for others.

Sentences: `signal when scanned`, `collect 3 cards within 8 h`. (`signal when opened` frees the card earlier: see `take` in `memory.py`.)
A card goes from one counter to the next, and the last of them is where the rule `kanban N cards` looks.
"""

from __future__ import annotations

from kanbanlang.rules.memory import Memory, tell
from kanbanlang.rules.reasons import CLOSED, NO_CARD_TO_SCAN, NOT_COLLECTING, NOTHING

# ---- EMPTIED: the card of an emptied container waits to be scanned; scans arrive here
EMPTIED = 35
JUST_EMPTIED = 1  # counter: cards of containers that were emptied at this instant
UNSCANNED = 2  # counter: cards that wait for their scan
SCANNED = 3  # counter that a scanned card goes to
ON_SCAN = 4  # listeners


def emptied_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """Containers that were emptied now."""
    cards: int = c[P[r + JUST_EMPTIED]]
    return cards


def emptied_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """Their cards lie there and wait for a scanner."""
    c[P[r + JUST_EMPTIED]] = 0
    c[P[r + UNSCANNED]] += q
    return 0


def scan_check(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """Only the card of an emptied container can be scanned, and once."""
    if q < 1:
        return NOTHING
    if q > c[P[r + UNSCANNED]]:
        return NO_CARD_TO_SCAN
    return 0


def scan_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """The card signals."""
    c[P[r + UNSCANNED]] -= q
    c[P[r + SCANNED]] += q
    if P[r + ON_SCAN] > 0:
        tell(c, B, P[r + ON_SCAN], q)
    return r


# ---- COLLECTED: free cards wait for each other and go together
COLLECTED = 36
COLLECTING = 1  # counter: cards that wait for others
GO_TO = 2  # counter that the rule looks at
LEAST = 3  # how many make a collection
BEGUN = 4  # counter: 1 once the first of a collection was noticed
COLLECTION = 5  # counter: which collection it is, from 0


def collected_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """Cards that wait, when they are enough, or when nobody has noticed yet that they began to wait."""
    cards: int = c[P[r + COLLECTING]]
    if cards < P[r + LEAST]:
        if c[P[r + BEGUN]] == 1:
            return 0
    return cards


def collected_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """All go, or the time begins in which they must."""
    if q < P[r + LEAST]:
        c[P[r + BEGUN]] = 1
        return 0
    return go(c, P, r, q)


def go(c: Memory, P: Memory, r: int, cards: int) -> int:
    """All that wait go; the next card begins another collection."""
    c[P[r + COLLECTING]] -= cards
    c[P[r + GO_TO]] += cards
    c[P[r + BEGUN]] = 0
    c[P[r + COLLECTION]] += 1
    return 0


# ---- the first of a collection has waited as long as it may
def waited_check(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """The collection that it speaks of still waits."""
    if number != c[P[r + COLLECTION]]:
        return CLOSED
    if c[P[r + BEGUN]] == 0:
        return NOT_COLLECTING
    return 0


def waited_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """They go, however few they are."""
    go(c, P, r, c[P[r + COLLECTING]])
    return r


# ---- RETIRE: the policy has fewer cards than go round; so many emptied containers do not signal
RETIRE = 46
RETIRING = 1  # counter: cards that are still too many
OUT_OF = 2  # counter where the card of an emptied container is first


def retire_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """Cards of emptied containers, as far as there are too many."""
    cards: int = c[P[r + OUT_OF]]
    if cards > c[P[r + RETIRING]]:
        cards = c[P[r + RETIRING]]
    return cards


def retire_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """They are taken out of the plant."""
    c[P[r + OUT_OF]] -= q
    c[P[r + RETIRING]] -= q
    return 0

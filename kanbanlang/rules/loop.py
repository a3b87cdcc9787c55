"""A place in a loop of work: it is filled as far as the places behind it need, and never beyond the cards of the loop.

Sentence: `loop line { through head, cut, rim; kanban 3 cards of 1 pcs }`. Each place asks the one before it, so a pull at the end becomes
a job at every station at the same instant, and the jobs go on as their pieces come. What the first place pulls takes cards. How many are
free is not counted but seen: a piece in the loop has one, wherever it is, and one that left it, was scrapped or is missing has none.
"""

from __future__ import annotations

from kanbanlang.rules.as_needed import needed
from kanbanlang.rules.memory import INCOMING, Memory
from kanbanlang.rules.refill import on_terms, position
from kanbanlang.rules.serve import STOCK

# columns of LOOPED beside those of every refill rule and NEEDS
# B list: how many loops a pull enters, then of each the steps that its cards are for, how many counters say what is in it or waits to go
# in, these, how many counters say what of that waits, and these
CARDS = 12
LOT = 13  # what a card is for
ENDLESS = 18  # so much is to be under way, where nobody pulls from the loop; 0: somebody does


def has_cards(c: Memory, B: Memory, at: int, q: int) -> int:
    """1 when every loop that a pull of `q` enters has cards for it."""
    for _ in range(B[at]):
        free = B[at + 1]
        at += 2
        for _ in range(B[at]):
            at += 1
            free -= c[B[at]]
        at += 1
        for _ in range(B[at]):
            at += 1
            free += c[B[at]]
        if free < q:
            return 0
    return 1


# ---- LOOPED: a place of `loop NAME { through ... }`
LOOPED = 71


def looped_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """What is needed and neither there nor coming, a lot at a time, when it has its cards."""
    lacking = P[r + ENDLESS] - c[P[P[r + STOCK] + INCOMING]]
    if P[r + ENDLESS] < 1:
        lacking = needed(c, P, B, r) - position(c, P, P[r + STOCK])
    if lacking < 1:
        return 0
    if lacking > P[r + LOT]:
        lacking = P[r + LOT]
    q = on_terms(c, P, B, r, lacking, lacking)
    if has_cards(c, B, P[r + CARDS], q) == 0:
        return 0
    return q

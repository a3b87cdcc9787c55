"""What always holds of a program: sums over counters and open pulls. The compiler adds them; the prover shows that every step keeps them.

The dry run watches them too, so that what is proved and what runs are held against the same sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from attrs import frozen

from kanbanlang.rules.memory import (
    ASKED,
    FREE,
    GOT,
    HELD_BACK,
    KITTED,
    KITTING,
    MOVED,
    MOVING,
    ORDERED,
    OVERDUE,
    PICKING,
    RULE,
    SLOT,
    STATE,
    WAITING,
    WORKING,
    Memory,
)


class Amount(Enum):
    """What one slot adds to a sum: the pieces that are still open, one, or the steps of a part that these need."""

    OPEN = "open"
    ONE = "one"
    PARTS = "parts"


@frozen
class Share:
    """What the slots of these rule rows (addresses) in these states add; of a part so many `steps` for `per` of what is open."""

    rules: frozenset[int]
    states: frozenset[int]
    amount: Amount = Amount.OPEN
    steps: int = 1
    per: int = 1

    def of_slot(self, open_pieces: Any) -> Any:  # noqa: ANN401 - whole numbers, or symbols of them
        """What a slot adds with so many pieces open."""
        if self.amount is Amount.PARTS:
            return (open_pieces * self.steps + self.per - 1) // self.per
        return open_pieces if self.amount is Amount.OPEN else 1


@frozen
class Law:
    """Sum of coefficient x counter - sum of the shares: equal to `constant`, or at most that (`at_most`)."""

    name: str
    counters: Mapping[int, int]
    constant: int
    shares: tuple[Share, ...] = ()
    at_most: bool = False


UNDER_WAY = frozenset({HELD_BACK, WAITING, PICKING, MOVED, MOVING, ORDERED, OVERDUE, KITTING, KITTED, WORKING})
"""States in which a pull counts as incoming."""


def broken(law: Law, c: Memory, s: Memory) -> bool:
    """Whether a state breaks the law."""
    total = sum(coefficient * c[counter] for counter, coefficient in law.counters.items())
    for share in law.shares:
        for p in range(SLOT, len(s), SLOT):
            if s[p + STATE] != FREE and s[p + STATE] in share.states and s[p + RULE] in share.rules:
                total -= share.of_slot(s[p + ASKED] - s[p + GOT])
    return bool(total > law.constant if law.at_most else total != law.constant)

"""What a rule kind and an input kind consist of, beside their text: which counters they read and write, and in which direction.

A rule needs to be looked at again only when a counter that it reads moved in the direction that can enable it. From these declarations
the compiler makes the wake lists; the prover checks that no step which is not on a list could have enabled the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import IntEnum

from attrs import frozen

from kanbanlang.rules.memory import Memory, no_apply, no_guard

Guard = Callable[[Memory, Memory, Memory, Memory, int], int]
Apply = Callable[[Memory, Memory, Memory, Memory, int, int], int]
Check = Callable[[Memory, Memory, Memory, Memory, int, int, int], int]
InputApply = Callable[[Memory, Memory, Memory, Memory, int, int, int], int]

UP, DOWNWARD, EITHER = 1, 2, 3
Touch = tuple[int, int]
"""A counter and a direction: UP, DOWNWARD or EITHER."""
Touches = Callable[[Memory, Memory, int], Iterator[Touch]]
"""From (P, B, row) to the counters that are read or written there."""


Needs = Callable[[Memory, int], int]
"""From (P, row) to a counter that must not be 0 for the guard to be enabled: a quick look that saves most of the calls."""


class Class(IntEnum):
    """When a rule has its turn within one instant: the first class first."""

    DOCK = 0
    SERVE = 1
    SHORT = 2  # who could not be served
    WORK = 3
    PULL = 4
    GO = 5  # what was decided and has room goes
    TELL = 6
    TRIGGER = 7
    REVIEW = 8  # a review ends after everything else of its instant
    RECEIVES = 9  # never fires: a place where inputs arrive


@frozen
class Kind:
    """A rule kind: its number in a row, its name in a trace, the sentence it carries out, and its text."""

    number: int
    name: str
    sentence: str
    turn: Class
    guard: Guard
    apply: Apply
    reads: Touches
    writes: Touches
    needs: Needs | None  # a counter without which the guard is never enabled; None: there is no such counter
    stays: bool  # whether it may still be enabled right after it fired


class InputKind(IntEnum):
    """What can be told to a policy. The place is a row, or for RECEIPT, PICK and COMPLETION the slot of the pull."""

    ORDER = 1
    CONSUMPTION = 2
    UNASKED = 3
    CLOCK = 4
    DOWN = 5
    UP = 6
    SCAN = 7
    COUNT = 8
    REJECTION = 9
    REISSUE = 10
    RELEASE = 11
    OVER = 12
    PLACED_ORDER = 13
    PACED = 14
    WAITED = 15
    RESTED = 16
    ORDER_FOR_LATER = 17
    DAY = 18
    PLACED_FOR_LATER = 19
    FED = 20
    RECEIPT = 30
    PICK = 31
    COMPLETION = 32
    CANCELLATION = 33
    UNPROMISE = 34
    PATIENCE_ENDS = 35
    OVERDUE = 36
    KITTED = 37
    SCRAP = 40
    DUE = 47
    COUNTS = 48
    COUNTS_NO_MORE = 49
    TURN_COMES = 50
    FREEZES = 51


SPEAKS_OF_A_PULL = InputKind.RECEIPT
"""Input kinds from this one on name a slot, the others a row."""


@frozen
class Input:
    """An input kind: its check, its apply, and the rows on which it can arrive."""

    kind: InputKind
    check: Check
    apply: InputApply
    writes: Touches
    rows: frozenset[int]  # kinds of the rows that apply returns


def receives(number: int, name: str, sentence: str) -> Kind:
    """A kind of row that never fires: a place where inputs arrive."""
    return Kind(number, name, sentence, Class.RECEIVES, no_guard, no_apply, _untouched, _untouched, None, stays=False)


def _untouched(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    return iter(())

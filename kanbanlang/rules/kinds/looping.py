"""The kind of `loop.py`: what fills the places of a loop."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import loop, refill
from kanbanlang.rules.kind import DOWNWARD, EITHER, UP, Class, Input, Kind, Touch
from kanbanlang.rules.kinds.touches import asked, lacks, needed
from kanbanlang.rules.memory import Memory


def _looped_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    at = P[r + loop.CARDS]
    lacking = (*lacks(P, B, r), *needed(P, B, r))
    # there may be cards for less where there are none for more
    yield from ((counter, EITHER) for counter, _ in lacking) if B[at] else lacking
    for _ in range(B[at]):
        at += 2
        yield from ((B[at + 1 + number], DOWNWARD) for number in range(B[at]))
        at += 1 + B[at]
        yield from ((B[at + 1 + number], UP) for number in range(B[at]))
        at += B[at]


def _looped_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from asked(P, r)


KINDS = (
    Kind(
        loop.LOOPED,
        "in a loop",
        "loop NAME { through a, b; kanban N cards of Q }",
        Class.PULL,
        loop.looped_guard,
        refill.pull_apply,
        _looped_reads,
        _looped_writes,
        None,
        stays=True,
    ),
)

INPUTS: tuple[Input, ...] = ()

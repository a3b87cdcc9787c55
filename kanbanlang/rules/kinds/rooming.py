"""The kind of `room.py`: pulls that wait for room on the way."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import memory as m
from kanbanlang.rules import refill, room, serve
from kanbanlang.rules.kind import DOWNWARD, EITHER, UP, Class, Input, Kind, Touch
from kanbanlang.rules.kinds.touches import let_go, needs_first, sent
from kanbanlang.rules.memory import Memory


def _let_go_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + m.HEAD], EITHER
    yield P[P[r + serve.STOCK] + m.INCOMING], DOWNWARD
    yield P[r + refill.HELD], UP
    yield from let_go(P, r)


def _let_go_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + m.HEAD], EITHER
    yield P[r + refill.HELD], DOWNWARD
    yield P[r + refill.HELD_PULLS], DOWNWARD
    at = P[r + room.RULES]
    for rule in range(B[at]):
        yield from sent(P, B[at + 1 + rule])


KINDS = (
    Kind(
        room.LET_GO,
        "let go",
        "at most Q on the way",
        Class.GO,
        room.let_go_guard,
        room.let_go_apply,
        _let_go_reads,
        _let_go_writes,
        needs_first,
        stays=True,
    ),
)

INPUTS: tuple[Input, ...] = ()

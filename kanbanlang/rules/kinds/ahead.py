"""Inputs of `later.py`: orders that come before they are due."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import later, serve
from kanbanlang.rules.kind import DOWNWARD, EITHER, UP, Input, InputKind, Kind, Touch
from kanbanlang.rules.kinds.serving import order_writes
from kanbanlang.rules.memory import Memory


def _later_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    if P[r + later.COMING]:
        yield P[r + later.COMING], UP
    yield from recounted(P, r)


def recounted(P: Memory, r: int) -> Iterator[Touch]:
    """What the engine counts anew behind an input that moves the demand for later."""
    if P[r + later.QUALIFIED_DEMAND]:
        yield P[r + later.QUALIFIED_DEMAND], EITHER


def _due_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    if P[r + later.COMING]:
        yield P[r + later.COMING], DOWNWARD
        yield from recounted(P, r)
        yield from order_writes(P, B, r)


KINDS: tuple[Kind, ...] = ()

INPUTS = (
    Input(InputKind.ORDER_FOR_LATER, later.later_check, later.later_apply, _later_writes, frozenset({serve.ORDERS})),
    Input(InputKind.DUE, later.due_check, later.due_apply, _due_writes, frozenset({serve.ORDERS})),
)

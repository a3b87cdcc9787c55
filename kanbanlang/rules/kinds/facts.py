"""Inputs of `fact.py`: what people report of a buffer."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import fact, kit, refill, serve
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import DOWNWARD, EITHER, UP, Input, InputKind, Kind, Touch
from kanbanlang.rules.kinds.kitting import unkit_writes
from kanbanlang.rules.kinds.refilling import REFILL
from kanbanlang.rules.kinds.touches import taken, told
from kanbanlang.rules.memory import Memory


def _unpromise_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    source = P[r + serve.SOURCE]
    if P[r + serve.FROM] == serve.FROM_BUFFER:
        yield P[source + m.RESERVED], DOWNWARD
    elif P[r + serve.FROM] == serve.FROM_STATION and P[source + m.KIND] == kit.KIT:
        yield from unkit_writes(P, B, source)
    else:
        return
    yield P[source + m.BACKLOG], UP
    yield P[source + m.WAITING_PULLS], UP
    yield P[source + m.HEAD], EITHER


def _count_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    stock = P[r + serve.SOURCE]
    yield from taken(P, stock)
    yield P[stock + m.ON_HAND], UP
    if P[stock + m.CONTAINER]:
        yield P[stock + m.SURPLUS], UP
    yield P[stock + m.NOTICE], UP
    yield from told(B, P[r + fact.ON_COUNT])


def _rejection_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    stock = P[r + serve.SOURCE]
    yield from taken(P, stock)
    yield P[stock + refill.BLOCKED], UP
    yield P[stock + m.NOTICE], UP
    yield from told(B, P[r + fact.ON_REJECTION])


def _over_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    if P[r + serve.FROM] != serve.FROM_SUPPLIER:
        return
    stock = P[r + serve.STOCK]
    yield P[stock + refill.BLOCKED], UP
    yield P[stock + m.NOTICE], UP
    yield from told(B, P[r + serve.ON_EVENT])


KINDS: tuple[Kind, ...] = ()

INPUTS = (
    Input(InputKind.COUNT, fact.count_check, fact.count_apply, _count_writes, frozenset({serve.CONSUMES})),
    Input(InputKind.REJECTION, fact.rejection_check, fact.rejection_apply, _rejection_writes, frozenset({serve.CONSUMES})),
    Input(InputKind.OVER, fact.over_check, fact.over_apply, _over_writes, REFILL),
    Input(InputKind.UNPROMISE, fact.unpromise_check, fact.unpromise_apply, _unpromise_writes, REFILL),
)

"""Kinds and inputs of `work.py`: jobs of stations."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import memory as m
from kanbanlang.rules import refill, serve, work
from kanbanlang.rules.kind import DOWNWARD, EITHER, UP, Class, Input, InputKind, Kind, Touch, receives
from kanbanlang.rules.kinds.refilling import REFILL
from kanbanlang.rules.kinds.touches import asked, needs_first, taken, told
from kanbanlang.rules.memory import Memory


def release_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    """What the guard looks at."""
    yield P[r + m.HEAD], EITHER
    if P[r + work.IDLE]:
        yield P[r + work.IDLE], UP
    if P[r + work.PACE]:
        yield P[r + work.PACE], UP
    at = P[r + work.PARTS]
    for part in range(B[at]):
        stock = B[at + 1 + 2 * part]
        yield P[stock + m.ON_HAND], UP
        yield P[stock + m.RESERVED], DOWNWARD


def release_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    """What the apply moves."""
    yield P[r + m.HEAD], EITHER
    yield P[r + m.BACKLOG], DOWNWARD
    yield P[r + m.WAITING_PULLS], DOWNWARD
    yield P[r + work.WIP], UP
    if P[r + work.IDLE]:
        yield P[r + work.IDLE], DOWNWARD
    if P[r + work.PACE]:
        yield P[r + work.PACE], DOWNWARD
    at = P[r + work.PARTS]
    for part in range(B[at]):
        yield from taken(P, B[at + 1 + 2 * part])


def _completion_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    if P[r + serve.FROM] != serve.FROM_STATION:
        return
    source = P[r + serve.SOURCE]
    yield P[source + work.WIP], DOWNWARD
    if P[source + work.IDLE]:
        yield P[source + work.IDLE], UP
    yield P[P[r + serve.STOCK] + m.INCOMING], DOWNWARD
    yield P[P[r + serve.STOCK] + m.ON_HAND], UP
    yield from told(B, P[r + work.ON_FINISHED])


def _scrap_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    if P[r + serve.FROM] != serve.FROM_STATION:
        return
    source, stock = P[r + serve.SOURCE], P[r + serve.STOCK]
    yield P[source + work.WIP], DOWNWARD
    if P[source + work.IDLE]:
        yield P[source + work.IDLE], UP
    yield P[stock + m.INCOMING], DOWNWARD
    yield P[stock + m.ON_HAND], UP
    yield from taken(P, stock)
    yield P[stock + refill.BLOCKED], UP


def _unasked_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    if P[r + serve.FROM] != serve.FROM_STATION:
        return
    stock = P[r + serve.STOCK]
    yield P[stock + m.ON_HAND], UP
    yield P[stock + m.NOTICE], UP
    if P[stock + m.CONTAINER]:
        yield P[stock + m.SURPLUS], UP
    yield from told(B, P[r + work.ON_FINISHED])


def _production_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    if P[r + serve.FROM] != serve.FROM_STATION:
        return
    yield from asked(P, r)
    if P[P[r + serve.STOCK] + m.CONTAINER]:
        yield P[P[r + serve.STOCK] + m.SURPLUS], UP
    yield from told(B, P[r + work.ON_RELEASED])


def _paced_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + work.PACE], UP


KINDS = (
    Kind(
        work.RELEASE,
        "release",
        "makes X from 2 a",
        Class.WORK,
        work.release_guard,
        work.release_apply,
        release_reads,
        release_writes,
        needs_first,
        stays=True,
    ),
    receives(work.PACED, "paced", "paced every D"),
)

INPUTS = (
    Input(InputKind.PACED, work.paced_check, work.paced_apply, _paced_writes, frozenset({work.PACED})),
    Input(InputKind.RELEASE, work.production_check, work.production_apply, _production_writes, REFILL),
    Input(InputKind.UNASKED, work.unasked_check, work.unasked_apply, _unasked_writes, REFILL),
    Input(InputKind.SCRAP, work.completion_check, work.scrap_apply, _scrap_writes, REFILL),
    Input(InputKind.COMPLETION, work.completion_check, work.completion_apply, _completion_writes, REFILL),
)

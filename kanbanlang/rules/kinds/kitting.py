"""Kinds and the input of `kit.py`: jobs whose parts take time to pick."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import kit, serve, turns, work
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import DOWNWARD, EITHER, UP, Class, Input, InputKind, Kind, Touch
from kanbanlang.rules.kinds.refilling import REFILL
from kanbanlang.rules.kinds.touches import needs_first, taken
from kanbanlang.rules.kinds.turns import release_behind_reads
from kanbanlang.rules.memory import Memory


def parts_of(P: Memory, B: Memory, r: int) -> Iterator[int]:
    """The rows where the parts of a job lie."""
    at = P[r + work.PARTS]
    for part in range(B[at]):
        yield B[at + 1 + 2 * part]


def _kit_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + m.HEAD], EITHER
    yield P[r + m.BACKLOG], DOWNWARD
    yield P[r + m.WAITING_PULLS], DOWNWARD
    yield P[r + kit.BEING_PICKED], UP
    if P[r + work.IDLE]:
        yield P[r + work.IDLE], DOWNWARD
    if P[r + work.PACE]:
        yield P[r + work.PACE], DOWNWARD
    for part in parts_of(P, B, r):
        yield P[part + m.RESERVED], UP


def unkit_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    """What a job moves whose parts are no longer promised."""
    yield P[r + kit.BEING_PICKED], DOWNWARD
    if P[r + work.IDLE]:
        yield P[r + work.IDLE], UP
    if P[r + work.PACE]:
        yield P[r + work.PACE], UP
    for part in parts_of(P, B, r):
        yield P[part + m.RESERVED], DOWNWARD


def _kitted_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    if P[r + serve.FROM] == serve.FROM_STATION and P[P[r + serve.SOURCE] + m.KIND] == kit.KIT:
        yield P[P[P[r + serve.SOURCE] + kit.RELEASES] + m.HEAD], EITHER


def _release_kit_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + m.HEAD], EITHER


def _release_kit_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    job = P[r + serve.SOURCE]
    yield P[r + m.HEAD], EITHER
    yield P[job + kit.BEING_PICKED], DOWNWARD
    yield P[job + work.WIP], UP
    for part in parts_of(P, B, job):
        yield P[part + m.RESERVED], DOWNWARD
        yield from taken(P, part)


KINDS = (
    Kind(
        kit.KIT,
        "kit",
        "picking time D",
        Class.WORK,
        turns.release_behind_guard,
        kit.kit_apply,
        release_behind_reads,
        _kit_writes,
        needs_first,
        stays=True,
    ),
    Kind(
        kit.RELEASE_KIT,
        "release kit",
        "picking time D",
        Class.WORK,
        kit.release_kit_guard,
        kit.release_kit_apply,
        _release_kit_reads,
        _release_kit_writes,
        needs_first,
        stays=True,
    ),
)

INPUTS = (Input(InputKind.KITTED, kit.kitted_check, kit.kitted_apply, _kitted_writes, REFILL),)

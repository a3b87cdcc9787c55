"""Kinds and inputs of `sequence.py`: orders that are served by their numbers."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import memory as m
from kanbanlang.rules import sequence, serve
from kanbanlang.rules.kind import DOWNWARD, EITHER, UP, Class, Input, InputKind, Kind, Touch
from kanbanlang.rules.kinds.serving import serve_reads, serve_writes
from kanbanlang.rules.kinds.touches import in_sequence, needs_first, told
from kanbanlang.rules.memory import Memory


def _joins_writes(P: Memory, r: int) -> Iterator[Touch]:
    stock = P[r + serve.SOURCE]
    yield P[stock + m.BACKLOG], UP
    yield P[stock + m.WAITING_PULLS], UP
    yield P[stock + m.HEAD], EITHER
    yield P[stock + sequence.SORTED], EITHER
    yield P[stock + sequence.NEWEST], EITHER


def _freeze_writes(P: Memory, r: int) -> Iterator[Touch]:
    stock = P[r + serve.SOURCE]
    if P[stock + sequence.FROZEN_TO]:
        yield P[stock + sequence.FROZEN_TO], UP


def _placed_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    if in_sequence(P, r):
        yield from _joins_writes(P, r)
        yield from _freeze_writes(P, r)
        yield from told(B, P[r + serve.ON_EVENT])


def _placed_ahead_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    if in_sequence(P, r):
        yield from _joins_writes(P, r)
        yield P[P[r + serve.SOURCE] + sequence.NOT_DUE], UP


def _turn_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    if in_sequence(P, r):
        yield P[P[r + serve.SOURCE] + sequence.NOT_DUE], DOWNWARD
        yield from _freeze_writes(P, r)
        yield from told(B, P[r + serve.ON_EVENT])


def _freezes_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    if in_sequence(P, r):
        yield from _freeze_writes(P, r)


def _sorted(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[P[r + serve.SOURCE] + sequence.SORTED], EITHER


def _takes_place_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from _sorted(P, B, r)
    yield P[P[r + serve.SOURCE] + m.HEAD], EITHER


def _needs_sorted(P: Memory, r: int) -> int:
    sorted_: int = P[P[r + serve.SOURCE] + sequence.SORTED]
    return sorted_


def _in_sequence_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from serve_reads(P, B, r)
    yield P[r + m.INCOMING], DOWNWARD  # a pull that was made for somebody has come, or comes no more
    yield P[r + sequence.NEWEST], EITHER
    yield P[r + sequence.NOT_DUE], DOWNWARD


def _in_sequence_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from serve_writes(P, B, r)
    yield P[r + sequence.GONE], UP


def _missing_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    stock = P[r + serve.SOURCE]
    for counter, _ in _in_sequence_reads(P, B, stock):
        yield counter, EITHER
    yield P[stock + sequence.TOLD], EITHER


def _missing_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[P[r + serve.SOURCE] + sequence.TOLD], EITHER


def _needs_anybody(P: Memory, r: int) -> int:
    return needs_first(P, P[r + serve.SOURCE])


def _newest(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[P[r + serve.SOURCE] + sequence.NEWEST], EITHER


def _needs_newest(P: Memory, r: int) -> int:
    newest: int = P[P[r + serve.SOURCE] + sequence.NEWEST]
    return newest


KINDS = (
    Kind(
        sequence.TAKES_PLACE,
        "takes place",
        "in sequence",
        Class.DOCK,
        sequence.takes_place_guard,
        sequence.takes_place_apply,
        _sorted,
        _takes_place_writes,
        _needs_sorted,
        stays=True,
    ),
    Kind(
        sequence.IN_SEQUENCE,
        "serve in sequence",
        "in sequence",
        Class.SERVE,
        sequence.in_sequence_guard,
        sequence.in_sequence_apply,
        _in_sequence_reads,
        _in_sequence_writes,
        needs_first,
        stays=True,
    ),
    Kind(
        sequence.PULLS_NOTHING,
        "pulls nothing",
        "in sequence",
        Class.GO,
        sequence.pulls_nothing_guard,
        sequence.pulls_nothing_apply,
        _newest,
        _newest,
        _needs_newest,
        stays=False,
    ),
    Kind(
        sequence.MISSING,
        "missing",
        "in sequence",
        Class.TELL,
        sequence.missing_guard,
        sequence.missing_apply,
        _missing_reads,
        _missing_writes,
        _needs_anybody,
        stays=False,
    ),
)

_ORDERS = frozenset({serve.ORDERS})
INPUTS = (
    Input(InputKind.PLACED_ORDER, sequence.placed_check, sequence.placed_apply, _placed_writes, _ORDERS),
    Input(InputKind.PLACED_FOR_LATER, sequence.placed_check, sequence.placed_ahead_apply, _placed_ahead_writes, _ORDERS),
    Input(InputKind.TURN_COMES, sequence.turn_check, sequence.turn_apply, _turn_writes, _ORDERS),
    Input(InputKind.FREEZES, sequence.freezes_check, sequence.freezes_apply, _freezes_writes, _ORDERS),
)

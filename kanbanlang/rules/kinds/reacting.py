"""Kinds and inputs of `react.py`: triggers, clocks, and what is down."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import react, review
from kanbanlang.rules.kind import DOWNWARD, EITHER, UP, Class, Input, InputKind, Kind, Touch, receives
from kanbanlang.rules.kinds.touches import counters, pulled, switched, told
from kanbanlang.rules.memory import Memory


def _on_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + react.FLAG], UP


def _on_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + react.FLAG], DOWNWARD
    yield from pulled(B, P[r + react.PULLS])
    yield from switched(B, P[r + react.SWITCHES])


def _when_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + react.FLAG], EITHER
    yield from counters(B, P[r + react.CONDITION])


def _when_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + react.FLAG], EITHER
    yield from switched(B, P[r + react.SWITCHES])


def _while_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from counters(B, P[r + react.CONDITION])
    at = P[r + react.PULLS]
    yield B[at + 1], DOWNWARD
    yield from counters(B, B[at + 2])


def _while_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from pulled(B, P[r + react.PULLS])


def _needs_flag(P: Memory, r: int) -> int:
    flag: int = P[r + react.FLAG]
    return flag


def _clock_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + react.FLAG], UP


def _down_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + react.DOWN], UP
    yield from told(B, P[r + react.ON_DOWN])


def _up_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + react.DOWN], DOWNWARD
    yield from told(B, P[r + react.ON_UP])


KINDS = (
    Kind(react.ON, "on", "on EVENT if E", Class.TRIGGER, react.on_guard, react.on_apply, _on_reads, _on_writes, _needs_flag, stays=False),
    Kind(react.WHEN, "when", "when E", Class.TRIGGER, react.when_guard, react.when_apply, _when_reads, _when_writes, None, stays=False),
    Kind(
        react.WHILE,
        "while",
        "when E, pull Q to B",
        Class.TRIGGER,
        react.while_guard,
        react.while_apply,
        _while_reads,
        _while_writes,
        None,
        stays=False,
    ),
    receives(react.STANDING, "standing", "X is down"),
)

INPUTS = (
    Input(InputKind.CLOCK, react.clock_check, react.clock_apply, _clock_writes, frozenset({react.ON, review.LOOKED})),
    Input(InputKind.DOWN, react.down_check, react.down_apply, _down_writes, frozenset({react.STANDING})),
    Input(InputKind.UP, react.up_check, react.up_apply, _up_writes, frozenset({react.STANDING})),
)

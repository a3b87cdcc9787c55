"""Kinds and inputs of `short.py`: who is short is noticed, or lost."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import memory as m
from kanbanlang.rules import serve, short, turns
from kanbanlang.rules.kind import DOWNWARD, EITHER, UP, Class, Input, InputKind, Kind, Touch
from kanbanlang.rules.kinds.serving import serve_reads
from kanbanlang.rules.kinds.turns import ahead
from kanbanlang.rules.memory import Memory


def _short_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    source = P[r + serve.SOURCE]
    for counter, _ in serve_reads(P, B, source):
        yield counter, EITHER  # that there is less makes somebody short
    if P[source + m.KIND] == turns.SERVE_BEHIND:
        yield from ahead(P, B, source)


def _short_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + short.NOTICED], UP


def _leaves(P: Memory, source: int) -> Iterator[Touch]:
    yield P[source + m.HEAD], EITHER
    yield P[source + m.BACKLOG], DOWNWARD
    yield P[source + m.WAITING_PULLS], DOWNWARD


def _lose_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from _leaves(P, P[r + serve.SOURCE])


def _patience_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from _leaves(P, P[r + serve.SOURCE])


def _needs_last(P: Memory, r: int) -> int:
    last: int = P[P[r + serve.SOURCE] + m.TAIL]
    return last


KINDS = (
    Kind(
        short.SHORT,
        "short",
        "if short STEPS",
        Class.SHORT,
        short.short_guard,
        short.short_apply,
        _short_reads,
        _short_writes,
        _needs_last,
        stays=False,
    ),
    Kind(
        short.LOSE,
        "lose",
        "if short lose",
        Class.SHORT,
        short.lose_guard,
        short.lose_apply,
        _short_reads,
        _lose_writes,
        _needs_last,
        stays=True,
    ),
)

INPUTS = (Input(InputKind.PATIENCE_ENDS, short.patience_check, short.patience_apply, _patience_writes, frozenset({serve.ORDERS})),)

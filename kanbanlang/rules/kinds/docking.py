"""Kinds of `dock.py`: goods that go on from a dock, and those that are put away."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import dock, serve
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import DOWNWARD, EITHER, UP, Class, Input, Kind, Touch
from kanbanlang.rules.kinds.touches import taken
from kanbanlang.rules.memory import Memory


def cross_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    """What the guard looks at."""
    yield P[r + dock.AT_DOCK], UP
    yield P[P[r + serve.SOURCE] + m.HEAD], EITHER


def cross_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    """What the apply moves."""
    stock = P[r + serve.SOURCE]
    yield P[r + dock.AT_DOCK], DOWNWARD
    yield P[stock + m.HEAD], EITHER
    yield P[stock + m.BACKLOG], DOWNWARD
    yield P[stock + m.WAITING_PULLS], DOWNWARD
    yield P[stock + m.CROSSING], UP
    yield P[stock + m.ON_HAND], UP
    yield from taken(P, stock)


def _put_away_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + dock.AT_DOCK], UP


def _put_away_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + dock.AT_DOCK], DOWNWARD
    yield P[P[r + serve.SOURCE] + m.ON_HAND], UP


def needs_goods(P: Memory, r: int) -> int:
    """The goods at the dock."""
    here: int = P[r + dock.AT_DOCK]
    return here


KINDS = (
    Kind(
        dock.CROSS,
        "cross-dock",
        "via D",
        Class.DOCK,
        dock.cross_guard,
        dock.cross_apply,
        cross_reads,
        cross_writes,
        needs_goods,
        stays=True,
    ),
    Kind(
        dock.PUT_AWAY,
        "put away",
        "via D",
        Class.DOCK,
        dock.put_away_guard,
        dock.put_away_apply,
        _put_away_reads,
        _put_away_writes,
        needs_goods,
        stays=False,
    ),
)

INPUTS: tuple[Input, ...] = ()

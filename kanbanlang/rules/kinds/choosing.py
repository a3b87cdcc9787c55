"""The kind of `choice.py`: the rules of a buffer with several sources."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import choice, serve, turns
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import EITHER, UP, Class, Input, Kind, Touch
from kanbanlang.rules.kinds import refilling, resting, reviewing, zoning
from kanbanlang.rules.kinds.touches import counters
from kanbanlang.rules.memory import Memory

_BASES = {kind.number: kind for kind in (*refilling.KINDS, *reviewing.KINDS, *resting.KINDS, *zoning.KINDS)}


def _sources(P: Memory, B: Memory, r: int) -> Iterator[int]:
    """Where the words of each source lie."""
    at = P[r + choice.CHOICES]
    for source in range(B[at]):
        yield at + 2 + choice.CHOICE * source


def _chosen_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    base = _BASES[P[r + choice.BASE]]
    for at in _sources(P, B, r):
        row = B[at + choice.ITS_ROW]
        yield from ((counter, EITHER) for counter, _ in base.reads(P, B, row))
        if B[at + choice.ITS_WHEN]:
            yield from counters(B, B[at + choice.ITS_WHEN])
        if B[P[r + choice.CHOICES] + 1]:
            yield B[at + choice.ITS_PULLED], EITHER
            continue
        out = B[at + choice.ITS_OUTAGES]
        yield from ((B[out + 1 + number], EITHER) for number in range(B[out]))
        if P[row + serve.FROM] == serve.FROM_BUFFER:
            yield from _waited_for(P, B, P[row + serve.SOURCE])


def _waited_for(P: Memory, B: Memory, giver: int) -> Iterator[Touch]:
    """What a buffer can give depends on what it has, and on who waits there."""
    if P[giver + m.UNLIMITED]:
        return
    yield P[giver + m.HEAD], EITHER
    ahead = P[giver + turns.AHEAD]
    yield from ((B[ahead + 1 + number], EITHER) for number in range(B[ahead]))
    yield P[giver + m.ON_HAND], EITHER
    yield P[giver + m.RESERVED], EITHER


def _chosen_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    if B[P[r + choice.CHOICES] + 1]:
        yield from ((B[at + choice.ITS_PULLED], UP) for at in _sources(P, B, r) if B[at + choice.ITS_ROW] == r)
    yield from _BASES[P[r + choice.BASE]].writes(P, B, r)


def _needs_base(P: Memory, r: int) -> int:
    needs = _BASES[P[r + choice.BASE]].needs
    return m.ONE if needs is None else needs(P, r)


KINDS = (
    Kind(
        choice.CHOSEN,
        "chosen",
        "from A share P, from B when E",
        Class.PULL,
        choice.chosen_guard,
        choice.chosen_apply,
        _chosen_reads,
        _chosen_writes,
        _needs_base,
        stays=True,
    ),
)

INPUTS: tuple[Input, ...] = ()

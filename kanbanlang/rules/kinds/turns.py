"""Kinds of `turns.py`: the rows of classes that have others before them."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import dock, kit, sequence, serve, turns, work
from kanbanlang.rules.kind import EITHER, Class, Input, Kind, Touch
from kanbanlang.rules.kinds.docking import cross_reads, cross_writes, needs_goods
from kanbanlang.rules.kinds.serving import serve_reads, serve_writes
from kanbanlang.rules.kinds.touches import needs_first
from kanbanlang.rules.kinds.working import release_reads, release_writes
from kanbanlang.rules.memory import Memory


def ahead(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    """The queues that come first."""
    at = P[r + turns.AHEAD]
    for queue in range(B[at]):
        yield B[at + 1 + queue], EITHER


def _serve_behind_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from serve_reads(P, B, r)
    yield from ahead(P, B, r)


def _cross_behind_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from cross_reads(P, B, r)
    yield from ahead(P, B, r)


def release_behind_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    """What the guard looks at."""
    yield from release_reads(P, B, r)
    yield from ahead(P, B, r)


KINDS = (
    Kind(
        turns.CROSS_BEHIND,
        "cross-dock behind",
        "priority N",
        Class.DOCK,
        turns.cross_behind_guard,
        dock.cross_apply,
        _cross_behind_reads,
        cross_writes,
        needs_goods,
        stays=True,
    ),
    Kind(
        turns.SERVE_BEHIND,
        "serve behind",
        "priority N",
        Class.SERVE,
        turns.serve_behind_guard,
        serve.serve_apply,
        _serve_behind_reads,
        serve_writes,
        needs_first,
        stays=True,
    ),
    Kind(
        turns.RELEASE_BEHIND,
        "release behind",
        "priority N",
        Class.WORK,
        turns.release_behind_guard,
        work.release_apply,
        release_behind_reads,
        release_writes,
        needs_first,
        stays=True,
    ),
)

INPUTS: tuple[Input, ...] = ()

CROSSING = frozenset({dock.CROSS, turns.CROSS_BEHIND})
"""The kinds of rows that let goods go on from a dock to who waits in a queue."""
SERVING = frozenset({serve.SERVE, turns.SERVE_BEHIND, sequence.IN_SEQUENCE})
"""The kinds of rows that promise the pieces of a buffer to who waits in their queue."""
RELEASING = frozenset({work.RELEASE, turns.RELEASE_BEHIND, kit.RELEASE_KIT})
"""The kinds of rows that release the jobs of a station."""

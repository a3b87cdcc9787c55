"""Kinds of `lend.py`: another buffer helps who is short. Its pulls are in `REFILL`, as those of the rules that asked."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import lend, serve, turns
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import DOWNWARD, EITHER, UP, Class, Input, Kind, Touch, receives
from kanbanlang.rules.kinds.serving import serve_reads
from kanbanlang.rules.kinds.touches import taken
from kanbanlang.rules.kinds.turns import ahead
from kanbanlang.rules.memory import Memory


def _use_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    source, there = P[r + serve.SOURCE], P[r + serve.STOCK]
    for counter, _ in serve_reads(P, B, source):
        yield counter, EITHER  # that there is less makes somebody short
    if P[source + m.KIND] == turns.SERVE_BEHIND:
        yield from ahead(P, B, source)
    yield P[there + m.ON_HAND], UP
    yield P[there + m.RESERVED], DOWNWARD
    at = P[r + lend.QUEUES_THERE]
    for queue in range(B[at]):
        yield B[at + 1 + queue], EITHER


def _use_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    source, there = P[r + serve.SOURCE], P[r + serve.STOCK]
    yield P[source + m.HEAD], EITHER
    yield P[source + m.BACKLOG], DOWNWARD
    yield P[source + m.WAITING_PULLS], DOWNWARD
    yield P[there + m.RESERVED], UP
    if P[there + m.UNLIMITED]:
        yield P[there + m.ON_HAND], UP
    yield from taken(P, there)


def _needs_first_there(P: Memory, r: int) -> int:
    first: int = P[P[r + serve.SOURCE] + m.HEAD]
    return first


KINDS = (
    Kind(
        lend.USE,
        "use",
        "if short use B",
        Class.SHORT,
        lend.use_guard,
        lend.use_apply,
        _use_reads,
        _use_writes,
        _needs_first_there,
        stays=True,
    ),
    receives(lend.LENT, "lent", "if short use B"),
)

INPUTS: tuple[Input, ...] = ()

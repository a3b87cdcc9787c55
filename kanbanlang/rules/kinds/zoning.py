"""Kinds and inputs of `zones.py`: rules that look at the demand that comes, and what tells which of it counts."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import cancel, later, refill, review, serve, zones
from kanbanlang.rules.kind import DOWNWARD, UP, Class, Guard, Input, InputKind, Kind, Needs, Touch, Touches, receives
from kanbanlang.rules.kinds.ahead import recounted
from kanbanlang.rules.kinds.touches import asked, lacks
from kanbanlang.rules.memory import Memory


def _zones_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from lacks(P, B, r)
    yield P[r + later.QUALIFIED_DEMAND], UP


def _reviewed_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + review.REVIEW], UP
    yield from _zones_reads(P, B, r)


def _rested_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + cancel.AT_REST], DOWNWARD
    yield from _zones_reads(P, B, r)


def _zones_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from asked(P, r)


def _needs_review(P: Memory, r: int) -> int:
    on: int = P[r + review.REVIEW]
    return on


def _day_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + zones.TODAY], UP
    yield from recounted(P, r)


def _counts_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from recounted(P, r)


def _zones(number: int, name: str, guard: Guard, reads: Touches, needs: Needs | None = None) -> Kind:
    sentence = "zones red A yellow B green C"
    return Kind(number, name, sentence, Class.PULL, guard, refill.pull_apply, reads, _zones_writes, needs, stays=False)


KINDS = (
    _zones(zones.ZONES, "zones", zones.zones_guard, _zones_reads),
    _zones(zones.REVIEWED_ZONES, "reviewed zones", zones.reviewed_zones_guard, _reviewed_reads, _needs_review),
    _zones(zones.RESTED_ZONES, "rested zones", zones.rested_zones_guard, _rested_reads),
    receives(zones.DAYS, "days", "spikes of Q or more within D"),
)

ZONED = frozenset({zones.ZONES, zones.REVIEWED_ZONES, zones.RESTED_ZONES})
"""The kinds that pull by net flow."""

_ORDERS = frozenset({serve.ORDERS})
INPUTS = (
    Input(InputKind.DAY, zones.day_check, zones.day_apply, _day_writes, frozenset({zones.DAYS})),
    Input(InputKind.COUNTS, zones.counts_check, zones.counts_apply, _counts_writes, _ORDERS),
    Input(InputKind.COUNTS_NO_MORE, zones.counts_no_more_check, zones.counts_no_more_apply, _counts_writes, _ORDERS),
)

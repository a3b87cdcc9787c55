"""Kinds of `review.py`: position rules that look at their reviews alone, and the end of a review."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import refill, review
from kanbanlang.rules.kind import DOWNWARD, UP, Class, Input, Kind, Touch
from kanbanlang.rules.kinds.touches import asked, lacks
from kanbanlang.rules.memory import Memory


def _reviewed_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + review.REVIEW], UP
    yield from lacks(P, B, r)


def _reviewed_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from asked(P, r)


def _needs_review(P: Memory, r: int) -> int:
    on: int = P[r + review.REVIEW]
    return on


def _looked_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + review.ON], UP


def _looked_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + review.ON], DOWNWARD


def _needs_on(P: Memory, r: int) -> int:
    on: int = P[r + review.ON]
    return on


KINDS = (
    Kind(
        review.REVIEWED_UP_TO,
        "reviewed up to",
        "review WHEN, up to S",
        Class.PULL,
        review.reviewed_up_to_guard,
        refill.pull_apply,
        _reviewed_reads,
        _reviewed_writes,
        _needs_review,
        stays=False,
    ),
    Kind(
        review.REVIEWED_LOT,
        "reviewed lot",
        "review WHEN, reorder at R order Q",
        Class.PULL,
        review.reviewed_lot_guard,
        refill.pull_apply,
        _reviewed_reads,
        _reviewed_writes,
        _needs_review,
        stays=False,
    ),
    Kind(
        review.LOOKED,
        "looked",
        "review WHEN",
        Class.REVIEW,
        review.looked_guard,
        review.looked_apply,
        _looked_reads,
        _looked_writes,
        _needs_on,
        stays=False,
    ),
)

INPUTS: tuple[Input, ...] = ()

REVIEWED = frozenset({review.REVIEWED_UP_TO, review.REVIEWED_LOT})
"""The kinds that pull at their reviews alone."""

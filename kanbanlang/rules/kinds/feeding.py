"""Kinds of `feed.py`: one piece for several stations."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import feed, serve
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import DOWNWARD, UP, Class, Input, InputKind, Kind, Touch, receives
from kanbanlang.rules.kinds.touches import taken
from kanbanlang.rules.memory import Memory


def _stations(P: Memory, B: Memory, r: int) -> Iterator[tuple[int, list[int]]]:
    """Of each station the FED row, and the rows that release its jobs."""
    at = P[r + feed.STATIONS]
    for _ in range(B[at]):
        jobs = B[at + 2]
        yield B[at + 1], [B[jobs + 1 + 2 * number] for number in range(B[jobs])]
        at += 2


def _feed_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    stock = P[r + serve.SOURCE]
    yield P[stock + m.ON_HAND], UP
    yield P[stock + m.RESERVED], DOWNWARD
    if P[r + feed.BEING_PICKED]:
        yield P[r + feed.BEING_PICKED], DOWNWARD
    for fed, jobs in _stations(P, B, r):
        yield P[fed + m.ON_HAND], DOWNWARD
        yield P[fed + m.RESERVED], UP
        for job in jobs:
            yield P[job + m.BACKLOG], UP


def _feed_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from taken(P, P[r + serve.SOURCE])
    for fed, _ in _stations(P, B, r):
        yield P[fed + m.ON_HAND], UP


def _in_time_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[P[r + serve.SOURCE] + m.RESERVED], UP
    yield P[r + feed.BEING_PICKED], UP


def _fed_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[P[r + serve.SOURCE] + m.RESERVED], DOWNWARD
    yield P[r + feed.BEING_PICKED], DOWNWARD
    yield from _feed_writes(P, B, r)


def _needs_pieces(P: Memory, r: int) -> int:
    on_hand: int = P[P[r + serve.SOURCE] + m.ON_HAND]
    return on_hand


KINDS = (
    Kind(
        feed.FEED,
        "feed",
        "feeds a, b together",
        Class.SHORT,
        feed.feed_guard,
        feed.feed_apply,
        _feed_reads,
        _feed_writes,
        _needs_pieces,
        stays=False,
    ),
    Kind(
        feed.FEED_IN_TIME,
        "feed in time",
        "feeds a, b together, picking time D",
        Class.SHORT,
        feed.feed_guard,
        feed.feed_in_time_apply,
        _feed_reads,
        _in_time_writes,
        _needs_pieces,
        stays=False,
    ),
    receives(feed.FED, "fed", "feeds a, b together"),
)

INPUTS = (Input(InputKind.FED, feed.fed_check, feed.fed_apply, _fed_writes, frozenset({feed.FEED_IN_TIME})),)

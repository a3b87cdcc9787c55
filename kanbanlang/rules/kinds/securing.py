"""Kinds of `safety.py`: safety stock that is released and paid back."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import memory as m
from kanbanlang.rules import refill, safety, serve, turns, work
from kanbanlang.rules.kind import DOWNWARD, EITHER, UP, Class, Input, Kind, Touch
from kanbanlang.rules.kinds.touches import taken
from kanbanlang.rules.kinds.turns import ahead
from kanbanlang.rules.memory import Memory


def _set_free(P: Memory, f: int) -> Iterator[Touch]:
    yield P[f + safety.SAFETY], DOWNWARD
    yield P[f + refill.OWED], UP
    yield P[f + m.BACKLOG], UP
    yield P[f + m.ON_HAND], UP
    if P[f + m.CONTAINER]:
        yield P[f + m.SURPLUS], UP


def _releases_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + safety.ASKED_TO], UP
    yield P[P[r + serve.SOURCE] + safety.SAFETY], UP


def _releases_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + safety.ASKED_TO], DOWNWARD
    yield from _set_free(P, P[r + serve.SOURCE])


def _needs_word(P: Memory, r: int) -> int:
    asked: int = P[r + safety.ASKED_TO]
    return asked


def _short_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    f = P[r + serve.SOURCE]
    yield P[f + m.HEAD], EITHER
    yield P[f + safety.SAFETY], UP
    yield from _troubles(P, B, r, UP)
    if P[f + m.KIND] == turns.SERVE_BEHIND:
        yield from ahead(P, B, f)
    yield P[f + m.ON_HAND], EITHER  # there may be less, or enough for the safety stock to make up the rest
    yield P[f + m.RESERVED], EITHER


def _troubles(P: Memory, B: Memory, r: int, moved: int) -> Iterator[Touch]:
    at = P[r + safety.TROUBLE]
    for number in range(B[at]):
        yield B[at + 1 + number], moved


def _short_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from _set_free(P, P[r + serve.SOURCE])


def _job_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    f, stock = P[r + serve.SOURCE], P[r + serve.STOCK]
    yield P[f + m.HEAD], EITHER
    yield P[stock + safety.SAFETY], UP
    yield from _troubles(P, B, r, UP)
    if P[f + turns.AHEAD]:
        yield from ahead(P, B, f)
    if P[f + work.IDLE]:
        yield P[f + work.IDLE], UP
    if P[f + work.PACE]:
        yield P[f + work.PACE], UP
    yield P[stock + m.ON_HAND], EITHER
    yield P[stock + m.RESERVED], EITHER


def _job_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from _set_free(P, P[r + serve.STOCK])


def _needs_stock_of_part(P: Memory, r: int) -> int:
    stock: int = P[P[r + serve.STOCK] + safety.SAFETY]
    return stock


def _needs_stock(P: Memory, r: int) -> int:
    stock: int = P[P[r + serve.SOURCE] + safety.SAFETY]
    return stock


def _pays_back_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + safety.ARRIVED], UP


def _pays_back_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    f = P[r + serve.SOURCE]
    yield P[r + safety.ARRIVED], DOWNWARD
    yield P[f + safety.SAFETY], UP
    yield P[f + refill.OWED], DOWNWARD
    yield P[f + m.BACKLOG], DOWNWARD
    yield from taken(P, f)


def _needs_arrival(P: Memory, r: int) -> int:
    arrived: int = P[r + safety.ARRIVED]
    return arrived


KINDS = (
    Kind(
        safety.RELEASES,
        "release safety",
        "release safety of B",
        Class.GO,
        safety.releases_guard,
        safety.releases_apply,
        _releases_reads,
        _releases_writes,
        _needs_word,
        stays=False,
    ),
    Kind(
        safety.SHORT_RELEASES,
        "short, release safety",
        "if short release safety",
        Class.SHORT,
        safety.short_releases_guard,
        safety.short_releases_apply,
        _short_reads,
        _short_writes,
        _needs_stock,
        stays=False,
    ),
    Kind(
        safety.JOB_RELEASES,
        "job short, release safety",
        "if short release safety",
        Class.SHORT,
        safety.job_releases_guard,
        safety.job_releases_apply,
        _job_reads,
        _job_writes,
        _needs_stock_of_part,
        stays=False,
    ),
    Kind(
        safety.PAYS_BACK,
        "pay back",
        "safety Q",
        Class.GO,
        safety.pays_back_guard,
        safety.pays_back_apply,
        _pays_back_reads,
        _pays_back_writes,
        _needs_arrival,
        stays=False,
    ),
)

INPUTS: tuple[Input, ...] = ()

"""Kinds and inputs of `cancel.py`: pulls and orders that are cancelled, and who asks again. The rules that may rest are in `resting.py`."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import cancel, later, sequence, serve, zones
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import DOWNWARD, EITHER, UP, Apply, Class, Guard, Input, InputKind, Kind, Touch
from kanbanlang.rules.kinds.ahead import recounted
from kanbanlang.rules.kinds.refilling import REFILL
from kanbanlang.rules.kinds.touches import in_sequence, late_at, needed, taken, told
from kanbanlang.rules.memory import Memory

RESTING_PULLS = frozenset({cancel.CANCELLED_PULL, zones.CANCELLED_ZONES})
"""The kinds of rows at which position rules rest."""


def _cancelled_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + cancel.JUST], UP


def _cancelled_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + cancel.JUST], DOWNWARD
    yield P[r + cancel.RESTING], UP
    yield P[r + cancel.TOTAL], UP
    if P[r + m.KIND] in RESTING_PULLS:
        yield P[r + cancel.HAD], EITHER
        yield P[r + cancel.OWED], EITHER


def _needs_cancelled(P: Memory, r: int) -> int:
    just: int = P[r + cancel.JUST]
    return just


def _signals_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    stock = P[r + cancel.OF]
    yield P[r + cancel.RESTING], UP
    yield from ((P[stock + word], EITHER) for word in (m.ON_HAND, m.INCOMING, m.RESERVED, m.BACKLOG))
    yield P[r + cancel.HAD], EITHER
    yield P[r + cancel.OWED], EITHER
    if P[r + m.KIND] == zones.ZONES_SIGNAL:
        yield P[r + later.QUALIFIED_DEMAND], EITHER
    yield from needed(P, B, r, EITHER)


def _signals_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + cancel.RESTING], DOWNWARD


def _needs_rest(P: Memory, r: int) -> int:
    resting: int = P[r + cancel.RESTING]
    return resting


def _cancellation_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    at = P[r + cancel.CANCELS]
    if not at:
        return
    if P[r + m.KIND] == serve.ORDERS or P[r + serve.FROM] != serve.FROM_SUPPLIER:
        source = P[r + serve.SOURCE]
        yield P[source + m.BACKLOG], DOWNWARD
        yield P[source + m.WAITING_PULLS], DOWNWARD
        yield P[source + m.HEAD], EITHER
        if P[r + m.KIND] != serve.ORDERS and P[r + serve.FROM] == serve.FROM_BUFFER:
            yield P[source + m.RESERVED], DOWNWARD
    if P[r + m.KIND] == serve.ORDERS and in_sequence(P, r):
        yield P[P[r + serve.SOURCE] + sequence.NOT_DUE], DOWNWARD
    if P[r + m.KIND] == serve.ORDERS and P[r + later.COMING]:
        yield P[r + later.COMING], DOWNWARD
        yield from recounted(P, r)
    if P[r + m.KIND] != serve.ORDERS:
        yield from ((counter, DOWNWARD) for counter in late_at(P, B, r))
        stock = P[r + serve.STOCK]
        yield P[stock + m.INCOMING], DOWNWARD
        if B[at]:
            yield B[at], UP
        if P[stock + m.CONTAINER]:
            yield P[stock + m.ON_HAND], UP
            yield from taken(P, stock)
    yield from told(B, at + 1)


def _goes_on_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + cancel.RESTING], DOWNWARD
    if P[r + cancel.GOES_TO]:
        yield P[r + cancel.GOES_TO], UP


def _reissue_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from _goes_on_writes(P, B, r)
    yield from told(B, P[r + cancel.ON_REISSUE])


def _rests(number: int, name: str, apply: Apply) -> Kind:
    sentence = "cancellation of B"
    return Kind(
        number,
        name,
        sentence,
        Class.PULL,
        cancel.cancelled_guard,
        apply,
        _cancelled_reads,
        _cancelled_writes,
        _needs_cancelled,
        stays=False,
    )


def _signals(number: int, name: str, guard: Guard) -> Kind:
    sentence = "cancellation of B"
    apply = cancel.signals_again_apply
    return Kind(number, name, sentence, Class.PULL, guard, apply, _signals_reads, _signals_writes, _needs_rest, stays=False)


KINDS = (
    _rests(cancel.CANCELLED_CARD, "cancelled card", cancel.cancelled_card_apply),
    _rests(cancel.CANCELLED_PULL, "cancelled pull", cancel.cancelled_pull_apply),
    _rests(zones.CANCELLED_ZONES, "cancelled zones", zones.cancelled_zones_apply),
    _signals(cancel.SIGNALS_AGAIN, "signals again", cancel.signals_again_guard),
    _signals(zones.ZONES_SIGNAL, "zones signal again", zones.zones_signal_guard),
)

_AT_REST = RESTING_PULLS | {cancel.CANCELLED_CARD}
INPUTS = (
    Input(InputKind.REISSUE, cancel.reissue_check, cancel.reissue_apply, _reissue_writes, _AT_REST),
    Input(InputKind.RESTED, cancel.rested_check, cancel.rested_apply, _goes_on_writes, _AT_REST),
    Input(
        InputKind.CANCELLATION,
        cancel.cancellation_check,
        cancel.cancellation_apply,
        _cancellation_writes,
        REFILL | {serve.ORDERS},
    ),
)

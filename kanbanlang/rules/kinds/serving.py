"""Kinds and inputs of `serve.py`: orders, picks, consumption, and who is served."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import memory as m
from kanbanlang.rules import serve
from kanbanlang.rules.kind import DOWNWARD, EITHER, UP, Class, Input, InputKind, Kind, Touch, receives
from kanbanlang.rules.kinds.refilling import REFILL
from kanbanlang.rules.kinds.touches import in_sequence, needs_first, taken, told
from kanbanlang.rules.memory import Memory


def serve_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    """What the guard looks at."""
    yield P[r + m.HEAD], EITHER
    yield P[r + m.ON_HAND], UP
    yield P[r + m.RESERVED], DOWNWARD


def serve_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    """What the apply moves."""
    yield P[r + m.HEAD], EITHER
    yield P[r + m.BACKLOG], DOWNWARD
    yield P[r + m.WAITING_PULLS], DOWNWARD
    yield P[r + m.RESERVED], UP
    if P[r + m.UNLIMITED]:
        yield P[r + m.ON_HAND], UP
    yield from taken(P, r)


def _tell_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[P[r + serve.SOURCE] + m.NOTICE], UP


def _tell_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[P[r + serve.SOURCE] + m.NOTICE], DOWNWARD


def _needs_notice(P: Memory, r: int) -> int:
    notice: int = P[P[r + serve.SOURCE] + m.NOTICE]
    return notice


def order_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    """What an order moves when it joins its queue."""
    stock = P[r + serve.SOURCE]
    if in_sequence(P, r):
        return  # its orders have a place in the sequence
    yield P[stock + m.BACKLOG], UP
    yield P[stock + m.WAITING_PULLS], UP
    yield P[stock + m.HEAD], EITHER
    yield from told(B, P[r + serve.ON_EVENT])


def _consumption_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    stock = P[r + serve.SOURCE]
    yield P[stock + m.NOTICE], UP
    yield from taken(P, stock)
    yield from told(B, P[r + serve.ON_EVENT])


def _pick_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    if P[r + serve.FROM] != serve.FROM_BUFFER:
        return
    source = P[r + serve.SOURCE]
    yield P[source + m.RESERVED], DOWNWARD
    if P[source + m.CROSSING]:
        yield P[source + m.CROSSING], DOWNWARD
    yield from taken(P, source)
    if not P[r + serve.TRANSIT]:
        yield P[P[r + serve.STOCK] + m.INCOMING], DOWNWARD
        yield P[P[r + serve.STOCK] + m.ON_HAND], UP
    yield from told(B, P[r + serve.ON_PICK])


KINDS = (
    Kind(
        serve.SERVE,
        "serve",
        "serves customers",
        Class.SERVE,
        serve.serve_guard,
        serve.serve_apply,
        serve_reads,
        serve_writes,
        needs_first,
        stays=True,
    ),
    Kind(
        serve.TELL,
        "tell",
        "facts are never refused",
        Class.TELL,
        serve.tell_guard,
        serve.tell_apply,
        _tell_reads,
        _tell_writes,
        _needs_notice,
        stays=False,
    ),
    receives(serve.ORDERS, "orders", "orders of X"),
    receives(serve.HOLDS, "holds", "buffer B of X"),
    receives(serve.CONSUMES, "consumes", "consumption of X"),
)

INPUTS = (
    Input(InputKind.ORDER, serve.order_check, serve.order_apply, order_writes, frozenset({serve.ORDERS})),
    Input(InputKind.CONSUMPTION, serve.consumption_check, serve.consumption_apply, _consumption_writes, frozenset({serve.CONSUMES})),
    Input(InputKind.PICK, serve.pick_check, serve.pick_apply, _pick_writes, REFILL),
)

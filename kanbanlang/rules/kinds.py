"""All rule kinds and input kinds, in one list: the engine, the wake lists and the prover follow from it."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import memory as m
from kanbanlang.rules import react, refill, serve, work
from kanbanlang.rules.expression import COUNTER
from kanbanlang.rules.kind import DOWNWARD, EITHER, UP, Class, Input, InputKind, Kind, Touch
from kanbanlang.rules.memory import Memory


# ---------------------------------------------------------------- counters that a piece of text touches
def _counters(B: Memory, code: int) -> Iterator[Touch]:
    """The counters of an expression; any move of them may change its value."""
    for step in range(B[code]):
        if B[code + 1 + 2 * step] == COUNTER:
            yield B[code + 2 + 2 * step], EITHER


def _told(B: Memory, listeners: int) -> Iterator[Touch]:
    for pair in range(B[listeners]):
        yield B[listeners + 1 + 2 * pair], UP
        yield B[listeners + 2 + 2 * pair], EITHER


def _taken(P: Memory, stock: int) -> Iterator[Touch]:
    yield P[stock + m.ON_HAND], DOWNWARD
    if P[stock + m.CONTAINER]:
        yield P[stock + m.OPENED], EITHER
        yield P[stock + m.CARDS_FREE], UP
        yield P[stock + m.SURPLUS], DOWNWARD


def _asked(P: Memory, r: int) -> Iterator[Touch]:
    """What `open_pull` writes."""
    yield P[P[r + serve.STOCK] + m.INCOMING], UP
    if P[r + serve.FROM] != serve.FROM_SUPPLIER:
        source = P[r + serve.SOURCE]
        yield P[source + m.BACKLOG], UP
        yield P[source + m.WAITING_PULLS], UP
        yield P[source + m.HEAD], EITHER


def _pulled(B: Memory, pulls: int) -> Iterator[Touch]:
    for pair in range(B[pulls]):
        yield B[pulls + 1 + 2 * pair], UP


def _lacks(P: Memory, r: int) -> Iterator[Touch]:
    stock = P[r + serve.STOCK]
    yield P[stock + m.ON_HAND], DOWNWARD
    yield P[stock + m.INCOMING], DOWNWARD
    yield P[stock + m.RESERVED], UP
    yield P[stock + m.BACKLOG], UP


# ---------------------------------------------------------------- rule kinds: what they read, what they write
def _serve_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + m.HEAD], EITHER
    yield P[r + m.ON_HAND], UP
    yield P[r + m.RESERVED], DOWNWARD


def _serve_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + m.HEAD], EITHER
    yield P[r + m.BACKLOG], DOWNWARD
    yield P[r + m.WAITING_PULLS], DOWNWARD
    yield P[r + m.RESERVED], UP
    if P[r + m.UNLIMITED]:
        yield P[r + m.ON_HAND], UP
    yield from _taken(P, r)


def _release_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + m.HEAD], EITHER
    if P[r + work.ON_START]:
        yield P[r + work.IDLE], UP
    at = P[r + work.PARTS]
    for part in range(B[at]):
        stock = B[at + 1 + 2 * part]
        yield P[stock + m.ON_HAND], UP
        yield P[stock + m.RESERVED], DOWNWARD


def _release_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + m.HEAD], EITHER
    yield P[r + m.BACKLOG], DOWNWARD
    yield P[r + m.WAITING_PULLS], DOWNWARD
    yield P[r + work.WIP], UP
    if P[r + work.ON_START]:
        yield P[r + work.IDLE], DOWNWARD
    at = P[r + work.PARTS]
    for part in range(B[at]):
        yield from _taken(P, B[at + 1 + 2 * part])


def _cards_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[P[r + serve.STOCK] + m.CARDS_FREE], UP


def _cards_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[P[r + serve.STOCK] + m.CARDS_FREE], DOWNWARD
    yield from _asked(P, r)


def _position_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from _lacks(P, r)


def _position_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from _asked(P, r)


def _asked_for_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + refill.ASKED_BY_TRIGGER], UP
    if P[r + refill.LIMIT]:
        yield from _lacks(P, r)


def _asked_for_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + refill.ASKED_BY_TRIGGER], DOWNWARD
    yield from _asked(P, r)


def _tell_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[P[r + serve.SOURCE] + m.NOTICE], UP


def _tell_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[P[r + serve.SOURCE] + m.NOTICE], DOWNWARD


def _on_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + react.FLAG], UP


def _on_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + react.FLAG], DOWNWARD
    yield from _pulled(B, P[r + react.PULLS])


def _when_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + react.FLAG], EITHER
    yield from _counters(B, P[r + react.CONDITION])


def _when_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + react.FLAG], EITHER


def _while_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from _counters(B, P[r + react.CONDITION])
    at = P[r + react.PULLS]
    yield B[at + 1], DOWNWARD
    yield from _counters(B, B[at + 2])


def _while_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from _pulled(B, P[r + react.PULLS])


# ---------------------------------------------------------------- what a guard cannot do without
def _needs_first(P: Memory, r: int) -> int:
    first: int = P[r + m.HEAD]
    return first


def _needs_card(P: Memory, r: int) -> int:
    free: int = P[P[r + serve.STOCK] + m.CARDS_FREE]
    return free


def _needs_asking(P: Memory, r: int) -> int:
    asked: int = P[r + refill.ASKED_BY_TRIGGER]
    return asked


def _needs_notice(P: Memory, r: int) -> int:
    notice: int = P[P[r + serve.SOURCE] + m.NOTICE]
    return notice


def _needs_flag(P: Memory, r: int) -> int:
    flag: int = P[r + react.FLAG]
    return flag


def _nothing(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    return iter(())


# ---------------------------------------------------------------- input kinds: what they write
def _order_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    stock = P[r + serve.SOURCE]
    yield P[stock + m.BACKLOG], UP
    yield P[stock + m.WAITING_PULLS], UP
    yield P[stock + m.HEAD], EITHER
    yield from _told(B, P[r + serve.ON_EVENT])


def _consumption_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    stock = P[r + serve.SOURCE]
    yield P[stock + m.NOTICE], UP
    yield from _taken(P, stock)
    yield from _told(B, P[r + serve.ON_EVENT])


def _pick_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    if P[r + serve.FROM] != serve.FROM_BUFFER:
        return
    source = P[r + serve.SOURCE]
    yield P[source + m.RESERVED], DOWNWARD
    yield from _taken(P, source)
    if not P[r + serve.TRANSIT]:
        yield P[P[r + serve.STOCK] + m.INCOMING], DOWNWARD
        yield P[P[r + serve.STOCK] + m.ON_HAND], UP
    yield from _told(B, P[r + serve.ON_PICK])


def _receipt_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[P[r + serve.STOCK] + m.INCOMING], DOWNWARD
    yield P[P[r + serve.STOCK] + m.ON_HAND], UP
    yield from _told(B, P[r + serve.ON_EVENT])


def _completion_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    if P[r + serve.FROM] != serve.FROM_STATION:
        return
    source = P[r + serve.SOURCE]
    yield P[source + work.WIP], DOWNWARD
    if P[source + work.ON_START]:
        yield P[source + work.IDLE], UP
    yield P[P[r + serve.STOCK] + m.INCOMING], DOWNWARD
    yield P[P[r + serve.STOCK] + m.ON_HAND], UP
    yield from _told(B, P[r + work.ON_FINISHED])


def _unasked_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    if P[r + serve.FROM] != serve.FROM_STATION:
        return
    stock = P[r + serve.STOCK]
    yield P[stock + m.ON_HAND], UP
    yield P[stock + m.NOTICE], UP
    if P[stock + m.CONTAINER]:
        yield P[stock + m.SURPLUS], UP
    yield from _told(B, P[r + work.ON_FINISHED])


def _clock_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + react.FLAG], UP


def _down_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + react.DOWN], UP
    yield from _told(B, P[r + react.ON_DOWN])


def _up_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + react.DOWN], DOWNWARD
    yield from _told(B, P[r + react.ON_UP])


def _receives(number: int, name: str, sentence: str) -> Kind:
    return Kind(number, name, sentence, Class.RECEIVES, serve.no_guard, serve.no_apply, _nothing, _nothing, None, stays=False)


KINDS: dict[int, Kind] = {
    kind.number: kind
    for kind in (
        Kind(
            serve.SERVE,
            "serve",
            "serves customers",
            Class.SERVE,
            serve.serve_guard,
            serve.serve_apply,
            _serve_reads,
            _serve_writes,
            _needs_first,
            stays=True,
        ),
        Kind(
            work.RELEASE,
            "release",
            "makes X from 2 a",
            Class.WORK,
            work.release_guard,
            work.release_apply,
            _release_reads,
            _release_writes,
            _needs_first,
            stays=True,
        ),
        Kind(
            refill.CARDS,
            "cards",
            "kanban N cards of Q",
            Class.PULL,
            refill.cards_guard,
            refill.cards_apply,
            _cards_reads,
            _cards_writes,
            _needs_card,
            stays=True,
        ),
        Kind(
            refill.UP_TO,
            "up to",
            "reorder at s up to S",
            Class.PULL,
            refill.up_to_guard,
            refill.pull_apply,
            _position_reads,
            _position_writes,
            None,
            stays=False,
        ),
        Kind(
            refill.LOT,
            "lot",
            "reorder at R order Q",
            Class.PULL,
            refill.lot_guard,
            refill.pull_apply,
            _position_reads,
            _position_writes,
            None,
            stays=False,
        ),
        Kind(
            refill.ASKED_FOR,
            "asked for",
            "pull Q to B",
            Class.PULL,
            refill.asked_guard,
            refill.asked_apply,
            _asked_for_reads,
            _asked_for_writes,
            _needs_asking,
            stays=False,
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
        Kind(
            react.ON, "on", "on EVENT if E", Class.TRIGGER, react.on_guard, react.on_apply, _on_reads, _on_writes, _needs_flag, stays=False
        ),
        Kind(react.WHEN, "when", "when E", Class.TRIGGER, react.when_guard, react.when_apply, _when_reads, _when_writes, None, stays=False),
        Kind(
            react.WHILE,
            "while",
            "when E, pull Q to B",
            Class.TRIGGER,
            react.while_guard,
            react.while_apply,
            _while_reads,
            _while_writes,
            None,
            stays=False,
        ),
        _receives(serve.ORDERS, "orders", "orders of X"),
        _receives(serve.HOLDS, "holds", "buffer B of X"),
        _receives(serve.CONSUMES, "consumes", "consumption of X"),
        _receives(react.STANDING, "standing", "X is down"),
    )
}

_REFILL = frozenset({refill.CARDS, refill.UP_TO, refill.LOT, refill.ASKED_FOR})

INPUTS: dict[InputKind, Input] = {
    one.kind: one
    for one in (
        Input(InputKind.ORDER, serve.order_check, serve.order_apply, _order_writes, frozenset({serve.ORDERS})),
        Input(InputKind.CONSUMPTION, serve.consumption_check, serve.consumption_apply, _consumption_writes, frozenset({serve.CONSUMES})),
        Input(InputKind.UNASKED, work.unasked_check, work.unasked_apply, _unasked_writes, _REFILL),
        Input(InputKind.CLOCK, react.clock_check, react.clock_apply, _clock_writes, frozenset({react.ON})),
        Input(InputKind.DOWN, react.down_check, react.down_apply, _down_writes, frozenset({react.STANDING})),
        Input(InputKind.UP, react.up_check, react.up_apply, _up_writes, frozenset({react.STANDING})),
        Input(InputKind.RECEIPT, refill.receipt_check, refill.receipt_apply, _receipt_writes, _REFILL),
        Input(InputKind.PICK, serve.pick_check, serve.pick_apply, _pick_writes, _REFILL),
        Input(InputKind.COMPLETION, work.completion_check, work.completion_apply, _completion_writes, _REFILL),
    )
}

"""From an event as people say it to the input that the engine takes: which row, or which open pull, it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from kanbanlang.engine.access import denied
from kanbanlang.engine.engine import Engine
from kanbanlang.engine.lots import LotBook, wrong_lot
from kanbanlang.engine.places import number_of
from kanbanlang.engine.state import State
from kanbanlang.flow import Program, Row
from kanbanlang.flow.classes import class_for, serving
from kanbanlang.model.policy import Buffer, Cards, Event, EventKind
from kanbanlang.rules import REFILL, InputKind, feed, serve
from kanbanlang.rules import memory as m
from kanbanlang.rules.reasons import NOT_COMING, NOT_PICKING, NOT_WORKING, NOTHING_RESTS, REASONS


@frozen
class Located:
    """An input for `Engine.step`: kind, place, quantity in steps, and the number of the pull it speaks of.

    `due` is the instant at which an order in a sequence is due, where that is later: nobody but the driver keeps it.
    """

    kind: InputKind
    place: int
    quantity: int
    number: int = 0
    due: int = 0


@frozen
class Nowhere:
    """Why no place was found for an event: what a person reads."""

    reason: str


def locate(engine: Engine, state: State, event: Event, now: int = 0, lots: LotBook | None = None) -> Located | Nowhere:
    """The input that an event sentence means now: of the open pulls it may speak of, the oldest.

    An order without quantity is for one whole unit; a receipt, pick or completion without one is all that is open. An operator without
    the right to a tray finds no place in it, and who names a lot, or has to, must name one that is there.
    """
    found = _located(engine, state, event, now)
    wrong = wrong_lot(lots, state, event, found.kind, found.place, found.quantity) if lots and isinstance(found, Located) else None
    return found if wrong is None else Nowhere(wrong)


def _located(engine: Engine, state: State, event: Event, now: int) -> Located | Nowhere:
    program = engine.program
    if event.due is not None and event.due > now:
        return _order(program, event, InputKind.ORDER_FOR_LATER, event.due)
    if event.kind is EventKind.REJECTION and event.modifiers.get("at") in program.policy.stations:
        return _pull(engine, state, event, InputKind.SCRAP, (m.WORKING,), REASONS[NOT_WORKING], _worked_there)
    if event.kind in _AT_A_PLACE:
        return _AT_A_PLACE[event.kind](program, event)
    match event.kind:
        case EventKind.DOWN | EventKind.UP:
            row = program.standing.get(event.of)
            kind = InputKind.DOWN if event.kind is EventKind.DOWN else InputKind.UP
            return Nowhere(f"nothing named `{event.of}` can be down") if row is None else Located(kind, row, 0)
        case EventKind.RECEIPT:
            return _receipt(engine, state, event)
        case EventKind.PICK:
            return _pick(engine, state, event)
        case EventKind.COMPLETION:
            return _completion(engine, state, event)
        case _:
            return _cancellation(program, state, event)


def _matches(event: Event, buffer: Buffer) -> bool:
    return event.of in {buffer.name, buffer.item.name} and event.item in {None, buffer.item.name}


def _whole(buffer: Buffer) -> int:
    """One whole unit, in steps."""
    return int(1 / buffer.item.unit.step)


def _order(program: Program, event: Event, kind: InputKind = InputKind.ORDER, due: int = 0) -> Located | Nowhere:
    for buffer in serving(program.policy, event.of):
        rows = program.buffers[buffer.name].orders
        if rows:
            quantity = _whole(buffer) if event.quantity is None else event.quantity
            place = class_for(event.priority, rows)
            if buffer.in_sequence:
                kind = InputKind.PLACED_FOR_LATER if due else InputKind.PLACED_ORDER
                return Located(kind, place, quantity, int(event.modifiers.get("number", 0)), due)
            return Located(kind, place, quantity, due)
    return Nowhere(f"no buffer serves orders of `{event.of}`")


def _fact(program: Program, event: Event) -> Located | Nowhere:
    """What is told of a buffer by whoever may come to its place; a count or a rejection must say of how many pieces."""
    kind, refused = InputKind[event.kind.name], f"no buffer holds `{event.of}`"
    if event.quantity is None and event.kind is not EventKind.CONSUMPTION:
        return Nowhere(f"a {event.kind.value} says how many pieces")
    for buffer in program.policy.buffers.values():
        if _matches(event, buffer):
            reason = denied(program.policy, buffer, event.modifiers)
            if reason is None:
                quantity = _whole(buffer) if event.quantity is None else event.quantity
                return Located(kind, program.buffers[buffer.name].consumes, quantity)
            refused = reason
    return Nowhere(refused)


def _rules(program: Program, kind: int, speaks_of: Callable[[Row], bool]) -> Iterator[Row]:
    """The refill rules that pull from this kind of source, and of which an event may speak."""
    for row in program.rows:
        if row.kind in REFILL and program.P[row.number * m.ROW + serve.FROM] == kind and speaks_of(row):
            yield row


def _release(program: Program, event: Event) -> Located | Nowhere:
    """A production order: the first buffer that a station feeds with what it names."""
    for row in _rules(program, serve.FROM_STATION, lambda row: _finished(event, row)):
        assert row.buffer is not None  # noqa: S101 - a refill rule has one
        return Located(InputKind.RELEASE, row.number, _whole(row.buffer) if event.quantity is None else event.quantity)
    return Nowhere(f"no station makes `{event.of}` for a buffer")


def _receipt(engine: Engine, state: State, event: Event) -> Located | Nowhere:
    """Goods for a pull that is open; or else goods of a supplier that nobody waits for, which are a fact all the same."""
    found = _pull(engine, state, event, InputKind.RECEIPT, (m.ORDERED, m.OVERDUE, m.MOVING), REASONS[NOT_COMING], _filled)
    if found != Nowhere(REASONS[NOT_COMING]) or event.quantity is None or "number" in event.modifiers:
        return found
    for row in _rules(engine.program, serve.FROM_SUPPLIER, lambda row: _filled(event, row)):
        return Located(InputKind.OVER, row.number, event.quantity)
    return found


_STILL_ASKED = frozenset({m.ORDERED, m.OVERDUE, m.WAITING, m.PICKING, m.LATER, m.QUALIFIED, m.PLACED})
"""States of a pull that its source can cancel, and of an order that its customer can."""


def _cancellation(program: Program, state: State, event: Event) -> Located | Nowhere:
    """Of a buffer the newest pull for it that can be cancelled, of an item the newest order of a customer; else the other way round."""
    card, s = int(event.modifiers.get("card", 0)), state.s
    if card and (reason := _no_card(program, event.of, card)) is not None:
        return Nowhere(reason)
    wanted = event.modifiers.get("number")
    orders: list[int] = []
    pulls: list[int] = []
    for p in state.open_slots():
        row = program.rows[s[p + m.RULE] // m.ROW]
        if (
            s[p + m.STATE] in _STILL_ASKED
            and _filled(event, row, orders=True)
            and (wanted is None or wanted == number_of(program, state, p))
        ):
            (orders if row.kind == serve.ORDERS else pulls).append(p)
    if card:
        orders.clear()
    first, then = (orders, pulls) if event.item is not None else (pulls, orders)
    if not first and not then:
        return Nowhere(f"nothing of {event.of} is open that can be cancelled")
    p = (first or then)[-1]
    return Located(InputKind.CANCELLATION, p, s[p + m.ASKED] - s[p + m.GOT] if event.quantity is None else event.quantity, s[p + m.NUMBER])


def _reissue(program: Program, event: Event) -> Located | Nowhere:
    """Somebody asks again for what was cancelled. The policy counts cards: any that rests is as good as the one that is named."""
    card = int(event.modifiers.get("card", 0))
    if card and (reason := _no_card(program, event.of, card)) is not None:
        return Nowhere(reason)
    row = program.buffers[event.of].rests
    return Nowhere(REASONS[NOTHING_RESTS]) if row < 0 else Located(InputKind.REISSUE, row, 1)


def _no_card(program: Program, name: str, card: int) -> str | None:
    """Why there is no such card of a buffer."""
    buffer = program.policy.buffers.get(name)
    if buffer is None or not isinstance(buffer.rule, Cards):
        return f"{name} has no cards"
    return None if card <= buffer.rule.cards else f"{name} has no card {card}: they are numbered 1 to {buffer.rule.cards}"


def _scan(program: Program, event: Event) -> Located | Nowhere:
    """The scan of one card. The policy counts cards: any that waits is as good as the one that is named."""
    buffer = program.policy.buffers[event.of]
    if (reason := _no_card(program, event.of, int(event.modifiers.get("card", 1)))) is not None:
        return Nowhere(reason)
    assert isinstance(buffer.rule, Cards)  # noqa: S101 - it has that card
    for row in program.input_wakes.get(InputKind.SCAN, ()):
        if program.rows[row].buffer == buffer:
            return Located(InputKind.SCAN, row, 1)
    return Nowhere(f"the cards of {buffer.name} signal by themselves when a container is {buffer.rule.signal}")


def _filled(event: Event, rule: Row, *, orders: bool = False) -> bool:
    """Whether a receipt may be for a pull of this rule; or a cancellation for one, or for an order of a customer."""
    origin = event.modifiers.get("from")
    if orders and rule.kind == serve.ORDERS:
        return rule.buffer is not None and _matches(event, rule.buffer) and origin is None
    return rule.buffer is not None and rule.source is not None and _matches(event, rule.buffer) and origin in {None, rule.source.source}


def _picked(event: Event, rule: Row) -> bool:
    """Whether a pick may be for a pull of this rule: it names the place that is picked from, or the buffer it goes to."""
    if rule.buffer is None or rule.source is None:
        return False
    origin = event.modifiers.get("from")
    return event.of in {rule.source.source, rule.buffer.name, rule.buffer.item.name} and origin in {None, rule.source.source}


def _giver(program: Program, rule: Row) -> Buffer | None:
    """Out of which buffer the pieces of a pull are taken."""
    return program.policy.buffers.get(rule.source.source) if rule.source is not None else None


def _finished(event: Event, rule: Row) -> bool:
    """Whether a completion may be for a job of this rule: it names the station, the buffer or the item, or says where it was made."""
    if rule.buffer is None or rule.source is None or event.item not in {None, rule.buffer.item.name}:
        return False
    where = event.modifiers.get("from", event.modifiers.get("at"))
    said = event.of in {rule.source.source, rule.buffer.name, rule.buffer.item.name}
    return said and where in {None, rule.source.source, rule.buffer.name}


def _worked_there(event: Event, rule: Row) -> bool:
    """Whether a rejection at a station may be of a job of this rule."""
    return _finished(event, rule) and rule.source is not None and rule.source.source == event.modifiers["at"]


def _denied(program: Program, rule: Row, event: Event) -> str | None:
    """Why an event may not touch the pieces of a pull: a pick takes them out, a receipt puts them in, a station's work is its own."""
    touched = {EventKind.PICK: _giver(program, rule), EventKind.RECEIPT: rule.buffer}.get(event.kind)
    return None if touched is None else denied(program.policy, touched, event.modifiers)


def _pull(  # noqa: PLR0917 - one search, told what a receipt, a pick and a completion look for
    engine: Engine,
    state: State,
    event: Event,
    kind: InputKind,
    states: tuple[int, ...],
    none_open: str,
    speaks_of: Callable[[Event, Row], bool],
) -> Located | Nowhere:
    s = state.s
    wanted = event.modifiers.get("number")
    candidates = [
        p
        for p in state.open_slots()
        if s[p + m.STATE] in states
        and speaks_of(event, engine.program.rows[s[p + m.RULE] // m.ROW])
        and (wanted is None or wanted == number_of(engine.program, state, p))
    ]
    if not candidates:
        return Nowhere(none_open)
    denials = [_denied(engine.program, engine.program.rows[s[p + m.RULE] // m.ROW], event) for p in candidates]
    candidates = [p for p, denial in zip(candidates, denials, strict=True) if denial is None]
    if not candidates:
        return Nowhere(str(denials[0]))
    fitting = [p for p in candidates if event.quantity is None or event.quantity <= s[p + m.ASKED] - s[p + m.GOT]]
    p = (fitting or candidates)[0]
    open_pieces = s[p + m.ASKED] - s[p + m.GOT]
    return Located(kind, p, open_pieces if event.quantity is None else event.quantity, s[p + m.NUMBER])


def _pick(engine: Engine, state: State, event: Event) -> Located | Nowhere:
    """A pull that is picked, or else the parts of a job, named by what is made of them; or what is picked for stations together."""
    none = REASONS[NOT_PICKING]
    found = _pull(engine, state, event, InputKind.PICK, (m.PICKING, m.MOVED), none, _picked)
    if found != Nowhere(none):
        return found
    found = _pull(engine, state, event, InputKind.KITTED, (m.KITTING,), none, _finished)
    if found != Nowhere(none):
        return found
    P = engine.program.P  # noqa: N806 - the name of the memory in every rule
    for row in engine.program.input_wakes.get(InputKind.FED, ()):
        giver, picked = engine.program.rows[row].buffer, state.c[P[row * m.ROW + feed.BEING_PICKED]]
        if giver is not None and picked and _matches(event, giver) and "number" not in event.modifiers:
            reason = denied(engine.program.policy, giver, event.modifiers)
            return Nowhere(reason) if reason else Located(InputKind.FED, row, picked if event.quantity is None else event.quantity)
    return found


def _completion(engine: Engine, state: State, event: Event) -> Located | Nowhere:
    """A job in work, or else pieces that nobody asked for, in the buffer that the station feeds."""
    found = _pull(engine, state, event, InputKind.COMPLETION, (m.WORKING,), REASONS[NOT_WORKING], _finished)
    if isinstance(found, Located) or event.quantity is None:
        return found
    for row in _rules(engine.program, serve.FROM_STATION, lambda row: _finished(event, row)):
        return Located(InputKind.UNASKED, row.number, event.quantity)
    return found


_AT_A_PLACE: dict[EventKind, Callable[[Program, Event], Located | Nowhere]] = {
    EventKind.ORDER: _order,
    EventKind.CONSUMPTION: _fact,
    EventKind.COUNT: _fact,
    EventKind.REJECTION: _fact,
    EventKind.RELEASE: _release,
    EventKind.SCAN: _scan,
    EventKind.REISSUE: _reissue,
}
"""Events that speak of no open pull."""

"""What people and machines get to see of a step: actions with an id, the place of their rule, and why."""

from __future__ import annotations

from hashlib import sha256

from attrs import frozen

from kanbanlang.diagnostics import Span
from kanbanlang.engine.engine import Engine, Step
from kanbanlang.engine.state import State
from kanbanlang.flow import Program, Row
from kanbanlang.flow.picking import picked_parts
from kanbanlang.model.policy import RELEASE_SAFETY, Buffer
from kanbanlang.rules import CROSSING, REFILL, RELEASING, SERVING, dock, feed, kit, lend, react, refill, room, sequence, serve, short
from kanbanlang.rules import memory as m

_MACHINES = frozenset({"vlm", "carousel", "rack"})


@frozen
class Action:
    """Something to be done. Quantities are in steps of the item's unit.

    `kind` is retrieve, replenish, make, move, put_away, deliver, expedite or alert. `number` is the pull's (for deliver: the order's),
    `slot` where the state keeps it. `why` are the counters that the rule looked at, as they were just before.
    """

    id: str
    kind: str
    rule: Span
    why: dict[str, int]
    item: str | None = None
    quantity: int | None = None
    source: str | None = None
    target: str | None = None
    number: int = 0
    slot: int = 0
    role: str | None = None
    text: str | None = None


def action_id(policy: str, rule: str, source: str | int, key: str | int, nth: int) -> str:
    """The id of the nth thing a signal caused: from policy, rule and signal alone, so that a replay gives the same."""
    text = "\x1f".join((policy, rule, str(source), str(key), str(nth)))
    return sha256(text.encode()).hexdigest()[:24]


def why_of(program: Program, row: Row, values: object) -> dict[str, int]:
    """The counters that a rule looked at, by name."""
    numbers = values if isinstance(values, tuple) else (values,)
    return {program.counters[counter]: number for counter, number in zip(row.reads, numbers, strict=True)}


def _rule_of_slot(program: Program, state: State, slot: int) -> Row:
    return program.rows[state.s[slot + m.RULE] // m.ROW]


def actions(engine: Engine, state: State, steps: list[Step], source: str | int, key: str | int) -> list[Action]:
    """The actions among the steps of one input. A pull that waits at its source is no action yet.

    Call it before the next input: a slot tells which rule it belongs to only as long as nobody uses it again.
    """
    program = engine.program
    found: list[Action] = []
    for nth, (j, q, slot, number, values) in enumerate(steps):
        row = program.rows[j]
        made = _action(program, state, row, q, slot)
        if not made:
            continue
        why = why_of(program, row, values)
        for more, (kind, fields) in enumerate(made):
            nth_text = f"{nth}" if not more else f"{nth}.{more}"
            identity = action_id(program.policy.name, row.key, source, key, nth_text)  # type: ignore[arg-type]
            found.append(Action(identity, kind, row.place, why, number=number if slot else 0, slot=slot, **fields))  # type: ignore[arg-type]
    return found


def _action(program: Program, state: State, row: Row, q: int, slot: int) -> list[tuple[str, dict[str, object]]]:
    match row.kind:
        case kind if kind in SERVING or kind == lend.USE:
            return [_served(program, row, _rule_of_slot(program, state, slot), q)]
        case kind if kind in CROSSING:
            return [_crossed(row, _rule_of_slot(program, state, slot), q)]
        case dock.PUT_AWAY if row.buffer is not None:
            verb = "put_away" if row.buffer.in_store is not None else "move"
            return [(verb, {"item": row.buffer.item.name, "quantity": q, "source": row.dock, "target": row.buffer.name})]
        case kit.KIT | feed.FEED_IN_TIME:
            return _picks(program, row, q)
        case kind if kind in RELEASING and row.buffer is not None:
            return [("make", {"item": row.buffer.item.name, "quantity": q, "source": row.station, "target": row.buffer.name})]
        case serve.TELL | sequence.MISSING if row.buffer is not None:
            text = _missing(row.buffer, state, slot, q) if row.kind == sequence.MISSING else _unexplained(row.buffer, q)
            return [("alert", {"text": text, "target": row.buffer.name, "quantity": q})]
        case kind if kind == short.SHORT or (kind in {react.ON, react.WHEN} and q == react.ACTS):
            return [_reaction(verb.verb, verb.target, verb.text) for verb in row.actions if verb.verb != RELEASE_SAFETY]  # nothing moves
        case room.LET_GO:
            return _asked(program, _rule_of_slot(program, state, slot), q)
        case kind if kind in REFILL and not program.P[row.number * m.ROW + refill.ROOM]:
            return _asked(program, row, q)
        case _:
            return []


def _unexplained(buffer: Buffer, q: int) -> str:
    return f"{buffer.item.unit.text(q)} {buffer.item.unit.name} of {buffer.name} that the record cannot explain"


def _missing(buffer: Buffer, state: State, slot: int, held: int) -> str:
    """Which order holds up what is there."""
    number, unit = state.s[slot + sequence.PLACE], buffer.item.unit
    which = f"number {number}" if number else "an order without a number"
    return f"{which} of {buffer.name} is missing: {unit.text(held)} {unit.name} wait behind it"


def _asked(program: Program, row: Row, q: int) -> list[tuple[str, dict[str, object]]]:
    """A supplier is asked by an action; a buffer or station answers for itself."""
    if program.P[row.number * m.ROW + serve.FROM] != serve.FROM_SUPPLIER or row.buffer is None or row.source is None:
        return []
    return [("replenish", {"item": row.buffer.item.name, "quantity": q, "source": row.source.source, "target": row.buffer.name})]


def _served(program: Program, row: Row, asker: Row, q: int) -> tuple[str, dict[str, object]]:
    source = row.buffer if row.source is None else program.policy.buffers[row.source.source]  # another buffer may help
    assert source is not None  # noqa: S101 - a buffer serves
    if asker.kind == serve.ORDERS:
        return "deliver", {"item": source.item.name, "quantity": q, "source": source.name}
    return _brought(program, source, asker.buffer.name if asker.buffer else None, q)


def _picks(program: Program, row: Row, q: int) -> list[tuple[str, dict[str, object]]]:
    """Picks that take time begin: of the parts of a job, or of what is picked for several stations together."""
    if row.kind == feed.FEED_IN_TIME:
        return [_brought(program, row.buffer, None, q)]
    return [_brought(program, giver, row.station, steps) for giver, steps in picked_parts(program, row, q)]


def _brought(program: Program, giver: Buffer | None, target: str | None, q: int) -> tuple[str, dict[str, object]]:
    assert giver is not None  # noqa: S101 - parts come from buffers
    store = program.policy.stores.get(giver.in_store or "")
    kind = "retrieve" if store is not None and store.kind in _MACHINES else "move"
    return kind, {"item": giver.item.name, "quantity": q, "source": giver.name, "target": target}


def _crossed(row: Row, asker: Row, q: int) -> tuple[str, dict[str, object]]:
    """Goods that go on from the dock: to a customer, or to the buffer that waits for them."""
    assert row.buffer is not None  # noqa: S101 - goods at a dock are for a buffer
    fields: dict[str, object] = {"item": row.buffer.item.name, "quantity": q, "source": row.dock}
    if asker.kind == serve.ORDERS:
        return "deliver", fields
    return "move", {**fields, "target": asker.buffer.name if asker.buffer else None}


def _reaction(verb: str, target: str, text: str | None) -> tuple[str, dict[str, object]]:
    if verb == "alert":
        return "alert", {"role": target, "text": text}
    return verb, {"target": target}

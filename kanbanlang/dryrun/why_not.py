"""Why a buffer's rules do not act now: for each, the guard that said no and the counters that it read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kanbanlang.dryrun.words import word_value
from kanbanlang.engine import State
from kanbanlang.flow import Program, Row
from kanbanlang.flow.wording import amount, rule_sentence
from kanbanlang.model.expression import Word
from kanbanlang.model.policy import Buffer, Cards, InLoop, Loop, Zones
from kanbanlang.model.values import Unit
from kanbanlang.rules import (
    KINDS,
    RELEASING,
    RESTED,
    REVIEWED,
    SERVING,
    as_needed,
    cancel,
    choice,
    feed,
    kit,
    loop,
    refill,
    review,
    room,
    sequence,
    serve,
    turns,
    work,
    zones,
)
from kanbanlang.rules import memory as m

_Says = Callable[[Program, State, Row, Buffer], Iterator[str]]
_POSITION = (Word.ON_HAND, Word.INCOMING, Word.RESERVED, Word.BACKLOG)


def why_not(program: Program, state: State, buffer: str) -> tuple[str, ...]:
    """A sentence for each rule of a buffer that does not act now, in the order of their turns."""
    found: list[str] = []
    for row in program.rows[: program.firing]:
        says = _SAYS.get(row.kind)
        if row.buffer is None or row.buffer.name != buffer or says is None:
            continue
        if not KINDS[row.kind].guard(state.c, state.s, program.P, program.B, row.number * m.ROW):
            found += says(program, state, row, row.buffer)
    return tuple(found)


def counters_text(program: Program, state: State, buffer: str) -> str:
    """The counters of a buffer: `line_gears: 40 pcs on hand, 0 reserved, 20 coming, 0 asked in vain`."""
    at, unit = program.buffers[buffer], program.unit(buffer)
    on_hand, reserved, incoming = (unit.text(state.c[place]) for place in (at.on_hand, at.reserved, at.incoming))
    backlog = unit.text(word_value(program, state, Word.BACKLOG, buffer))
    safety = f", {unit.text(state.c[at.safety])} in safety, {unit.text(state.c[at.owed])} owed to it" if at.safety else ""
    return f"{buffer}: {on_hand} {unit.name} on hand, {reserved} reserved, {incoming} coming, {backlog} asked in vain{safety}"


# ---------------------------------------------------------------- what each kind of rule says
def _cards(program: Program, state: State, _row: Row, buffer: Buffer) -> Iterator[str]:
    at, unit, rule = program.buffers[buffer.name], buffer.item.unit, buffer.rule
    if not isinstance(rule, Cards):
        return
    said = f"`{rule_sentence(rule, unit)}` pulls when a container is {rule.signal if rule.signal == 'opened' else 'emptied'}"
    if rule.signal == "opened":
        yield f"{said}: none is opened, and no card is free"
    else:
        yield f"{said}: of the one in use {amount(state.c[at.opened], unit)} are taken, and no card is free"
    *before, _ = at.cards
    if rule.collect > 1 and state.c[before[-1]]:
        yield f"cards of `{buffer.name}` that wait for others: {state.c[before[-1]]}; {rule.collect} go together"
    if rule.signal == "scanned" and state.c[before[1]]:
        yield f"cards of `{buffer.name}` that wait to be scanned: {state.c[before[1]]}"


def _by_position(program: Program, state: State, row: Row, buffer: Buffer) -> Iterator[str]:
    address, unit = row.number * m.ROW, buffer.item.unit
    stock, low = program.P[address + serve.STOCK], program.P[address + refill.LOW]
    qualified = program.buffers[buffer.name].qualified
    position = refill.position(state.c, program.P, stock) - (state.c[qualified] if qualified else 0)
    rule = f"`{rule_sentence(buffer.rule, unit)}`"
    if position > low:
        word, colour = ("net flow", f", {_colour(buffer.rule, position)},") if isinstance(buffer.rule, Zones) else ("position", "")
        said = f"it is {amount(position, unit)}{colour} ({_parts(program, state, buffer)})"
        yield f"{rule} pulls at {word} {amount(low, unit)} or below: {said}"
    elif program.P[address + refill.LIMIT]:
        limit = amount(program.P[address + refill.LIMIT], unit)
        yield f"{rule} would pull, but the limit of {limit} leaves too little room ({_parts(program, state, buffer)})"


def _colour(rule: Zones, net_flow: int) -> str:
    """Green from the top of yellow on, yellow from the top of red on, else red."""
    if net_flow >= rule.red + rule.yellow:
        return "green"
    return "yellow" if net_flow >= rule.red else "red"


def _as_needed(program: Program, state: State, row: Row, buffer: Buffer) -> Iterator[str]:
    """All that is needed is there or coming, but for what a limit leaves no room for."""
    address, unit = row.number * m.ROW, buffer.item.unit
    position = refill.position(state.c, program.P, program.P[address + serve.STOCK])
    jobs = as_needed.needed(state.c, program.P, program.B, address)
    of_jobs = f", jobs and orders for later need {amount(jobs, unit)}" if jobs else ""
    if jobs <= position:
        yield f"`exactly as needed` pulls what is needed, and nothing lacks ({_parts(program, state, buffer)}{of_jobs})"
    elif program.P[address + refill.LIMIT]:
        limit = amount(program.P[address + refill.LIMIT], unit)
        yield f"`exactly as needed` would pull, but the limit of {limit} leaves no room ({_parts(program, state, buffer)}{of_jobs})"


def _in_a_loop(program: Program, state: State, _row: Row, buffer: Buffer) -> Iterator[str]:
    """All that the next place needs is there or coming, but for what has no card."""
    assert isinstance(buffer.rule, InLoop)  # noqa: S101 - the row is of this kind
    unit = buffer.item.unit
    entered = [program.policy.loops[name] for name in buffer.rule.enters]
    full = [one for one in entered if one.lot > _free_cards(program, state, one)]
    for one in full:
        inside = amount(one.cards * one.lot - _free_cards(program, state, one), unit)
        yield f"`kanban {one.cards} cards of {amount(one.lot, unit)}`: no card of `{one.name}` is free, {inside} are in it"
    if not full:
        yield f"`{buffer.name}` is filled as the next place of its loop needs, and nothing lacks ({_parts(program, state, buffer)})"


def _free_cards(program: Program, state: State, one: Loop) -> int:
    return one.cards * one.lot - word_value(program, state, Word.WIP, one.name)


def _at_a_review(program: Program, state: State, row: Row, buffer: Buffer) -> Iterator[str]:
    """Between two reviews nothing else counts."""
    if state.c[program.P[row.number * m.ROW + review.REVIEW]]:
        yield from _by_position(program, state, row, buffer)
    else:
        yield f"`{rule_sentence(buffer.rule, buffer.item.unit)}` looks only at its reviews ({_parts(program, state, buffer)})"


def _at_rest(program: Program, state: State, row: Row, buffer: Buffer) -> Iterator[str]:
    """After a cancellation nothing is asked before the position moves or somebody says so."""
    if state.c[program.P[row.number * m.ROW + cancel.AT_REST]]:
        rule = f"`{rule_sentence(buffer.rule, buffer.item.unit)}`"
        yield f"{rule} rests after a cancellation, until its position moves or it is reissued ({_parts(program, state, buffer)})"
    elif row.kind == cancel.RESTED_NEEDED:
        yield from _as_needed(program, state, row, buffer)
    else:
        yield from _by_position(program, state, row, buffer)


def _cards_at_rest(program: Program, state: State, row: Row, buffer: Buffer) -> Iterator[str]:
    resting = state.c[program.P[row.number * m.ROW + cancel.RESTING]]
    if resting:
        yield f"cards of `{buffer.name}` whose pull was cancelled, which wait to be reissued: {resting}"


def _parts(program: Program, state: State, buffer: Buffer) -> str:
    """What the position consists of."""
    at, unit = program.buffers[buffer.name], buffer.item.unit
    on_hand, incoming, reserved = (unit.text(state.c[place]) for place in (at.on_hand, at.incoming, at.reserved))
    backlog = unit.text(word_value(program, state, Word.BACKLOG, buffer.name))
    owed = f" - {unit.text(state.c[at.owed])} owed to the safety stock" if at.owed and state.c[at.owed] else ""
    ahead = f" - {unit.text(state.c[at.qualified])} ordered ahead" if at.qualified and state.c[at.qualified] else ""
    placed = f" - {unit.text(state.c[at.not_due])} not due yet" if at.not_due and state.c[at.not_due] else ""
    return f"{on_hand} on hand + {incoming} coming - {reserved} reserved - {backlog} asked in vain{owed}{placed}{ahead}"


def _asked_for(program: Program, state: State, row: Row, buffer: Buffer) -> Iterator[str]:
    if not state.c[program.P[row.number * m.ROW + refill.ASKED_BY_TRIGGER]]:
        yield f"no trigger asks to pull to `{buffer.name}`"


def _chosen(program: Program, state: State, row: Row, buffer: Buffer) -> Iterator[str]:
    """What the rule says at the first of its sources; of a source that is left out, that it is."""
    P, B, address = program.P, program.B, row.number * m.ROW  # noqa: N806 - the names of the memories in every rule
    first = P[address + choice.CHOICES] + 2
    if choice.base_guard(state.c, state.s, P, B, address) == 0:
        if B[first + choice.ITS_ROW] == address:
            yield from _SAYS.get(P[address + choice.BASE], _nothing)(program, state, row, buffer)
        return
    mine = next(at for at in range(first, first + B[first - 2] * choice.CHOICE, choice.CHOICE) if B[at + choice.ITS_ROW] == address)
    if row.source is not None and choice.is_there(state.c, B, mine) == 0:
        yield f"`{row.source.source}` is not asked: its `when` does not hold"


def _nothing(_program: Program, _state: State, _row: Row, _buffer: Buffer) -> Iterator[str]:
    return iter(())


def _served(program: Program, state: State, row: Row, buffer: Buffer) -> Iterator[str]:
    address, unit = row.number * m.ROW, buffer.item.unit
    first = state.c[program.P[address + m.HEAD]]
    behind = f" in class {row.priority}" if len(program.buffers[buffer.name].serves) > 1 else ""
    if first == m.NIL:
        yield f"nobody waits at `{buffer.name}`{behind}"
        return
    if row.kind == turns.SERVE_BEHIND and turns.waits_ahead(state.c, program.P, program.B, address):
        yield f"who waits at `{buffer.name}`{behind} gives way to those of a higher class"
        return
    if row.kind == sequence.IN_SEQUENCE and (held := _held_up(program, state, address, first)) is not None:
        number = state.s[first + sequence.PLACE]
        yield f"{f'number {number}' if number else 'an order without a number'} is the next at `{buffer.name}`: {held}"
        return
    yield _waits(program, state, first, buffer, unit)


def _held_up(program: Program, state: State, row: int, first: int) -> str | None:
    """Why the first of a sequence is not served, whatever is there; None where it could be."""
    if state.s[first + m.STATE] == m.PLACED:
        return "it is not due yet"
    return "its part is under way" if sequence.comes_still(state.c, state.s, program.P, row, first) else None


def _waits(program: Program, state: State, slot: int, buffer: Buffer, unit: Unit) -> str:
    s, at = state.s, program.buffers[buffer.name]
    wanted = amount(s[slot + m.ASKED] - s[slot + m.GOT], unit)
    available = amount(state.c[at.on_hand] - state.c[at.reserved], unit)
    asker = program.rows[s[slot + m.RULE] // m.ROW]
    who = "a customer" if asker.kind == serve.ORDERS or asker.buffer is None else f"`{asker.buffer.name}`"
    waits = ", and it goes together" if buffer.if_short else ", and a container travels full"
    whole = waits if program.P[s[slot + m.RULE] + serve.WHOLE] else ""
    return f"{who} waits at `{buffer.name}` for {wanted}: {available} are available{whole}"


def _released(program: Program, state: State, row: Row, buffer: Buffer) -> Iterator[str]:
    P, B, c, s = program.P, program.B, state.c, state.s  # noqa: N806 - the names of the memories in every rule
    address = row.number * m.ROW
    job = c[P[address + m.HEAD]]
    if row.kind == kit.KIT and c[P[address + kit.BEING_PICKED]]:
        being_picked = amount(c[P[address + kit.BEING_PICKED]], buffer.item.unit)
        yield f"the parts of jobs for {being_picked} of `{buffer.name}` are being picked at `{row.station}`"
    if job == m.NIL:
        yield f"no job for `{buffer.name}` waits at `{row.station}`"
        return
    wanted = amount(s[job + m.ASKED], buffer.item.unit)
    if turns.waits_ahead(c, P, B, address):
        yield f"a job of {wanted} waits at `{row.station}`: it gives way to a job of a higher class that needs the same parts"
        return
    if P[address + work.IDLE] and c[P[address + work.IDLE]] < 1:
        yield f"a job of {wanted} waits at `{row.station}`: no machine is idle"
    if P[address + work.PACE] and c[P[address + work.PACE]] < 1:
        yield f"a job of {wanted} waits at `{row.station}`: the pace lets none go yet"
    per, at = P[address + work.PER], P[address + work.PARTS]
    for part in range(B[at]):
        stock, steps = B[at + 1 + 2 * part], B[at + 2 + 2 * part]
        needed = -(-s[job + m.ASKED] * steps // per)
        available = c[P[stock + m.ON_HAND]] - c[P[stock + m.RESERVED]]
        giver = program.rows[stock // m.ROW].buffer
        if available < needed and giver is not None:
            unit = giver.item.unit
            if program.rows[stock // m.ROW].kind == feed.FED:
                others = ", ".join(f"`{name}`" for name in giver.feeds if name != row.station)
                yield (
                    f"a job of {wanted} waits at `{row.station}`: it needs {amount(needed, unit)} of `{giver.name}`, which is picked only "
                    f"when {others} waits for as much"
                )
                continue
            yield (
                f"a job of {wanted} waits at `{row.station}`: it needs {amount(needed, unit)} of `{giver.name}`, "
                f"where {amount(available, unit)} are available"
            )


def _held_back(program: Program, state: State, row: Row, buffer: Buffer) -> Iterator[str]:
    at, unit, first = program.buffers[buffer.name], buffer.item.unit, state.c[program.P[row.number * m.ROW + m.HEAD]]
    if first != m.NIL:
        on_the_way = state.c[at.incoming] - state.c[at.held]
        most = program.P[row.number * m.ROW + room.MOST]
        yield (
            f"a pull of {amount(state.s[first + m.ASKED], unit)} waits for room: {amount(on_the_way, unit)} are on the way to "
            f"`{buffer.name}`, and {amount(most, unit)} may be"
        )


_SAYS: dict[int, _Says] = {
    room.LET_GO: _held_back,
    choice.CHOSEN: _chosen,
    refill.CARDS: _cards,
    refill.UP_TO: _by_position,
    refill.LOT: _by_position,
    as_needed.NEEDED: _as_needed,
    loop.LOOPED: _in_a_loop,
    **dict.fromkeys(REVIEWED, _at_a_review),
    **dict.fromkeys(RESTED, _at_rest),
    zones.ZONES: _by_position,
    zones.REVIEWED_ZONES: _at_a_review,
    zones.RESTED_ZONES: _at_rest,
    cancel.CANCELLED_CARD: _cards_at_rest,
    refill.ASKED_FOR: _asked_for,
    **dict.fromkeys(SERVING, _served),
    **dict.fromkeys({*RELEASING, kit.KIT} - {kit.RELEASE_KIT}, _released),
}

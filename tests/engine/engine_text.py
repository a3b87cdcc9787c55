"""Random plants as policy text, so that what goes wrong in one of them can be read, checked and run like any policy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanbanlang.flow.wording import delay, duration, rule_sentence, takes_time
from kanbanlang.model.expression import Constant, EventField, Expression, Operation, State, Word
from kanbanlang.model.policy import (
    RELEASE_SAFETY,
    USUAL_PRIORITY,
    Buffer,
    Cards,
    Event,
    EventKind,
    From,
    Policy,
    Recipe,
    Shortage,
    Station,
    Store,
    Tray,
    Trigger,
    TriggerAction,
    Zones,
)
from kanbanlang.model.values import Delay

_BARE = {Word.WAITING, Word.CARDS, Word.EMPTY}
"""Words that count no pieces."""


def policy_text(plant: Policy, *tests: str) -> str:
    """A plant as it would be written, with its tests and others."""
    if plant.loops:
        return "\n".join((next(iter(plant.loops.values())).place.source.text.strip(), *tests, ""))
    lines = [f"policy {plant.name}", *(f"role {name}" for name in plant.roles)]
    halves = any(made.per > 1 for one in plant.stations.values() for made in one.recipes)
    lines += ["unit portion step 0.5"] if halves else []
    lines += [f"item {one.name}{' { unit portion }' * halves}" for one in plant.items.values()]
    lines += [f"supplier {name}" for name in plant.suppliers]
    for part in (
        *map(_store, plant.stores.values()),
        *(_station(one) for one in plant.stations.values()),
        *(_buffer(one) for one in plant.buffers.values()),
        *(_trigger(one) for one in plant.triggers if _can_happen(plant, one.event)),
    ):
        lines += ["", part] if "\n" in part else [part]
    said = [f"  when {event_text(step.event)}" for test in plant.tests for step in test.steps]
    if said:
        anything = f"  then on_hand({next(iter(plant.buffers))}) >= 0 pcs"
        lines += ["", "\n".join(('test "what may be said" {', *said, anything, "}"))]
    text = "\n".join((*lines, *(f"\n{one}" for one in tests), ""))
    return re.sub(r"(\d+) pcs", lambda found: f"{int(found[1]) / 2:g} portion", text) if halves else text


def _can_happen(plant: Policy, event: Event | None) -> bool:
    """Whether an event can be said at all: nobody orders a supplier, and no buffer is down."""
    return event is None or (event.of in plant.buffers) != (event.kind in {EventKind.DOWN, EventKind.UP})


def event_text(event: Event) -> str:
    """An event as a sentence."""
    quantity = "" if event.quantity is None else f"{event.quantity} pcs of "
    due = " due day 3" if event.due else ""
    priority = f" priority {event.priority}" if event.priority != USUAL_PRIORITY else ""
    return f"{event.kind.value} of {quantity}{event.of}{priority}{due}"


def _block(head: str, statements: Iterator[str] | list[str]) -> str:
    inside = list(statements)
    return "\n".join((f"{head} {{", *(f"  {one}" for one in inside), "}")) if inside else head


def _percent(share: tuple[int, int]) -> str:
    return f"{100 * share[0] / share[1]:g} %"


def _store(one: Store) -> str:
    return _block(f"{one.kind} {one.name}", [f"bay {number} {{ {'; '.join(_of_tray(tray))} }}" for number, tray in one.trays.items()])


def _of_tray(tray: Tray) -> Iterator[str]:
    yield f"compartments {tray.compartments}"
    each = " each" if tray.each else ""
    yield from (f"holds {room} pcs of {item}{each}" for item, room in tray.holds.items())


def _station(one: Station) -> str:
    return _block(f"station {one.name}", _of_station(one))


def _of_station(one: Station) -> Iterator[str]:
    yield from map(_recipe, one.recipes)
    if one.machines > 1:
        yield f"machines {one.machines}"
    if one.parts_taken != "release":
        yield f"parts taken on {one.parts_taken}"
    if one.paced_every:
        yield f"paced every {_time(one.paced_every)}"


def _recipe(one: Recipe) -> str:
    parts = ", ".join(f"{steps / one.per:g} {part}" for part, steps in one.parts.items())  # for one whole unit
    return f"makes {one.product}{' from ' * bool(parts)}{parts}"


def _time(length: int) -> str:
    return duration(Delay().draw.parameters[0] + length)


def _buffer(one: Buffer) -> str:
    stands = f" at {one.at_station}" if one.at_station else f" in {one.in_store} bay {one.tray}" if one.in_store else ""
    return _block(f"buffer {one.name} of {one.item.name}{stands}", _of_buffer(one))


def _of_buffer(one: Buffer) -> Iterator[str]:
    if one.rule is not None:
        yield rule_sentence(one.rule, one.item.unit)
    if isinstance(one.rule, Cards):
        yield from _of_cards(one.rule)
    if isinstance(one.rule, Zones) and one.spikes is not None:
        yield f"spikes of {one.spikes.quantity} pcs or more within {_time(one.spikes.within)}"
    if one.in_sequence:
        yield "in sequence"
    if one.review is not None and one.review.every is not None:
        yield f"review every {_time(one.review.every)}"
    if one.at_most is not None:
        yield f"at most {one.at_most} pcs on the way"
    yield from map(_from, one.sources)
    if one.serves_customers:
        yield "serves customers"
    yield from _of_shortage(one.shortage, one.if_short)
    if one.asks_again is not None:
        yield f"if cancelled ask again{f' after {_time(one.asks_again)}' * bool(one.asks_again)}"
    if one.limit is not None:
        yield f"limit {one.limit} pcs"
    if one.safety:
        against = f" against {', '.join(one.safety_against)}" if one.safety_against else ""
        yield f"safety {one.safety} pcs{against}"
    if one.priority != USUAL_PRIORITY:
        yield f"priority {one.priority}"
    if one.feeds:
        yield f"feeds {', '.join(one.feeds)} together"
    if one.picking_time is not None:
        yield f"picking time {delay(one.picking_time)}"


def _of_cards(rule: Cards) -> Iterator[str]:
    if rule.signal != "emptied":
        yield f"signal when {rule.signal}"
    if rule.collect > 1:
        yield f"collect {rule.collect} cards{f' within {_time(rule.within)}' if rule.within is not None else ''}"


def _from(one: From) -> str:
    share = f" share {_percent(one.share)}" if one.share else ""
    when = f" when {expression_text(one.when)}" if one.when else ""
    terms, said = one.terms, []
    if terms.via:
        said.append(f"via {terms.via}")
    if takes_time(terms.lead_time):
        said.append(f"lead time {delay(terms.lead_time)}")
    if terms.minimum:
        said.append(f"minimum {terms.minimum} pcs")
    if terms.multiple > 1 or terms.within[0]:
        said.append(f"multiple {terms.multiple} pcs{f' within {_percent(terms.within)}' * bool(terms.within[0])}")
    if terms.accepts_over[0]:
        said.append(f"accepts {_percent(terms.accepts_over)} over")
    block = f" {{ {'; '.join(said)} }}" if said else ""
    return f"from {one.source}{share}{when}{block}"


def _of_shortage(one: Shortage, if_short: str | None) -> Iterator[str]:
    steps = [(0, if_short)] if if_short else []
    steps += [(step, f"use {name}") for name, step in one.uses]
    steps += [(one.releases, "release safety")] if one.releases else []
    steps += [(one.told, _alert(role, text)) for role, text in one.alerts]
    steps += [(one.lost or 9, f"lose{f' after {_time(one.after)}' if one.after else ''}")] if one.lose else []
    if steps:
        yield f"if short {', '.join(text for _, text in sorted(steps, key=lambda step: step[0]))}"


def _alert(role: str, text: str | None) -> str:
    return f"alert {role}" if text is None else f'alert {role} "{text}"'


# ---------------------------------------------------------------- triggers
def _trigger(one: Trigger) -> str:
    return _block(f"trigger {one.name}", _of_trigger(one))


def _of_trigger(one: Trigger) -> Iterator[str]:
    condition = expression_text(one.condition) if one.condition is not None else ""
    if one.event is not None:
        yield f"on {event_text(one.event)}{f' if {condition}' * bool(condition)}"
    else:
        if one.schedule is not None and one.schedule.every is not None:
            yield f"every {_time(one.schedule.every)}"
        if condition:
            yield f"when {condition}"
    yield from map(_action, one.actions)


def _action(one: TriggerAction) -> str:
    match one.verb:
        case "alert":
            return _alert(one.target, one.text)
        case "pull" if one.quantity is not None:
            return f"pull {expression_text(one.quantity, pieces=True)} to {one.target}"
        case verb if verb == RELEASE_SAFETY:
            return f"release safety of {one.target}"
        case _:
            return f"{one.verb} {one.target}"


def expression_text(one: Expression, *, pieces: bool = False) -> str:
    """A condition or sum as it would be written; constants beside words for stock are pieces."""
    match one:
        case Constant(value=value):
            return f"{value} pcs" if pieces else f"{value}"
        case State(word=word, of=of):
            return f"{word.value}({of})"
        case EventField(field=field):
            return field.value
        case Operation(operator=operator, operands=operands):
            counted = any(isinstance(operand, State) and operand.word not in _BARE for operand in operands)
            return f" {operator.value} ".join(expression_text(operand, pieces=counted) for operand in operands)

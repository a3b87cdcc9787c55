"""Whether a rule can ask for what it wants: its levels against terms, limit, and what its source ever has."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from kanbanlang.diagnostics import Diagnostic, Related, diagnose
from kanbanlang.flow.places import Places, stations_of, travels_whole
from kanbanlang.flow.shelves import room_alone
from kanbanlang.flow.wording import amount, rule_sentence
from kanbanlang.model.policy import AsNeeded, Buffer, Cards, From, Keep, ReorderLot, ReorderUpTo, Terms, Zones
from kanbanlang.rules import memory as m
from kanbanlang.rules import refill


@frozen
class _Ask:
    """What a position rule does at the highest position at which it pulls: `at`, how much it wants, and the least that will do."""

    at: int
    wanted: int
    least: int


def check_levels(places: Places) -> Iterator[Diagnostic]:
    """KB307 to KB310, KB323, KB324 and KB334."""
    for buffer in places.policy.buffers.values():
        wrong = (
            list(_reorder_point(buffer)) or list(_on_terms(places, buffer)) or list(_limit(buffer)) or list(_only_reported(places, buffer))
        )
        yield from wrong or _never_there(places, buffer)
        yield from _room_on_the_way(buffer)


def _reorder_point(buffer: Buffer) -> Iterator[Diagnostic]:
    """A reorder point at the level itself only keeps that level; above it, no order would ever lift the position enough."""
    rule, unit = buffer.rule, buffer.item.unit
    if isinstance(rule, ReorderUpTo) and rule.at is not None and rule.at > rule.up_to:
        yield diagnose(
            "KB310",
            rule.place,
            f"`{rule_sentence(rule, unit)}` would order for ever: the reorder point is above the level that it orders up to",
            f"`reorder at` must be less than {amount(rule.up_to, unit)}; are the two numbers swapped?",
        )


# ---------------------------------------------------------------- terms
def smallest_order(terms: Terms) -> int:
    """The least that the terms let anybody order."""
    multiple = max(terms.multiple, 1)
    return -(-max(terms.minimum, 1) // multiple) * multiple


def _rounded(terms: Terms, wanted: int, least: int) -> int:
    """What the engine's own rounding makes of a wanted quantity, without a limit."""
    columns = [0] * m.ROW
    columns[refill.MINIMUM], columns[refill.MULTIPLE] = terms.minimum, terms.multiple
    columns[refill.DROP] = terms.multiple * terms.within[0] // terms.within[1]
    return refill.on_terms([], columns, [0], 0, wanted, least)


def _said(buffer: Buffer, terms: Terms) -> str:
    """The terms that matter to a quantity, as they are written: "`minimum 100 pcs` and `multiple 20 pcs`"."""
    unit = buffer.item.unit
    said = []
    if terms.minimum:
        said.append(f"`minimum {amount(terms.minimum, unit)}`")
    if terms.multiple > 1:
        said.append(f"`multiple {amount(terms.multiple, unit)}`")
    return " and ".join(said)


def _on_terms(places: Places, buffer: Buffer) -> Iterator[Diagnostic]:
    rule, unit = buffer.rule, buffer.item.unit
    room = room_alone(places.policy, buffer)
    for source in buffer.sources:
        terms = source.terms
        smallest, said = smallest_order(terms), _said(buffer, terms)
        if buffer.limit is not None and smallest > buffer.limit:
            yield diagnose(
                "KB308",
                source.place,
                f"`{buffer.name}` can never order from `{source.source}`: the smallest order, {amount(smallest, unit)}"
                f"{f' by {said}' if said else ''}, is above `limit {amount(buffer.limit, unit)}`",
                f"raise the limit to {amount(smallest, unit)} or more, or agree on smaller orders",
            )
        elif room is not None and smallest > room:
            yield diagnose(
                "KB308",
                source.place,
                f"`{buffer.name}` can never order from `{source.source}`: the smallest order, {amount(smallest, unit)}"
                f"{f' by {said}' if said else ''}, is above the {amount(room, unit)} that its place has room for",
                f"give it room for {amount(smallest, unit)} or more, or agree on smaller orders",
            )
        elif isinstance(rule, Cards | ReorderLot):
            yield from _exact(buffer, rule, source)
        elif isinstance(rule, AsNeeded) and smallest > 1:
            yield diagnose(
                "KB334",
                source.place,
                f"`{buffer.name}` pulls exactly as needed, and {said} of `{source.source}` asks for more: the rest would be stock",
                f"keep a stock that takes it, for example `keep {amount(smallest, unit)}`, or agree on single pieces",
                (Related(rule.place, "the rule is here"),),
            )


def _only_reported(places: Places, buffer: Buffer) -> Iterator[Diagnostic]:
    """What nobody asks for before it is taken cannot be pulled as it is needed."""
    for station in stations_of(buffer) if isinstance(buffer.rule, AsNeeded) else ():
        if places.policy.stations[station].parts_taken == "report" and (station, buffer.item.name) in places.part_of:
            yield diagnose(
                "KB334",
                buffer.rule.place if buffer.rule is not None else buffer.place,
                f"`{buffer.name}` pulls exactly as needed, and `{station}` only reports the parts that it took: its jobs need none",
                "keep a stock there, for example by `kanban` cards, or let the parts be taken on release",
            )


def _exact(buffer: Buffer, rule: Cards | ReorderLot, source: From) -> Iterator[Diagnostic]:
    """A container, bin or lot goes as it is, so the terms of its source must fit it."""
    unit, terms = buffer.item.unit, source.terms
    if isinstance(rule, Cards):
        name, quantity = ("bin" if rule.bins else "container"), rule.quantity
    else:
        name, quantity = "lot", rule.lot
    if terms.multiple > 1 and quantity % terms.multiple:
        wrong = f"is not a whole multiple of {amount(terms.multiple, unit)}"
        fitting = -(-max(quantity, terms.minimum) // terms.multiple) * terms.multiple
    elif isinstance(rule, Cards) and quantity < terms.minimum:
        wrong = f"is below the minimum of {amount(terms.minimum, unit)}"
        fitting = smallest_order(terms)
    else:
        return
    yield diagnose(
        "KB309",
        rule.place,
        f"a {name} of {amount(quantity, unit)} {wrong}, which `{source.source}` asks for",
        f"the next {name} that fits has {amount(fitting, unit)}",
        (Related(source.place, f"the terms of `{source.source}`: {_said(buffer, terms)}"),),
    )


# ---------------------------------------------------------------- room on the way
def _room_on_the_way(buffer: Buffer) -> Iterator[Diagnostic]:
    """A pull that is larger than the room goes in parts; a container does not, and no part is below the smallest order."""
    if buffer.at_most is None:
        return
    rule, unit, said = buffer.rule, buffer.item.unit, f"`at most {amount(buffer.at_most, buffer.item.unit)} on the way`"
    for source in buffer.sources:
        if isinstance(rule, Cards):
            least, what = rule.quantity, f"a {'bin' if rule.bins else 'container'}"
        else:
            least, what = smallest_order(source.terms), f"the smallest order from `{source.source}`"
        if least > buffer.at_most:
            yield diagnose(
                "KB324",
                source.place,
                f"{what} is {amount(least, unit)}, and {said} never lets it go",
                f"let {amount(least, unit)} or more be on the way",
            )


# ---------------------------------------------------------------- limit
def _first_ask(buffer: Buffer) -> _Ask | None:
    match buffer.rule:
        case Keep(level=level):
            return _Ask(level - 1, 1, 1)
        case ReorderUpTo(at=int(at), up_to=up_to):
            return _Ask(at, up_to - at, 1)
        case ReorderLot(at=at, lot=lot):
            return _Ask(at, lot, 1)
        case Zones(red=red, yellow=yellow, green=green):
            return _Ask(red + yellow - 1, green + 1, 1)
        case _:
            return None


def _reached(buffer: Buffer, terms: Terms) -> int:
    """On hand and coming once the rule has pulled for the first time from a full stock."""
    match buffer.rule:
        case Cards(cards=cards, quantity=quantity):
            return cards * quantity
        case ReorderUpTo(at=None, up_to=up_to):
            return up_to
    ask = _first_ask(buffer)
    return 0 if ask is None else ask.at + _rounded(terms, ask.wanted, ask.least)


def _limit(buffer: Buffer) -> Iterator[Diagnostic]:
    if buffer.limit is None or buffer.rule is None:
        return
    unit = buffer.item.unit
    reached, source = max(
        ((_reached(buffer, source.terms), source) for source in buffer.sources),
        key=lambda pair: pair[0],
        default=(_reached(buffer, Terms()), None),
    )
    if reached <= buffer.limit:
        return
    terms = "" if source is None or isinstance(buffer.rule, Cards) else _said(buffer, source.terms)
    yield diagnose(
        "KB307",
        buffer.rule.place,
        f"`limit {amount(buffer.limit, unit)}` of `{buffer.name}` is below the {amount(reached, unit)} that "
        f"`{rule_sentence(buffer.rule, unit)}`{f' with {terms}' if terms else ''} asks for",
        f"raise the limit to {amount(reached, unit)} or more, or lower the rule",
        () if source is None or not terms else (Related(source.place, f"the terms of `{source.source}`"),),
    )


# ---------------------------------------------------------------- what must be there at once
def _never_there(places: Places, buffer: Buffer) -> Iterator[Diagnostic]:
    for source in buffer.sources:
        giver = places.policy.buffers.get(source.source)
        if giver is not None and travels_whole(giver, container=isinstance(buffer.rule, Cards)):
            yield from _asked_whole(places, buffer, source, giver)
        elif source.source in places.policy.stations:
            yield from _job(places, buffer, source)


def _ceiling(places: Places, buffer: Buffer) -> int | None:
    """The most that can ever lie in a buffer at once, None where nothing bounds it.

    A position rule makes up for what others wait for, so it bounds the stock only where nobody waits at the buffer itself: parts of a
    station are taken when they are there and never asked for before.
    """
    rule, name = buffer.rule, buffer.name
    bounds = [] if buffer.limit is None or isinstance(rule, Cards) else [buffer.limit]
    if isinstance(rule, Cards):
        bounds.append(rule.cards * rule.quantity)
    elif not (buffer.serves_customers or name in places.sources or name in places.reported or name in places.trigger_pulls):
        most = [_highest(buffer, source.terms) for source in buffer.sources]
        bounds += [max(one for one in most if one is not None)] if most and None not in most else []
    return min(bounds, default=None)


def _highest(buffer: Buffer, terms: Terms) -> int | None:
    """The highest position that a rule can pull itself up to."""
    multiple, smallest = max(terms.multiple, 1), smallest_order(terms)
    match buffer.rule:
        case Keep(level=level):
            return max(level + multiple - 1, level - 1 + smallest)
        case ReorderUpTo(at=at, up_to=up_to):
            return max(up_to + multiple - 1, (up_to - 1 if at is None else at) + smallest)
        case ReorderLot(at=at, lot=lot):
            return max(at + lot + multiple - 1, at + smallest)
        case _:
            return None


def _asked_whole(places: Places, buffer: Buffer, source: From, giver: Buffer) -> Iterator[Diagnostic]:
    most, unit, rule = _ceiling(places, giver), buffer.item.unit, buffer.rule
    asked = _smallest_job(buffer, source.terms)
    if most is None or rule is None or most >= asked or giver.item.name != buffer.item.name:
        return
    if isinstance(rule, Cards):
        what, smaller = ("bin", "bins") if rule.bins else ("container", "containers")
        travels = f"a {what} of {amount(asked, unit)} for `{buffer.name}` travels full"
    else:
        travels, smaller = f"`{buffer.name}` asks for {amount(asked, unit)} and waits for all of it", "pulls"
    yield diagnose(
        "KB323",
        rule.place,
        f"{travels}, but `{giver.name}` never holds more than {amount(most, unit)}",
        f"let `{giver.name}` hold {amount(asked, unit)} or more, or make the {smaller} smaller",
        (_holds_at_most(giver),),
    )


def _smallest_job(buffer: Buffer, terms: Terms) -> int:
    if isinstance(buffer.rule, Cards):
        return buffer.rule.quantity
    ask = _first_ask(buffer)
    return 1 if ask is None else _rounded(terms, ask.wanted, ask.least)


def _job(places: Places, buffer: Buffer, source: From) -> Iterator[Diagnostic]:
    station = places.policy.stations[source.source]
    recipe = places.recipes.get((station.name, buffer.item.name))
    if recipe is None or station.parts_taken == "report" or buffer.rule is None:
        return
    job = _smallest_job(buffer, source.terms)
    for part, steps in recipe.parts.items():
        needed = -(-job * steps // recipe.per)
        for giver in places.parts.get((station.name, part), ()):
            most, unit = _ceiling(places, giver), giver.item.unit
            if most is None or most >= needed:
                continue
            yield diagnose(
                "KB323",
                buffer.rule.place,
                f"a job of {amount(job, buffer.item.unit)} of `{buffer.item.name}` takes {amount(needed, unit)} of `{part}` at once, "
                f"but `{giver.name}` never holds more than {amount(most, unit)}",
                f"let `{giver.name}` hold {amount(needed, unit)} or more, or make the jobs of `{station.name}` smaller",
                (_holds_at_most(giver),),
            )


def _holds_at_most(giver: Buffer) -> Related:
    sentence = rule_sentence(giver.rule, giver.item.unit)
    return Related(giver.rule.place if giver.rule is not None else giver.place, f"`{giver.name}` holds at most what `{sentence}` asks for")

"""Whether goods get on: parts to stations, products to buffers, stock to those who ask for it."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.diagnostics import Diagnostic, Related, diagnose
from kanbanlang.flow.places import Places, stations_of
from kanbanlang.flow.wording import listed
from kanbanlang.model.policy import Buffer, Event, EventKind, InLoop, Recipe, Station


def check_places(places: Places) -> Iterator[Diagnostic]:
    """KB304, KB305 and KB317 to KB321."""
    for station in places.policy.stations.values():
        for recipe in station.recipes:
            yield from _recipe(places, station, recipe)
    serving = _serving(places)
    yield from _served_twice(serving)
    yield from _orders_of_nothing(places, serving)
    yield from _dead_ends(places)
    yield from _unused_items(places)


def _recipe(places: Places, station: Station, recipe: Recipe) -> Iterator[Diagnostic]:
    if (station.name, recipe.product) not in places.pulled:
        yield diagnose(
            "KB321",
            recipe.place,
            f"nobody pulls `{recipe.product}` from `{station.name}`, so it is never made",
            f"let a buffer of `{recipe.product}` say `from {station.name}`, or leave the recipe out",
        )
        return
    for part in recipe.parts:
        giving = places.parts.get((station.name, part), ())
        if not giving:
            yield _no_buffer(places, station, recipe, part)
        elif len(giving) > 1:
            yield diagnose(
                "KB305",
                giving[1].place,
                f"{listed([buffer.name for buffer in giving], 'and')} both stand at `{station.name}` with `{part}`, "
                "so it is not said from which one it takes the part",
                f"let one of them refill the other, or stand elsewhere than at `{station.name}`",
                tuple(Related(buffer.place, f"`{buffer.name}` stands here") for buffer in giving if buffer is not giving[1]),
            )


def _no_buffer(places: Places, station: Station, recipe: Recipe, part: str) -> Diagnostic:
    elsewhere = [buffer for buffer in places.of_item.get(part, ()) if buffer.at_station is None]
    from_there = f"; from {elsewhere[0].name}" if elsewhere else ""
    return diagnose(
        "KB304",
        recipe.place,
        f"`{station.name}` makes `{recipe.product}` from `{part}`, but no buffer of `{part}` stands at it",
        f"add `buffer line_{part} of {part} at {station.name} {{ two bins{from_there} }}`, or leave the part out of the recipe",
    )


# ---------------------------------------------------------------- customers
def _serving(places: Places) -> dict[str, list[Buffer]]:
    """The buffers that serve customers, by item."""
    serving: dict[str, list[Buffer]] = {}
    for buffer in places.policy.buffers.values():
        if buffer.serves_customers:
            serving.setdefault(buffer.item.name, []).append(buffer)
    return serving


def _served_twice(serving: dict[str, list[Buffer]]) -> Iterator[Diagnostic]:
    for item, buffers in serving.items():
        for buffer in buffers[1:]:
            yield diagnose(
                "KB317",
                buffer.place,
                f"`{buffer.name}` and `{buffers[0].name}` both serve customers with `{item}`, so it is not said where an order arrives",
                "let one of them serve customers; an order that names a buffer arrives there all the same",
                (Related(buffers[0].place, f"`{buffers[0].name}` serves customers too"),),
            )


def _orders_of_nothing(places: Places, serving: dict[str, list[Buffer]]) -> Iterator[Diagnostic]:
    policy = places.policy
    events: list[Event] = [trigger.event for trigger in policy.triggers if trigger.event is not None]
    events += [step.event for test in policy.tests for step in test.steps]
    for event in events:
        if event.kind is not EventKind.ORDER or event.of in policy.buffers or event.of in serving or event.of not in policy.items:
            continue
        holding = [buffer.name for buffer in places.of_item.get(event.of, ())]
        yield diagnose(
            "KB318",
            event.place,
            f"no buffer serves customers with `{event.of}`, so no order of it can arrive",
            f"say `serves customers` in {listed(holding[:3], 'or')}, or name the buffer in the order"
            if holding
            else f"add a buffer of `{event.of}` that serves customers",
        )


# ---------------------------------------------------------------- ends of the way
def _dead_ends(places: Places) -> Iterator[Diagnostic]:
    """Buffers out of which nothing is ever taken. At a station people may take parts by hand and report it, so those are left alone."""
    for buffer in places.policy.buffers.values():
        endless = isinstance(buffer.rule, InLoop) and buffer.rule.endless
        if not stations_of(buffer) and not places.demanded(buffer) and not endless:
            yield diagnose(
                "KB320",
                buffer.place,
                f"nothing is ever taken out of `{buffer.name}`: no buffer pulls from it, it serves no customers and stands at no station",
                f"let another buffer say `from {buffer.name}`, say `serves customers`, or leave it out",
            )


def _unused_items(places: Places) -> Iterator[Diagnostic]:
    policy = places.policy
    used = {buffer.item.name for buffer in policy.buffers.values()}
    for station in policy.stations.values():
        for recipe in station.recipes:
            used.add(recipe.product)
            used.update(recipe.parts)
    for item in policy.items.values():
        if item.name not in used:
            message = f"`{item.name}` is never used: no buffer holds it and no station makes or takes it"
            yield diagnose("KB319", item.place, message, f"add a buffer of `{item.name}`, or leave it out")

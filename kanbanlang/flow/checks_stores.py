"""Whether the stock fits into its trays, and whether anybody may open them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from kanbanlang.diagnostics import Diagnostic, Related, diagnose
from kanbanlang.flow.places import Places
from kanbanlang.flow.wording import amount, listed
from kanbanlang.model.policy import Buffer, Cards, Keep, ReorderLot, ReorderUpTo, Store, Tray, Zones

_PLACE = {"carousel": "carrier", "rack": "bay"}
"""What one place of a store is called; a tray where nothing else is said."""


def check_stores(places: Places) -> Iterator[Diagnostic]:
    """KB311 and KB312."""
    inside: dict[str, dict[int | None, list[Buffer]]] = {}
    for buffer in places.policy.buffers.values():
        if buffer.in_store is not None:
            inside.setdefault(buffer.in_store, {}).setdefault(buffer.tray, []).append(buffer)
    for store in places.policy.stores.values():
        yield from _openable(store)
        holding: dict[str, list[int]] = {}
        for tray in store.trays.values():
            for item in tray.holds:
                holding.setdefault(item, []).append(tray.number)
        for number, buffers in inside.get(store.name, {}).items():
            if number is None:
                yield from _somewhere(store, buffers)
            elif number in store.trays:
                yield from _in_tray(_Shelf(store, store.trays[number], holding), buffers)


def _stock(buffer: Buffer) -> int:
    """What the buffer holds when it is full, and its safety stock, which lies in the same tray."""
    match buffer.rule:
        case Cards(cards=cards, quantity=quantity):
            full = cards * quantity
        case Keep(level=full):
            pass
        case ReorderLot(at=at, lot=lot):
            full = at + lot
        case ReorderUpTo(up_to=full):
            pass
        case Zones(red=red, yellow=yellow, green=green):
            full = red + yellow + green
        case _:
            full = 0
    return full + buffer.safety


def _room(tray: Tray, item: str) -> int | None:
    """The room in a tray for one item when nothing else is in it; None without a limit."""
    if not tray.holds:
        return None
    held = tray.holds.get(item, 0)
    return held * tray.compartments if tray.each else held


@frozen
class _Shelf:
    """One tray, carrier or bay, its store, and which trays of that are said to hold which item."""

    store: Store
    tray: Tray
    holding: Mapping[str, list[int]]

    @property
    def name(self) -> str:
        """As people call it: "tray 7 of `lift_1`"."""
        return f"{_PLACE.get(self.store.kind, 'tray')} {self.tray.number} of `{self.store.name}`"

    def others_that_hold(self, item: str) -> list[str]:
        """Up to three other places of the store that are said to hold the item."""
        word = _PLACE.get(self.store.kind, "tray")
        return [f"{word} {number}" for number in self.holding.get(item, [])[:3]]


def _in_tray(shelf: _Shelf, buffers: list[Buffer]) -> Iterator[Diagnostic]:
    tray = shelf.tray
    by_item: dict[str, list[Buffer]] = {}
    for buffer in buffers:
        by_item.setdefault(buffer.item.name, []).append(buffer)
    fits = True
    compartments = 0
    for item, here in by_item.items():
        if tray.holds and item not in tray.holds:
            fits = False
            yield from (_not_held(shelf, buffer) for buffer in here)
            continue
        stock, room = sum(map(_stock, here)), _room(tray, item)
        if room is not None and stock > room:
            fits = False
            yield _too_small(f"{shelf.name} has room for", here, stock, room)
        each = tray.holds.get(item, 0) if tray.each else 0
        compartments += max(1, -(-stock // each)) if each else 1
    if fits and compartments > tray.compartments:
        yield _too_many(shelf, buffers, list(by_item), compartments)


def _not_held(shelf: _Shelf, buffer: Buffer) -> Diagnostic:
    item = buffer.item.name
    others = shelf.others_that_hold(item)
    elsewhere = f", or put it into {' or '.join(others)}, said to hold it" if others else ""
    return diagnose(
        "KB311",
        buffer.place,
        f"{shelf.name} cannot hold `{item}` of `{buffer.name}`: it is said to hold {listed(list(shelf.tray.holds), 'and')} only",
        f"add how much `{item}` it `holds`{elsewhere}",
        (Related(shelf.store.place, f"`{shelf.store.name}` is declared here"),),
    )


def _too_small(what: str, buffers: list[Buffer], stock: int, room: int) -> Diagnostic:
    first, unit = buffers[0], buffers[0].item.unit
    who = f"`{first.name}` fills" if len(buffers) == 1 else f"{listed([one.name for one in buffers], 'and')} together fill"
    safety = sum(buffer.safety for buffer in buffers)
    with_safety = f", {amount(safety, unit)} of it safety stock," if safety else ""
    return diagnose(
        "KB311",
        first.place,
        f"{who} up to {amount(stock, unit)}{with_safety} but {what} {amount(room, unit)} of `{first.item.name}`",
        "lower the refill rule, or give it more room",
        tuple(Related(buffer.place, f"`{buffer.name}` is in the same place") for buffer in buffers[1:]),
    )


def _too_many(shelf: _Shelf, buffers: list[Buffer], items: list[str], compartments: int) -> Diagnostic:
    has = f"{shelf.tray.compartments} {'compartment' if shelf.tray.compartments == 1 else 'compartments'}"
    return diagnose(
        "KB311",
        buffers[-1].place,
        f"{shelf.name} has {has}, but {listed(items, 'and')} need {compartments}, for a compartment holds one item at a time",
        "give it more compartments, or put one of the buffers elsewhere",
        tuple(Related(buffer.place, f"`{buffer.name}` is in the same place") for buffer in buffers[:-1]),
    )


def _somewhere(store: Store, buffers: list[Buffer]) -> Iterator[Diagnostic]:
    """Buffers that name the store and no tray: any tray that may hold the item will do."""
    if not store.trays:
        return
    rooms: dict[str, int | None] = {}
    for buffer in buffers:
        item = buffer.item.name
        if item not in rooms:
            each = [_room(tray, item) for tray in store.trays.values()]
            rooms[item] = None if None in each else sum(room for room in each if room is not None)
        room = rooms[item]
        word = _PLACE.get(store.kind, "tray")
        if room is not None and room < _stock(buffer):
            yield _too_small(f"the {word}s of `{store.name}` have room for", [buffer], _stock(buffer), room)


def _openable(store: Store) -> Iterator[Diagnostic]:
    """Trays whose roles may not come to the store at all; trays that are alike are told of together."""
    if not store.access:
        return
    shut: dict[tuple[str, ...], list[int]] = {}
    for tray in store.trays.values():
        if tray.access and not set(tray.access) & set(store.access):
            shut.setdefault(tray.access, []).append(tray.number)
    word = _PLACE.get(store.kind, "tray")
    for roles, numbers in shut.items():
        which = f"{word} {numbers[0]}" if len(numbers) == 1 else f"{word}s {numbers[0]} to {numbers[-1]}"
        yield diagnose(
            "KB312",
            store.place,
            f"nobody may open {which} of `{store.name}`: its access is for {listed(list(roles), 'and')}, "
            f"and that of the store for {listed(list(store.access), 'and')} only",
            f"add {listed(list(roles), 'and')} to the access of `{store.name}`, or open it to one of the store's own roles",
        )

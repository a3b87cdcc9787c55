"""What the place where a buffer lies has room for, beside others that lie there."""

from __future__ import annotations

from collections.abc import Mapping

from kanbanlang.flow.builder import Word
from kanbanlang.flow.program import BufferCounters
from kanbanlang.model.policy import Buffer, Policy, Tray


def tray_of(policy: Policy, buffer: Buffer) -> Tray | None:
    """The tray, carrier or bay of a buffer, where it says how much of the item it holds."""
    store = policy.stores.get(buffer.in_store or "")
    tray = store.trays.get(buffer.tray) if store is not None and buffer.tray is not None else None
    return tray if tray is not None and tray.holds.get(buffer.item.name) else None


def room_alone(policy: Policy, buffer: Buffer) -> int | None:
    """Steps of the item that the place of a buffer holds when nothing else lies there; None where it says nothing of it.

    The safety stock of the buffer lies there too and takes of the room.
    """
    tray = tray_of(policy, buffer)
    if tray is None:
        return None
    held = tray.holds[buffer.item.name]
    return held * (tray.compartments if tray.each else 1) - buffer.safety


def most(policy: Policy, buffer: Buffer) -> int | None:
    """What may be there and coming at most, by the buffer's own limit and by its place."""
    said = [one for one in (buffer.limit, room_alone(policy, buffer)) if one is not None]
    return min(said) if said else None


def shares(policy: Policy, buffer: Buffer, counters: Mapping[str, BufferCounters]) -> list[Word]:
    """The list that `shared_room` reads; empty where a buffer has its place, or what it holds of the item, for itself.

    Compartments and the room in one of them; how many counters say what is there of the item, safety stock included, and these; how many
    other items lie there, and of each the room in one compartment, how many counters it has, and these.
    """
    tray = tray_of(policy, buffer)
    if tray is None:
        return []
    there: dict[str, list[Buffer]] = {}
    for other in policy.buffers.values():
        if (other.in_store, other.tray) == (buffer.in_store, buffer.tray):
            there.setdefault(other.item.name, []).append(other)
    own = there.pop(buffer.item.name)
    others = {item: here for item, here in there.items() if tray.holds.get(item)} if tray.each else {}
    if len(own) == 1 and not others:
        return []

    def of(buffers: list[Buffer]) -> list[Word]:
        places = [counters[one.name] for one in buffers]
        found: list[Word] = [counter for at in places for counter in (at.on_hand, at.incoming, at.safety) if counter]
        return [len(found), *found]

    words: list[Word] = [tray.compartments if tray.each else 1, tray.holds[buffer.item.name], *of(own), len(others)]
    for item, here in others.items():
        words += [tray.holds[item], *of(here)]
    return words

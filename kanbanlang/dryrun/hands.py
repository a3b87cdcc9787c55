"""Who takes pieces out of a buffer, and how long that takes: for a pull, for the parts of a job, for several stations together."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import TYPE_CHECKING

from attrs import define

from kanbanlang.dryrun.agenda import ARRIVALS, NO_INPUT
from kanbanlang.dryrun.draws import durations
from kanbanlang.dryrun.machines import Ending, Later, one_pick
from kanbanlang.engine import InputKind
from kanbanlang.flow import Row
from kanbanlang.flow.picking import picked_parts, picking_time
from kanbanlang.model.policy import Buffer
from kanbanlang.model.values import Delay
from kanbanlang.rules import feed
from kanbanlang.rules import memory as m

if TYPE_CHECKING:
    from kanbanlang.dryrun.world import World

_Answer = Callable[[int, int, int, int], None]


def taking(world: World, giver: Buffer, time: Delay, purpose: str, priority: int, picked: Later) -> _Answer:
    """What answers a pick: an opening of the store brings the pieces, or a pair of hands takes them out, one pick at a time."""
    store = world.policy.stores.get(giver.in_store or "")
    where = giver.name if store is None else store.name
    drawn = durations(time.draw, world.setting.stream_of(f"{where} retrieves for {purpose}"), world.setting.notes)
    hands = world.hands(giver.name) if store is None else world.openings[store.name]
    return hands.answer(giver.item.name, one_pick(drawn), None, Ending(NO_INPUT, ARRIVALS, (), picked), priority)


@define
class _Kit:
    """A job whose parts are being picked: how many picks have not begun, and when the slowest of the others ends."""

    slot: int
    quantity: int
    number: int
    missing: int
    ends: int


def kitting(world: World, row: Row, rule: Row) -> _Answer:
    """What answers a job whose parts take time: each is picked by who stands at its buffer, and it has them when the slowest pick ends."""
    put, kind, moves = world.agenda.put, world.told(InputKind.KITTED), world.moved_by_input(InputKind.KITTED, rule)
    kits: dict[int, _Kit] = {}

    def picked(end: int, which: int, _quantity: int, _number: int) -> None:
        one = kits[which]
        one.missing, one.ends = one.missing - 1, max(one.ends, end)
        if not one.missing:
            del kits[which]
            put(one.ends, ARRIVALS, kind, one.slot, one.quantity, one.number, None, moves)

    times = [(giver, picking_time(world.policy, giver)) for giver, _ in picked_parts(world.program, row, 1)]
    picks = [taking(world, giver, time, row.key, row.priority, picked) for giver, time in times if time is not None]
    next_number = world.agenda.next_number

    def answer(now: int, quantity: int, slot: int, number: int) -> None:
        which = next_number()  # a job may wait again, where a part is not there after all, and be picked a second time
        kits[which] = _Kit(slot, quantity, number, len(picks), now)
        for pick in picks:
            pick(now, quantity, which, number)

    return answer


def feeding(world: World, row: Row, giver: Buffer, taken: MutableMapping[str, int]) -> _Answer:
    """What answers picks for several stations together, one piece after the other; what they took is added to `taken`."""
    time, put, c = picking_time(world.policy, giver), world.agenda.put, world.state.c
    assert time is not None  # noqa: S101 - a pick takes time
    kind, moves, piece = world.told(InputKind.FED), world.moved_by_input(InputKind.FED, row), int(1 / giver.item.unit.step)

    being_picked = world.program.P[row.number * m.ROW + feed.BEING_PICKED]

    def counted(_now: int, _place: int, quantity: int, _number: int) -> None:
        taken[giver.name] += quantity if quantity <= c[being_picked] else 0  # less than that is not there any more

    def picked(end: int, _slot: int, quantity: int, _number: int) -> None:
        put(end, ARRIVALS, kind, row.number, quantity, 0, counted, moves)

    pick = taking(world, giver, time, row.key, row.priority, picked)

    def answer(now: int, quantity: int, _slot: int, _number: int) -> None:
        while quantity > 0:
            pick(now, min(piece, quantity), m.NIL, c[m.LAST_NUMBER])
            quantity -= piece

    return answer

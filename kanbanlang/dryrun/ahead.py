"""Orders for later in the world: when they are due, the policy is told, and their buffer is asked."""

from __future__ import annotations

from heapq import heappush
from typing import TYPE_CHECKING

from kanbanlang.dryrun.agenda import ARRIVALS, NO_INPUT, ORDERS
from kanbanlang.engine import InputKind
from kanbanlang.flow import Row
from kanbanlang.rules import memory as m

if TYPE_CHECKING:
    from kanbanlang.dryrun.world import World


def put_due(world: World, row: Row, now: int, due: int, pull: tuple[int, int]) -> None:
    """Say when the order of a slot and number is due that the policy takes in now. What is cancelled until then, nobody hears of."""
    assert row.buffer is not None  # noqa: S101 - a buffer takes orders
    s, ask, agenda = world.state.s, world.buffers[row.buffer.name].ask, world.agenda
    ahead, kind = (m.PLACED, InputKind.TURN_COMES) if row.buffer.in_sequence else (m.LATER, InputKind.DUE)
    moves = world.moved_by_input(kind, row)
    slot, number = pull
    turn = agenda.next_number()

    def still() -> bool:
        return s[slot + m.NUMBER] == number and s[slot + m.STATE] in {ahead, m.QUALIFIED}

    def asks(_now: int, _slot: int, quantity: int, _number: int) -> None:
        ask(quantity)

    def is_due(now: int, slot: int, _quantity: int, number: int) -> None:
        if still():
            # with the same turn: whoever ordered later is behind
            heappush(agenda.heap, (now << 3 | ORDERS, turn, int(kind), slot, s[slot + m.ASKED], number, asks, moves, None))

    def freezes(now: int, slot: int, _quantity: int, number: int) -> None:
        if still():
            agenda.put(now, ARRIVALS, InputKind.FREEZES, slot, number=number)

    heappush(agenda.heap, (due << 3 | ORDERS, turn, NO_INPUT, slot, 0, number, is_due, (), None))
    if row.buffer.frozen is not None:
        agenda.put(max(now, due - row.buffer.frozen), ARRIVALS, NO_INPUT, slot, number=number, follow=freezes)

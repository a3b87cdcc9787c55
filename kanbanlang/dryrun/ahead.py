"""Orders for later in the world: when they are due, the policy is told, and their buffer is asked."""

from __future__ import annotations

from heapq import heappush
from typing import TYPE_CHECKING

from kanbanlang.dryrun.agenda import NO_INPUT, ORDERS
from kanbanlang.engine import InputKind
from kanbanlang.flow import Row
from kanbanlang.rules import memory as m

if TYPE_CHECKING:
    from kanbanlang.dryrun.world import World


def put_due(world: World, row: Row, due: int) -> None:
    """Say when the order is due that the policy takes in next. What is cancelled until then, nobody hears of."""
    assert row.buffer is not None  # noqa: S101 - a buffer takes orders
    s, ask = world.state.s, world.buffers[row.buffer.name].ask
    moves = world.moved_by_input(InputKind.DUE, row)
    slot, number = world.state.next_pull()
    turn = world.agenda.next_number()

    def asks(_now: int, _slot: int, quantity: int, _number: int) -> None:
        ask(quantity)

    def is_due(now: int, slot: int, _quantity: int, number: int) -> None:
        if s[slot + m.NUMBER] == number and s[slot + m.STATE] in {m.LATER, m.QUALIFIED}:
            wanted = s[slot + m.ASKED]
            # with the same turn: whoever ordered later is behind
            heappush(world.agenda.heap, (now << 3 | ORDERS, turn, int(InputKind.DUE), slot, wanted, number, asks, moves, None))

    heappush(world.agenda.heap, (due << 3 | ORDERS, turn, NO_INPUT, slot, 0, number, is_due, (), None))

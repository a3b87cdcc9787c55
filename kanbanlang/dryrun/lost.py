"""Customers who do not wait, or not for long: how many pieces they would have had. `lost` counts steps by buffer, while measuring."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kanbanlang.dryrun.agenda import CLOCK
from kanbanlang.engine import InputKind
from kanbanlang.model.policy import Buffer
from kanbanlang.rules import memory as m
from kanbanlang.rules import serve

if TYPE_CHECKING:
    from kanbanlang.dryrun.world import World

_Answer = Callable[[int, int, int, int], None]


def goes_at_once(world: World, lost: dict[str, int], buffer: Buffer) -> _Answer:
    """A customer goes with what there was."""
    begins, miss = world.begins, world.buffers[buffer.name].miss

    def answer(now: int, quantity: int, _slot: int, _number: int) -> None:
        miss(quantity)
        if now >= begins:
            lost[buffer.name] += quantity

    return answer


def goes_later(world: World, lost: dict[str, int], buffer: Buffer) -> _Answer:
    """A customer waits only so long."""
    begins, s, put, rows = world.begins, world.state.s, world.agenda.put, world.program.rows
    moves = (world.buffers[buffer.name].record,)

    def goes(now: int, slot: int, _quantity: int, number: int) -> None:
        if now >= begins and s[slot + m.NUMBER] == number and s[slot + m.STATE] == m.WAITING:
            lost[buffer.name] += s[slot + m.ASKED] - s[slot + m.GOT]

    def answer(now: int, _quantity: int, slot: int, number: int) -> None:
        if rows[s[slot + m.RULE] // m.ROW].kind == serve.ORDERS:
            put(now + buffer.shortage.after, CLOCK, InputKind.PATIENCE_ENDS, slot, 0, number, goes, moves)

    return answer

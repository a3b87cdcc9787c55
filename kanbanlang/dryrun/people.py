"""What people do at once because a rule fired: they scan the card of an emptied container, and count what they are asked to count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kanbanlang.dryrun.agenda import COUNTS, ORDERS
from kanbanlang.engine import InputKind
from kanbanlang.flow import Row
from kanbanlang.rules import react

if TYPE_CHECKING:
    from kanbanlang.dryrun.world import World

_Answer = Callable[[int, int, int, int], None]


def scans(world: World, row: Row) -> _Answer:
    """Who empties a container scans its card."""
    put, moves = world.agenda.put, world.moved_by_input(InputKind.SCAN, row)

    def answer(now: int, quantity: int, _slot: int, _number: int) -> None:
        for _ in range(quantity):
            put(now, ORDERS, InputKind.SCAN, row.number, 1, moves=moves)

    return answer


def audits(world: World, buffers: Sequence[str]) -> _Answer | None:
    """Who is asked to count finds what is there; None where a trigger asks for no count."""
    program, c, put = world.program, world.state.c, world.agenda.put
    places = [program.buffers[name] for name in buffers]
    moves = [world.moved_by_input(InputKind.COUNT, program.rows[at.consumes]) for at in places]

    def answer(now: int, quantity: int, _slot: int, _number: int) -> None:
        if quantity == react.ACTS:
            for at, moved in zip(places, moves, strict=True):
                put(now, COUNTS, InputKind.COUNT, at.consumes, c[at.on_hand], moves=moved)

    return answer if buffers else None

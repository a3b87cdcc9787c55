"""Orders without end: somebody always waits, because who is served is followed by the next at the same instant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanbanlang.dryrun.agenda import ORDERS
from kanbanlang.dryrun.draws import quantities
from kanbanlang.engine import InputKind
from kanbanlang.flow.classes import class_for
from kanbanlang.model.clockwork import NEVER
from kanbanlang.model.policy import OrderStream
from kanbanlang.rules import CROSSING, SERVING, lend, short

if TYPE_CHECKING:
    from kanbanlang.dryrun.world import World

_AT_ONE_INSTANT = 10_000
"""So many orders at one instant, and the next comes a microsecond later: a source that gives at once must not hold up time."""


def somebody_always_waits(world: World, number: int, stream: OrderStream) -> None:
    """Put the first order on the agenda, and the next whenever nobody waits any more."""
    program, setting, at = world.program, world.setting, world.program.buffers[stream.buffer]
    kind = InputKind.PLACED_ORDER if world.policy.buffers[stream.buffer].in_sequence else InputKind.ORDER
    place = class_for(stream.priority, at.orders)
    moves, ask, c = world.moved_by_input(kind, program.rows[place]), world.buffers[stream.buffer].ask, world.state.c
    steps = quantities(stream.quantity, setting.stream_of(f"orders of {stream.buffer} {number}, quantity"), setting.notes)
    during, ends = setting.times.of(stream.during), NEVER if stream.ends is None else stream.ends
    comes, last, at_one_instant = True, -1, 0

    def arrives(_now: int, _place: int, quantity: int, _number: int) -> None:
        nonlocal comes
        comes = False
        ask(quantity)

    def put_next(now: int) -> None:
        nonlocal comes, last, at_one_instant
        at_one_instant = at_one_instant + 1 if now == last else 0
        last = now
        instant = now + (at_one_instant > _AT_ONE_INSTANT)
        if during is not None:
            instant = during.add(instant, 1) - 1
        quantity = steps()
        if quantity and instant < ends:
            comes = True
            world.agenda.put(instant, ORDERS, kind, place, quantity, 0, arrives, moves)

    def looked_at(row: int) -> None:
        moved, answer = world.then[row]

        def then(now: int, quantity: int, slot: int, pull: int) -> None:
            if answer is not None:
                answer(now, quantity, slot, pull)
            if not comes and c[at.backlog] == (c[at.not_due] if at.not_due else 0):
                put_next(now)

        world.then[row] = moved, then

    ways_out = SERVING | CROSSING | {lend.USE, short.LOSE}
    for row in program.rows:
        if row.kind in ways_out and row.buffer is not None and row.buffer.name == stream.buffer:
            looked_at(row.number)
    put_next(setting.scenario.starts if stream.begins is None else max(stream.begins, setting.scenario.starts))

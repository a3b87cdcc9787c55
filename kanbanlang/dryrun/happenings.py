"""What happens by itself: customers order, sources go down and come up, the clock strikes. One of each is on the agenda at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from heapq import heappush
from typing import TYPE_CHECKING

from kanbanlang.dryrun.agenda import CLOCK, ORDERS, STANDING
from kanbanlang.dryrun.ahead import put_due
from kanbanlang.dryrun.clocks import Outages
from kanbanlang.dryrun.endless import somebody_always_waits
from kanbanlang.dryrun.gauges import Record
from kanbanlang.dryrun.orders import Order, orders_of
from kanbanlang.engine import InputKind
from kanbanlang.flow.classes import class_for
from kanbanlang.model.clockwork import NEVER, occurrences
from kanbanlang.model.policy import Pattern
from kanbanlang.rules import zones

if TYPE_CHECKING:
    from kanbanlang.dryrun.world import World

_Target = tuple[int, int, Callable[[int], None], tuple[Record, ...]]
"""Where orders of a buffer arrive: its row, its gauge's `ask`, and the gauges that an order moves."""


def put_outages(world: World) -> None:
    """What goes down and up."""
    for name, outages in world.outages.items():
        _put_next_outage(world, world.program.standing[name], outages, world.setting.scenario.starts)


def _put_next_outage(world: World, place: int, outages: Outages, now: int) -> None:
    begins, ends = outages.first_after(now)

    def up(instant: int, _place: int, _quantity: int, _number: int) -> None:
        outages.forget(instant)
        _put_next_outage(world, place, outages, instant)

    if begins < world.ends:
        row = world.program.rows[place]
        world.agenda.put(begins, STANDING, InputKind.DOWN, place, moves=world.moved_by_input(InputKind.DOWN, row))
        world.agenda.put(ends, STANDING, InputKind.UP, place, follow=up, moves=world.moved_by_input(InputKind.UP, row))


def put_clocks(world: World) -> None:
    """The schedules of triggers and reviews."""
    for schedule, place in world.program.clocks:
        _put_next_strike(world, place, occurrences(schedule, world.setting.zone, world.setting.scenario.starts))


def _put_next_strike(world: World, place: int, instants: Iterator[int]) -> None:
    def strike(_now: int, _place: int, _quantity: int, _number: int) -> None:
        _put_next_strike(world, place, instants)

    row, instant = world.program.rows[place], next(instants, NEVER)
    if row.kind == zones.DAYS:
        day, moves = world.setting.zone.local(instant)[0], world.moved_by_input(InputKind.DAY, row)
        world.agenda.put(instant, CLOCK, InputKind.DAY, place, number=day, follow=strike, moves=moves)
    else:
        world.agenda.put(instant, CLOCK, InputKind.CLOCK, place, follow=strike)


def put_orders(world: World) -> None:
    """The orders of the scenario, each statement by itself."""
    targets: dict[tuple[str, int], _Target] = {}
    said: Counter[str] = Counter()  # statements about each buffer
    for stream in world.setting.scenario.orders:
        said[stream.buffer] += 1
        if stream.pattern is Pattern.ENDLESS:
            somebody_always_waits(world, said[stream.buffer], stream)
            continue
        _put_next_order(world, orders_of(said[stream.buffer], stream, world.setting), targets)


def _put_next_order(world: World, orders: Iterator[Order], targets: dict[tuple[str, int], _Target]) -> None:
    """Put the first order on the agenda; when it happens, it puts the next one there."""
    heap, number_of = world.agenda.heap, world.agenda.next_number
    ask = next(iter(world.buffers.values())).ask

    def put_next() -> None:
        nonlocal ask
        order = next(orders, None)
        if order is not None:
            instant, buffer, steps, priority, due, number = order
            if (buffer, priority) not in targets:
                targets[buffer, priority] = _target(world, buffer, priority)
            kind, place, ask, moves = targets[buffer, priority]
            if due > instant:
                put_ahead(instant, place, steps, due, number)
            else:
                follow = arrive if kind == InputKind.ORDER else arrive_by_number
                heappush(heap, (instant << 3 | ORDERS, number_of(), kind, place, steps, number, follow, moves, None))

    def arrive(_now: int, _place: int, quantity: int, _number: int) -> None:
        ask(quantity)
        put_next()

    def arrive_by_number(now: int, place: int, quantity: int, number: int) -> None:
        if world.takes(InputKind.PLACED_ORDER, place, quantity, number):
            arrive(now, place, quantity, number)
        else:
            put_next()  # an order that is refused is no demand

    def put_ahead(instant: int, place: int, steps: int, due: int, number: int) -> None:
        row = world.program.rows[place]
        placed = row.buffer is not None and row.buffer.in_sequence
        kind, said = (InputKind.PLACED_FOR_LATER, number) if placed else (InputKind.ORDER_FOR_LATER, due)

        def comes_ahead(now: int, place: int, quantity: int, said: int) -> None:
            if world.takes(kind, place, quantity, said):
                put_due(world, row, now, due, world.state.next_pull())
            put_next()

        world.agenda.put(instant, ORDERS, kind, place, steps, said, comes_ahead, world.moved_by_input(kind, row))

    put_next()


def _target(world: World, buffer: str, priority: int) -> _Target:
    place = class_for(priority, world.program.buffers[buffer].orders)
    kind = InputKind.PLACED_ORDER if world.policy.buffers[buffer].in_sequence else InputKind.ORDER
    return int(kind), place, world.buffers[buffer].ask, world.moved_by_input(kind, world.program.rows[place])

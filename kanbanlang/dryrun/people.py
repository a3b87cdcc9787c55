"""What people do at once: they scan the card of an emptied container, count what they are asked to count, and report what a job took."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from kanbanlang.dryrun.agenda import COMPLETIONS, COUNTS, NO_INPUT, ORDERS
from kanbanlang.dryrun.inspections import miscounts_of
from kanbanlang.dryrun.machines import Ending, Later
from kanbanlang.engine import InputKind
from kanbanlang.flow import Row
from kanbanlang.flow.places import parts_at_stations
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
    wrong = [miscounts_of(world, name) for name in buffers]

    def answer(now: int, quantity: int, _slot: int, _number: int) -> None:
        if quantity == react.ACTS:
            for name, at, moved, miscount in zip(buffers, places, moves, wrong, strict=True):
                there = c[at.on_hand]
                counted = there if miscount is None else miscount(now, there)
                if counted != there:
                    world.answers.found[name] += counted - there
                put(now, COUNTS, InputKind.COUNT, at.consumes, counted, moves=moved)

    return answer if buffers else None


def scraps(world: World, station: str, row: Row, ending: Ending, share: tuple[int, int]) -> Later:
    """Who ends a job sets aside the pieces that are scrap, each drawn by itself, and hands over the others."""
    put, finished, kind = world.agenda.put, ending.later, world.told(InputKind.SCRAP)
    assert row.buffer is not None  # noqa: S101 - a job is for a buffer
    whole, part = int(1 / row.buffer.item.unit.step), float(Fraction(*share))
    stream, moves = world.setting.stream_of(f"{station} rejects for {row.key}"), world.moved_by_input(InputKind.SCRAP, row)

    def later(end: int, slot: int, quantity: int, number: int) -> None:
        bad = sum(whole for _ in range(quantity // whole) if stream.fraction() <= part)
        if bad and kind != NO_INPUT:
            put(end, COMPLETIONS, kind, slot, bad, number, None, moves)
        good = quantity - bad
        if good and finished is None:
            put(end, COMPLETIONS, ending.kind, slot, good, number, None, ending.moves)
        elif good and finished is not None:
            finished(end, slot, good, number)

    return later


def reports(world: World, station: str, product: str, ending: Ending, taken: MutableMapping[str, int]) -> Later | None:
    """Who ends a job reports the parts that it took, where only such reports take them; what they took is added to `taken`.

    None where the product has no parts.
    """
    program, put, c = world.program, world.agenda.put, world.state.c
    recipe = next((one for one in program.policy.stations[station].recipes if one.product == product), None)
    if recipe is None or not recipe.parts:
        return ending.later
    giving = parts_at_stations(program.policy)
    places = [(giving[station, part][0].name, steps) for part, steps in recipe.parts.items()]
    kind, per, finished = world.told(InputKind.CONSUMPTION), recipe.per, ending.later
    moves = {name: world.moved_by_input(InputKind.CONSUMPTION, program.rows[program.buffers[name].consumes]) for name, _ in places}

    def take(name: str) -> Callable[[int, int, int, int], None]:
        at = program.buffers[name]

        def follow(_now: int, _place: int, quantity: int, _number: int) -> None:
            taken[name] += min(quantity, c[at.on_hand] - c[at.reserved])

        return follow

    takes = {name: take(name) for name, _ in places}

    def later(end: int, slot: int, quantity: int, number: int) -> None:
        if finished is None:
            put(end, COMPLETIONS, ending.kind, slot, quantity, number, None, ending.moves)
        else:
            finished(end, slot, quantity, number)
        if kind != NO_INPUT:
            for name, steps in places:
                used = -(-quantity * steps // per)
                put(end, ORDERS, kind, program.buffers[name].consumes, used, 0, takes[name], moves[name])

    return later

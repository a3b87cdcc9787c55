"""Goods that are bad, and counts that are wrong: what a scenario says of them, drawn piece by piece and count by count."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from kanbanlang.dryrun.agenda import ARRIVALS, NO_INPUT
from kanbanlang.dryrun.setting import Setting
from kanbanlang.dryrun.sources import period
from kanbanlang.engine import InputKind
from kanbanlang.flow import Row
from kanbanlang.model.policy import Disruption
from kanbanlang.rules import memory as m
from kanbanlang.rules import serve

if TYPE_CHECKING:
    from kanbanlang.dryrun.world import World

_ARRIVALS = frozenset({InputKind.RECEIPT, InputKind.COMPLETION})
Miscount = Callable[[int, int], int]
"""What somebody counts at an instant where there is so much."""


def names_of(world: World, row: Row) -> set[str]:
    """What a statement can name to mean the goods that a rule pulls: the buffer, its item, where it is, or the source."""
    names = {row.key.removesuffix(" standing")}
    if row.buffer is not None:
        names |= {row.buffer.name, row.buffer.item.name, row.buffer.in_store or ""}
    if row.source is not None:
        giver = world.program.policy.buffers.get(row.source.source)
        names |= {row.source.source, (giver.in_store or "") if giver is not None else ""}
    return names


class Inspections:
    """Looks at goods as they arrive. Bad pieces are rejected behind their arrival, at the same instant."""

    def __init__(self, world: World) -> None:
        self._world = world
        said = list(_said(world.setting, "rejects"))
        self._of_row = [[one for one in said if one.of in names_of(world, row)] for row in world.program.rows]

    def look(self, now: int, kind: int, place: int, quantity: int) -> None:
        """Goods arrive, if it is that: draw which are bad."""
        world = self._world
        if kind not in _ARRIVALS and kind != InputKind.PICK:
            return
        number = world.state.s[place + m.RULE] // m.ROW
        said, row = self._of_row[number], world.program.rows[number]
        if not said or row.buffer is None or (kind == InputKind.PICK and world.program.P[number * m.ROW + serve.TRANSIT]):
            return
        pieces = quantity // max(1, int(1 / row.buffer.item.unit.step))
        bad = sum(one.strikes(now) for one in said for _ in range(pieces))
        if bad:
            self._reject(now, row.buffer.name, bad * int(1 / row.buffer.item.unit.step))

    def _reject(self, now: int, buffer: str, quantity: int) -> None:
        world, at = self._world, self._world.program.buffers[buffer]
        moves = world.moved_by_input(InputKind.REJECTION, world.program.rows[at.consumes])

        def found(instant: int, _place: int, _quantity: int, _number: int) -> None:
            bad = min(quantity, world.state.c[at.on_hand])
            if bad:
                world.agenda.put(instant, ARRIVALS, InputKind.REJECTION, at.consumes, bad, moves=moves)

        world.agenda.put(now, ARRIVALS, NO_INPUT, follow=found)


class _Said:
    """One statement of the scenario with its random numbers."""

    def __init__(self, setting: Setting, number: int, one: Disruption) -> None:
        self.of, self.by = one.of, one.by or 0
        self._begins, self._ends = period(one)
        self._share = float(Fraction(*one.share)) if one.share is not None else 0.0
        self.stream = setting.stream_of(f"{one.of} {one.fault} {number}")

    def strikes(self, now: int) -> bool:
        """Whether it happens this time."""
        return self._begins <= now < self._ends and self.stream.fraction() <= self._share


def _said(setting: Setting, fault: str) -> Iterator[_Said]:
    for of in dict.fromkeys(one.of for one in setting.scenario.disruptions):
        for number, one in setting.faults(of, fault):
            yield _Said(setting, number, one)


def inspections_of(world: World) -> Inspections | None:
    """Who looks at goods in a scenario; None where nothing is bad."""
    return Inspections(world) if any(one.fault == "rejects" for one in world.setting.scenario.disruptions) else None


def miscounts_of(world: World, buffer: str) -> Miscount | None:
    """How people count a buffer wrong; None where they do not. Too many and too few are equally likely, and nobody counts below nothing."""
    one = world.program.policy.buffers[buffer]
    said = [said for said in _said(world.setting, "miscounts") if said.of in {one.name, one.item.name, one.in_store}]
    if not said:
        return None

    def count(now: int, there: int) -> int:
        for each in said:
            if each.strikes(now):
                there += each.by if each.stream.fraction() <= 0.5 else -each.by  # noqa: PLR2004 - one half
        return max(there, 0)

    return count

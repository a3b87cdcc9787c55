"""What lies where, kept beside the counters: after each input, which goods have moved, for the books of others.

The engine counts pieces; a machine and an ERP count goods in places. A piece is in the place of its buffer whether it is free, promised,
blocked or kept as safety stock; at a dock it is in the dock's place until it is put away. What an input can have touched is known from
the rules, so that nobody looks at all places for each input.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from attrs import frozen

from kanbanlang.engine import InputKind, State, Step
from kanbanlang.flow import Program
from kanbanlang.flow.docking import docks_of
from kanbanlang.model.policy import Unlimited
from kanbanlang.rules import INPUTS, KINDS
from kanbanlang.rules import memory as m


@frozen
class Place:
    """Where goods of one item lie: a buffer by its name, or a dock. `counters` add up to the steps that are there."""

    name: str
    item: str
    counters: tuple[int, ...]
    buffer: str | None  # None: a dock


@frozen
class Change:
    """So many steps more, or less, in a place than before."""

    place: Place
    steps: int


class Holdings:
    """What lies in each place of a policy. Speaks of the state that it was made from, for as long as it is told of every input."""

    def __init__(self, program: Program, state: State) -> None:
        self._program, self._state = program, state
        self.places = tuple(_places(program))
        self._of_name: dict[str, list[int]] = {}
        for number, place in enumerate(self.places):
            self._of_name.setdefault(place.name, []).append(number)
        self._of_counter = {counter: number for number, place in enumerate(self.places) for counter in place.counters}
        self._steps = [self._now(place) for place in self.places]
        self._by_rule: dict[int, tuple[int, ...]] = {}
        self._by_input: dict[tuple[int, int], tuple[int, ...]] = {}

    def _now(self, place: Place) -> int:
        c = self._state.c
        return sum(c[counter] for counter in place.counters)

    def all(self) -> list[Change]:
        """What lies where, as a change from nothing."""
        return [change for change in self.everywhere() if change.steps]

    def everywhere(self) -> list[Change]:
        """What lies in each place, also where nothing does, as a change from nothing."""
        return [Change(place, steps) for place, steps in zip(self.places, self._steps, strict=True)]

    def since(self, before: Holdings) -> list[Change]:
        """What lies elsewhere now than it did in the books before, under another policy."""
        was = {(place.name, place.item): steps for place, steps in zip(before.places, before._steps, strict=True)}
        found = []
        for place, steps in zip(self.places, self._steps, strict=True):
            if steps != was.get((place.name, place.item), 0):
                found.append(Change(place, steps - was.get((place.name, place.item), 0)))
        return found

    def moved(self, kind: int, row: int, fired: Sequence[Step], named: Collection[str | None] = ()) -> list[Change]:
        """What an input of a kind at a row, and the rules that fired then, have moved; in the order of the places.

        Places that are `named` are told of also where nothing has moved.
        """
        touched = set(self._touched_by_input(kind, row)) if kind else set()
        for name in named:
            touched.update(self._of_name.get(name or "", ()))
        for j, *_ in fired:
            touched.update(self._touched_by_rule(j))
        found = []
        for number in sorted(touched):
            place, before = self.places[number], self._steps[number]
            now = self._now(place)
            if now != before or place.name in named:
                self._steps[number] = now
                found.append(Change(place, now - before))
        return found

    def _touched_by_rule(self, j: int) -> tuple[int, ...]:
        if j not in self._by_rule:
            writes = KINDS[self._program.rows[j].kind].writes
            self._by_rule[j] = self._touched(writes(self._program.P, self._program.B, j * m.ROW))
        return self._by_rule[j]

    def _touched_by_input(self, kind: int, row: int) -> tuple[int, ...]:
        if (kind, row) not in self._by_input:
            writes = INPUTS[InputKind(kind)].writes
            self._by_input[kind, row] = self._touched(writes(self._program.P, self._program.B, row * m.ROW))
        return self._by_input[kind, row]

    def _touched(self, writes: Iterator[tuple[int, int]]) -> tuple[int, ...]:
        return tuple(sorted({self._of_counter[counter] for counter, _ in writes if counter in self._of_counter}))


def _places(program: Program) -> Iterator[Place]:
    at_docks: dict[tuple[str, str], list[int]] = {}
    for name, at in program.buffers.items():
        buffer = program.policy.buffers[name]
        if isinstance(buffer.rule, Unlimited):
            continue  # nobody counts what never runs out
        counters = tuple(counter for counter in (at.on_hand, at.safety, at.blocked) if counter)
        yield Place(name, buffer.item.name, counters, name)
        for dock, counter in zip(docks_of(program.policy, buffer), at.at_docks, strict=True):
            at_docks.setdefault((dock, buffer.item.name), []).append(counter)
    for (dock, item), counters_there in at_docks.items():
        yield Place(dock, item, tuple(counters_there), None)

"""One replication: the loop that takes what is due next, tells the policy, and lets the world answer what fired."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import repeat

from kanbanlang.dryrun.gauges import Gauge, Record, Totals
from kanbanlang.dryrun.results import Balance, Final
from kanbanlang.dryrun.watcher import Watcher
from kanbanlang.dryrun.world import REFILL, World
from kanbanlang.engine import Engine, Step
from kanbanlang.flow import Row
from kanbanlang.model.policy import Cards
from kanbanlang.rules import memory as m
from kanbanlang.rules import refill

_AT_ONCE = 4096
"""Inputs between two looks at whether to go on."""


class Replication:
    """A run of one world from its start to its end. `inputs` counts what the policy heard, `pieces` the steps for which each rule fired."""

    def __init__(self, engine: Engine, world: World, number: int, of: int, watch: Watcher) -> None:
        self.engine = engine
        self.world = world
        self.number, self.of = number, of
        self.watch = watch
        self.measured = world.ends - world.begins
        self.now = world.setting.scenario.starts
        self.inputs = self.duplicates = self.refused = 0
        rules = len(engine.program.rows)
        self.pieces = [0] * rules
        self._pulls_before, self._pieces_before = [0] * rules, [0] * rules
        self.totals: dict[str, Totals] = {}
        self._gauges: tuple[Gauge, ...] = tuple(world.buffers.values())
        self._touched: set[Record] = {gauge.record for gauge in self._gauges}
        self._began = {name: world.state.c[at.on_hand] for name, at in engine.program.buffers.items()}
        self._answer(engine.settle(world.state))

    def run(self) -> bool:
        """Run to the end; False when the watcher stopped it before."""
        if not self._run_until(self.world.begins):
            return False
        self._record()
        for gauge in self._gauges:
            gauge.restart(self.world.begins)
        self._pulls_before, self._pieces_before = list(self.world.pulls), list(self.pieces)
        if not self._run_until(self.world.ends):
            return False
        self._record()
        for gauge in self._gauges:
            gauge.record(self.world.ends)
        self.totals = {gauge.name: gauge.totals() for gauge in self._gauges}
        for machines in self.world.machines.values():
            machines.finish()
        return True

    def _run_until(self, until: int) -> bool:
        starts = self.world.setting.scenario.starts
        length = max(1, self.world.ends - starts)
        while self._advance(until):
            if not self.watch.go_on():
                return False
            self.watch.progress(self.number, self.of, (self.now - starts) / length)
        return self.watch.go_on()

    # ------------------------------------------------------------ what happened
    def pulls(self, row: Row) -> int:
        """How often a refill rule pulled while measuring."""
        if isinstance(row.buffer.rule, Cards) and row.kind == refill.CARDS:  # each card pulls its container
            return self.pulled(row) // row.buffer.rule.quantity
        return self.world.pulls[row.number] - self._pulls_before[row.number]

    def pulled(self, row: Row) -> int:
        """How many steps it pulled while measuring."""
        return self.pieces[row.number] - self._pieces_before[row.number]

    def final(self) -> tuple[Final, ...]:
        """What every buffer holds now."""
        c = self.world.state.c
        found = []
        for name, at in self.engine.program.buffers.items():
            unit = self.engine.program.unit(name)
            numbers = (c[at.on_hand], c[at.reserved], c[at.incoming], c[at.backlog])
            found.append(Final(name, *numbers, unit.name, tuple(unit.text(number) for number in numbers)))  # type: ignore[arg-type]
        return tuple(found)

    def balance(self) -> tuple[Balance, ...]:
        """What every buffer began with, got and gave since the start, from what its rules fired for and what is still open."""
        return tuple(self._balance(name) for name in self.engine.program.buffers)

    def _balance(self, name: str) -> Balance:
        program, c = self.engine.program, self.world.state.c
        at = program.buffers[name]
        pulled = sum(self.pieces[row.number] for row in self.world.rows_of.get(name, ()) if row.kind in REFILL)
        served = self.pieces[at.serve]
        made_when_asked = served if program.P[at.serve * m.ROW + m.UNLIMITED] else 0
        return Balance(
            buffer=name,
            began=self._began[name],
            came=pulled - c[at.incoming] + made_when_asked,
            there=c[at.on_hand],
            left=served - c[at.reserved] + self.world.parts_taken(name, self.pieces),
        )

    # ------------------------------------------------------------ the loop
    def _answer(self, steps: list[Step]) -> None:
        for j, quantity, slot, number, _ in steps:
            self.pieces[j] += quantity
            moved, answer = self.world.then[j]
            self._touched.update(moved)
            if answer is not None:
                answer(self.now, quantity, slot, number)

    def _record(self) -> None:
        for record in self._touched:
            record(self.now)
        self._touched.clear()

    def _advance(self, until: int) -> bool:
        """Take some of the inputs that are due before `until`; False when none is left."""
        world, state, step = self.world, self.world.state, self.engine.step
        heap, then = world.agenda.heap, world.then
        touched, pieces = self._touched, self.pieces
        limit, now, inputs = until << 3, self.now, 0
        for _ in repeat(None, _AT_ONCE):
            key, _, kind, place, quantity, pull, follow, moves, again = heappop(heap)
            if key >= limit:
                heappush(heap, (key, _, kind, place, quantity, pull, follow, moves, again))
                self.now, self.inputs = now, self.inputs + inputs
                return False
            instant = key >> 3
            if instant != now:
                for record in touched:
                    record(now)
                touched.clear()
                now = instant
            if follow is not None:
                follow(now, place, quantity, pull)
            if not kind:
                continue
            inputs += 1
            reason, steps = step(state, "", again, kind, place, quantity, pull)
            if reason:
                self.refused += 1
                continue
            touched.update(moves)
            for j, fired, slot, number, _ in steps:
                pieces[j] += fired
                moved, answer = then[j]
                if moved:
                    touched.update(moved)
                if answer is not None:
                    answer(now, fired, slot, number)
        self.now, self.inputs = now, self.inputs + inputs
        return True

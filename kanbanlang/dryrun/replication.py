"""One replication: the loop that takes what is due next, tells the policy, and lets the world answer what fired."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heappop, heappush
from itertools import repeat

from kanbanlang.dryrun.agenda import COUNTS, NO_INPUT
from kanbanlang.dryrun.expiries import expiries_of
from kanbanlang.dryrun.gauges import Record, Totals
from kanbanlang.dryrun.replay import Facts, Replay
from kanbanlang.dryrun.results import Balance, Final
from kanbanlang.dryrun.trace import Trace
from kanbanlang.dryrun.watcher import Watcher
from kanbanlang.dryrun.words import word_value
from kanbanlang.dryrun.world import World
from kanbanlang.engine import DUPLICATE, Engine, InputKind, Step
from kanbanlang.engine.lots import Lot
from kanbanlang.flow import Row
from kanbanlang.model.expression import Word
from kanbanlang.model.policy import Cards
from kanbanlang.model.uncollected import uncollected
from kanbanlang.rules import CROSSING, REFILL, lend, refill
from kanbanlang.rules import memory as m

_AT_ONCE = 4096
"""Events between two looks at whether to go on."""


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
        rules = engine.program.rows
        self.pieces = [0] * len(rules)
        self._pieces_before, self._pulls_before = [0] * len(rules), [0] * len(rules)
        self._left_before: dict[str, int] = {}
        self._incoming_before: dict[str, int] = {}
        self.totals: dict[str, Totals] = {}
        self._refills: dict[str, list[Row]] = {name: [] for name in engine.program.buffers}
        for row in rules:
            if row.kind in REFILL and row.buffer is not None:
                self._refills[row.buffer.name].append(row)
        self._lends: dict[str, list[int]] = {name: [] for name in engine.program.buffers}
        for row in rules:
            if row.kind == lend.USE and row.source is not None:
                self._lends[row.source.source].append(row.number)
        self._crosses: dict[str, list[int]] = {name: [] for name in engine.program.buffers}
        for row in rules:
            if row.kind in CROSSING and row.buffer is not None:
                self._crosses[row.buffer.name].append(row.number)
        self._touched: set[Record] = {gauge.record for gauge in world.gauges}
        self.facts = {name: Facts() for name in engine.program.buffers} if world.setting.scenario.recorded else {}
        began = engine.program.buffers.items()
        self._began = {name: sum(world.state.c[place] for place in (at.on_hand, at.safety) if place) for name, at in began}
        self._trace = None
        if watch.wants_events:
            setting = world.setting
            self._trace = Trace(engine, world.state, setting.scenario.name, number, setting.zone, watch.event)
        self.lots = expiries_of(engine.program, world.state, self.now, world.setting.zone, self._expires_at)
        self.replay = Replay(self, self._trace) if world.setting.scenario.recorded else None
        self._settle()

    @uncollected()
    def run(self) -> bool:
        """Run to the end; False when the watcher stopped it before."""
        world = self.world
        if not self._run_until(world.begins):
            return False
        self._record()
        for gauge in world.gauges:
            gauge.restart(world.begins)
        self._pieces_before, self._pulls_before = list(self.pieces), list(world.answers.pulls)
        self._left_before = {name: self._left(name) for name in world.buffers}
        self._incoming_before = {name: world.state.c[at.incoming] for name, at in self.engine.program.buffers.items()}
        if not self._read() or not self._run_until(world.ends):
            return False
        self._record()
        for gauge in world.gauges:
            gauge.record(world.ends)
        self.totals = {name: gauge.totals() for name, gauge in world.buffers.items()}
        return True

    def _read(self) -> bool:
        """Run from one instant at which gauges are read to the next, each with all that happens at it; False when stopped."""
        for instant in self.world.readings.instants:
            if not self._run_until(instant + 1):
                return False
            self._record()
            self.world.readings.read()
        return True

    def _expires_at(self, instant: int, row: int, lot: Lot) -> None:
        """A lot will have to be set aside."""
        world = self.world
        moves = world.moved_by_input(InputKind.REJECTION, self.engine.program.rows[row])

        def named(_now: int, _place: int, _quantity: int, _number: int) -> None:
            self.lots.expires(lot)  # type: ignore[union-attr] # there is a lot

        def due(now: int, _place: int, _quantity: int, _number: int) -> None:
            if lot.quantity:
                world.agenda.put(now, COUNTS, InputKind.REJECTION, row, lot.quantity, follow=named, moves=moves)

        world.agenda.put(instant, COUNTS, NO_INPUT, follow=due)

    def heard(self, now: int, steps: list[Step], moves: Iterable[Record]) -> None:
        """The policy took in an input that came by another way than the agenda: the world answers what fired."""
        self.inputs += 1
        self._touched.update(moves)
        for j, fired, slot, number, _ in steps:
            self.pieces[j] += fired
            moved, answer = self.world.then[j]
            self._touched.update(moved)
            if answer is not None:
                answer(now, fired, slot, number)

    # ------------------------------------------------------------ what happened
    def refills(self, buffer: str) -> list[Row]:
        """The rules that refill a buffer."""
        return self._refills[buffer]

    def pulls(self, buffer: str) -> int:
        """How often a buffer pulled while measuring."""
        return sum(self.pulls_of(row) for row in self._refills[buffer])

    def pulls_of(self, row: Row) -> int:
        """How often a refill rule pulled while measuring."""
        if row.kind == refill.CARDS and row.buffer is not None and isinstance(row.buffer.rule, Cards):
            return self.pulled(row) // row.buffer.rule.quantity  # each card pulls its container
        return self.world.answers.pulls[row.number] - self._pulls_before[row.number]

    def pulled(self, row: Row) -> int:
        """How many steps a refill rule pulled while measuring."""
        return self.pieces[row.number] - self._pieces_before[row.number]

    def left(self, buffer: str) -> int:
        """How many steps left a buffer while measuring."""
        return self._left(buffer) - self._left_before[buffer]

    def came(self, buffer: str) -> int:
        """How many steps that a buffer pulled have come while measuring."""
        incoming = self.world.state.c[self.engine.program.buffers[buffer].incoming] - self._incoming_before[buffer]
        return sum(self.pulled(row) for row in self._refills[buffer]) - incoming

    def crossed(self, buffer: str) -> int:
        """How many steps of what left while measuring went on from a dock and never lay in the buffer."""
        return sum(self.pieces[row] - self._pieces_before[row] for row in self._crosses[buffer])

    def _left(self, buffer: str) -> int:
        """How many steps have left a buffer since the start: served and gone, and taken by stations."""
        at = self.engine.program.buffers[buffer]
        c = self.world.state.c
        promised = sum(self.pieces[row] for rows in (at.serves, self._crosses[buffer], self._lends[buffer]) for row in rows)
        on_their_way_out = c[at.reserved] + (c[at.crossing] if at.crossing else 0)
        by_hand = self.facts[buffer].taken if self.facts else 0
        return promised - on_their_way_out + self.world.answers.parts.taken(buffer, self.pieces) + by_hand

    def final(self) -> tuple[Final, ...]:
        """What every buffer holds now."""
        c, found = self.world.state.c, []
        for name, at in self.engine.program.buffers.items():
            unit = self.engine.program.unit(name)
            on_hand, reserved = c[at.on_hand], c[at.reserved]
            words = (Word.INCOMING, Word.BACKLOG, Word.SAFETY)
            incoming, backlog, safety = (word_value(self.engine.program, self.world.state, word, name) for word in words)
            texts = (unit.text(on_hand), unit.text(reserved), unit.text(incoming), unit.text(backlog), unit.text(safety))
            found.append(Final(name, on_hand, reserved, incoming, backlog, safety, unit.name, texts))
        return tuple(found)

    def balance(self) -> tuple[Balance, ...]:
        """What every buffer began with, got and gave since the start: from what rules fired for and what is still open."""
        program, c, found = self.engine.program, self.world.state.c, []
        for name, at in program.buffers.items():
            came = sum(self.pieces[row.number] for row in self._refills[name]) - c[at.incoming]
            if program.P[at.serve * m.ROW + m.UNLIMITED]:
                came += sum(self.pieces[row] for row in (*at.serves, *self._lends[name]))  # what never runs out comes when it is asked for
            if self.facts:
                came += self.facts[name].made
            came += self.world.answers.found[name]
            there = c[at.on_hand] + c[at.blocked] + (c[at.safety] if at.safety else 0)
            found.append(Balance(name, self._began[name], came, there, self._left(name)))
        return tuple(found)

    # ------------------------------------------------------------ the loop
    def _settle(self) -> None:
        """The start is an input too."""
        steps = self.engine.settle(self.world.state)
        if self._trace is not None:
            self._trace.started(self.now, steps)
        for j, quantity, slot, number, _ in steps:
            self.pieces[j] += quantity
            answer = self.world.then[j][1]
            if answer is not None:
                answer(self.now, quantity, slot, number)

    def _run_until(self, until: int) -> bool:
        starts = self.world.setting.scenario.starts
        length = max(1, self.world.ends - starts)
        while self._advance(until):
            if not self.watch.go_on():
                return False
            self.watch.progress(self.number, self.of, (self.now - starts) / length)
        return self.watch.go_on()

    def _record(self) -> None:
        """The last instant is over."""
        for record in self._touched:
            record(self.now)
        self._touched.clear()

    def _advance(self, until: int) -> bool:
        """Take some of the events that are due before `until`; False when none is left."""
        world, step = self.world, self.engine.step
        state, heap, then, repeats = world.state, world.agenda.heap, world.then, world.repeats
        touched, pieces, watched = self._touched, self.pieces, self._trace is not None or self.lots is not None
        limit, now, inputs = until << 3, self.now, 0
        for _ in repeat(None, _AT_ONCE):
            event = heappop(heap)
            key, _, kind, place, quantity, pull, follow, moves, again = event
            if key >= limit:
                heappush(heap, event)
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
            if repeats is not None and again is None:
                again = repeats.key(now, key & 7, kind, place, quantity, pull)
            if not watched:
                reason, steps = step(state, "", again, kind, place, quantity, pull)  # type: ignore[arg-type] # whole numbers are faster
            else:
                reason, steps = self._watched(now, again, kind, place, quantity, pull)
            if reason:
                self._count(reason)
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

    def _watched(self, now: int, key: str | None, kind: int, place: int, quantity: int, pull: int) -> tuple[int, list[Step]]:
        """The policy takes an input in, and trace and lots are kept."""
        state, lots = self.world.state, self.lots
        row = 0 if lots is None else lots.book.row_of(state, kind, place)
        if self._trace is None:
            reason, steps = self.engine.step(state, "", key, InputKind(kind), place, quantity, pull)
        else:
            reason, steps = self._trace.took(now, key, kind, place, quantity, pull)
        if lots is not None and not reason:
            lots.heard(now, state, kind, row, quantity, pull, steps)
        return reason, steps

    def _count(self, reason: int) -> None:
        """An input came to nothing."""
        if reason == DUPLICATE:
            self.duplicates += 1
        else:
            self.refused += 1

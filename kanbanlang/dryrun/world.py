"""The world of one replication: everything outside the policy. It only ever talks to the policy through inputs.

What answers a rule, and which gauges it moves, is prepared row by row before the run, so that nothing is looked up then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kanbanlang.dryrun.agenda import NO_INPUT, Agenda
from kanbanlang.dryrun.answering import Answer, Answers
from kanbanlang.dryrun.clocks import Hours
from kanbanlang.dryrun.gauges import Record, gauge_of
from kanbanlang.dryrun.happenings import put_clocks, put_orders, put_outages
from kanbanlang.dryrun.machines import Machines
from kanbanlang.dryrun.readings import readings_of
from kanbanlang.dryrun.repeats import repeats_of
from kanbanlang.dryrun.setting import Setting
from kanbanlang.dryrun.sources import outages
from kanbanlang.dryrun.watched import (
    Measuring,
    Watched,
    held_back_gauges,
    invariant_watches,
    loop_gauges,
    not_due_gauges,
    safety_gauges,
    share_gauges,
    word_gauges,
)
from kanbanlang.engine import Engine, InputKind, State
from kanbanlang.flow import Program, Row
from kanbanlang.model.policy import EventKind
from kanbanlang.rules import INPUTS, KINDS, SERVING, refill
from kanbanlang.rules import memory as m
from kanbanlang.rules.reasons import ACCEPTED

_CONFIRMATIONS = {
    EventKind.PICK: frozenset({InputKind.PICK, InputKind.KITTED, InputKind.FED}),
    EventKind.RECEIPT: frozenset({InputKind.RECEIPT}),
    EventKind.COMPLETION: frozenset({InputKind.COMPLETION}),
}
"""What the world reports of what it was asked for."""
_MOVED_BEFORE = SERVING | {refill.CARDS, refill.UP_TO, refill.LOT}


class World:
    """Everything outside the policy, for one replication. `then[row]` are the gauges a rule moves, and what answers it (None: nothing)."""

    def __init__(self, setting: Setting, engine: Engine, state: State) -> None:
        scenario = setting.scenario
        self.setting = setting
        self.program: Program = engine.program
        self.policy = scenario.policy
        self.state = state
        self.agenda = Agenda()
        self.begins = scenario.starts + scenario.warm_up
        self.ends = self.begins + scenario.lasts
        kinds = {one.event.kind for one in scenario.recorded if one.event is not None}
        self._recorded = frozenset[InputKind]().union(*(_CONFIRMATIONS.get(kind, ()) for kind in kinds))
        self.readings = reading = readings_of(setting, self.begins, self.ends)
        buffers = {name: gauge_of(name, at, state.c, scenario.starts) for name, at in self.program.buffers.items()}
        self.buffers = {name: reading.gauge(gauge) for name, gauge in buffers.items()}
        self.words = {name: reading.weighing(gauge) for name, gauge in word_gauges(scenario, self.program, state).items()}
        self.shares = {name: reading.weighing(gauge) for name, gauge in share_gauges(scenario, self.program, state).items()}
        self.invariants = invariant_watches(self.program, state)
        self.held_back = {name: reading.weighing(gauge) for name, gauge in held_back_gauges(self.program, state).items()}
        self.loops = {name: reading.weighing(gauge) for name, gauge in loop_gauges(self.program, state).items()}
        self.safety = {name: reading.weighing(gauge) for name, gauge in safety_gauges(self.program, state).items()}
        self.not_due = {name: reading.weighing(gauge) for name, gauge in not_due_gauges(self.program, state).items()}
        words: tuple[Watched, ...] = (*self.words.values(), *self.shares.values(), *self.held_back.values(), *self.safety.values())
        watched: tuple[Watched, ...] = (*words, *self.loops.values(), *self.not_due.values(), *self.invariants)
        self.gauges: tuple[Measuring, ...] = (*self.buffers.values(), *watched)
        self._records_of = self._records_by_counter(watched)
        self.outages = {name: found for name in self.program.standing if (found := outages(setting, name)) is not None}
        self.machines = {name: self._machines(name, one.machines) for name, one in self.policy.stations.items()}
        self.openings = {name: self._machines(name, one.openings) for name, one in self.policy.stores.items()}
        self._hands: dict[str, Machines] = {}
        self.answers = Answers(self)
        self.then: list[tuple[tuple[Record, ...], Answer | None]] = [
            (self._moved_by(row), self.answers.answer(row)) for row in self.program.rows
        ]
        self.repeats = repeats_of(self)
        put_outages(self)
        put_clocks(self)
        put_orders(self)

    # ------------------------------------------------------------ what moves which gauge
    def _records_by_counter(self, watched: Iterable[Watched]) -> Mapping[int, tuple[Record, ...]]:
        records: dict[int, tuple[Record, ...]] = {}
        for name, at in self.program.buffers.items():
            moved = (at.on_hand, at.reserved, at.incoming, at.backlog, *((at.not_due,) if at.not_due else ()))
            records.update(dict.fromkeys(moved, (self.buffers[name].record,)))
        for one in watched:
            for counter in one.counters:
                records[counter] = (*records.get(counter, ()), one.record)
        return records

    def _records(self, touches: Iterable[tuple[int, int]]) -> tuple[Record, ...]:
        records = self._records_of
        return tuple(dict.fromkeys(record for counter, _ in touches for record in records.get(counter, ())))

    def _moved_by(self, row: Row) -> tuple[Record, ...]:
        """The gauges that a rule moves, but for its own buffer's: what enabled the rule has moved that one at the same instant."""
        moved = self._records(KINDS[row.kind].writes(self.program.P, self.program.B, row.number * m.ROW))
        if row.buffer is None or row.kind not in _MOVED_BEFORE:
            return moved
        return tuple(record for record in moved if record is not self.buffers[row.buffer.name].record)

    def moved_by_input(self, kind: InputKind, row: Row) -> tuple[Record, ...]:
        """The gauges that an input moves at a row."""
        return self._records(INPUTS[kind].writes(self.program.P, self.program.B, row.number * m.ROW))

    def takes(self, kind: InputKind, place: int, quantity: int, number: int) -> bool:
        """Whether the policy would take in an input now that speaks of no pull."""
        P, B = self.program.P, self.program.B  # noqa: N806 - the names of the memories in every rule
        return INPUTS[kind].check(self.state.c, self.state.s, P, B, place * m.ROW, quantity, number) == ACCEPTED

    def told(self, kind: InputKind) -> int:
        """An input kind of which the world tells; nothing where a recording tells of all of them."""
        return NO_INPUT if kind in self._recorded else int(kind)

    # ------------------------------------------------------------ stations and stores
    def _machines(self, name: str, count: int) -> Machines:
        return Machines(count, self._hours(name), self.agenda, self.begins, self.ends)

    def hands(self, buffer: str) -> Machines:
        """Who takes the pieces out of a buffer that is in no store, one pull at a time."""
        if buffer not in self._hands:
            self._hands[buffer] = Machines(1, Hours(None, None), self.agenda, self.begins, self.ends)
        return self._hands[buffer]

    def _hours(self, name: str) -> Hours:
        place = self.policy.stations.get(name) or self.policy.stores[name]
        return Hours(self.setting.times.of(place.works), self.outages.get(name))

    def open_time(self, name: str) -> int:
        """The time while measuring in which a station or store was open and not down."""
        place = self.policy.stations.get(name) or self.policy.stores[name]
        return Hours(self.setting.times.of(place.works), outages(self.setting, name)).between(self.begins, self.ends)

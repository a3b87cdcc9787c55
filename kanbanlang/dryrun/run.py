"""Run a scenario: its replications one after the other, each with random streams of its own."""

from __future__ import annotations

from fractions import Fraction

from attrs import define, evolve, field

from kanbanlang.dryrun.clocks import WorkingTimes
from kanbanlang.dryrun.draws import Notes
from kanbanlang.dryrun.expectations import judge
from kanbanlang.dryrun.metrics import Name, Reading, readings
from kanbanlang.dryrun.replication import Replication
from kanbanlang.dryrun.results import Balance, Broken, Final, Metric, Replayed, Run
from kanbanlang.dryrun.setting import Setting
from kanbanlang.dryrun.statistics import estimate
from kanbanlang.dryrun.streams import Stream
from kanbanlang.dryrun.watcher import Watcher
from kanbanlang.dryrun.world import World
from kanbanlang.engine import Engine
from kanbanlang.flow.lower import compile_program
from kanbanlang.flow.program import Program
from kanbanlang.model.clockwork import Zone
from kanbanlang.model.policy import Scenario


@define
class _Collected:
    """What the replications measured so far."""

    readings: dict[Name, list[Reading]] = field(factory=dict)
    replications: int = 0
    events: int = 0
    duplicates: int = 0
    refused: int = 0
    final: tuple[Final, ...] = ()
    balance: tuple[Balance, ...] = ()
    replayed: Replayed | None = None
    broken: dict[str, Broken] = field(factory=dict)

    def add(self, replication: Replication) -> None:
        self.replications += 1
        self.events += replication.inputs
        self.duplicates += replication.duplicates
        self.refused += replication.refused
        for reading in readings(replication):
            self.readings.setdefault((reading.metric, reading.of), []).append(reading)
        if self.replications == 1:
            self.final = replication.final()
            self.balance = replication.balance()
            self.replayed = None if replication.replay is None else replication.replay.result()
        self._add_broken(replication)

    def _add_broken(self, replication: Replication) -> None:
        for watch in replication.world.invariants:
            if watch.times:
                name = watch.invariant.name
                before = self.broken.get(name)
                at = replication.world.setting.zone.text(watch.first_at)
                first = Broken(name, 0, replication.number, at, place=watch.invariant.place) if before is None else before
                self.broken[name] = evolve(first, times=first.times + watch.times)


def dry_run(
    scenario: Scenario,
    *,
    repeat: int | None = None,
    seed: int | None = None,
    level: Fraction = Fraction(95, 100),
    watch: Watcher | None = None,
    program: Program | None = None,
) -> Run:
    """Run a scenario and measure it.

    `scenario.policy` is the policy with the scenario's changes and must be free of errors.
    `repeat` and `seed` replace the scenario's own, `level` is the certainty of the intervals, `program` spares compiling the policy
    again. The same scenario and seed give the same run. When `watch.go_on()` says no, the run ends and is not `complete`.
    """
    watch = Watcher() if watch is None else watch
    of = scenario.repeat if repeat is None else repeat
    seed = scenario.seed if seed is None else seed
    zone, times, notes = Zone(scenario.policy.zone), WorkingTimes(), Notes()
    engine = Engine(compile_program(evolve(scenario.policy, scenarios={scenario.name: scenario})) if program is None else program)
    collected = _Collected()
    for number in range(1, of + 1):

        def stream_of(name: str, number: int = number) -> Stream:
            return Stream(seed, number, name)

        setting = Setting(scenario, zone, times, stream_of, notes)
        world = World(setting, engine, engine.start(scenario.start, at=scenario.starts))
        replication = Replication(engine, world, number, of, watch)
        if not replication.run():
            break
        collected.add(replication)
        watch.ended(number, engine.program, world.state)
    metrics = _metrics(collected, level)
    return Run(
        scenario=scenario.name,
        seed=seed,
        replications=collected.replications,
        complete=collected.replications == of,
        starts=zone.text(scenario.starts),
        events=collected.events,
        duplicates=collected.duplicates,
        refused=collected.refused,
        metrics=metrics,
        expectations=judge(scenario, metrics),
        final=collected.final,
        balance=collected.balance,
        broken=tuple(collected.broken.values()),
        notes=notes,
        level=level,
        replayed=collected.replayed,
    )


def _metrics(collected: _Collected, level: Fraction) -> tuple[Metric, ...]:
    metrics = []
    for (metric, of), found in collected.readings.items():
        values = tuple(float(reading.value) for reading in found if reading.value is not None)
        spread = estimate(values, level)
        metrics.append(Metric(metric, of, spread.mean, spread.low, spread.high, float(level), found[0].unit, values))
    return tuple(metrics)

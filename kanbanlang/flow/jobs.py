"""Lowering of stations and their jobs: what jobs take, when they are released, and which of them give way to others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import define, evolve, field

from kanbanlang.flow.builder import Builder, Draft
from kanbanlang.flow.feeding import Fed
from kanbanlang.flow.needs import Needs
from kanbanlang.flow.picking import picking_time
from kanbanlang.flow.places import parts_at_stations
from kanbanlang.flow.program import Row, Terms
from kanbanlang.model.policy import Buffer, Policy, Recipe, Station, Unlimited
from kanbanlang.rules import kit, serve, turns, work
from kanbanlang.rules import memory as m


@define
class Jobs:
    """The stations of a policy, while the rows that release their jobs are placed."""

    policy: Policy
    builder: Builder
    needs: Needs
    wip: dict[str, int] = field(factory=dict)
    releases: dict[str, list[Draft]] = field(factory=dict)  # by station
    _idle: dict[str, int] = field(factory=dict)
    _paces: dict[str, int] = field(factory=dict)  # by station, the counter that lets the next job go
    _parts: dict[str, frozenset[str]] = field(factory=dict)  # key of a release row -> buffers from which its jobs take parts
    _giving: Mapping[tuple[str, str], tuple[Buffer, ...]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._giving = parts_at_stations(self.policy)

    def place_station(self, name: str) -> None:
        """Counters of a station."""
        station = self.policy.stations[name]
        self.wip[name] = self.builder.counter(f"wip({name})")
        if station.parts_taken == "start":
            self._idle[name] = self.builder.counter(f"idle({name})", station.machines)
        if station.paced_every:
            self._paces[name] = self.builder.counter(f"pace({name})", 1)
            paced = self.builder.draft(Row(-1, work.PACED, f"{name} paced", station.place, station=name))
            paced.words = {work.PACE: self._paces[name]}

    def in_work(self) -> dict[str, Terms]:
        """Of each station what is released and not finished."""
        return {name: ((1, counter),) for name, counter in self.wip.items()}

    def release(self, rule: Draft, buffer: Buffer, station: str, stocks: Mapping[str, Draft], fed: Mapping[tuple[str, str], Fed]) -> Draft:
        """The row that releases the jobs of one rule at a station."""
        new = self.builder.counter
        name = rule.row.key
        row = Row(-1, work.RELEASE, f"{name} at {station}", rule.row.place, buffer=buffer, station=station, priority=buffer.priority)
        draft = self.builder.draft(row)
        picked = False
        recipe = next((recipe for recipe in self.policy.stations[station].recipes if recipe.product == buffer.item.name), None)
        parts: list[int | Draft] = []
        backlog, per = new(f"pieces of jobs waiting({name})"), recipe.per if recipe else 1
        for item, steps in _taken_by_jobs(self.policy.stations[station], recipe):
            served, giver = fed.get((station, item)), self._giving[station, item][0]
            picked = picked or (served is None and picking_time(self.policy, giver) is not None)
            if isinstance(giver.rule, Unlimited):
                continue  # nobody waits for it, and nobody counts it
            parts += [stocks[giver.name] if served is None else served.asked_by(draft, steps), steps]
            self.needs.make(backlog, giver, steps, per)
        draft.words = {
            m.BACKLOG: backlog,
            m.WAITING_PULLS: new(f"jobs waiting({name})"),
            m.HEAD: new(f"first job({name})"),
            m.TAIL: new(f"last job({name})"),
            work.WIP: self.wip[station],
            work.IDLE: self._idle.get(station, 0),
            work.GATED: int(station in self._idle or station in self._paces),
            work.PACE: self._paces.get(station, 0),
            work.PER: per,
            work.PARTS: [len(parts) // 2, *parts],
        }
        if picked:
            self._kit(draft)
        self.releases.setdefault(station, []).append(draft)
        self._parts[row.key] = frozenset(part.row.key for part in parts if isinstance(part, Draft))
        return draft

    def _kit(self, draft: Draft) -> None:
        """The jobs of a row wait while their parts are picked, and another row releases them then."""
        draft.row, key = evolve(draft.row, kind=kit.KIT), draft.row.key
        ready = self.builder.draft(evolve(draft.row, kind=kit.RELEASE_KIT, key=f"{key} with its parts"))
        ready.words = {
            serve.SOURCE: draft,
            m.HEAD: self.builder.counter(f"first with its parts({key})"),
            m.TAIL: self.builder.counter(f"last with its parts({key})"),
        }
        draft.words |= {kit.BEING_PICKED: self.builder.counter(f"pieces of jobs being kitted({key})"), kit.RELEASES: ready}

    def waiting(self, station: str, buffer: str) -> list[int]:
        """The counters of what of a buffer waits to be made at a station, or for its parts to be picked."""
        drafts = [draft for draft in self.releases[station] if draft.row.buffer is not None and draft.row.buffer.name == buffer]
        words = [draft.words.get(column, 0) for draft in drafts for column in (m.BACKLOG, kit.BEING_PICKED)]
        return [counter for counter in words if isinstance(counter, int) and counter]

    def in_turn(self) -> None:
        """Jobs of a lower class give way to those of a higher one that need the same parts."""
        for drafts in self.releases.values():
            for draft in drafts:
                mine = self._parts[draft.row.key]
                before = [one for one in drafts if one.row.priority < draft.row.priority and self._parts[one.row.key] & mine]
                if before:
                    if draft.row.kind == work.RELEASE:
                        draft.row = evolve(draft.row, kind=turns.RELEASE_BEHIND)
                    draft.words[turns.AHEAD] = [len(before), *(one.words[m.HEAD] for one in before)]


def _taken_by_jobs(station: Station, recipe: Recipe | None) -> Iterable[tuple[str, int]]:
    """The parts that a job takes when it is released; none where only reports of consumption take them."""
    return () if recipe is None or station.parts_taken == "report" else recipe.parts.items()

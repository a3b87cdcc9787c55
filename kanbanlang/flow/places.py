"""Which place asks which, takes from which, stands where: answers that the graph, the checks and the compiler share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from attrs import frozen

from kanbanlang.model.policy import Buffer, Cards, EventKind, Policy, Recipe, Trigger, TriggerAction

_Value = TypeVar("_Value")


def parts_at_stations(policy: Policy) -> Mapping[tuple[str, str], tuple[Buffer, ...]]:
    """For a station and an item: the buffers at the station from which it takes that item as a part, in the order of the text.

    Where one buffer at the station refills another, the station takes from the one that is refilled.
    """
    standing: dict[tuple[str, str], list[Buffer]] = {}
    for buffer in policy.buffers.values():
        for station in stations_of(buffer):
            standing.setdefault((station, buffer.item.name), []).append(buffer)
    return {key: _furthest_downstream(buffers) for key, buffers in standing.items()}


def stations_of(buffer: Buffer) -> tuple[str, ...]:
    """The stations that take parts out of a buffer: the one at which it stands, and those that it feeds together."""
    return buffer.feeds if buffer.at_station is None else (buffer.at_station, *buffer.feeds)


def _furthest_downstream(buffers: list[Buffer]) -> tuple[Buffer, ...]:
    if len(buffers) == 1:
        return tuple(buffers)
    pulled_from = {source.source for buffer in buffers for source in buffer.sources}
    return tuple(buffer for buffer in buffers if buffer.name not in pulled_from) or tuple(buffers)


@frozen
class Places:
    """A policy seen from its places; made in one pass by `places_of`."""

    policy: Policy
    of_item: Mapping[str, tuple[Buffer, ...]]  # item -> its buffers
    makers: Mapping[str, tuple[str, ...]]  # item -> the stations that make it
    pulled: frozenset[tuple[str, str]]  # source and item that some buffer says `from` it
    sources: frozenset[str]  # every name after a `from`, or after a `use`
    asked_whole: frozenset[str]  # sources of containers and bins, which wait until all of it is there
    parts: Mapping[tuple[str, str], tuple[Buffer, ...]]  # station and item -> where the station takes it from
    recipes: Mapping[tuple[str, str], Recipe]  # station and product -> how it is made
    part_of: frozenset[tuple[str, str]]  # station and item that one of its recipes takes
    trigger_pulls: Mapping[str, tuple[tuple[Trigger, TriggerAction], ...]]  # buffer -> `pull Q to` it
    reported: frozenset[str]  # buffers of which orders or consumption are reported by name

    def feeds_station(self, buffer: Buffer) -> bool:
        """Whether a recipe of the station at which the buffer stands takes its item."""
        return any((station, buffer.item.name) in self.part_of for station in stations_of(buffer))

    def demanded(self, buffer: Buffer) -> bool:
        """Whether anything in the policy takes goods out of the buffer."""
        return buffer.serves_customers or buffer.name in self.sources or buffer.name in self.reported or self.feeds_station(buffer)

    def only_gives_parts(self, buffer: Buffer) -> bool:
        """Whether nobody takes out of a buffer but the jobs of its station."""
        asked = buffer.serves_customers or buffer.name in self.sources or buffer.name in self.reported
        return buffer.at_station is not None and not asked

    def others_with(self, buffer: Buffer) -> list[str]:
        """Up to three places that have the item of a buffer: stations that make it, other buffers that hold it."""
        item = buffer.item.name
        holding = [other.name for other in self.of_item[item][:4] if other.name != buffer.name]
        return [*self.makers.get(item, ()), *holding][:3]


def places_of(policy: Policy) -> Places:
    """Look at every declaration once."""
    buffers = policy.buffers.values()
    pulls = [(action.target, (trigger, action)) for trigger in policy.triggers for action in trigger.actions if action.verb == "pull"]
    recipes = [(station.name, recipe) for station in policy.stations.values() for recipe in station.recipes]
    sources = frozenset(source.source for buffer in buffers for source in buffer.sources)
    sources |= {other for buffer in buffers for other, _ in buffer.shortage.uses}
    return Places(
        policy=policy,
        of_item=_grouped((buffer.item.name, buffer) for buffer in buffers),
        makers=_grouped((recipe.product, station) for station, recipe in recipes),
        pulled=frozenset((source.source, buffer.item.name) for buffer in buffers for source in buffer.sources),
        sources=sources,
        asked_whole=frozenset(
            source.source
            for buffer in buffers
            for source in buffer.sources
            if travels_whole(policy.buffers.get(source.source), container=isinstance(buffer.rule, Cards))
        ),
        parts=parts_at_stations(policy),
        recipes={(station, recipe.product): recipe for station, recipe in recipes},
        part_of=frozenset((station, part) for station, recipe in recipes for part in recipe.parts),
        trigger_pulls=_grouped(pulls),
        reported=frozenset(_reported(policy)),
    )


def travels_whole(giver: Buffer | None, *, container: bool) -> bool:
    """Whether what is asked of a buffer waits until all of it is there: as `if short` says, else a container or bin does."""
    if giver is None or giver.if_short is None:
        return container
    return giver.if_short == "wait"


def _grouped(pairs: Iterable[tuple[str, _Value]]) -> dict[str, tuple[_Value, ...]]:
    groups: dict[str, list[_Value]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _reported(policy: Policy) -> set[str]:
    """Buffers that orders or consumption name, in scenarios, tests and triggers."""
    told = {EventKind.ORDER, EventKind.CONSUMPTION}
    events = [trigger.event for trigger in policy.triggers if trigger.event is not None]
    events += [step.event for test in policy.tests for step in test.steps]
    names = {event.of for event in events if event.kind in told}
    for scenario in policy.scenarios.values():
        for stream in scenario.orders:
            names.add(stream.buffer)
            names.update(order.buffer for order in stream.recorded)
    return names & policy.buffers.keys()

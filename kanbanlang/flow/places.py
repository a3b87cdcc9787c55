"""Which place asks which, takes from which, stands where: answers that the graph, the checks and the compiler share."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from kanbanlang.model.policy import Buffer, EventKind, From, Policy, Recipe, Trigger, TriggerAction


def parts_at_stations(policy: Policy) -> Mapping[tuple[str, str], tuple[Buffer, ...]]:
    """For a station and an item: the buffers at the station from which it takes that item as a part, in the order of the text.

    Where one buffer at the station refills another, the station takes from the one that is refilled.
    """
    standing: dict[tuple[str, str], list[Buffer]] = {}
    for buffer in policy.buffers.values():
        if buffer.at_station is not None:
            standing.setdefault((buffer.at_station, buffer.item.name), []).append(buffer)
    return {key: _furthest_downstream(buffers) for key, buffers in standing.items()}


def _furthest_downstream(buffers: list[Buffer]) -> tuple[Buffer, ...]:
    if len(buffers) == 1:
        return tuple(buffers)
    pulled_from = {source.source for buffer in buffers for source in buffer.sources}
    return tuple(buffer for buffer in buffers if buffer.name not in pulled_from) or tuple(buffers)


@frozen
class Places:
    """A policy seen from its places; made in one pass by `places_of`."""

    policy: Policy
    askers: Mapping[str, tuple[tuple[Buffer, From], ...]]  # source -> the buffers that say `from` it
    parts: Mapping[tuple[str, str], tuple[Buffer, ...]]  # station and item -> where the station takes it from
    recipes: Mapping[tuple[str, str], Recipe]  # station and product -> how it is made
    part_of: frozenset[tuple[str, str]]  # station and item that one of its recipes takes
    trigger_pulls: Mapping[str, tuple[tuple[Trigger, TriggerAction], ...]]  # buffer -> `pull Q to` it
    reported: frozenset[str]  # buffers of which orders or consumption are reported by name
    has_loops: bool  # loops fill and empty places in ways that no buffer says

    def feeds_station(self, buffer: Buffer) -> bool:
        """Whether a recipe of the station at which the buffer stands takes its item."""
        return buffer.at_station is not None and (buffer.at_station, buffer.item.name) in self.part_of

    def demanded(self, buffer: Buffer) -> bool:
        """Whether anything in the policy takes goods out of the buffer."""
        return buffer.serves_customers or buffer.name in self.askers or buffer.name in self.reported or self.feeds_station(buffer)


def places_of(policy: Policy) -> Places:
    """Look at every declaration once."""
    askers: dict[str, list[tuple[Buffer, From]]] = {}
    for buffer in policy.buffers.values():
        for source in buffer.sources:
            askers.setdefault(source.source, []).append((buffer, source))
    pulls: dict[str, list[tuple[Trigger, TriggerAction]]] = {}
    for trigger in policy.triggers:
        for action in trigger.actions:
            if action.verb == "pull":
                pulls.setdefault(action.target, []).append((trigger, action))
    known = policy.buffers.keys() | policy.suppliers.keys() | policy.stations.keys()
    recipes = [(station.name, recipe) for station in policy.stations.values() for recipe in station.recipes]
    return Places(
        policy=policy,
        askers={source: tuple(buffers) for source, buffers in askers.items()},
        parts=parts_at_stations(policy),
        recipes={(station, recipe.product): recipe for station, recipe in recipes},
        part_of=frozenset((station, part) for station, recipe in recipes for part in recipe.parts),
        trigger_pulls={name: tuple(actions) for name, actions in pulls.items()},
        reported=frozenset(_reported(policy)),
        has_loops=not askers.keys() <= known or any("loop" in one.what for one in policy.unexecuted),
    )


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

"""Priorities: which classes are told apart at each place, so that only those that occur get a queue of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from kanbanlang.model.policy import USUAL_PRIORITY, Buffer, EventKind, Policy

_ALL = frozenset(range(1, 10))


@frozen
class Classes:
    """The priorities of one policy, 1 first: of all who ask a buffer, and among them of the customers who order there."""

    served: Mapping[str, tuple[int, ...]]
    ordered: Mapping[str, tuple[int, ...]]


def classes_of(policy: Policy) -> Classes:
    """Look at every pull and every order that the policy speaks of.

    Customers without a priority of their own are of the usual one wherever they may come by themselves; where nobody says that they do,
    they are of the first class that there is, and cost no queue.
    """
    pulled: dict[str, set[int]] = {name: set() for name in policy.buffers}
    ordered: dict[str, set[int]] = {name: set() for name in policy.buffers}
    for buffer in policy.buffers.values():
        if buffer.serves_customers:
            ordered[buffer.name] |= _ALL if policy.runs_live and not buffer.in_sequence else {USUAL_PRIORITY}
        for source in buffer.sources:
            if source.source in pulled:
                pulled[source.source].add(buffer.priority)
                for other, _ in policy.buffers[source.source].shortage.uses:
                    pulled[other].add(buffer.priority)
    for name, priority in _orders(policy):
        ordered[name].add(priority)
    for name, classes in ordered.items():
        if not classes:
            classes.add(min(pulled[name], default=USUAL_PRIORITY))
    return Classes(
        {name: tuple(sorted(pulled[name] | classes)) for name, classes in ordered.items()},
        {name: tuple(sorted(classes)) for name, classes in ordered.items()},
    )


def class_for(priority: int, classes: Mapping[int, int]) -> int:
    """What is kept for a priority, of what is kept for the classes of a place: its own, else the next one behind, else the last."""
    found = [known for known in sorted(classes) if known >= priority]
    return classes[found[0] if found else max(classes)]


def serving(policy: Policy, name: str) -> list[Buffer]:
    """The buffers at which an order of this name (a buffer's or an item's) arrives."""
    named = policy.buffers.get(name)
    return [named] if named else [one for one in policy.buffers.values() if one.serves_customers and one.item.name == name]


def _orders(policy: Policy) -> Iterator[tuple[str, int]]:
    """The buffers that orders of scenarios and tests name, with the priority of each."""
    for scenario in policy.scenarios.values():
        for stream in scenario.orders:
            if stream.buffer in policy.buffers:
                yield stream.buffer, stream.priority
            yield from {(order.buffer, order.priority) for order in stream.recorded}
        events = (one.event for one in scenario.recorded)
        for name, priority in {(one.of, one.priority) for one in events if one is not None and one.kind is EventKind.ORDER}:
            yield from ((buffer.name, priority) for buffer in serving(policy, name)[:1])
    for test in policy.tests:
        for step in test.steps:
            if step.event.kind is EventKind.ORDER:
                for buffer in serving(policy, step.event.of)[:1]:
                    yield buffer.name, step.event.priority

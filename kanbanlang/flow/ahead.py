"""Orders that come before they are due: which buffers get any."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from kanbanlang.flow.builder import Builder, Draft, Word
from kanbanlang.flow.classes import serving
from kanbanlang.flow.program import BufferCounters, Row
from kanbanlang.model.policy import Buffer, Event, EventKind, Policy, Zones
from kanbanlang.model.schedule import Schedule
from kanbanlang.rules import later, refill, zones

_MIDNIGHT = Schedule(at=(0,))


def ordered_ahead(policy: Policy) -> frozenset[str]:
    """The buffers of which a policy says that orders for later come, or with zones that look at them: only these count them."""
    return frozenset(_said(policy))


def count_ahead(builder: Builder, buffer: Buffer, at: BufferCounters) -> BufferCounters:
    """The counters of a buffer with those of what is ordered ahead."""
    coming = builder.counter(f"coming({buffer.name})")
    return evolve(at, coming=coming, qualified=builder.counter(f"qualified({buffer.name})") if isinstance(buffer.rule, Zones) else 0)


def place_days(builder: Builder, policy: Policy, counters: dict[str, BufferCounters]) -> list[tuple[Schedule, Draft]]:
    """Where buffers with zones hear that a day begins."""
    found = []
    for name, at in counters.items():
        if at.qualified:
            buffer = policy.buffers[name]
            draft = builder.draft(Row(-1, zones.DAYS, f"{name} days", buffer.place, buffer=buffer))
            draft.words = {zones.TODAY: builder.counter(f"today({name})"), later.QUALIFIED_DEMAND: at.qualified}
            found.append((_MIDNIGHT, draft))
    return found


def zones_rule(rule: Zones, at: BufferCounters) -> tuple[int, dict[int, Word]]:
    """The kind of a rule of zones and its own columns; where nobody orders ahead its net flow is its position."""
    top = rule.red + rule.yellow
    own: dict[int, Word] = {refill.LOW: top - 1, refill.TARGET: top + rule.green, later.QUALIFIED_DEMAND: at.qualified}
    return (zones.ZONES if at.qualified else refill.UP_TO), own


def _said(policy: Policy) -> Iterator[str]:
    if policy.runs_live:
        yield from (name for name, buffer in policy.buffers.items() if buffer.serves_customers and not buffer.in_sequence)
    for scenario in policy.scenarios.values():
        for stream in scenario.orders:
            if stream.due_after is not None:
                yield stream.buffer
            yield from {order.buffer for order in stream.recorded if order.due is not None}
        yield from _named(policy, (one.event for one in scenario.recorded if one.event is not None))
    for name, buffer in policy.buffers.items():
        if isinstance(buffer.rule, Zones) and buffer.sources and buffer.serves_customers:
            yield name
    for test in policy.tests:
        yield from _named(policy, (step.event for step in test.steps))


def _named(policy: Policy, events: Iterator[Event]) -> Iterator[str]:
    for name in {one.of for one in events if one.kind is EventKind.ORDER and "due" in one.modifiers}:
        yield from (buffer.name for buffer in serving(policy, name)[:1])

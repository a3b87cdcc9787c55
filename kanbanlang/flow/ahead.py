"""Orders that come before they are due: which buffers get any."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.flow.classes import serving
from kanbanlang.model.policy import Event, EventKind, Policy


def ordered_ahead(policy: Policy) -> frozenset[str]:
    """The buffers of which a policy says that orders for later come: only these keep an account of them."""
    return frozenset(_said(policy))


def _said(policy: Policy) -> Iterator[str]:
    for scenario in policy.scenarios.values():
        for stream in scenario.orders:
            if stream.due_after is not None:
                yield stream.buffer
            yield from {order.buffer for order in stream.recorded if order.due is not None}
        yield from _named(policy, (one.event for one in scenario.recorded if one.event is not None))
    for test in policy.tests:
        yield from _named(policy, (step.event for step in test.steps))


def _named(policy: Policy, events: Iterator[Event]) -> Iterator[str]:
    for name in {one.of for one in events if one.kind is EventKind.ORDER and "due" in one.modifiers}:
        yield from (buffer.name for buffer in serving(policy, name)[:1])

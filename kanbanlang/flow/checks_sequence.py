"""Whether all who ask a buffer that is served in sequence can have a number there."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.diagnostics import Diagnostic, Related, diagnose
from kanbanlang.flow.classes import classes_of, serving
from kanbanlang.flow.places import Places, stations_of
from kanbanlang.model.policy import USUAL_PRIORITY, Buffer, EventKind


def check_sequence(places: Places) -> Iterator[Diagnostic]:
    """KB335 and KB336."""
    yield from _numbers(places)
    buffers = [one for one in places.policy.buffers.values() if one.in_sequence]
    if not buffers:
        return
    classes = classes_of(places.policy).ordered
    for buffer in buffers:
        yield from _askers(places, buffer)
        if any(priority != USUAL_PRIORITY for priority in classes[buffer.name]):
            yield diagnose(
                "KB335",
                buffer.place,
                f"orders of `{buffer.name}` are served in sequence, and some come with a priority",
                "leave the `priority` out: the number decides",
            )


def _numbers(places: Places) -> Iterator[Diagnostic]:
    """Numbers of orders where nobody looks at them."""
    for test in places.policy.tests:
        for event in (step.event for step in test.steps):
            if event.kind is not EventKind.ORDER or "number" not in event.modifiers:
                continue
            at = serving(places.policy, event.of)[:1]
            if at and not at[0].in_sequence:
                yield diagnose(
                    "KB336",
                    event.place,
                    f"`{at[0].name}` is not served in sequence, so the number of an order says nothing",
                    f"leave the number out, or add `in sequence` to `{at[0].name}`",
                    (Related(at[0].place, f"`{at[0].name}` is declared here"),),
                )


def _askers(places: Places, buffer: Buffer) -> Iterator[Diagnostic]:
    for other in places.policy.buffers.values():
        for source in other.sources:
            if source.source == buffer.name:
                yield diagnose(
                    "KB335",
                    source.place,
                    f"`{other.name}` pulls from `{buffer.name}`, which is served in sequence: only orders have a number",
                    f"let the orders arrive at `{buffer.name}`, or leave `in sequence` out there",
                    (Related(buffer.place, f"`{buffer.name}` is declared here"),),
                )
        if any(name == buffer.name for name, _ in other.shortage.uses):
            yield diagnose(
                "KB335",
                other.place,
                f"who is short at `{other.name}` uses `{buffer.name}`, which is served in sequence: only orders have a number there",
                f"let another buffer help, or leave `in sequence` out of `{buffer.name}`",
                (Related(buffer.place, f"`{buffer.name}` is declared here"),),
            )
    for station in stations_of(buffer):
        if (station, buffer.item.name) in places.part_of:
            yield diagnose(
                "KB335",
                buffer.place,
                f"the jobs of `{station}` take parts out of `{buffer.name}`, which is served in sequence: only orders have a number",
                f"leave `in sequence` out, and let the orders of what `{station}` makes go in sequence",
            )

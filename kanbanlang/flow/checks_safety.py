"""Whether safety stock is where it can help."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.diagnostics import Diagnostic, Related, diagnose
from kanbanlang.flow.places import Places
from kanbanlang.model.policy import RELEASE_SAFETY, Unlimited


def check_safety(places: Places) -> Iterator[Diagnostic]:
    """KB340 and KB341."""
    buffers = places.policy.buffers
    for buffer in buffers.values():
        if buffer.safety and isinstance(buffer.rule, Unlimited):
            yield diagnose(
                "KB340", buffer.place, f"`{buffer.name}` never runs out, so its safety stock is never needed", "leave `safety` out"
            )
        if buffer.shortage.releases is not None and not buffer.safety:
            yield diagnose(
                "KB341",
                buffer.place,
                f"`if short release safety` of `{buffer.name}` has nothing to release: it has no safety stock",
                "add `safety 40 pcs against ...`, or leave the step out",
            )
    for trigger in places.policy.triggers:
        for action in trigger.actions:
            released = buffers.get(action.target) if action.verb == RELEASE_SAFETY else None
            if released is not None and not released.safety:
                yield diagnose(
                    "KB341",
                    action.place,
                    f"`{released.name}` has no safety stock to release",
                    f"add `safety 40 {released.item.unit.name}` to it",
                    (Related(released.place, f"`{released.name}` is declared here"),),
                )

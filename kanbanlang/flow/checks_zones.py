"""Whether spikes are said of zones, and of whole days."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.diagnostics import Diagnostic, diagnose
from kanbanlang.flow.places import Places
from kanbanlang.model.policy import Zones
from kanbanlang.model.values import DAY


def check_zones(places: Places) -> Iterator[Diagnostic]:
    """KB337 and KB338."""
    for buffer in places.policy.buffers.values():
        spikes = buffer.spikes
        if spikes is None:
            continue
        if not isinstance(buffer.rule, Zones):
            yield diagnose(
                "KB337",
                spikes.place,
                f"`{buffer.name}` has no zones that would look at spikes",
                "leave the spikes out, or refill by `zones red ... yellow ... green ...`",
            )
        elif spikes.within % DAY:
            yield diagnose(
                "KB338",
                spikes.place,
                "the window is not a number of whole days, and coming demand is summed by day",
                "write `within 8 d`",
            )

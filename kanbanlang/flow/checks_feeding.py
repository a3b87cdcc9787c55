"""Whether a buffer that feeds stations together can."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.diagnostics import Diagnostic, Related, diagnose
from kanbanlang.flow.places import Places
from kanbanlang.flow.wording import listed


def check_feeding(places: Places) -> Iterator[Diagnostic]:
    """KB325."""
    for buffer in places.policy.buffers.values():
        idle = [station for station in buffer.feeds if (station, buffer.item.name) not in places.part_of]
        if idle:
            station = places.policy.stations[idle[0]]
            yield diagnose(
                "KB325",
                buffer.place,
                f"`{buffer.name}` feeds {listed(list(buffer.feeds), 'and')} together, but `{station.name}` takes no `{buffer.item.name}`, "
                "so nothing would ever be picked for any of them",
                f"add `{buffer.item.name}` to what `{station.name}` makes, or leave the station out",
                (Related(station.place, f"`{station.name}` is declared here"),),
            )
        elif len(buffer.feeds) == 1:
            yield diagnose(
                "KB325",
                buffer.place,
                f"`{buffer.name}` feeds `{buffer.feeds[0]}` together with nobody",
                f"name two stations or more, or let the buffer stand `at {buffer.feeds[0]}`",
            )

"""Whether the buffers that `if short use` names can help."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.diagnostics import Diagnostic, Related, diagnose
from kanbanlang.flow.places import Places
from kanbanlang.flow.wording import listed
from kanbanlang.model.policy import Buffer


def check_lending(places: Places) -> Iterator[Diagnostic]:
    """KB342 and KB343."""
    buffers = places.policy.buffers
    for buffer in buffers.values():
        for name, _ in buffer.shortage.uses:
            if name not in buffers:
                continue
            other = buffers[name]
            if other.item.unit != buffer.item.unit:
                units = f"`{name}` counts in {other.item.unit.name}, `{buffer.name}` in {buffer.item.unit.name}"
                yield _cannot(buffer, other, f"{units}: one cannot stand for the other", "use a buffer that counts in the same unit")
        if buffer.shortage.uses and places.only_gives_parts(buffer):
            yield diagnose(
                "KB343",
                buffer.place,
                f"nobody but jobs takes from `{buffer.name}`, and a job takes its parts from where it says",
                "say `if short use` of the buffer that fills it",
            )
    seen: set[str] = set()
    for buffer in buffers.values():
        circle = _circle(places, buffer)
        if circle and seen.isdisjoint(circle):
            seen.update(circle)
            yield diagnose(
                "KB342",
                buffer.place,
                f"{listed(circle, 'and')} would use each other" if len(circle) > 1 else f"`{buffer.name}` would use itself",
                "help goes one way only: leave one `use` out",
                tuple(Related(buffers[name].place, f"`{name}` is in the circle") for name in circle if name != buffer.name),
            )


def _cannot(buffer: Buffer, other: Buffer, message: str, help_: str) -> Diagnostic:
    return diagnose("KB343", buffer.place, message, help_, (Related(other.place, f"`{other.name}` is declared here"),))


def _circle(places: Places, buffer: Buffer) -> list[str]:
    """The names on the shortest way from a buffer along its `use` back to itself, itself first; none where there is no such way."""
    buffers = places.policy.buffers
    ways, known = [[buffer.name]], {buffer.name}
    while ways:
        way = ways.pop(0)
        for name, _ in buffers[way[-1]].shortage.uses:
            if name == buffer.name:
                return way
            if name in buffers and name not in known:
                known.add(name)
                ways.append([*way, name])
    return []

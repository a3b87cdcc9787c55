"""Which buffer does what: questions that the graph, the checks and the compiler ask alike, each answered in one pass."""

from __future__ import annotations

from collections.abc import Mapping

from kanbanlang.model.policy import Buffer, Policy


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

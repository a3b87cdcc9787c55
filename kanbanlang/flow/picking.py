"""In which time goods are taken out of a buffer: as it says, else as its store needs."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.flow.places import parts_at_stations
from kanbanlang.flow.program import Program, Row
from kanbanlang.flow.wording import takes_time
from kanbanlang.model.policy import Buffer, Policy
from kanbanlang.model.values import Delay


def picking_time(policy: Policy, buffer: Buffer) -> Delay | None:
    """How long it takes to take one pull out; None where it takes no time."""
    store = policy.stores.get(buffer.in_store or "")
    time = buffer.picking_time or (store.retrieval_time if store is not None else None)
    return time if time is not None and takes_time(time) else None


def picked_parts(program: Program, row: Row, q: int) -> Iterator[tuple[Buffer, int]]:
    """The buffers whose parts take time to pick for a job of `q` at a KIT row, each with the steps that are taken."""
    policy = program.policy
    assert row.station is not None and row.buffer is not None  # noqa: PT018, S101 - a job is made at a station for a buffer
    giving = parts_at_stations(policy)
    for recipe in policy.stations[row.station].recipes:
        for part, steps in recipe.parts.items() if recipe.product == row.buffer.item.name else ():
            giver = giving[row.station, part][0]
            if row.station not in giver.feeds and picking_time(policy, giver) is not None:
                yield giver, -(-q * steps // recipe.per)

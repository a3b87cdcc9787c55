"""In which time goods are taken out of a buffer: as it says, else as its store needs."""

from __future__ import annotations

from kanbanlang.flow.wording import takes_time
from kanbanlang.model.policy import Buffer, Policy
from kanbanlang.model.values import Delay


def picking_time(policy: Policy, buffer: Buffer) -> Delay | None:
    """How long it takes to take one pull out; None where it takes no time."""
    store = policy.stores.get(buffer.in_store or "")
    time = buffer.picking_time or (store.retrieval_time if store is not None else None)
    return time if time is not None and takes_time(time) else None

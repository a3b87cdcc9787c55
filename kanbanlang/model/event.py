"""What can happen, as event sentences of tests, triggers and recordings say it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import frozen

from kanbanlang.diagnostics import Span
from kanbanlang.model.plant import place_of

USUAL_PRIORITY = 5
"""The class of whoever says nothing else: 1 is served first, 9 last."""


class EventKind(Enum):
    """What can happen, as event sentences name it."""

    ORDER = "order"
    RELEASE = "release"
    CONSUMPTION = "consumption"
    COMPLETION = "completion"
    SCAN = "scan"
    PICK = "pick"
    RECEIPT = "receipt"
    REJECTION = "rejection"
    COUNT = "count"
    CANCELLATION = "cancellation"
    REISSUE = "reissue"
    DOWN = "down"
    UP = "up"


@frozen
class Event:
    """An event sentence: `consumption of 20 pcs of line_gears by picker as "k1"`.

    `of` is a buffer, item, station or supplier; `quantity` in steps or None (all that is open); `modifiers` holds what else was said,
    keyed by its word (`by from at tray card number lot due as priority`), values as int or str.
    """

    kind: EventKind
    of: str
    item: str | None
    quantity: int | None
    key: str | None
    modifiers: Mapping[str, int | str]
    place: Span = place_of()

    @property
    def lot(self) -> str | None:
        """The lot that comes, or out of which pieces are taken; None where none is named."""
        lot = self.modifiers.get("lot")
        return None if lot is None else str(lot)

    @property
    def priority(self) -> int:
        """The class in which an order is served."""
        return int(self.modifiers.get("priority", USUAL_PRIORITY))

    @property
    def due(self) -> int | None:
        """The instant at which an order is due; None: at once."""
        due = self.modifiers.get("due")
        return None if due is None else int(due)

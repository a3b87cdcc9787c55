"""Which kind a position rule is where it looks at its reviews alone, or may rest after a cancellation."""

from __future__ import annotations

from kanbanlang.rules import as_needed, cancel, refill, review, zones

RESTED = {
    refill.UP_TO: cancel.RESTED_UP_TO,
    refill.LOT: cancel.RESTED_LOT,
    zones.ZONES: zones.RESTED_ZONES,
    as_needed.NEEDED: cancel.RESTED_NEEDED,
}
"""What a position rule is that may rest after a cancellation."""
REVIEWED = {refill.UP_TO: review.REVIEWED_UP_TO, refill.LOT: review.REVIEWED_LOT, zones.ZONES: zones.REVIEWED_ZONES}
"""What a position rule is when it looks at its reviews alone."""

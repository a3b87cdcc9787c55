"""What "full" means for a buffer."""

from __future__ import annotations

from kanbanlang.model.policy import AsNeeded, Buffer, Cards, InLoop, Keep, ReorderLot, ReorderUpTo, Unlimited, Zones


def full_stock(buffer: Buffer) -> int:
    """What "full" means for a buffer, in steps: all cards full; S; R + Q; else its limit, else nothing."""
    match buffer.rule:
        case Cards(cards=cards, quantity=quantity):
            return cards * quantity
        case Keep(level=level):
            return level
        case ReorderLot(at=at, lot=lot):
            return at + lot
        case ReorderUpTo(up_to=up_to):
            return up_to
        case Zones(red=red, yellow=yellow, green=green):
            return red + yellow + green
        case AsNeeded() | InLoop() | Unlimited():
            return 0
        case None:
            return buffer.limit or 0

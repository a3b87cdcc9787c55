"""Customers who do not wait, or not for long: how many pieces they would have had. `lost` counts steps by buffer, while measuring."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kanbanlang.dryrun.agenda import Follow
from kanbanlang.model.policy import Buffer
from kanbanlang.rules import memory as m

if TYPE_CHECKING:
    from kanbanlang.dryrun.world import World


def goes_at_once(world: World, lost: dict[str, int], buffer: Buffer) -> Callable[[int, int, int, int], None]:
    """What follows when a customer goes with what there was."""
    begins, miss = world.begins, world.buffers[buffer.name].miss

    def answer(now: int, quantity: int, _slot: int, _number: int) -> None:
        miss(quantity)
        if now >= begins:
            lost[buffer.name] += quantity

    return answer


def goes_later(world: World, lost: dict[str, int], buffer: Buffer) -> Follow:
    """What happens when a customer has waited long enough, just before the policy hears of it."""
    begins, s = world.begins, world.state.s

    def goes(now: int, slot: int, _quantity: int, number: int) -> None:
        if now >= begins and s[slot + m.NUMBER] == number and s[slot + m.STATE] == m.WAITING:
            lost[buffer.name] += s[slot + m.ASKED] - s[slot + m.GOT]

    return goes

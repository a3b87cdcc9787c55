"""What will happen: every input that the world is going to send, in the one order that the language gives them.

At one instant arrivals and confirmations come first, then completions, counts, what goes down or up, orders and at last the clock; within
a class, what was put on the agenda first. No two keys are equal, so any correct heap gives the same run.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappush
from itertools import count

from kanbanlang.dryrun.gauges import Record
from kanbanlang.model.clockwork import NEVER

ARRIVALS, COMPLETIONS, COUNTS, STANDING, ORDERS, CLOCK, DEPARTURES = range(7)
"""The class of an input within one instant; trains leave when everything of their instant is ready."""

NO_INPUT = 0
"""In place of an input kind: something that only the world knows of, such as a machine that is free again."""

Follow = Callable[[int, int, int, int], None]
"""What the world does when an event happens, before the policy hears of it: called with instant, place, quantity and number."""

Event = tuple[int, int, int, int, int, int, Follow | None, tuple[Record, ...], str | None]
"""(instant * 8 + class, arrival number, input kind, place, quantity, number of the pull, follow, gauges it moves, key)."""


class Agenda:
    """A heap of events. Drivers in a hurry read `heap` themselves."""

    __slots__ = ("heap", "next_number")

    def __init__(self) -> None:
        self.heap: list[Event] = []
        self.next_number = count().__next__
        self.put(NEVER, CLOCK, NO_INPUT)  # so that the heap never runs out

    def put(  # noqa: PLR0913, PLR0917 - an event has so many parts, and by position it is twice as fast
        self,
        instant: int,
        turn: int,
        kind: int,
        place: int = 0,
        quantity: int = 0,
        number: int = 0,
        follow: Follow | None = None,
        moves: tuple[Record, ...] = (),
        key: str | None = None,
    ) -> None:
        """Something will happen at an instant; `turn` is its class, `moves` are the gauges to look at then."""
        heappush(self.heap, (instant << 3 | turn, self.next_number(), int(kind), place, quantity, number, follow, moves, key))

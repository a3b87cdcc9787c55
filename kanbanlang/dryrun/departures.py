"""Milk runs: pulls that are ready wait for the next departure of their route with room, by priority, then in the order of their signals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import heappop, heappush, heapreplace

from attrs import define, field

from kanbanlang.dryrun.agenda import ARRIVALS, DEPARTURES, NO_INPUT, Agenda
from kanbanlang.dryrun.clocks import Outages
from kanbanlang.dryrun.machines import Later
from kanbanlang.dryrun.setting import Setting
from kanbanlang.model.clockwork import NEVER, occurrences
from kanbanlang.model.policy import Buffer, Terms

Load = Callable[[int], int]
"""From a quantity in steps to the room that it takes."""

_Waiting = tuple[int, int, int, int, int, Later]
"""The priority of the pull, its number, the room that it still needs, its slot, its quantity, and what follows when it leaves."""


@define(eq=False)
class Departures:
    """The departures of one route. A train takes what waits by priority, then in the order of the signals.

    What fits does not overtake what does not. What is more than one train carries takes all of the room of as many as it needs, and leaves
    with the last. A departure that falls into a time in which the route is down does not take place. Without a schedule things leave as
    soon as they are ready and the route is up. What is ready at the very instant of a departure leaves with it.
    """

    agenda: Agenda
    schedule: Iterator[int] | None
    room: int | None
    outages: Outages | None
    waiting: list[_Waiting] = field(factory=list)
    next_instant: int = -1
    expected: bool = False

    def boarding(self, load: Load, priority: int, leaves: Later) -> Later:
        """What sends a pull on its way: called with the instant at which it is ready, with `leaves` for when it goes."""

        def ready(now: int, slot: int, quantity: int, number: int) -> None:
            heappush(self.waiting, (priority, number, load(quantity), slot, quantity, leaves))
            self._expect(now)

        def board(instant: int, slot: int, quantity: int, number: int) -> None:
            self.agenda.put(instant, ARRIVALS, NO_INPUT, slot, quantity, number, ready)

        return board

    def _expect(self, now: int) -> None:
        """See to it that there is a next departure."""
        if self.expected:
            return
        instant = self._first_from(now)
        if instant < NEVER:
            self.expected = True
            self.agenda.put(instant, DEPARTURES, NO_INPUT, follow=self._depart)

    def _first_from(self, now: int) -> int:
        """The first departure not before an instant."""
        while True:
            now = self._up_at(now)
            if self.schedule is None or now >= NEVER:
                return now
            while self.next_instant < now:
                self.next_instant = next(self.schedule, NEVER)
            if self.next_instant >= NEVER or self._up_at(self.next_instant) == self.next_instant:
                return self.next_instant
            now = self.next_instant

    def _up_at(self, instant: int) -> int:
        return instant if self.outages is None else self.outages.up_at(instant)

    def _depart(self, now: int, _place: int, _quantity: int, _number: int) -> None:
        """The train goes with what it has room for."""
        self.expected = False
        room = self.room
        leaving: list[_Waiting] = []
        while self.waiting:
            priority, number, load, slot, quantity, leaves = self.waiting[0]
            if room is not None and load > room:
                if not leaving and load > (self.room or 0):
                    heapreplace(self.waiting, (priority, number, load - room, slot, quantity, leaves))
                break
            leaving.append(heappop(self.waiting))
            room = None if room is None else room - load
        if self.waiting:
            self._expect(now + 1)
        for _, number, _, slot, quantity, leaves in leaving:
            leaves(now, slot, quantity, number)


def departures_of(setting: Setting, agenda: Agenda, terms: Terms, outages: Outages | None) -> Departures | None:
    """The departures that a pull on some terms waits for; None where it leaves as soon as it is ready."""
    if terms.departs is None and outages is None:
        return None
    schedule = None
    if terms.departs is not None:
        schedule = occurrences(terms.departs, setting.zone, setting.scenario.starts, setting.times.of(terms.departs_during))
    return Departures(agenda, schedule, terms.carries_packs if terms.carries is None else terms.carries, outages)


def load_of(buffer: Buffer, terms: Terms) -> Load:
    """How much room what a buffer pulls takes: in packs where runs carry packs, a part of one counting as one."""
    pack = buffer.item.pack
    if terms.carries_packs is None or pack is None:
        return lambda quantity: quantity
    return lambda quantity: -(-quantity // pack)

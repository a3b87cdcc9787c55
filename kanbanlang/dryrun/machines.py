"""Machines of a station and openings of a store: so many jobs at once, the others wait in the order of their signals."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from itertools import repeat

from kanbanlang.dryrun.agenda import Agenda, Follow
from kanbanlang.dryrun.clocks import Hours
from kanbanlang.dryrun.draws import Drawn

Begin = Callable[[int, int, int, int, int], None]
"""Begin a job: called with the instant, the machine, and the job's quantity, slot and number."""

WorkOf = Callable[[int], int]
"""From a quantity in steps to the work that it takes."""

Finished = Callable[[int, int, int, int, Follow], None]
"""Put on the agenda what happens at the end of a job: called with the end, slot, quantity, number and what frees the machine."""


class Machines:
    """`count` alike machines. `busy` is the working time spent and `done` the steps finished while measuring (from `begins` to `ends`)."""

    def __init__(self, name: str, count: int, hours: Hours, begins: int, ends: int) -> None:
        self.name = name
        self.count = count
        self.hours = hours
        self.begins, self.ends = begins, ends
        self.busy = self.done = self.jobs = 0
        self._idle = list(range(count))[::-1]
        self._set_for: list[str | None] = [None] * count
        self._waiting: list[tuple[int, Begin, int, int]] = []
        self._freed: tuple[Follow, ...] = tuple(self._free(machine) for machine in range(count))

    def _free(self, machine: int) -> Follow:
        idle, waiting = self._idle, self._waiting

        def freed(now: int, _place: int, _quantity: int, _number: int) -> None:
            if waiting:
                number, begin, quantity, slot = heappop(waiting)
                begin(now, machine, quantity, slot, number)
            else:
                idle.append(machine)

        return freed

    def answer(self, product: str, work_of: WorkOf, setup: Drawn | None, finished: Finished) -> Callable[[int, int, int, int], None]:
        """What answers a job: it begins on an idle machine, if it can one that is set up for the product, or waits for its turn."""
        idle, waiting, freed, hours, set_for = self._idle, self._waiting, self._freed, self.hours, self._set_for
        always, begins, ends = hours.always, self.begins, self.ends

        def begin(now: int, machine: int, quantity: int, slot: int, number: int) -> None:
            duration = work_of(quantity)
            if setup is not None and set_for[machine] != product:
                set_for[machine] = product
                duration += setup()
            end = now + duration if always else hours.finish(now, duration)
            if now >= begins and end < ends:
                self.busy += duration
                self.done += quantity
                self.jobs += 1
            else:
                self.busy += hours.between(max(now, begins), min(end, ends))
                if begins <= end < ends:
                    self.done += quantity
                    self.jobs += 1
            finished(end, slot, quantity, number, freed[machine])

        def answer(now: int, quantity: int, slot: int, number: int) -> None:
            if not idle:
                heappush(waiting, (number, begin, quantity, slot))
                return
            machine = idle.pop()
            if setup is not None and set_for[machine] != product:
                fitting = next((other for other in idle if set_for[other] == product), None)
                if fitting is not None:
                    idle.remove(fitting)
                    idle.append(machine)
                    machine = fitting
            begin(now, machine, quantity, slot, number)

        return answer


def work_by_piece(cycle: Drawn, certain: int | None, steps_of_one: int) -> WorkOf:
    """The work for a quantity: the time of each whole piece drawn by itself; of a part of a piece, that part of its time."""
    if certain is not None:
        return lambda quantity: quantity * certain // steps_of_one
    if steps_of_one == 1:
        return lambda quantity: cycle() if quantity == 1 else sum(cycle() for _ in repeat(None, quantity))

    def work_of(quantity: int) -> int:
        whole, part = divmod(quantity, steps_of_one)
        return sum(cycle() for _ in range(whole)) + (cycle() * part // steps_of_one if part else 0)

    return work_of


def one_pick(retrieval: Drawn) -> WorkOf:
    """A pick takes one retrieval, whatever is picked."""
    return lambda _quantity: retrieval()


def put_completion(agenda: Agenda, turn: int, kind: int, gauges: object) -> Finished:
    """At the end of a job the machine is free and the policy hears of it."""
    heap, number_of = agenda.heap, agenda.next_number

    def finished(end: int, slot: int, quantity: int, number: int, freed: Follow) -> None:
        heappush(heap, (end << 3 | turn, number_of(), kind, slot, quantity, number, freed, gauges, None))

    return finished

"""Machines of a station and openings of a store: so many jobs at once, the others wait by priority, then in the order of their signals."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from heapq import heappop, heappush
from itertools import repeat

from attrs import frozen

from kanbanlang.dryrun.agenda import Agenda, Follow
from kanbanlang.dryrun.clocks import Hours
from kanbanlang.dryrun.draws import Drawn
from kanbanlang.dryrun.gauges import Record
from kanbanlang.dryrun.reworks import Bench, Enter, Rework

Begin = Callable[[int, int, int, int, int, int], None]
"""Begin a job: called with the instant, the machine, and the job's quantity, slot, number and instant of release."""

WorkOf = Callable[[int], int]
"""From a quantity in steps to the work that it takes."""

Later = Callable[[int, int, int, int], None]
"""Called at the end of a job, with the instant, its slot, quantity and number, where the policy hears of it only later."""


@frozen
class Ending:
    """What happens at the end of a job: the machine is free, and the policy hears an input of this kind and class; or `later` sees to that.

    `moves` are the gauges to look at then, and `rework` is what of the job is to be done again.
    """

    kind: int
    turn: int
    moves: tuple[Record, ...]
    later: Later | None = None
    rework: Rework | None = None


@frozen
class Worked:
    """What machines did while measuring.

    `busy` is the working time spent, `done` and `jobs` the steps and jobs finished, `flow_area` the steps of each job times the
    microseconds from its release to its end.
    """

    busy: int = 0
    jobs: int = 0
    done: int = 0
    flow_area: int = 0

    def and_also(self, other: Worked) -> Worked:
        """Both together."""
        return Worked(self.busy + other.busy, self.jobs + other.jobs, self.done + other.done, self.flow_area + other.flow_area)


class Machines:
    """`count` alike machines, measured from `begins` to `ends`."""

    def __init__(self, count: int, hours: Hours, agenda: Agenda, begins: int, ends: int) -> None:
        self.count = count
        self.begins, self.ends = begins, ends
        self._hours = hours
        self._agenda = agenda
        self._idle = list(range(count))[::-1]
        self._set_for: list[str | None] = [None] * count
        self._waiting: list[tuple[int, int, int, Begin, int, int, int]] = []
        self._freed: tuple[Follow, ...] = tuple(self._free(machine) for machine in range(count))
        self._worked: list[Callable[[], Worked]] = []
        self._bench = Bench(hours, agenda)

    def worked(self) -> Worked:
        """What was done for all products together; what waits at the end has waited until then."""
        there = [*self._bench.there.values(), *((quantity, released) for *_, quantity, _, released in self._waiting)]
        waiting = sum(quantity * (self.ends - max(released, self.begins)) for quantity, released in there)
        return reduce(Worked.and_also, (worked() for worked in self._worked), Worked(flow_area=waiting))

    def _free(self, machine: int) -> Follow:
        idle, waiting = self._idle, self._waiting

        def freed(now: int, _place: int, _quantity: int, _number: int) -> None:
            if waiting:
                _, number, _, begin, quantity, slot, released = heappop(waiting)
                begin(now, machine, quantity, slot, number, released)
            else:
                idle.append(machine)

        return freed

    def answer(
        self, product: str, work_of: WorkOf, setup: Drawn | None, ending: Ending, priority: int
    ) -> Callable[[int, int, int, int], None]:
        """What answers a job: it begins on an idle machine, if it can one that is set up for the product, or waits for its turn."""
        idle, waiting, set_for, next_number = self._idle, self._waiting, self._set_for, self._agenda.next_number

        def enter(now: int, quantity: int, slot: int, number: int, released: int) -> None:
            if not idle:
                heappush(waiting, (priority, number, next_number(), begin, quantity, slot, released))
                return
            machine = idle.pop()
            if setup is not None and set_for[machine] != product:
                fitting = next((other for other in idle if set_for[other] == product), None)
                if fitting is not None:
                    idle.remove(fitting)
                    idle.append(machine)
                    machine = fitting
            begin(now, machine, quantity, slot, number, released)

        begin = self._beginning(product, work_of, setup, ending, enter)
        return lambda now, quantity, slot, number: enter(now, quantity, slot, number, now)

    def _beginning(self, product: str, work_of: WorkOf, setup: Drawn | None, ending: Ending, enter: Enter) -> Begin:
        """What begins a job on a machine and puts its end on the agenda; what of it is to be done again enters the queue once more."""
        hours, freed, set_for, begins, ends = self._hours, self._freed, self._set_for, self.begins, self.ends
        heap, number_of, always = self._agenda.heap, self._agenda.next_number, hours.always
        kind, turn, moves, later, rework, bench = ending.kind, ending.turn, ending.moves, ending.later, ending.rework, self._bench
        busy = jobs = done = flow_area = 0

        def begin(now: int, machine: int, quantity: int, slot: int, number: int, released: int) -> None:
            nonlocal busy, jobs, done, flow_area
            duration = work_of(quantity)
            if setup is not None and set_for[machine] != product:
                set_for[machine] = product
                duration += setup()
            end = now + duration if always else hours.finish(now, duration)
            again = 0 if rework is None else rework.pieces(quantity)
            if again and rework is not None:
                bench.takes(end, rework, again, (slot, number, released), enter)
                quantity -= again * rework.steps_of_one
            if released >= begins and end < ends:
                busy += duration
                jobs += again == 0
                done += quantity
                flow_area += quantity * (end - released)
            else:  # only a part of it, or nothing, lies in the measured time
                busy += hours.between(max(now, begins), min(end, ends))
                flow_area += quantity * max(0, min(end, ends) - max(released, begins))
                if begins <= end < ends:
                    jobs += again == 0
                    done += quantity
            follow = freed[machine]
            if not quantity:
                heappush(heap, (end << 3 | turn, number_of(), 0, 0, 0, 0, follow, (), None))
            elif later is None:
                heappush(heap, (end << 3 | turn, number_of(), kind, slot, quantity, number, follow, moves, None))
            else:
                heappush(heap, (end << 3 | turn, number_of(), 0, 0, 0, 0, follow, (), None))
                later(end, slot, quantity, number)

        self._worked.append(lambda: Worked(busy, jobs, done, flow_area))
        return begin


def work_by_piece(cycle: Drawn, certain: int | None, steps_of_one: int) -> WorkOf:
    """The work for a quantity: the time of each whole piece drawn by itself; of a part of a piece, that part of its time."""
    if certain is not None:
        return lambda quantity: quantity * certain // steps_of_one

    def of_pieces(quantity: int) -> int:
        return cycle() if quantity == 1 else sum([cycle() for _ in repeat(None, quantity)])

    def of_steps(quantity: int) -> int:
        whole, part = divmod(quantity, steps_of_one)
        return of_pieces(whole) + (cycle() * part // steps_of_one if part else 0)

    return of_pieces if steps_of_one == 1 else of_steps


def one_pick(retrieval: Drawn) -> WorkOf:
    """A pick takes one retrieval, whatever is picked."""
    return lambda _quantity: retrieval()

"""What a backend reports of a job, as the inputs that it means for the policy.

A report is of something that has happened, so nothing of it is lost: what its pull does not take (because it was counted away, cancelled
or closed meanwhile, or because more was done than asked) is taken out of where it was and found where it is now, as if people had done so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from kanbanlang.backends.contract import MAKE, MOVE, PURCHASE, RETRIEVE, Job, Move, Result
from kanbanlang.dryrun.course import Course
from kanbanlang.engine import Located
from kanbanlang.flow import Program
from kanbanlang.live.journal import Work
from kanbanlang.live.outbox import Reported, job_of
from kanbanlang.model.policy import Policy
from kanbanlang.rules import REFILL, InputKind
from kanbanlang.rules import memory as m

_INPUTS = {RETRIEVE: InputKind.PICK, MOVE: InputKind.PICK, PURCHASE: InputKind.RECEIPT, MAKE: InputKind.COMPLETION}
_STATES = {
    InputKind.PICK: (m.PICKING, m.MOVED),
    InputKind.RECEIPT: (m.ORDERED, m.OVERDUE, m.MOVING),
    InputKind.COMPLETION: (m.WORKING,),
}
"""In which states of a pull such an input can be for it."""
_UNASKED = {InputKind.RECEIPT: InputKind.OVER, InputKind.COMPLETION: InputKind.UNASKED}

Part = Callable[[Course], tuple[Located, Reported | None] | None]
"""One input of a report, made when its turn has come, with what its backend has booked of it; None where there is nothing to say."""


@frozen
class Booked:
    """What is to be taken in (nothing: only noted), and how far the job is now, in steps."""

    parts: tuple[Part, ...]
    state: str
    executed: int
    said: str | None = None
    lot: str | None = None


def booked(policy: Policy, work: Work, result: Result, *, last: bool = True) -> Booked | str:
    """The meaning of a report, or a sentence on why it has none. `last`: no other job of its pull is open."""
    job = job_of(work.body)
    if not job.moves:
        return "nothing is executed of such a job"
    steps = _steps(policy, job, result.executed)
    if steps is None:
        return f"{result.executed} {job.moves[0].unit} of `{job.moves[0].item}` is not a whole number of steps"
    executed = work.executed + steps
    state, said = ("done" if result.final else work.state), ("given up" if result.cancelled else None)
    kind = _INPUTS.get(job.kind)
    if kind is None or not work.slot:
        return Booked((), state, executed, said)  # goods that nobody waits for: put away, or handed to a customer
    means = _Means(work, job.moves[0], kind)
    if kind is InputKind.PICK:
        parts = means.pick(executed, cancelled=result.cancelled, last=last) if result.final else ()
    else:
        parts = (*means.arrival(steps), *((means.no_more,) if result.final else ()))
    return Booked(tuple(parts), state, executed, said, result.lot)


def _steps(policy: Policy, job: Job, executed: Decimal) -> int | None:
    steps = Fraction(executed) / policy.items[job.moves[0].item].unit.step if job.moves[0].item in policy.items else Fraction(1, 2)
    return steps.numerator if steps.denominator == 1 and steps >= 0 else None


@frozen
class _Means:
    """What reports of one job mean."""

    work: Work
    move: Move
    kind: InputKind

    def _open(self, course: Course) -> int:
        """So many steps of the job's pull can still be taken in."""
        s, p = course.state.s, self.work.slot
        if s[p + m.NUMBER] != self.work.pull or s[p + m.STATE] not in _STATES[self.kind]:
            return 0
        return s[p + m.ASKED] - s[p + m.GOT]

    # ------------------------------------------------------------ a pick is one thing
    def pick(self, executed: int, *, cancelled: bool, last: bool) -> Iterator[Part]:
        """All that was executed of a pick, when it is over. One that was given up is no count of its place, whatever was taken.

        The parts of a job are one pick for the policy: it hears of them when the last is there.
        """
        taken = 0

        def by_its_pull(course: Course) -> tuple[Located, Reported | None] | None:
            nonlocal taken
            s, p = course.state.s, self.work.slot
            if s[p + m.STATE] == m.KITTING and s[p + m.NUMBER] == self.work.pull and not cancelled:
                taken = executed
                found = Located(InputKind.KITTED, p, s[p + m.ASKED] - s[p + m.GOT], self.work.pull)
                return (found, self._reported(executed, target=False)) if last else None
            taken = 0 if cancelled else min(executed, self._open(course))
            found = Located(InputKind.PICK, self.work.slot, taken, self.work.pull)
            return (found, self._reported(taken)) if taken else None

        def taken_out(course: Course) -> tuple[Located, Reported | None] | None:
            row = _consumes(course, self.move.source)
            steps = executed - taken
            return (Located(InputKind.CONSUMPTION, row, steps), self._reported(steps, target=False)) if steps and row is not None else None

        def found_there(course: Course) -> tuple[Located, Reported | None] | None:
            row = _consumes(course, self.move.target)
            if executed == taken or row is None or self.move.target is None:
                return None
            there = course.state.c[course.engine.program.buffers[self.move.target].on_hand] + executed - taken
            return Located(InputKind.COUNT, row, there), self._reported(executed - taken, source=False)

        def nothing_there(course: Course) -> tuple[Located, Reported | None] | None:
            row = _consumes(course, self.move.source)
            return None if executed or not self._open(course) or row is None else (Located(InputKind.COUNT, row, 0), None)

        yield by_its_pull
        yield taken_out
        yield found_there

        def cancelled_too(course: Course) -> tuple[Located, Reported | None] | None:
            s, p = course.state.s, self.work.slot
            mine = s[p + m.NUMBER] == self.work.pull
            # a count took its promise back, so the job was given up: the pull waits for goods, or has another job by now
            goes_on = s[p + m.STATE] == m.WAITING or (s[p + m.STATE] == m.PICKING and not last)
            return None if mine and goes_on else self.no_more(course)

        yield cancelled_too if cancelled else nothing_there

    # ------------------------------------------------------------ what arrives, arrives in parts
    def arrival(self, steps: int) -> Iterator[Part]:
        """Goods that came, or were made; the rest may follow."""

        def for_its_pull(course: Course) -> tuple[Located, Reported | None] | None:
            if not steps or not self._open(course):
                return None
            taken = steps if self.kind is InputKind.RECEIPT else min(steps, self._open(course))
            return Located(self.kind, self.work.slot, taken, self.work.pull), self._reported(taken)

        def for_nobody(course: Course) -> tuple[Located, Reported | None] | None:
            rest = steps - (steps if self.kind is InputKind.RECEIPT else min(steps, opened)) if opened else steps
            row = _refills(course.engine.program, self.move)
            return (Located(_UNASKED[self.kind], row, rest), self._reported(rest)) if rest and row is not None else None

        opened = 0

        def remembers(course: Course) -> None:
            nonlocal opened
            opened = self._open(course)

        yield remembers
        yield for_its_pull
        yield for_nobody

    def no_more(self, course: Course) -> tuple[Located, Reported | None] | None:
        """Nothing more comes of the job: what is still open of its pull is cancelled."""
        s, p = course.state.s, self.work.slot
        rest = s[p + m.ASKED] - s[p + m.GOT]
        if s[p + m.STATE] == m.FREE or s[p + m.NUMBER] != self.work.pull or rest < 1:
            return None
        return Located(InputKind.CANCELLATION, p, rest, self.work.pull), None

    def _reported(self, steps: int, *, source: bool = True, target: bool = True) -> Reported:
        return Reported(self.work.lane, self.move.source if source else None, self.move.target if target else None, steps)


def _consumes(course: Course, buffer: str | None) -> int | None:
    """The row at which people say what they do at a buffer."""
    at = course.engine.program.buffers.get(buffer or "")
    return None if at is None else at.consumes


def _refills(program: Program, move: Move) -> int | None:
    """The row of the rule that refills a buffer from a source."""
    for row in program.rows:
        refills = row.kind in REFILL and row.buffer is not None and row.source is not None
        if refills and (row.source.source, row.buffer.name) == (move.source, move.target):  # type: ignore[union-attr]
            return row.number
    return None

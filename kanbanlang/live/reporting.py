"""What a backend reports of a job, as the inputs that it means for the policy."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from kanbanlang.backends.contract import MAKE, MOVE, PURCHASE, RETRIEVE, Job, Result
from kanbanlang.dryrun.course import Course
from kanbanlang.engine import Located
from kanbanlang.live.journal import Work
from kanbanlang.live.outbox import Reported, job_of
from kanbanlang.model.policy import Policy
from kanbanlang.rules import InputKind
from kanbanlang.rules import memory as m

_INPUTS = {RETRIEVE: InputKind.PICK, MOVE: InputKind.PICK, PURCHASE: InputKind.RECEIPT, MAKE: InputKind.COMPLETION}
_AT_ONCE = frozenset({InputKind.RECEIPT, InputKind.COMPLETION})
"""What arrives in parts; a pick is one thing, and is over when the last part is."""


@frozen
class Booked:
    """What is to be taken in (nothing: only noted), how far the job is now, in steps, and what its backend has booked itself."""

    inputs: tuple[Located, ...]
    state: str
    executed: int
    reported: Reported | None = None
    said: str | None = None
    lot: str | None = None


def booked(course: Course, policy: Policy, work: Work, result: Result) -> Booked | str:
    """The meaning of a report, or a sentence on why it has none."""
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
        return Booked((), state, executed, None, said)  # goods that nobody waits for: put away, or handed to a customer
    inputs: list[Located] = []
    told = steps if kind in _AT_ONCE else executed
    if kind in _AT_ONCE and steps:
        inputs.append(Located(kind, work.slot, steps, work.pull))
    elif kind not in _AT_ONCE and result.final and executed:
        inputs.append(Located(kind, work.slot, executed, work.pull))
    if result.final and not inputs and not result.cancelled and kind is InputKind.PICK:
        inputs += _nothing_there(course, policy, job)
    if result.final and (kind in _AT_ONCE or result.cancelled):
        inputs += _rest_is_cancelled(course, work, steps if inputs else 0)
    # steps of an earlier part of the same job are already taken in, or wait with it
    reported = Reported(work.lane, job.moves[0].source, job.moves[0].target, told) if told and inputs else None
    return Booked(tuple(inputs), state, executed, reported, said, result.lot)


def _steps(policy: Policy, job: Job, executed: Decimal) -> int | None:
    steps = Fraction(executed) / policy.items[job.moves[0].item].unit.step if job.moves[0].item in policy.items else Fraction(1, 2)
    return steps.numerator if steps.denominator == 1 and steps >= 0 else None


def _rest_is_cancelled(course: Course, work: Work, arrives_first: int) -> list[Located]:
    """Nothing more comes of a job: what is still open of its pull, behind what this report itself brings, will not come."""
    s, p = course.state.s, work.slot
    if s[p + m.STATE] == m.FREE or s[p + m.NUMBER] != work.pull:
        return []
    rest = s[p + m.ASKED] - s[p + m.GOT] - arrives_first
    return [Located(InputKind.CANCELLATION, p, rest, work.pull)] if rest > 0 else []


def _nothing_there(course: Course, policy: Policy, job: Job) -> list[Located]:
    """The place that was to be picked from is empty: that is a count of it."""
    source = job.moves[0].source
    if source not in policy.buffers or source is None:
        return []
    return [Located(InputKind.COUNT, course.engine.program.buffers[source].consumes, 0)]

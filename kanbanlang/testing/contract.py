"""What holds for every backend, whether a lift or an ERP: tests that `LiftContract` and `ErpContract` add their own to.

Each test makes a rig of its own and takes no fixture, so that it can also be called by itself.
"""

from __future__ import annotations

import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

import pytest

from kanbanlang.backends.contract import BOOK, Absent, Accepted, BackendError, Job, Refused, Result, Unknown
from kanbanlang.testing.rig import Rig

R = TypeVar("R", bound=Rig)
_A_WHILE = 5
"""So often time passes before it is believed that nothing more comes."""


class BackendContract(ABC, Generic[R]):
    """The contract of `kanbanlang.backends.contract`, as tests. A class made from it says how a rig is made."""

    examples: ClassVar[int] = 20
    """So many random stories are tried."""
    rounds: ClassVar[int] = 500
    """So often time passes before it is believed that something never comes."""

    @abstractmethod
    def rig(self, folder: Path) -> R:
        """A new rig, with nothing in stock; `folder` is empty, and for its files."""

    # ------------------------------------------------------------ what lifts and ERPs do differently
    @abstractmethod
    def prepares(self, rig: R, steps: int) -> None:
        """See to it that so many steps of the goods lie there, and that nothing is left to be reported."""

    @abstractmethod
    def usual(self, rig: R, name: str, steps: int) -> Job:
        """A job that is executed in time, of goods that were prepared."""

    @abstractmethod
    def executes(self, rig: R, job: Job) -> None:
        """See to it that a job will be executed, if that does not come by itself."""

    # ------------------------------------------------------------ words of the tests
    @contextmanager
    def tried(self) -> Iterator[R]:
        """A rig while it lasts."""
        with tempfile.TemporaryDirectory(prefix="kanban-contract-") as folder:
            rig = self.rig(Path(folder))
            try:
                yield rig
            finally:
                rig.close()

    def sends(self, rig: R, job: Job) -> None:
        """Hand over a job that must be accepted."""
        answer = rig.backend.send(job)
        assert answer == Accepted(), f"a {job.kind} of goods that it knows is accepted, not {answer}"

    def reports(self, rig: R, enough: Callable[[Sequence[Result]], bool]) -> list[Result]:
        """What is reported when enough is."""
        found: list[Result] = []
        for _ in range(self.rounds):
            found = list(rig.backend.results())
            if enough(found):
                return found
            rig.passes()
        raise AssertionError(f"the reports that should come never did; there are {found}")

    def ends(self, rig: R, *jobs: Job) -> list[Result]:
        """The reports when the last of each job is there."""
        names = {job.id for job in jobs}
        return self.reports(rig, lambda found: names <= {one.job for one in found if one.final})

    def acknowledges(self, rig: R, results: Sequence[Result]) -> None:
        """Say that reports are written down here."""
        for one in results:
            rig.backend.ack(one)

    def lies(self, rig: R, place: str) -> Decimal:
        """How much the other side believes to lie in a place."""
        item = rig.goods.item
        return sum((one.quantity for one in rig.backend.stock() if (one.place, one.item) == (place, item)), Decimal(0))

    def comes_to_lie(self, rig: R, place: str, steps: int, because: str) -> None:
        """So many steps lie in a place, as soon as what was booked is done."""
        expected, found = steps * rig.goods.step, Decimal(0)
        for _ in range(self.rounds):
            found = self.lies(rig, place)
            if found == expected:
                return
            rig.passes()
        raise AssertionError(f"{because}: {expected} {rig.goods.unit} should lie in {place}, and it says {found}")

    def nothing_comes(self, rig: R, because: str) -> None:
        """For a while nothing is reported."""
        for _ in range(_A_WHILE):
            found = list(rig.backend.results())
            assert found == [], f"{because}, so nothing is reported"
            rig.passes()

    # ------------------------------------------------------------ send and find
    def test_a_job_that_was_accepted_is_found_also_after_a_power_cut(self) -> None:
        with self.tried() as rig:
            self.prepares(rig, 8)
            jobs = [self.usual(rig, name, 2) for name in ("first", "second")]
            for job in jobs:
                self.sends(rig, job)
            assert [rig.backend.find(job.id) for job in jobs] == [Accepted(), Accepted()], "it has both"
            rig.restarts()
            assert [rig.backend.find(job.id) for job in jobs] == [Accepted(), Accepted()], "accepted is what a power cut does not take away"

    def test_a_job_is_found_when_it_is_over_too(self) -> None:
        with self.tried() as rig:
            self.prepares(rig, 8)
            job = self.usual(rig, "one", 2)
            self.sends(rig, job)
            self.executes(rig, job)
            self.acknowledges(rig, self.ends(rig, job))
            assert rig.backend.find(job.id) == Accepted(), "else it would be sent, and done, again"
            rig.restarts()
            assert rig.backend.find(job.id) == Accepted()

    def test_a_job_that_never_came_is_absent_and_cannot_be_cancelled(self) -> None:
        with self.tried() as rig:
            assert rig.backend.find("never sent") == Absent()
            assert not isinstance(rig.backend.cancel("never sent"), Accepted), "no final report could follow"
            self.nothing_comes(rig, "there was no job")

    # ------------------------------------------------------------ results and ack
    def test_what_was_executed_adds_up_and_ends_once(self) -> None:
        with self.tried() as rig:
            self.prepares(rig, 8)
            job = self.usual(rig, "one", 5)
            self.sends(rig, job)
            self.executes(rig, job)
            found = self.ends(rig, job)
            assert {one.job for one in found} == {job.id}
            assert [one.sequence for one in found] == list(range(1, len(found) + 1)), "reports of a job count from 1"
            assert [one.final for one in found] == [False] * (len(found) - 1) + [True], "the last is final, and no other"
            assert sum((one.executed for one in found), Decimal(0)) == 5 * rig.goods.step, "each says what is new in it"
            assert not any(one.cancelled for one in found)

    def test_reports_come_again_in_their_order_until_they_are_acknowledged(self) -> None:
        with self.tried() as rig:
            self.prepares(rig, 8)
            jobs = [self.usual(rig, name, 2) for name in ("b", "a", "c")]
            for job in jobs:
                self.sends(rig, job)
                self.executes(rig, job)
                self.ends(rig, job)
            found = list(rig.backend.results())
            assert list(dict.fromkeys(one.job for one in found)) == ["b", "a", "c"], "the oldest first"
            assert list(rig.backend.results()) == found, "the same again"
            rig.restarts()
            assert list(rig.backend.results()) == found, "and after a power cut"
            rig.backend.ack(found[1])
            left = [found[0], *found[2:]]
            assert list(rig.backend.results()) == left, "one is known here, the others are not"
            rig.restarts()
            assert list(rig.backend.results()) == left, "what was acknowledged does not come back"
            self.acknowledges(rig, left)
            self.nothing_comes(rig, "all is known here")
            self.acknowledges(rig, found)  # the answer to the first time got lost
            self.nothing_comes(rig, "all is known here")

    # ------------------------------------------------------------ cancel
    def test_what_is_over_cannot_be_cancelled(self) -> None:
        with self.tried() as rig:
            self.prepares(rig, 8)
            job = self.usual(rig, "one", 3)
            self.sends(rig, job)
            self.executes(rig, job)
            found = self.ends(rig, job)
            answer = rig.backend.cancel(job.id)
            assert isinstance(answer, Refused), f"it is too late, so it is refused, not {answer}"
            assert list(rig.backend.results()) == found, "a refused cancellation changes nothing"

    def test_a_job_that_is_cancelled_before_it_begins_ends_with_nothing(self) -> None:
        with self.tried() as rig:
            self.prepares(rig, 8)
            ahead, job = self.usual(rig, "ahead", 2), self.usual(rig, "given up", 3)
            self.sends(rig, ahead)
            self.sends(rig, job)
            answer = rig.backend.cancel(job.id)
            if not rig.time_stands and isinstance(answer, Refused):
                pytest.skip("it was faster")
            assert answer == Accepted(), "another is ahead of it, and nothing of it has begun"
            self.executes(rig, ahead)
            found = self.ends(rig, ahead, job)
            (end,) = [one for one in found if one.job == job.id]
            assert (end.executed, end.final, end.cancelled) == (Decimal(0), True, True), "one report says that nothing was done"
            (other,) = [one for one in found if one.job == ahead.id and one.final]
            assert not other.cancelled
            self.acknowledges(rig, found)
            self.nothing_comes(rig, "one is done and one is given up")
            assert rig.backend.find(job.id) == Accepted(), "else it would be sent after all"

    # ------------------------------------------------------------ book
    def test_what_is_booked_is_booked_once_however_often_it_comes(self) -> None:
        with self.tried() as rig:
            self.prepares(rig, 8)
            lies_in = rig.goods.lies_in
            job = rig.goods.job("taken by hand", BOOK, 3, source=lies_in)
            self.sends(rig, job)
            self.comes_to_lie(rig, lies_in, 5, "3 of 8 were taken by hand")
            self.sends(rig, job)
            rig.restarts()
            self.sends(rig, job)
            for _ in range(_A_WHILE):
                rig.passes()
            self.comes_to_lie(rig, lies_in, 5, "the same booking came three times")
            assert rig.backend.find(job.id) == Accepted(), "a booking is asked for like every job"
            self.nothing_comes(rig, "a booking is of what has happened already")

    def test_a_booking_of_several_moves_is_booked_whole(self) -> None:
        with self.tried() as rig:
            self.prepares(rig, 8)
            lies_in = rig.goods.lies_in
            self.sends(rig, Job("counted", BOOK, (rig.goods.move(6, source=lies_in), rig.goods.move(1, target=lies_in)), "count"))
            self.comes_to_lie(rig, lies_in, 3, "6 of 8 were not there, and 1 was found")

    # ------------------------------------------------------------ when the other side cannot be reached
    def test_nothing_is_raised_and_nothing_is_claimed_while_nobody_answers(self) -> None:
        with self.tried() as rig:
            if not rig.troubles():
                pytest.skip("this rig knows no way in which the other side cannot be reached")
            self.prepares(rig, 40)
            for number, (name, trouble) in enumerate(rig.troubles().items()):
                self.survives(rig, name, trouble, self.usual(rig, f"job {number}", 2))

    def survives(self, rig: R, name: str, trouble: AbstractContextManager[None], job: Job) -> None:
        """One trouble, and what comes after it."""
        with trouble:
            for what, call in (("send", lambda: rig.backend.send(job)), ("find", lambda: rig.backend.find(job.id))):
                assert isinstance(call(), Unknown), f"{name}: nobody knows what came of `{what}`"
            assert isinstance(rig.backend.cancel(job.id), Unknown), f"{name}: nobody knows what came of `cancel`"
            assert list(rig.backend.results()) == [], f"{name}: no reports"
            rig.backend.ack(Result(job.id, 1, 1, Decimal(0), final=True))
            with pytest.raises(BackendError):
                rig.backend.stock()
        found: object = Unknown("not asked yet")
        for _ in range(self.rounds):
            found = rig.backend.find(job.id)
            if not isinstance(found, Unknown):
                break
            rig.passes()
        assert isinstance(found, Accepted | Absent), f"{name}: when it is over, it is known whether the job came through"
        if isinstance(found, Absent):
            self.sends(rig, job)
        self.executes(rig, job)
        ended = self.ends(rig, job)
        assert sum((one.executed for one in ended), Decimal(0)) == job.moves[0].quantity, f"{name}: done once"
        self.acknowledges(rig, ended)

"""The drivers that come with the project keep the contract, and the suite finds those that do not."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import pytest
from rigs import EmbeddedRig, ProgramRig, SocketRig, StandingRig, ledger, lift

from kanbanlang.backends.contract import BOOK, Accepted, Answer, Job, Result
from kanbanlang.backends.ledger import Ledger
from kanbanlang.backends.lift import SimulatedLift
from kanbanlang.backends.remote import Remote
from kanbanlang.testing import BackendContract, ErpContract, ErpRig, Goods, LiftContract, Rig


# ------------------------------------------------------------ those that keep it
class TestSimulatedLift(LiftContract):
    examples = 60

    def rig(self, folder: Path) -> Rig:
        return StandingRig(folder, lift)


class TestLedger(ErpContract):
    examples = 60

    def rig(self, folder: Path) -> ErpRig:
        return EmbeddedRig(folder, ledger)


class InEighths(EmbeddedRig):
    goods = Goods(item="wire", unit="m", step=Decimal("0.125"), store=None, tray=None)


class TestLedgerOfWireInEighthsOfAMetre(ErpContract):
    def rig(self, folder: Path) -> ErpRig:
        return InEighths(folder, ledger)


class TestSimulatedLiftBehindASocket(LiftContract):
    def rig(self, folder: Path) -> Rig:
        return SocketRig(folder, lift)


class TestLedgerBehindASocket(ErpContract):
    def rig(self, folder: Path) -> ErpRig:
        return SocketRig(folder, ledger)


class TestLiftThatIsKilled(LiftContract):
    examples = 3

    def rig(self, folder: Path) -> Rig:
        return ProgramRig(folder, "lift", 0.05)


class TestLedgerThatIsKilled(ErpContract):
    examples = 3

    def rig(self, folder: Path) -> ErpRig:
        return ProgramRig(folder, "ledger", 3600)


# ------------------------------------------------------------ those that do not
class ForgetsInAPowerCut(SimulatedLift):
    """Keeps its queue in memory: accepted before it is written down."""

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        with self._shelf.together() as rows:
            rows.execute("DELETE FROM task WHERE state = 'queued'")


class ReportsWhatIsAcknowledged(SimulatedLift):
    """Takes an acknowledgement for a page of reports to be read again."""

    def ack(self, result: Result) -> None:
        del result


class ForgetsAllWithOne(SimulatedLift):
    """Acknowledges everything that it has shown."""

    def ack(self, result: Result) -> None:
        del result
        for one in self._shelf.reports():
            self._shelf.ack(one)


class BooksTwice(SimulatedLift):
    """Does not look whether it has booked something already."""

    def send(self, job: Job) -> Answer:
        if job.kind == BOOK:
            for move in job.moves:
                self._correct(move)
            with self._shelf.together() as rows:
                rows.execute("INSERT OR IGNORE INTO booked VALUES (?)", (job.id,))
            return Accepted()
        return super().send(job)


class BooksTheFirst(SimulatedLift):
    """Thinks that a booking has one move."""

    def send(self, job: Job) -> Answer:
        return super().send(Job(job.id, job.kind, job.moves[:1], job.reason))


class CancelsWhatIsOut(SimulatedLift):
    """Says yes to every cancellation, and picks all the same."""

    def cancel(self, job: str) -> Answer:
        super().cancel(job)
        return Accepted()


class ForgetsWhatItGaveUp(SimulatedLift):
    """Says that it gave a job up, and never reports the end of it."""

    def cancel(self, job: str) -> Answer:
        answer = super().cancel(job)
        for one in self._shelf.reports():
            if one.cancelled:
                self._shelf.ack(one)
        return answer


class CountsFromNothing(SimulatedLift):
    """Counts its reports as programmers do."""

    def results(self) -> Sequence[Result]:
        return [Result(one.job, one.line, one.sequence - 1, one.executed, one.final, one.cancelled) for one in super().results()]

    def ack(self, result: Result) -> None:
        super().ack(Result(result.job, result.line, result.sequence + 1, result.executed, result.final))


class NewestFirst(SimulatedLift):
    def results(self) -> Sequence[Result]:
        return list(super().results())[::-1]


class ReportsTheSum(Ledger):
    """Each report says what came in all, not what is new."""

    def results(self) -> Sequence[Result]:
        totals: dict[str, Decimal] = {}
        found = []
        for one in super().results():
            totals[one.job] = totals.get(one.job, Decimal(0)) + one.executed
            found.append(Result(one.job, one.line, one.sequence, totals[one.job], one.final, one.cancelled))
        return found


class BuysFromALift(SimulatedLift):
    """Accepts what it will never do."""

    def send(self, job: Job) -> Answer:
        super().send(job)
        return Accepted()


class ForgetsWhatIsOver(SimulatedLift):
    """Finds only jobs that are open."""

    def find(self, job: str) -> Any:  # noqa: ANN401 - as the right one
        found = super().find(job)
        row = self._shelf.connection.execute("SELECT 1 FROM task WHERE job = ? AND state = 'done'", (job,)).fetchone()
        return super().find("nothing of that name") if row else found


class RaisesOnABrokenLine(Remote):
    """Lets the errors of the socket through."""

    def send(self, job: Job) -> Answer:
        answer = super().send(job)
        if not isinstance(answer, Accepted):
            raise ConnectionError(str(answer))
        return answer


class AssumesTheBest(Remote):
    """Takes no answer for a good one."""

    def send(self, job: Job) -> Answer:
        super().send(job)
        return Accepted()


class RaisingRig(SocketRig):
    remote = RaisesOnABrokenLine


class AssumingRig(SocketRig):
    remote = AssumesTheBest


class _Tries(LiftContract):
    examples = 5
    rounds = 30
    driver: ClassVar[Any] = None
    rigged: ClassVar[Any] = EmbeddedRig

    def rig(self, folder: Path) -> Rig:
        driver = self.driver
        made: Rig = self.rigged(folder, lift if driver is None else lambda path, clock: driver(path, clock, 1_000_000))
        return made


class _TriesErp(ErpContract):
    examples = 5
    rounds = 30
    driver: ClassVar[Any] = None  # a class, which stays one beside its contract

    def rig(self, folder: Path) -> ErpRig:
        return EmbeddedRig(folder, self.driver)


def passes(contract: BackendContract[Any], name: str) -> bool:
    """Whether a driver passes a test of its contract, or there is nothing to try."""
    try:
        getattr(contract, name)()
    except pytest.skip.Exception:
        return True
    except Exception:  # noqa: BLE001 - whatever it is, the test did not pass
        return False
    return True


WRONG = {
    ForgetsInAPowerCut: "test_a_job_that_was_accepted_is_found_also_after_a_power_cut",
    ReportsWhatIsAcknowledged: "test_reports_come_again_in_their_order_until_they_are_acknowledged",
    ForgetsAllWithOne: "test_reports_come_again_in_their_order_until_they_are_acknowledged",
    BooksTwice: "test_what_is_booked_is_booked_once_however_often_it_comes",
    BooksTheFirst: "test_a_booking_of_several_moves_is_booked_whole",
    CancelsWhatIsOut: "test_what_is_over_cannot_be_cancelled",
    ForgetsWhatItGaveUp: "test_a_job_that_is_cancelled_before_it_begins_ends_with_nothing",
    CountsFromNothing: "test_what_was_executed_adds_up_and_ends_once",
    NewestFirst: "test_reports_come_again_in_their_order_until_they_are_acknowledged",
    ReportsTheSum: "test_what_comes_in_parts_is_reported_in_parts",
    BuysFromALift: "test_a_lift_refuses_what_is_no_business_of_a_lift",
    ForgetsWhatIsOver: "test_a_job_is_found_when_it_is_over_too",
    RaisingRig: "test_nothing_is_raised_and_nothing_is_claimed_while_nobody_answers",
    AssumingRig: "test_nothing_is_raised_and_nothing_is_claimed_while_nobody_answers",
}
"""Drivers that are wrong in one way each, and the test that is there for it."""


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.__name__)
def test_a_driver_that_is_wrong_is_found(wrong: type) -> None:
    if issubclass(wrong, Rig):
        contract: BackendContract[Any] = type("Tried", (_Tries,), {"rigged": wrong})()
    else:
        contract = type("Tried", (_TriesErp if issubclass(wrong, Ledger) else _Tries,), {"driver": wrong})()
    assert not passes(contract, WRONG[wrong])


@pytest.mark.parametrize("contract", [type("Tried", (_Tries,), {"driver": SimulatedLift}), type("Tried", (_TriesErp,), {"driver": Ledger})])
def test_a_driver_that_is_right_is_not(contract: type[BackendContract[Any]]) -> None:
    assert [name for name in dir(contract) if name.startswith("test_") and not passes(contract(), name)] == []

"""What holds for every ERP: documents that are received in parts, and books that say what was booked, once."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from kanbanlang.backends.contract import BOOK, EXPEDITE, MAKE, MOVE, PURCHASE, RETRIEVE, Accepted, Job, Refused
from kanbanlang.testing.contract import BackendContract
from kanbanlang.testing.rig import ErpRig

_STORY = st.lists(
    st.tuples(st.sampled_from([PURCHASE, MAKE, MOVE, "in", "out", "cancel", "power cut"]), st.integers(1, 9), st.integers(0, 9)), max_size=8
)


class ErpContract(BackendContract[ErpRig]):
    """The contract of an ERP. Make a class from it that has `rig`, and let pytest find it."""

    # ------------------------------------------------------------ for the tests of all backends
    def prepares(self, rig: ErpRig, steps: int) -> None:
        """Book so many into the place."""
        self.sends(rig, rig.goods.job("prepared", BOOK, steps, target=rig.goods.lies_in))
        self.comes_to_lie(rig, rig.goods.lies_in, steps, "they were booked in")

    def usual(self, rig: ErpRig, name: str, steps: int) -> Job:
        """A purchase."""
        return self.document(rig, PURCHASE, name, steps)

    def executes(self, rig: ErpRig, job: Job) -> None:
        """All of it comes."""
        rig.receives(job.id, job.moves[0].quantity, final=True)

    def document(self, rig: ErpRig, kind: str, name: str, steps: int) -> Job:
        """Something that an ERP is asked for."""
        goods = rig.goods
        source, target = {
            PURCHASE: (goods.supplier, goods.lies_in),
            MAKE: (goods.station, goods.lies_in),
            MOVE: (goods.lies_in, goods.goes_to),
        }[kind]
        return goods.job(name, kind, steps, source, target)

    # ------------------------------------------------------------ tests
    def test_an_erp_refuses_what_a_machine_does(self) -> None:
        with self.tried() as rig:
            answer = rig.backend.send(rig.goods.job("picked", RETRIEVE, 3, source=rig.goods.lies_in, target=rig.goods.goes_to))
            assert isinstance(answer, Refused), f"an ERP has no hands: refused, not {answer}"
            assert answer.reason, "and it says why"

    def test_what_comes_in_parts_is_reported_in_parts(self) -> None:
        with self.tried() as rig:
            step = rig.goods.step
            job = self.usual(rig, "in parts", 10)
            self.sends(rig, job)
            for quantity, final in ((4, False), (1, False), (5, True)):
                rig.receives(job.id, quantity * step, final=final)
            found = self.ends(rig, job)
            assert [one.executed for one in found if one.executed] == [4 * step, 1 * step, 5 * step], "each says what is new in it"
            assert [one.sequence for one in found] == list(range(1, len(found) + 1))
            assert [one.final for one in found] == [False] * (len(found) - 1) + [True], "the end may be a report of its own"
            self.comes_to_lie(rig, rig.goods.lies_in, 10, "4, 1 and 5 came")

    def test_what_has_come_in_part_is_too_late_to_cancel(self) -> None:
        with self.tried() as rig:
            job = self.usual(rig, "in parts", 10)
            self.sends(rig, job)
            rig.receives(job.id, 4 * rig.goods.step, final=False)
            self.reports(rig, lambda found: len(found) == 1)
            answer = rig.backend.cancel(job.id)
            if isinstance(answer, Accepted):  # it may close what is still open: then the end of it is reported
                found = self.ends(rig, job)
                assert (found[-1].cancelled, found[-1].executed) == (True, Decimal(0))
                return
            assert isinstance(answer, Refused)
            rig.receives(job.id, 6 * rig.goods.step, final=True)
            assert not any(one.cancelled for one in self.ends(rig, job))

    def test_less_may_come_than_was_asked_and_more(self) -> None:
        with self.tried() as rig:
            for name, came in (("less", 7), ("more", 12)):
                job = self.usual(rig, name, 10)
                self.sends(rig, job)
                rig.receives(job.id, came * rig.goods.step, final=True)
                found = self.ends(rig, job)
                assert sum((one.executed for one in found), Decimal(0)) == came * rig.goods.step, "what came is reported"
                assert [one.final for one in found] == [False] * (len(found) - 1) + [True]
                self.acknowledges(rig, found)
            self.comes_to_lie(rig, rig.goods.lies_in, 19, "7 and 12 came")

    def test_a_supplier_can_be_asked_to_hurry(self) -> None:
        with self.tried() as rig:
            job = Job("hurry", EXPEDITE, text=rig.goods.supplier)
            self.sends(rig, job)
            assert rig.backend.find("hurry") == Accepted()
            self.nothing_comes(rig, "nothing is executed of that")

    def test_the_books_are_what_was_received_and_booked(self) -> None:
        @settings(max_examples=self.examples, deadline=None)
        @given(_STORY)
        def holds(story: list[tuple[str, int, int]]) -> None:
            with self.tried() as rig:
                self.told(rig, story)

        holds()

    def told(self, rig: ErpRig, story: list[tuple[str, int, int]]) -> None:
        """Let a story happen, and look at the books after each part of it."""
        there: Counter[str] = Counter({rig.goods.lies_in: 50})
        self.prepares(rig, 50)
        for number, (what, steps, first) in enumerate(story):
            self.happens(rig, f"{what} {number}", what, steps, first, there)
            for place in (rig.goods.lies_in, rig.goods.goes_to):
                self.comes_to_lie(rig, place, there[place], f"after {what} of {steps}")

    def happens(self, rig: ErpRig, name: str, what: str, steps: int, first: int, there: Counter[str]) -> None:
        """One part of a story; `first` of the steps come ahead of the rest."""
        goods = rig.goods
        if what in {"in", "out"}:
            places = {"target": goods.lies_in} if what == "in" else {"source": goods.lies_in}
            if what == "in" or there[goods.lies_in] >= steps:
                self.sends(rig, goods.job(name, BOOK, steps, **places))
                there[goods.lies_in] += steps if what == "in" else -steps
        elif what == "power cut":
            rig.restarts()
        elif what == "cancel":
            job = self.document(rig, PURCHASE, name, steps)
            self.sends(rig, job)
            assert rig.backend.cancel(job.id) == Accepted(), "nothing of it has come"
            self.acknowledges(rig, self.ends(rig, job))
        elif what != MOVE or there[goods.lies_in] >= steps:
            self.came(rig, self.document(rig, what, name, steps), min(first, steps))
            if what == MOVE:
                there.update({goods.lies_in: -steps, goods.goes_to: steps})
            else:
                there[goods.lies_in] += steps

    def came(self, rig: ErpRig, job: Job, first: int) -> None:
        """A document of which a part comes first, and then the rest."""
        self.sends(rig, job)
        asked, part = job.moves[0].quantity, first * rig.goods.step
        if 0 < part < asked:
            rig.receives(job.id, part, final=False)
            asked -= part
        rig.receives(job.id, asked, final=True)
        found = self.ends(rig, job)
        assert sum((one.executed for one in found), Decimal(0)) == job.moves[0].quantity
        self.acknowledges(rig, found)

"""What holds for every lift: what it says to have is what was put in, less what was taken out."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from kanbanlang.backends.contract import BOOK, PURCHASE, RETRIEVE, STORE, Accepted, Job, Refused
from kanbanlang.testing.contract import BackendContract
from kanbanlang.testing.rig import Rig

_STORY = st.lists(
    st.tuples(st.sampled_from(["store", "retrieve", "retrieve", "book in", "book out", "cancel", "power cut"]), st.integers(1, 9)),
    max_size=8,
)


class LiftContract(BackendContract[Rig]):
    """The contract of a vertical lift or carousel. Make a class from it that has `rig`, and let pytest find it."""

    def stores(self, rig: Rig, name: str, steps: int) -> Job:
        """A job that puts goods into the lift."""
        return rig.goods.job(name, STORE, steps, target=rig.goods.lies_in)

    def retrieves(self, rig: Rig, name: str, steps: int) -> Job:
        """A job that takes goods out of it."""
        return rig.goods.job(name, RETRIEVE, steps, source=rig.goods.lies_in, target=rig.goods.goes_to)

    # ------------------------------------------------------------ for the tests of all backends
    def prepares(self, rig: Rig, steps: int) -> None:
        """Store so many."""
        self.done(rig, self.stores(rig, "prepared", steps))

    def usual(self, rig: Rig, name: str, steps: int) -> Job:
        """A retrieval."""
        return self.retrieves(rig, name, steps)

    def executes(self, rig: Rig, job: Job) -> None:
        """A lift goes on by itself."""

    def done(self, rig: Rig, job: Job) -> Decimal:
        """How much was executed of a job, when all of it is known."""
        self.sends(rig, job)
        found = self.ends(rig, job)
        self.acknowledges(rig, found)
        return sum((one.executed for one in found), Decimal(0))

    # ------------------------------------------------------------ tests
    def test_a_lift_refuses_what_is_no_business_of_a_lift(self) -> None:
        with self.tried() as rig:
            answer = rig.backend.send(rig.goods.job("bought", PURCHASE, 3, source=rig.goods.supplier, target=rig.goods.lies_in))
            assert isinstance(answer, Refused), f"a lift cannot buy: refused, not {answer}"
            assert answer.reason, "and it says why"
            self.nothing_comes(rig, "it was refused")

    def test_more_than_is_there_cannot_be_picked(self) -> None:
        with self.tried() as rig:
            self.prepares(rig, 4)
            job = self.retrieves(rig, "too many", 10)
            if isinstance(rig.backend.send(job), Refused):
                self.comes_to_lie(rig, rig.goods.lies_in, 4, "the pick was refused")
                return
            found = self.ends(rig, job)
            assert sum((one.executed for one in found), Decimal(0)) == 4 * rig.goods.step, "a short pick ends with what was there"
            self.comes_to_lie(rig, rig.goods.lies_in, 0, "all that was there was picked")

    def test_what_is_there_is_what_was_stored_less_what_was_picked(self) -> None:
        @settings(max_examples=self.examples, deadline=None)
        @given(_STORY)
        def holds(story: list[tuple[str, int]]) -> None:
            with self.tried() as rig:
                self.told(rig, story)

        holds()

    def told(self, rig: Rig, story: list[tuple[str, int]]) -> None:
        """Let a story happen, and look at the stock after each part of it."""
        there, step, lies_in = 0, rig.goods.step, rig.goods.lies_in
        for number, (what, steps) in enumerate(story):
            name = f"{what} {number}"
            if what == "store":
                assert self.done(rig, self.stores(rig, name, steps)) == steps * step, "all is put away"
                there += steps
            elif what == "retrieve" and there:
                wanted = min(steps, there)
                assert self.done(rig, self.retrieves(rig, name, wanted)) == wanted * step, "all of it was there"
                there -= wanted
            elif what == "cancel" and there:
                there -= self.cancelled(rig, self.retrieves(rig, name, min(steps, there)))
            elif what == "book in":
                self.sends(rig, rig.goods.job(name, BOOK, steps, target=lies_in))
                there += steps
            elif what == "book out" and there:
                self.sends(rig, rig.goods.job(name, BOOK, min(steps, there), source=lies_in))
                there -= min(steps, there)
            elif what == "power cut":
                rig.restarts()
            self.comes_to_lie(rig, lies_in, there, f"after {what} of {steps}")

    def cancelled(self, rig: Rig, job: Job) -> int:
        """Cancel a job that was just sent; how many steps were executed of it all the same."""
        self.sends(rig, job)
        given_up = isinstance(rig.backend.cancel(job.id), Accepted)
        found = self.ends(rig, job)
        self.acknowledges(rig, found)
        executed = sum((one.executed for one in found), Decimal(0))
        assert given_up == found[-1].cancelled, "the last report says whether it was given up"
        assert given_up or executed == job.moves[0].quantity, "what is not given up is done"
        return int(executed / rig.goods.step)

"""Signals, redelivery, crashes, cancellations, short picks, counts and changes of the policy, in any order, over the real parts.

The desk, the lanes, the journal and the embedded backends are the real ones; only their threads are not, so that a story can be told
again. What must hold is what the plant itself can see: the lift's own log, and the books of three parties that never talk to each other.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from live_plants import LINE, LivePlant, boxes

from kanbanlang.live.changing import change
from kanbanlang.live.outbox import job_of
from kanbanlang.live.records import JournalError
from kanbanlang.live.text import Text
from kanbanlang.rules.laws import broken

LANES = ("lift_1", "erp", "people")
TEXTS = (LINE, LINE.replace("kanban 4 cards", "kanban 6 cards"), LINE.replace("reorder at 60", "reorder at 90"))


class AnyOrder(RuleBasedStateMachine):
    """One plant, and whatever can happen to it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="kanban-any-order-"))
        self.plant = LivePlant(self.folder)
        self.said: dict[str, tuple[str, str, int | None]] = {}
        self.accepted: Counter[str] = Counter()
        self.counted = False

    @initialize()
    def opens(self) -> None:
        self.plant.settle()

    def say(self, key: str, kind: str, of: str, quantity: int | None) -> None:
        answer = self.plant.hear(kind, of, quantity, key)
        if answer.outcome == "accepted":
            self.accepted[key] += 1
            self.said[key] = kind, of, quantity
        elif key in self.said:
            assert answer.outcome == "duplicate", answer

    # ------------------------------------------------------------ what people and systems say
    @rule(quantity=st.integers(1, 12))
    def order(self, quantity: int) -> None:
        self.say(f"s{len(self.said)}", "order", "line_gears", quantity)

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def the_same_again(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.said)))
        self.say(key, *self.said[key])

    @rule(quantity=st.integers(0, 50))
    def count_at_the_line(self, quantity: int) -> None:
        self.say(f"s{len(self.said)}", "count", "line_gears", quantity)

    @rule()
    def cancel(self) -> None:
        self.say(f"s{len(self.said)}", "cancellation", "line_gears", None)

    # ------------------------------------------------------------ what the plant does
    @rule(lane=st.sampled_from(LANES))
    def hand_over(self, lane: str) -> None:
        self.plant.hand_over(lane)

    @rule(lane=st.sampled_from(LANES))
    def bring_reports(self, lane: str) -> None:
        self.plant.bring_reports(lane)

    @rule(seconds=st.sampled_from([0, 1, 7]))
    def time_passes(self, seconds: int) -> None:
        self.plant.pass_time(seconds)

    @rule(short=st.integers(0, 6))
    def picks_find_less(self, short: int) -> None:
        self.plant.backends["lift_1"].faults.short_by = Decimal(short)

    @rule(stands=st.booleans())
    def the_lift_stands(self, stands: bool) -> None:
        self.plant.backends["lift_1"].faults.stands = stands

    # ------------------------------------------------------------ what goes wrong
    @rule(snapshot=st.booleans())
    def crash(self, snapshot: bool) -> None:
        self.plant.crash(snapshot=snapshot)

    @rule(lane=st.sampled_from(LANES), snapshot=st.booleans())
    def crash_before_it_is_noted_what_was_sent(self, lane: str, snapshot: bool) -> None:
        """The job is with its backend, and nobody here knows."""
        waiting = self.plant.runner.lanes[lane]
        if waiting._jobs and waiting._jobs[0].state == "waiting":
            waiting._sent(waiting._jobs[0])
        self.plant.crash(snapshot=snapshot)

    @rule(lane=st.sampled_from(LANES))
    def crash_before_a_report_is_acknowledged(self, lane: str) -> None:
        for result in self.plant.backends[lane].results():
            self.plant.runner.report(lane, result).result()
        self.plant.crash()

    @rule(text=st.sampled_from(TEXTS), back=st.booleans())
    def change_the_policy(self, text: str, back: bool) -> None:
        path = self.folder / "line.kanban"
        path.write_text(text)
        body = {"back": True} if back else Text.read(path)[0].shape

        def message(desk, at):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            try:
                change(desk, body, "console", boxes, at)
            except JournalError as refused:
                return refused
            return None

        self.plant.runner.tell(message).result()

    # ------------------------------------------------------------ what must hold
    @invariant()
    def nothing_is_picked_twice(self) -> None:
        assert all(times == 1 for times in Counter(job for job, _, _ in self.plant.backends["lift_1"].log()).values())

    @invariant()
    def nothing_is_taken_in_twice(self) -> None:
        assert all(times == 1 for times in self.accepted.values())

    @invariant()
    def the_laws_of_the_program_hold(self) -> None:
        course = self.plant.runner.desk.course
        assert not [law.name for law in course.engine.program.laws if broken(law, course.state.c, course.state.s)]

    def teardown(self) -> None:
        try:
            self.plant.backends["lift_1"].faults.stands = False
            self.plant.backends["lift_1"].faults.short_by = Decimal(0)
            self.plant.crash()
            self.plant.settle()
            self.judged()
        finally:
            self.plant.close()
            shutil.rmtree(self.folder)

    def judged(self) -> None:
        """At the end everybody says the same, and what was asked for was done."""
        plant = self.plant
        assert plant.engine_stock() == plant.ledger_stock()
        assert plant.engine_stock().get("lift_gears", 0) == plant.lift_stock().get("lift_gears", 0)
        keys = Counter(one["key"] for one in plant.entries() if one["what"] == "signal" and one["outcome"] == "accepted")
        assert keys == self.accepted
        assert not list(plant.runner.desk.journal.faults())
        done = {job for job, what, _ in plant.backends["lift_1"].log() if what == "retrieve"}
        given_up = {
            work.id
            for action in plant.asked("retrieve")
            if (work := plant.runner.desk.journal.work(action["id"])) and work.state == "cancelled"
        }
        said = [one["result"] for one in plant.entries() if one["what"] == "result" and one["result"]["cancelled"]]
        given_up |= {one["job"] for one in said}
        assert {action["id"] for action in plant.asked("retrieve")} == done | given_up
        assert all(job_of(plant.runner.desk.journal.work(job).body).kind == "retrieve" for job in done)  # type: ignore[union-attr]


AnyOrder.TestCase.settings = settings(max_examples=80, stateful_step_count=40, suppress_health_check=list(HealthCheck), deadline=None)
TestAnyOrder = AnyOrder.TestCase

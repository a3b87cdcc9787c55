"""Signals, reports and strokes of the clock at the desk of a policy that runs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from live_plants import LINE, LivePlant, boxes

from kanbanlang.backends.contract import Result
from kanbanlang.live.changing import change
from kanbanlang.live.outbox import job_of
from kanbanlang.live.text import Text


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[LivePlant]:
    one = LivePlant(tmp_path)
    yield one
    one.close()


def test_a_signal_becomes_an_exact_retrieval_and_the_pick_closes_it(plant: LivePlant) -> None:
    plant.settle()
    answer = plant.hear("order", "line_gears", 10, "o1")
    assert answer.outcome == "accepted"
    assert [(one["kind"], one["quantity"]) for one in answer.actions] == [("deliver", "10"), ("retrieve", "10")]
    plant.settle()
    assert plant.backends["lift_1"].log()[-1][1:] == ("retrieve", Decimal(10))
    assert plant.engine_stock() == plant.ledger_stock() == {"line_gears": Decimal(40), "lift_gears": Decimal(190)}
    assert plant.lift_stock() == {"lift_gears": Decimal(190)}


def test_the_same_again_is_a_duplicate_and_something_else_under_its_key_a_conflict(plant: LivePlant) -> None:
    first = plant.hear("order", "line_gears", 10, "o1")
    assert plant.hear("order", "line_gears", 10, "o1", at="2026-01-05T08:00").outcome == "duplicate"
    assert plant.hear("order", "line_gears", 10, "o1").n == first.n
    other = plant.hear("order", "line_gears", 9, "o1")
    assert (other.outcome, other.reason) == ("conflict", f"something else came under this key before, as entry {first.n}")
    assert len(plant.asked("retrieve")) == 1


def test_what_was_refused_may_come_again(plant: LivePlant) -> None:
    refused = plant.hear("order", "line_gear", 10, "o1")
    assert (refused.outcome, refused.reason) == ("refused", "nothing is called `line_gear`")
    assert plant.hear("order", "line_gears", 10, "o1").outcome == "accepted"


@pytest.mark.parametrize(
    ("by", "reason"),
    [
        ("cleaner", "cleaner has no access to tray 1 of lift_1; picker has"),
        (None, "whoever gives no name has no access to tray 1 of lift_1; picker has"),
    ],
)
def test_who_has_no_right_to_a_tray_touches_nothing_in_it(plant: LivePlant, by: str | None, reason: str) -> None:
    plant.settle()
    for kind, quantity in (("count", 3), ("consumption", 3), ("rejection", 1)):
        answer = plant.hear(kind, "lift_gears", quantity, by=by)
        assert (answer.outcome, answer.reason) == ("refused", reason)
    assert plant.engine_stock()["lift_gears"] == 200
    assert plant.entries()[-1]["reason"] == reason


def test_a_column_that_nobody_knows_is_refused_with_the_one_that_was_meant(plant: LivePlant) -> None:
    answer = plant.hear("order", "line_gears", 10, quantty="3")
    assert answer.reason == "a signal has no column `quantty`; did you mean `quantity`?"


def test_a_short_pick_is_a_count_and_the_rest_is_asked_for_again(plant: LivePlant) -> None:
    plant.settle()
    plant.backends["lift_1"].faults.short_by = Decimal(4)
    plant.hear("order", "line_gears", 10)
    for name in ("lift_1", "erp"):
        plant.hand_over(name)
    plant.pass_time(2)
    plant.bring_reports("lift_1")
    plant.backends["lift_1"].faults.short_by = Decimal(0)
    assert plant.engine_stock() == {"line_gears": Decimal(36)}, "a short pick says that nothing more is there"
    plant.settle()
    assert plant.engine_stock() == plant.ledger_stock()


def test_an_empty_tray_is_a_count_of_nothing(plant: LivePlant) -> None:
    plant.settle()
    plant.hear("order", "line_gears", 10)
    (job,) = [work for work in plant.runner.desk.journal.open_work("lift_1") if job_of(work.body).kind == "retrieve"]
    plant.runner.report("lift_1", Result(job.id, 1, 1, Decimal(0), final=True)).result()
    assert plant.engine_stock() == {"line_gears": Decimal(30)}
    assert [one["quantity"] for one in plant.asked("replenish")] == ["210"], "the level, and what waits"


def test_parts_of_a_pick_are_one_pick(plant: LivePlant) -> None:
    plant.settle()
    plant.hear("order", "line_gears", 10)
    (job,) = [work for work in plant.runner.desk.journal.open_work("lift_1") if job_of(work.body).kind == "retrieve"]
    plant.runner.report("lift_1", Result(job.id, 1, 1, Decimal(6), final=False)).result()
    assert plant.engine_stock()["line_gears"] == 30
    plant.runner.report("lift_1", Result(job.id, 1, 2, Decimal(4), final=True)).result()
    assert plant.engine_stock()["line_gears"] == 40


def test_the_same_report_twice_counts_once_and_one_of_nobody_s_job_is_kept(plant: LivePlant) -> None:
    plant.settle()
    plant.hear("order", "line_gears", 10)
    (job,) = [work for work in plant.runner.desk.journal.open_work("lift_1") if job_of(work.body).kind == "retrieve"]
    report = Result(job.id, 1, 1, Decimal(10), final=True)
    assert plant.runner.report("lift_1", report).result().outcome == "accepted"
    before = plant.engine_stock()
    assert plant.runner.report("lift_1", report).result().outcome == "duplicate"
    strange = plant.runner.report("lift_1", Result("nobody's", 1, 1, Decimal(10), final=True)).result()
    assert (strange.outcome, strange.reason) == ("refused", "nobody asked for this job")
    assert plant.engine_stock() == before


def test_a_pull_that_was_not_handed_over_is_cancelled_without_a_word_to_the_machine(plant: LivePlant) -> None:
    plant.settle()
    plant.hear("order", "line_gears", 10)
    plant.hear("cancellation", "line_gears")
    plant.settle()
    assert not plant.backends["lift_1"].log(), "the machine never heard of it"
    assert plant.engine_stock() == plant.ledger_stock() == {"line_gears": Decimal(30), "lift_gears": Decimal(200)}


def test_a_pull_that_a_machine_has_is_cancelled_when_the_machine_gives_it_up(plant: LivePlant) -> None:
    plant.settle()
    for _ in range(2):
        plant.hear("order", "line_gears", 10)
    plant.hand_over("lift_1")
    plant.hand_over("lift_1")
    answer = plant.hear("cancellation", "line_gears")
    assert answer.reason == "lift_1 is asked to give it up; the cancellation follows when it does"
    plant.settle()
    assert [what for _, what, _ in plant.backends["lift_1"].log()] == ["retrieve"]
    assert plant.engine_stock() == plant.ledger_stock() == {"line_gears": Decimal(30), "lift_gears": Decimal(190)}


def test_a_job_that_is_refused_is_parked_until_somebody_sees_to_it(plant: LivePlant) -> None:
    plant.settle()
    plant.backends["lift_1"].faults.refuses_trays = frozenset({1})
    plant.hear("order", "line_gears", 10)
    plant.hand_over("lift_1")
    (job,) = plant.runner.desk.journal.open_work("lift_1")
    assert (job.state, job.said) == ("parked", "there is no tray 1")


def test_a_machine_that_does_not_answer_is_asked_before_a_job_is_sent_again(plant: LivePlant) -> None:
    plant.settle()
    lift = plant.backends["lift_1"]
    lift.faults.stands = True
    plant.hear("order", "line_gears", 10)
    assert not plant.hand_over("lift_1")
    lane = plant.runner.lanes["lift_1"]
    assert (lane.tries, lane.trouble) == (1, "no answer")
    lift.faults.stands = False
    # what nobody knew: it had come through
    lift.send(job_of(plant.runner.desk.journal.open_work("lift_1")[0].body))
    plant.settle()
    assert len(lift.log()) == 1, "once"
    (tries,) = plant.runner.desk.journal._connection.execute("SELECT tries FROM job WHERE lane = 'lift_1'").fetchone()
    assert tries == 2, "it is noted how often it was tried"


def test_a_new_text_is_taken_up_and_the_old_one_put_back(plant: LivePlant) -> None:
    plant.settle()
    plant.hear("order", "line_gears", 10)
    (plant.folder / "line.kanban").write_text(LINE.replace("kanban 4 cards", "kanban 6 cards"))

    body = Text.read(plant.folder / "line.kanban")[0].shape
    plan = plant.runner.tell(lambda desk, _at: change(desk, body, "console", boxes, None)).result()
    assert [one["for"] for one in plan["pulls"]] == ["line_gears"]
    assert len(plant.asked("retrieve")) == 1, "a plan changes nothing"
    applied = plant.runner.tell(lambda desk, at: change(desk, {**body, "plan": plan["plan"]}, "console", boxes, at)).result()
    assert applied["applied"]
    assert len(plant.asked("retrieve")) == 3, "two cards more are empty, and signal at once"
    plant.crash()
    plant.settle()
    assert plant.engine_stock() == plant.ledger_stock() == {"line_gears": Decimal(60), "lift_gears": Decimal(170)}
    plant.runner.tell(lambda desk, at: change(desk, {"back": True}, "console", boxes, at)).result()
    assert plant.runner.desk.policy.buffers["line_gears"].rule.cards == 4

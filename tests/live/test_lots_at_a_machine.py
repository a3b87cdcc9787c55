"""A machine is told from which lot it picks, and into which it stores, where that is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from live_plants import LivePlant

from kanbanlang.backends.contract import RETRIEVE, STORE, Job
from kanbanlang.live.outbox import job_of

TRACKED = """\
policy line "A line and its lift, lot by lot"

item gear { unit pcs; pack 20 pcs; tracked by lot }
vlm lift_1 { tray 1 { holds 900 pcs of gear } }
supplier acme
buffer line_gears of gear { kanban 6 cards of 20 pcs; from lift_gears; serves customers }
buffer lift_gears of gear in lift_1 tray 1 { reorder at 0 pcs up to 200 pcs; from acme { lead time 1 d }; picks AGE first }
"""


@pytest.fixture
def plant(tmp_path: Path, request: pytest.FixtureRequest) -> LivePlant:
    """The first 200 pieces have no name, and are gone; then come 50 of lot A, and 50 of lot B a minute later."""
    plant = LivePlant(tmp_path, TRACKED.replace("AGE", request.param))
    plant.settle()
    assert plant.hear("count", "lift_gears", 0).outcome == "accepted"
    for lot in "AB":
        assert plant.hear("receipt", "lift_gears", 50, lot=lot).outcome == "accepted"
        plant.pass_time(60)
    for name in plant.backends:
        while plant.hand_over(name):
            pass
        plant.bring_reports(name)
    return plant


def jobs(plant: LivePlant, kind: str) -> list[Job]:
    found = plant.runner.desk.journal._connection.execute("SELECT body FROM job WHERE lane = 'lift_1' ORDER BY n, nth")
    return [job for (body,) in found if (job := job_of(body)).kind == kind]


def picks(plant: LivePlant, count: int) -> list[str | None]:
    """The lots that so many containers are asked from, all of them before one is picked."""
    before = len(jobs(plant, RETRIEVE))
    for _ in range(count):
        plant.hear("order", "line_gears", 20)
    return [job.moves[0].lot for job in jobs(plant, RETRIEVE)[before:]]


@pytest.mark.parametrize("plant", ["oldest"], indirect=True)
def test_the_oldest_lot_is_named_behind_what_was_promised_before(plant: LivePlant) -> None:
    assert [job.moves[0].lot for job in jobs(plant, STORE)[-2:]] == ["A", "B"]
    assert picks(plant, 5) == ["A", "A", None, "B", "B"], "the third container is of both"


@pytest.mark.parametrize("plant", ["newest"], indirect=True)
def test_the_newest_lot_is_named_where_that_is_the_order(plant: LivePlant) -> None:
    assert picks(plant, 2) == ["B", "B"]


@pytest.mark.parametrize("plant", ["oldest"], indirect=True)
def test_what_the_machine_says_of_the_lot_is_what_the_books_take(plant: LivePlant) -> None:
    picks(plant, 2)
    for _ in range(4):
        plant.hand_over("lift_1")
    plant.pass_time(60)
    plant.bring_reports("lift_1")
    results: list[dict[str, Any]] = [one["result"] for one in plant.entries() if one["what"] == "result"]
    assert [one["lot"] for one in results][-2:] == ["A", "A"]
    lots = plant.runner.desk.course.clock.lots
    assert lots is not None
    assert [(lot.name, lot.quantity) for lot in lots.book.lots["lift_gears"]] == [("A", 10), ("B", 50)]
    assert sum(lot.quantity for lot in lots.book.lots["line_gears"] if lot.name == "A") == 40

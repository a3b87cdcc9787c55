"""Counts of stock: open pulls are planned anew, everybody's books follow, and the journal keeps what the books said."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from live_plants import LivePlant

from kanbanlang.live.asking import Asking
from kanbanlang.live.counting import Count, counts, last_moves, moved_since
from kanbanlang.live.outbox import job_of
from kanbanlang.live.sheets import Line, chosen, lines

VALUES = """\
policy line "Three kinds of parts and their lift" { currency EUR }

item gear { unit pcs; value 80 EUR; pack 10 pcs }
item shaft { unit pcs; value 15 EUR; pack 10 pcs }
item washer { unit pcs; value 5 EUR; pack 10 pcs }
item bolt { unit pcs; pack 10 pcs }
vlm lift_1 { tray 1 { holds 100 pcs of gear }; tray 2 { holds 100 pcs of shaft } }
rack shelf { bay 1 { holds 100 pcs of washer } }
supplier acme
buffer gears of gear in lift_1 tray 1 { keep 10 pcs; safety 4 pcs; from acme; serves customers }
buffer shafts of shaft in lift_1 tray 2 { keep 10 pcs; from acme; serves customers }
buffer washers of washer in shelf bay 1 { keep 10 pcs; from acme; serves customers }
buffer bolts of bolt { keep 10 pcs; from acme; serves customers }
"""


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[LivePlant]:
    """50 gears are in the lift, 20 of them promised to two pulls; the lift has both jobs, and 150 are on order."""
    one = LivePlant(tmp_path)
    one.settle()
    one.hear("count", "lift_gears", 50)
    one.hear("order", "line_gears", 10)
    one.hear("order", "line_gears", 10)
    for name in ("lift_1", "erp"):
        while one.hand_over(name):
            pass
    assert one.lift_stock()["lift_gears"] == one.ledger_stock()["lift_gears"] == 50
    yield one
    one.close()


def retrievals(plant: LivePlant) -> list[tuple[str, str | None]]:
    """State of the retrievals that are not over, and what is said of them, the oldest first."""
    return [(one.state, one.said) for one in plant.runner.desk.journal.open_work("lift_1") if job_of(one.body).kind == "retrieve"]


def stock(plant: LivePlant, buffer: str) -> dict[str, str]:
    return next(one for one in Asking.stock(plant.runner.desk)["stock"] if one["buffer"] == buffer)


def past(plant: LivePlant) -> list[tuple[str, str, str, str]]:
    return [(one.buffer, one.book, one.counted, one.difference) for one in counts(plant.runner.desk.journal)][::-1]


# ------------------------------------------------------------ open pulls are planned anew
def test_where_fifteen_are_found_the_newest_pull_keeps_five_of_its_ten(plant: LivePlant) -> None:
    plant.hear("count", "lift_gears", 15)
    words = stock(plant, "lift_gears")
    assert (words["on_hand"], words["reserved"], words["backlog"]) == ("15", "15", "5")
    assert past(plant)[-1] == ("lift_gears", "50", "15", "-35")
    (booked,) = [job_of(one.body) for one in plant.runner.desk.journal.open_work("erp") if one.state == "waiting"]
    assert [(move.source, move.target, move.quantity) for move in booked.moves] == [("lift_gears", None, Decimal(35))]
    while plant.hand_over("lift_1") or plant.hand_over("erp"):
        pass
    assert plant.lift_stock()["lift_gears"] == plant.ledger_stock()["lift_gears"] == 15
    plant.settle()
    picked = [quantity for _, what, quantity in plant.backends["lift_1"].log() if what == "retrieve"]
    assert picked == [10, 5, 5], "ten, five of ten, and five more when there are some again"
    assert plant.engine_stock() == plant.ledger_stock()
    assert plant.engine_stock()["lift_gears"] == plant.lift_stock()["lift_gears"]
    assert plant.engine_stock()["line_gears"] == 40


def test_where_ten_are_found_the_lift_is_to_give_the_newest_pull_up(plant: LivePlant) -> None:
    plant.hear("count", "lift_gears", 10)
    assert [said for _, said in retrievals(plant)] == [None, "to be given up"]
    plant.settle()
    log = plant.backends["lift_1"].log()
    assert [quantity for _, what, quantity in log if what == "retrieve"] == [10, 10]
    assert len({job for job, what, _ in log if what == "retrieve"}) == 2
    given_up = [said["result"] for said in plant.entries() if said["what"] == "result" and said["result"]["cancelled"]]
    assert [one["executed"] for one in given_up] == ["0"], "the lift picked nothing of it, and picks it anew under another job"
    assert plant.engine_stock() == plant.ledger_stock()
    assert plant.engine_stock()["line_gears"] == 40


def test_a_pull_that_waits_again_can_be_cancelled_while_the_lift_still_has_its_job(plant: LivePlant) -> None:
    """Nobody has to give anything back: the count has done that. What the lift picks all the same is put into the books."""
    newest = max(action["pull"] for action in plant.asked("retrieve"))
    plant.hear("count", "lift_gears", 10)
    assert plant.hear("cancellation", "line_gears", number=str(newest)).outcome == "accepted"
    words = stock(plant, "lift_gears")
    assert (words["on_hand"], words["reserved"], words["backlog"]) == ("10", "10", "0")
    plant.settle()
    assert plant.engine_stock() == plant.ledger_stock()
    assert plant.engine_stock()["lift_gears"] == plant.lift_stock()["lift_gears"]
    assert plant.engine_stock()["line_gears"] == 30, "20, and one of the two pulls"


def test_a_pull_that_has_another_job_by_now_goes_on_when_the_first_is_given_up(plant: LivePlant) -> None:
    """A count of 10, then one of 50: the second pull waits, and is asked for anew before the lift says that it gave the job up."""
    plant.hear("count", "lift_gears", 10)
    again = plant.hear("count", "lift_gears", 50)
    assert [action["kind"] for action in again.actions] == ["retrieve", "alert"]
    plant.settle()
    log = [quantity for _, what, quantity in plant.backends["lift_1"].log() if what == "retrieve"]
    assert log == [10, 10]
    assert plant.engine_stock() == plant.ledger_stock()
    assert plant.engine_stock()["line_gears"] == 40


def test_where_more_is_found_the_books_of_all_follow_and_no_job_changes(plant: LivePlant) -> None:
    before = retrievals(plant)
    plant.hear("count", "lift_gears", 64)
    assert retrievals(plant) == before
    while plant.hand_over("lift_1") or plant.hand_over("erp"):
        pass
    assert plant.lift_stock()["lift_gears"] == plant.ledger_stock()["lift_gears"] == 64
    assert past(plant)[-1] == ("lift_gears", "50", "64", "+14")


# ------------------------------------------------------------ what the journal keeps
def test_a_short_pick_is_kept_as_the_count_that_it_is(plant: LivePlant) -> None:
    plant.backends["lift_1"].faults.short_by = Decimal(4)
    plant.pass_time(1)
    plant.bring_reports("lift_1")
    (first, second) = list(counts(plant.runner.desk.journal))[::-1]
    assert (first.by, first.counted) == ("picker 1", "50")
    assert (second.by, second.buffer, second.book, second.counted) == ("lift_1", "lift_gears", "50", "6")


def test_what_was_counted_as_the_books_say_is_kept_too_and_survives_a_crash(plant: LivePlant) -> None:
    plant.hear("count", "lift_gears", 50)
    plant.crash(snapshot=True)
    assert past(plant) == [("lift_gears", "200", "50", "-150"), ("lift_gears", "50", "50", "0")]


def test_the_entries_that_moved_a_place_are_found(plant: LivePlant) -> None:
    journal = plant.runner.desk.journal
    n = journal.length
    assert moved_since(journal, n, "lift_gears") is None
    plant.hear("order", "line_gears", 3)
    assert moved_since(journal, n, "lift_gears") is None, "only the line has less"
    assert moved_since(journal, n, "line_gears") == n + 1
    plant.hear("consumption", "lift_gears", 2)
    assert [entry.said["moved"] for entry in last_moves(journal, "lift_gears", "gear", 2)] == [
        [["lift_gears", "gear", "-2"]],
        [["lift_gears", "gear", "-150"]],
    ]


def test_no_text_of_a_sender_is_taken_for_a_count(plant: LivePlant) -> None:
    plant.hear("order", "line_gears", 1, lot='"count":{"buffer":"lift_gears",')
    assert len(past(plant)) == 1


# ------------------------------------------------------------ sheets
@pytest.fixture
def valued(tmp_path: Path) -> Iterator[LivePlant]:
    one = LivePlant(tmp_path, VALUES)
    yield one
    one.close()


def sheet(plant: LivePlant) -> list[Line]:
    desk = plant.runner.desk
    return lines(desk.policy, Asking.stock(desk)["stock"], counts(desk.journal))


def test_a_sheet_says_what_is_to_be_found_and_what_to_leave_apart(valued: LivePlant) -> None:
    valued.hear("rejection", "gears", 3, by=None)
    (gears, *_) = sheet(valued)
    assert (gears.store, gears.tray, gears.book, gears.apart) == ("lift_1", 1, "7", "3 pcs blocked and 4 pcs kept for safety")
    assert gears.value == 80 * 14


def test_classes_go_by_value(valued: LivePlant) -> None:
    """1120, 150, 50 and nothing of 1320: gears carry the sum over 80 %, shafts over 95 %."""
    found = sheet(valued)
    assert {one.buffer: (one.rank, one.value) for one in found} == {
        "gears": ("A", 1120),
        "shafts": ("B", 150),
        "washers": ("C", 50),
        "bolts": ("C", Fraction(0)),
    }
    assert [one.buffer for one in chosen(found, ranks=["A", "B"])] == ["gears", "shafts"]
    assert [one.buffer for one in chosen(found, store="lift_1", tray=2)] == ["shafts"]
    assert [one.buffer for one in chosen(found)] == ["bolts", "gears", "shafts", "washers"], "place by place"


def test_what_is_due_was_not_counted_for_long_or_was_often_wrong(valued: LivePlant) -> None:
    for buffer, found in (("gears", 9), ("shafts", 10), ("gears", 8), ("washers", 9), ("bolts", 10)):
        valued.hear("count", buffer, found, by=None)
        valued.pass_time(60)
    found = sheet(valued)
    assert {one.buffer: one.differences for one in found} == {"gears": 2, "shafts": 0, "washers": 1, "bolts": 0}
    due = {number: {one.buffer for one in chosen(found, due=number)} for number in (1, 2, 3, 4)}
    assert due[1] == {"shafts"}, "counted first, and not since"
    assert due[2] == {"shafts", "gears"}, "gears were wrong twice"
    assert due[3] == {"shafts", "gears", "washers"}
    assert len(due[4]) == 4


def test_a_difference_is_exact() -> None:
    assert [Count(1, 0, "anna", "wire", book, found).difference for book, found in (("1.5", "1.2"), ("1.2", "1.5"), ("7", "7"))] == [
        "-0.3",
        "+0.3",
        "0",
    ]

"""`kanban count`: sheets, what was counted, and what counts found before."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_living import Living, living
from cli_runs import Done, Kanban


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Living]:
    with living(tmp_path) as one:
        one.rests()
        yield one


def filled_in(path: Path, **counted: str) -> Path:
    """A sheet with what somebody counted in its last column."""
    rows = list(csv.DictReader(path.read_text().splitlines()))
    with path.open("w", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows([{**row, "counted": counted.get(row["buffer"], "")} for row in rows])
    return path


def answers(done: Done) -> list[tuple[str, str, str | None]]:
    return [(one["buffer"], one["outcome"], one.get("difference")) for one in json.loads(done.out)["counts"]]


def test_a_sheet_is_printed_with_places_and_what_the_books_say(kanban: Kanban, line: Living) -> None:
    n = line.rests()
    shown = kanban("count", "sheet").out.splitlines()
    assert shown[0].split() == ["sheet", str(n), "store", "tray", "item", "book", "unit", "class", "last", "counted", "wrong", "counted"]
    assert [row.split() for row in shown[2:]] == [
        ["line_gears", "gear", "40", "pcs", "B", "never", "0", "of", "0", "........"],
        ["lift_gears", "lift_1", "1", "gear", "200", "pcs", "A", "never", "0", "of", "0", "........"],
    ]
    blind = json.loads(kanban("count", "sheet", "--store", "lift_1", "--blind", "--json").out)
    assert [(one["buffer"], "book" in one) for one in blind["lines"]] == [("lift_gears", False)]
    assert kanban("count", "sheet", "--class", "C").out == "nothing is to be counted there\n"


def test_a_sheet_that_is_entered_twice_changes_nothing_the_second_time(kanban: Kanban, line: Living, tmp_path: Path) -> None:
    assert "2 lines to count in `monday.csv`" in kanban("count", "sheet", "--csv", "monday.csv").out
    sheet = filled_in(tmp_path / "monday.csv", lift_gears="197", line_gears="40")
    first = kanban("count", "enter", str(sheet), "--by", "anna", "--json")
    assert (first.code, answers(first)) == (0, [("line_gears", "accepted", "0"), ("lift_gears", "accepted", "-3")])
    n = line.runner.desk.journal.length
    again = kanban("count", "enter", str(sheet), "--by", "anna")
    assert again.code == 0
    assert "lift_gears: counted 197, the books said 200, difference -3: duplicate" in again.out
    assert line.runner.desk.course.state.c[line.runner.desk.course.engine.program.buffers["lift_gears"].on_hand] == 197
    filled_in(sheet, lift_gears="196")
    other = kanban("count", "enter", str(sheet), "--by", "anna")
    assert (other.code, "conflict: something else came under this key before" in other.out) == (1, True)
    assert line.runner.desk.journal.length > n, "that it came again is kept"


def test_what_has_moved_since_is_not_entered_unless_somebody_says_so(kanban: Kanban, line: Living, tmp_path: Path) -> None:
    n = line.rests()
    kanban("count", "sheet", "--csv", "monday.csv")
    sheet = filled_in(tmp_path / "monday.csv", lift_gears="195")
    kanban("signal", "consumption", "lift_gears", "5", "--by", "anna")
    late = kanban("count", "enter", str(sheet), "--by", "anna")
    assert late.code == 1
    assert f"lift_gears: counted 195: not entered: it has moved since sheet {n} was printed, last by entry {n + 1}" in late.out
    entered = kanban("count", "enter", str(sheet), "--by", "anna", "--anyway")
    assert (entered.code, entered.out) == (0, "lift_gears: counted 195, the books said 195, difference 0: accepted\n")
    line.rests()


def test_one_buffer_is_counted_by_somebody_who_may(kanban: Kanban, line: Living) -> None:
    done = kanban("count", "enter", "lift_gears", "150", "--by", "anna", "--key", "k1")
    assert 'counted 150, the books said 200, difference -50: accepted\n  alert lift_gears "50 pcs' in done.out
    assert kanban("count", "enter", "lift_gears", "150", "--by", "anna", "--key", "k1").out.endswith(": duplicate\n")
    refused = kanban("count", "enter", "lift_gears", "150", "--by", "carl")
    assert (refused.code, "refused: cleaner has no access to tray 1 of lift_1; auditor has" in refused.out) == (1, True)
    assert "refused: nobody called `eve` was let in" in kanban("count", "enter", "lift_gears", "150", "--by", "eve").out
    shown = kanban("count", "history", "lift_gears").out.splitlines()
    assert shown[0].split() == ["entry", "when", "who", "buffer", "book", "counted", "difference"]
    assert shown[2].split()[-5:] == ["anna", "lift_gears", "200", "150", "-50"]
    assert kanban("count", "history", "line_gears").out == "nothing was counted yet\n"
    assert "did you mean `lift_gears`?" in kanban("count", "history", "lift_gear").err
    line.rests()


def test_sheets_and_history_are_there_without_a_runner(kanban: Kanban, tmp_path: Path) -> None:
    with living(tmp_path) as line:
        kanban("count", "enter", "lift_gears", "190", "--by", "anna")
        line.rests()
    (one,) = json.loads(kanban("count", "history", "--json").out)["counts"]
    assert (one["buffer"], one["by"], one["difference"]) == ("lift_gears", "anna", "-10")
    (due,) = json.loads(kanban("count", "sheet", "--due", "1", "--json").out)["lines"]
    assert due["buffer"] == "line_gears", "never counted"
    assert "is `kanban run` running?" in kanban("count", "enter", "lift_gears", "1", "--by", "anna").err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("buffer,found\nlift_gears,3\n", "is no sheet: it needs the columns `buffer` and `counted`"),
        ("buffer,counted\nlift_gears,3\nlift_gears,4\n", "row 3: `lift_gears` stands in it twice"),
        ("sheet,buffer,counted\nx,lift_gears,3\n", "row 2: `x` is no number of a sheet"),
        ('buffer,counted\n"lift_gears,3\n', "row 2 has a quote that is never closed"),
    ],
)
def test_what_is_no_sheet_is_said(kanban: Kanban, tmp_path: Path, content: str, said: str) -> None:
    with living(tmp_path):
        (tmp_path / "sheet.csv").write_text(content)
        done = kanban("count", "enter", "sheet.csv", "--by", "anna")
    assert done.code == 2
    assert said in done.err
    assert "no such file" in kanban("count", "enter", "other.csv", "--by", "anna").err


def test_a_cell_that_is_no_quantity_is_refused_and_the_others_are_taken(kanban: Kanban, line: Living, tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text("buffer;counted\nlift_gears;many\nline_gears;39\n")
    done = kanban("count", "enter", "sheet.csv", "--by", "anna", "--json")
    assert done.code == 1
    assert answers(done) == [("lift_gears", "refused", None), ("line_gears", "accepted", "-1")]
    line.rests()

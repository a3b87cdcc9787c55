"""A folder of CSV files: each row has its answer, a file that is read twice counts once, what is no table says why."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from live_runners import Running, running, until

from kanbanlang.live import folder as way
from kanbanlang.live.desk import Answer
from kanbanlang.live.folder import Folder, FolderSettings
from kanbanlang.live.records import JournalError
from kanbanlang.live.signals import Signal

ROWS = """\
kind,of,quantity,key,source
order,line_gears,3,o1,mes
order,line_gear,3,o2,mes

order,line_gears,3,o1,mes
order,line_gears,4,o1,mes
"""


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path, served=False) as one:
        yield one


@pytest.fixture
def dropped(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


def reader(plant: Running, dropped: Path) -> Folder:
    return Folder(FolderSettings.read({"path": str(dropped)}), plant.runner)


def answers(path: Path) -> list[tuple[str, str]]:
    with path.open(newline="") as file:
        return [(row["row"], row["outcome"]) for row in csv.DictReader(file)]


def outcomes(plant: Running) -> list[str]:
    return [one["outcome"] for one in plant.of_signals()]


def test_each_row_has_its_answer_beside_the_file_that_is_done(plant: Running, dropped: Path) -> None:
    (dropped / "shift.csv").write_text(ROWS)
    one = reader(plant, dropped)
    one.look()
    assert not plant.of_signals(), "it may still be written"
    one.look()
    assert answers(dropped / "done" / "shift.answers.csv") == [("2", "accepted"), ("3", "refused"), ("5", "duplicate"), ("6", "conflict")]
    assert (dropped / "done" / "shift.csv").read_text() == ROWS
    assert sorted(path.name for path in dropped.iterdir()) == ["done"]
    assert (one.health()["files"], one.health()["rows"], one.health()["trouble"]) == (1, 4, None)


def test_a_row_without_a_key_has_the_name_of_its_file_and_its_number(plant: Running, dropped: Path) -> None:
    (dropped / "shift.csv").write_text("kind,of,quantity\norder,line_gears,3\n")
    one = reader(plant, dropped)
    for _ in range(2):
        one.look()
    (entry,) = plant.of_signals()
    assert (entry["source"], entry["key"], entry["via"]) == ("shift.csv", "shift.csv row 2", "folder")
    (dropped / "shift.csv").write_text("kind,of,quantity\norder,line_gears,3\n")
    for _ in range(2):
        one.look()
    assert answers(dropped / "done" / "shift-2.answers.csv") == [("2", "duplicate")]
    assert (dropped / "done" / "shift-2.csv").exists()


def test_a_file_that_grows_is_left_alone_until_it_does_not(plant: Running, dropped: Path) -> None:
    one = reader(plant, dropped)
    path = dropped / "shift.csv"
    for text in ("kind,of,qu", "kind,of,quantity\norder,line_ge", "kind,of,quantity\norder,line_gears,3\n"):
        path.write_text(text)
        one.look()
    assert not plant.of_signals()
    one.look()
    assert outcomes(plant) == ["accepted"]


def test_what_is_not_meant_to_be_read_is_not_read(plant: Running, dropped: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.csv").write_text(ROWS)
    for name in ("shift.csv.part", ".shift.csv", "notes.txt"):
        (dropped / name).write_text(ROWS)
    (dropped / "linked.csv").symlink_to(tmp_path / "elsewhere.csv")
    (dropped / "folder.csv").mkdir()
    one = reader(plant, dropped)
    for _ in range(3):
        one.look()
    assert not plant.of_signals()
    (dropped / "shift.csv.part").rename(dropped / "shift.csv")
    for _ in range(2):
        one.look()
    assert outcomes(plant) == ["accepted", "refused", "duplicate", "conflict"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_file_of_which_some_rows_were_taken_in_before_the_program_ended_counts_once(plant: Running, dropped: Path, rows: int) -> None:
    text = "kind,of,quantity\n" + "order,line_gears,3\n" * 3
    path = dropped / "shift.csv"
    path.write_text(text)
    table = way._table(path, text.encode())
    assert not isinstance(table, str)
    before = reader(plant, dropped)
    said = [before._signal(dict(zip(table.columns, row.cells, strict=True)), path.name, row.number) for row in table.rows[:rows]]
    for signal in said:
        assert plant.runner.hear(signal).result().outcome == "accepted"
    after = reader(plant, dropped)  # the program begins again; the file lies where it lay
    for _ in range(2):
        after.look()
    assert [outcome for _, outcome in answers(dropped / "done" / "shift.answers.csv")] == ["duplicate"] * rows + ["accepted"] * (3 - rows)
    assert outcomes(plant).count("accepted") == 3


def test_a_file_that_cannot_be_moved_is_read_again_and_counts_once(plant: Running, dropped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (dropped / "shift.csv").write_text(ROWS)
    one = reader(plant, dropped)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", _no_room)
        for _ in range(2):
            one.look()
        assert one.trouble == f"`{dropped}`: [Errno 28] No space left on device"
    one.look()
    assert one.trouble is None
    assert answers(dropped / "done" / "shift.answers.csv")[0] == ("2", "duplicate")
    assert outcomes(plant).count("accepted") == 1


def _no_room(_path: Path, _to: Path) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"kind,of\norder,line_gears,3\n", "row 2 has 3 columns, expected 2 as in the header; "),
        (b"kind,quantity\norder,3\n", "row 1 names no column `of`"),
        (b"kind,of,quantty\norder,line_gears,3\n", "row 1 names a column `quantty`; did you mean `quantity`?"),
        (b"\xff\xfe\x00", 'it is written in UTF-16, not in UTF-8; save the file as "CSV UTF-8"'),
        (b"", "it has no header; row 1 names the columns"),
        (b'kind,of\n"order,line_gears\n', "row 2 has a quote that is never closed"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(plant: Running, dropped: Path, content: bytes, reason: str) -> None:
    (dropped / "shift.csv").write_bytes(content)
    one = reader(plant, dropped)
    for _ in range(2):
        one.look()
    assert (dropped / "refused" / "shift.reason.txt").read_text().startswith(reason)
    assert (dropped / "refused" / "shift.csv").read_bytes() == content
    (entry,) = plant.of_signals()
    assert entry["reason"].startswith(f"`shift.csv`: {reason}")


def test_a_file_that_is_too_long_is_refused(plant: Running, dropped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(way, "LONGEST_FILE", 20)
    (dropped / "shift.csv").write_text(ROWS)
    one = reader(plant, dropped)
    for _ in range(2):
        one.look()
    assert (dropped / "refused" / "shift.reason.txt").read_text() == "it is longer than 20 bytes; split it\n"


def test_a_row_on_which_the_program_fails_is_written_down_and_holds_nothing_up(
    plant: Running, dropped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hear = type(plant.runner.desk).hear

    def hears(self: object, signal: Signal, at: int) -> Answer:
        if signal.said.get("quantity") == "4" and signal.wrong is None:
            raise ZeroDivisionError
        return hear(self, signal, at)  # type: ignore[arg-type]

    monkeypatch.setattr(type(plant.runner.desk), "hear", hears)
    (dropped / "shift.csv").write_text("kind,of,quantity\norder,line_gears,4\norder,line_gears,3\n")
    one = reader(plant, dropped)
    for _ in range(2):
        one.look()
    assert answers(dropped / "done" / "shift.answers.csv") == [("2", "refused"), ("3", "accepted")]
    assert [one["reason"] for one in plant.of_signals() if one["outcome"] == "refused"] == ["the program failed: ZeroDivisionError()"]


def test_its_own_thread_looks_until_it_is_stopped(plant: Running, dropped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(way, "_LOOKS", 0.01)
    one = reader(plant, dropped)
    one.start()
    unfinished = dropped / ".shift.csv.part"
    unfinished.write_text(ROWS)
    unfinished.rename(dropped / "shift.csv")
    until((dropped / "done" / "shift.csv").exists, "the file is done")
    one.stop()
    assert outcomes(plant) == ["accepted", "refused", "duplicate", "conflict"]


@pytest.mark.parametrize(
    ("section", "reason"),
    [
        ({}, '`[folder]`: it does not say which: write `path = "..."`'),
        ({"path": 3}, '`[folder]`: `path` is a text: write `path = "..."`'),
        ({"path": "nowhere"}, "`[folder]`: `path` names `nowhere`, and there is no such folder; make it first"),
        ({"pth": "in"}, "`[folder]` has no setting `pth`; did you mean `path`?"),
        ("in", "`folder` is a section: write `[folder]`, and its settings below it"),
    ],
)
def test_a_wrong_section_is_a_sentence(section: object, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(JournalError) as raised:
        FolderSettings.read(section)
    assert str(raised.value) == reason

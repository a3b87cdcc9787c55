"""The journal: nothing in it changes unseen, nothing is half there, and nobody else writes it."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from live_plants import LivePlant, boxes

from kanbanlang.dryrun.course import kept
from kanbanlang.live.journal import Journal
from kanbanlang.live.locking import InUseError
from kanbanlang.live.opening import folded, keep, resume
from kanbanlang.live.records import JournalError, NotStoredError


@pytest.fixture
def ran(tmp_path: Path) -> Path:
    """A journal of some days."""
    plant = LivePlant(tmp_path)
    for number in range(60):
        plant.hear("order", "line_gears", 1 + number % 9, f"o{number}")
        plant.hand_over("lift_1")
        plant.hand_over("erp")
        plant.pass_time(1)
        plant.bring_reports("lift_1")
    plant.settle()
    plant.close()
    return tmp_path / "line.journal"


def faults(path: Path) -> list[str]:
    try:
        journal = Journal.open(path, alone=False)
    except JournalError as error:
        return [str(error)]
    try:
        return list(journal.faults())
    except sqlite3.Error as error:
        return [str(error)]
    finally:
        journal.close()


def test_any_byte_of_any_record_that_is_flipped_is_seen(ran: Path) -> None:
    """Two hundred bytes of records and their hashes, one at a time."""
    chance = random.Random(7)  # noqa: S311 - the same bytes each time
    with sqlite3.connect(ran) as connection:
        rows = connection.execute("SELECT n, record, hash FROM entry").fetchall()
    connection.close()
    assert faults(ran) == []
    for _ in range(200):
        n, record, hash_ = chance.choice(rows)
        column, body = chance.choice([("record", record), ("hash", hash_)])
        at, bit = chance.randrange(len(body)), 1 << chance.randrange(8)
        flipped = body[:at] + bytes([body[at] ^ bit]) + body[at + 1 :]
        with sqlite3.connect(ran) as connection:
            connection.execute(f"UPDATE entry SET {column} = ? WHERE n = ?", (flipped, n))  # noqa: S608 - one of two columns
        connection.close()
        assert faults(ran), f"byte {at} of the {column} of entry {n}"
        with sqlite3.connect(ran) as connection:
            connection.execute(f"UPDATE entry SET {column} = ? WHERE n = ?", (body, n))  # noqa: S608
        connection.close()


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ("DELETE FROM entry WHERE n = 5", "entry 5 is missing"),
        ("DELETE FROM entry WHERE n > (SELECT max(n) - 3 FROM entry)", "the journal ended with entry"),
        ("UPDATE entry SET record = (SELECT record FROM entry WHERE n = 7) WHERE n = 8", "entry 8 is not what was written"),
    ],
)
def test_what_is_missing_or_cut_off_is_named(ran: Path, done: str, said: str) -> None:
    with sqlite3.connect(ran) as connection:
        connection.execute(done)
    connection.close()
    assert any(said in one for one in faults(ran))


def test_a_file_that_is_cut_off_is_no_journal_and_says_so(ran: Path) -> None:
    whole = ran.read_bytes()
    ran.write_bytes(whole[: len(whole) // 2])
    assert faults(ran)
    ran.write_bytes(b"no journal at all")
    with pytest.raises(JournalError, match="is no journal, or is damaged"):
        Journal.open(ran)


def test_the_state_is_the_fold_of_the_entries_and_a_snapshot_says_the_same(ran: Path) -> None:
    journal = Journal.open(ran)
    fold = None
    for entry in journal.entries():
        fold = folded(entry, fold)
    assert fold is not None
    whole = kept(fold.course)
    desk = resume(journal, boxes)
    assert kept(desk.course) == whole
    journal.begin()
    keep(desk)
    journal.commit()
    assert kept(resume(journal, boxes).course) == whole
    journal.close()


def test_a_second_runner_is_refused_and_told_who_has_it(tmp_path: Path) -> None:
    plant = LivePlant(tmp_path)
    with pytest.raises(InUseError, match="is in use by process"):
        Journal.open(tmp_path / "line.journal")
    look = f"from pathlib import Path; from kanbanlang.live.journal import Journal; Journal.open(Path({str(tmp_path / 'line.journal')!r}))"
    other = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=False)
    assert "InUseError" in other.stderr
    plant.close()
    Journal.open(tmp_path / "line.journal").close()


def test_what_cannot_be_stored_is_not_taken_in_and_the_sender_is_told(tmp_path: Path) -> None:
    """The disk is full for a while."""
    plant = LivePlant(tmp_path)
    plant.hear("order", "line_gears", 1, "o1")
    connection = plant.runner.desk.journal._connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    before, failed = kept(plant.runner.desk.course), None
    for number in range(2, 200):
        try:
            plant.hear("order", "line_gears", 1, f"o{number}")
        except NotStoredError as error:
            failed = number, str(error)
            break
        before = kept(plant.runner.desk.course)
    assert failed is not None
    assert "cannot be stored" in failed[1]
    assert "full" in failed[1]
    assert kept(plant.runner.desk.course) == before, "nothing of it was taken in"
    connection.execute("PRAGMA max_page_count = 1000000")
    assert plant.hear("order", "line_gears", 1, f"o{failed[0]}").outcome == "accepted", "the same signal, when there is room again"
    plant.settle()
    assert plant.engine_stock() == plant.ledger_stock()
    plant.close()


def test_a_clock_that_was_set_back_stands_still_until_it_has_caught_up(tmp_path: Path) -> None:
    plant = LivePlant(tmp_path)
    plant.pass_time(100)
    plant.hear("order", "line_gears", 1)
    at = plant.entries()[-1]["at"]
    plant.now -= 50_000_000
    plant.hear("order", "line_gears", 1)
    assert plant.entries()[-1]["at"] == at
    assert plant.runner.behind == 50_000_000
    plant.close()

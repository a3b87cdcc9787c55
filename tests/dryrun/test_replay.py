"""Recorded inputs: every row is accepted, a duplicate, a conflict or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from dry_runs import told

from kanbanlang.model import load_text
from kanbanlang.report.runs import run_text

PLANT = """
policy shop { timezone "UTC" }
item tube { unit pcs; code "T-1"; pack 10 pcs }
item wire { unit m }
role picker
supplier acme
station lathe { makes tube; cycle time 1 min }
rack shelf { access picker; bay 1 { compartments 1 } }
buffer lathe_tubes of tube { keep 100 pcs; from lathe }
buffer wires of wire in shelf bay 1 { reorder at 50 m up to 100 m; from acme { lead time 1 d } }
scenario recorded {
  starts 2026-01-05
  lasts 2 wk
  replay "inputs.csv"
}
"""
HEADER = "at,kind,of,item,quantity,source,key,operator"


def replayed(folder: Path, *rows: str, header: str = HEADER, policy: str = PLANT) -> list[tuple[str, str | None]]:
    """What came of each row."""
    (folder / "inputs.csv").write_text("\n".join([header, *rows]) + "\n")
    run = told(policy, folder).run
    assert run.replayed is not None
    return [(one.outcome, one.reason) for one in run.replayed.heard]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2026-01-05 08:00,completion,lathe,tube,0,,k1,", "a quantity of 0 says nothing"),
        ("2026-01-05 08:00,completion,lathe,tubes,5,,k1,", "no item is called `tubes`"),
        ("2026-01-05 08:00,completion,press,tube,5,,k1,", "nothing is called `press`"),
        ("2026-01-05 08:00,milling,lathe,tube,5,,k1,", "`milling` is no kind of input"),
        ("2026-01-05 08:00,consumption,acme,tube,5,,k1,", "`acme` is a supplier, and such an input speaks of a buffer or a item"),
        ("2026-01-05 08:00,completion,lathe,tube,-5,,k1,", "`-5` is not a quantity"),
        ("2026-01-05 08:00,completion,lathe,tube,2.5,,k1,", "2.5 pcs of `tube` is not a whole number of steps"),
        ("2026-01-05 08:00,consumption,wires,,5,,k1,ann", "ann has no access to bay 1 of shelf; picker has"),
        ("2026-01-05 08:00,pick,wires,,5,acme,k1,", "no pick of this pull is under way"),
        ("2026-01-05 08:00,up,lathe,,,,k1,", "it is not down"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(tmp_path: Path, row: str, reason: str) -> None:
    assert replayed(tmp_path, row) == [("refused", reason)]


def test_a_key_comes_once_a_second_time_is_a_duplicate_and_other_content_a_conflict(tmp_path: Path) -> None:
    """When it is sent again does not matter, only what it says; another sender has keys of its own."""
    found = replayed(
        tmp_path,
        "2026-01-05 08:00,completion,lathe,tube,5,mes,k1,",
        "2026-01-05 09:00,completion,lathe,tube,5,mes,k1,",
        "2026-01-05 09:30,completion,lathe,tube,6,mes,k1,",
        "2026-01-05 09:30,completion,lathe,tube,6,other,k1,",
    )
    assert [outcome for outcome, _ in found] == ["accepted", "duplicate", "conflict", "accepted"]


def test_a_refused_row_may_come_again_under_its_key(tmp_path: Path) -> None:
    found = replayed(tmp_path, "2026-01-05 08:00,completion,lathe,tube,0,,k1,", "2026-01-05 09:00,completion,lathe,tube,6,,k1,")
    assert [outcome for outcome, _ in found] == ["refused", "accepted"]


def test_what_says_nothing_is_refused_before_its_key_is_looked_at(tmp_path: Path) -> None:
    found = replayed(tmp_path, "2026-01-05 08:00,completion,lathe,tube,6,,k1,", "2026-01-05 09:00,completion,lathe,tube,0,,k1,")
    assert [outcome for outcome, _ in found] == ["accepted", "refused"]


def test_accepted_inputs_move_the_plant(tmp_path: Path) -> None:
    """60 m are taken in two goes; at 40 m the rest is asked of acme, and arrives when the file says it."""
    rows = [
        "2026-01-05 08:00,consumption,wires,,20,,k1,picker",
        "2026-01-05 09:00,consumption,wires,,40,,k2,picker",
        "2026-01-08 10:00,receipt,wires,,60,acme,k3,",
        "2026-01-09 10:00,completion,lathe,T-1,7,,k4,",
        "2026-01-10 08:00,order,tube,,5,,k5,",
        "2026-02-10 08:00,order,tube,,5,,k6,",
    ]
    (tmp_path / "inputs.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    run = told(PLANT, tmp_path)
    assert run.run.replayed is not None
    assert [one.outcome for one in run.run.replayed.heard] == ["accepted"] * 5
    assert dict(run.run.replayed.quantities) == {"m": "120", "pcs": "12"}
    assert run.run.replayed.outside == 1
    assert run.hours("receipt") == [3 * 24 + 10]
    assert [(one.buffer, one.on_hand) for one in run.run.final] == [("lathe_tubes", 107 - 5), ("wires", 100)]
    assert run.measure("fill rate", "lathe_tubes") == 1
    assert all(one.holds for one in run.run.balance)
    assert run.measure("throughput", "wires") == 60 / (14 * 24)


def test_recorded_orders_are_served_by_priority(tmp_path: Path) -> None:
    """Of 100 pieces 103 are ordered, then 2 in the first class: when pieces come, those 2 are served before the 3 that are left."""
    rows = ["2026-01-05 08:00,order,tube,103,k1,", "2026-01-05 08:01,order,tube,2,k2,1", "2026-01-05 09:00,down,lathe,,k3,1"]
    rows += ["2026-01-05 09:00,order,tube,1,k4,12"]
    found = replayed(tmp_path, *rows, header="at,kind,of,quantity,key,priority")
    assert found[:2] == [("accepted", None)] * 2
    assert found[2:] == [("refused", "a down has no priority"), ("refused", "there is no priority `12`: 1 is first, 9 is last")]
    actions = [action for record in told(PLANT, tmp_path).records for action in record.actions]
    assert [action.quantity for action in actions if action.kind == "deliver"] == [100, 2, 3]


def test_the_world_tells_what_the_file_does_not(tmp_path: Path) -> None:
    """Without a recorded receipt, the supplier delivers after a day."""
    (tmp_path / "inputs.csv").write_text(f"{HEADER}\n2026-01-05 08:00,consumption,wires,,60,,k1,picker\n")
    assert told(PLANT, tmp_path).hours("receipt") == [32]


def test_people_see_a_table_of_what_came_of_the_rows(tmp_path: Path) -> None:
    rows = ["2026-01-05 08:00,completion,lathe,tube,5,,k1,", "2026-01-05 08:00,completion,lathe,tube,5,,k1,"]
    rows += [f"2026-01-05 09:00,completion,lathe,tube,0,,z{number}," for number in range(3)]
    (tmp_path / "inputs.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    loaded = load_text(PLANT, folder=tmp_path)
    assert loaded.policy is not None
    text = run_text(loaded.policy.scenarios["recorded"], told(PLANT, tmp_path).run)
    lines = [line.split() for line in text.splitlines()]
    assert ["accepted", "5", "pcs", "1"] in lines
    assert [*["refused", "a", "quantity", "of", "0", "says", "nothing"], "3"] in lines
    assert [*["duplicate", "the", "same", "key", "with", "the", "same", "content", "came", "before"], "1"] in lines


@pytest.mark.parametrize(
    ("header", "row", "message"),
    [
        ("at,of,quantity", "2026-01-05,lathe,1", "the table has no column `kind`"),
        ("at,kind,of,amount", "2026-01-05,order,lathe,1", "recorded inputs have no column `amount`"),
        ("at,kind,of", "yesterday,order,lathe", "row 2: `yesterday` is not a moment"),
    ],
)
def test_a_file_that_cannot_be_replayed_is_a_mistake_of_the_policy(tmp_path: Path, header: str, row: str, message: str) -> None:
    (tmp_path / "inputs.csv").write_text(f"{header}\n{row}\n")
    loaded = load_text(PLANT, folder=tmp_path)
    assert [one.message for one in loaded.diagnostics if one.severity.value == "error"] == [message]

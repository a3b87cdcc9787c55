"""`kanban test`: which sentences of a policy hold, and what happened where one does not."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from cli_runs import PLANT, Kanban
from syrupy.assertion import SnapshotAssertion

WRONG = PLANT.replace(
    "consumption of 9 pcs of line_housings\n  then nothing",
    "consumption of 9 pcs of line_housings\n  then retrieve 10 pcs from lift_housings to line_housings",
)


@pytest.fixture(autouse=True)
def plant(tmp_path: Path) -> None:
    (tmp_path / "plant.kanban").write_text(PLANT)
    (tmp_path / "wrong.kanban").write_text(WRONG)


def test_tests_that_pass(kanban: Kanban, snapshot: SnapshotAssertion) -> None:
    assert str(kanban("test", "plant.kanban")) == snapshot


def test_a_test_that_fails_says_what_happened(kanban: Kanban, snapshot: SnapshotAssertion) -> None:
    assert str(kanban("test", "plant.kanban", "wrong.kanban")) == snapshot


def test_only_those_that_are_named_are_run(kanban: Kanban) -> None:
    done = kanban("test", "wrong.kanban", "--only", "emptied")
    assert done.code == 0
    assert done.out == "✓ an emptied container brings exactly one\nwrong.kanban: 1 test passed\n"


def test_a_name_that_no_test_has_is_wrong_use(kanban: Kanban) -> None:
    done = kanban("test", "plant.kanban", "--only", "unheard of")
    assert (done.code, done.err) == (2, "Error: no test has `unheard of` in its name\n")


def test_json_has_every_result(kanban: Kanban) -> None:
    done = kanban("test", "wrong.kanban", "--json")
    assert done.code == 1
    found = json.loads(done.out)
    assert list(found) == ["format", "tests"]
    assert found["format"] == 1
    good, bad = found["tests"]
    line = WRONG[: WRONG.index('test "an emptied')].count("\n") + 1
    assert good == {
        "name": "an emptied container brings exactly one",
        "file": "wrong.kanban",
        "line": line,
        "passed": True,
        "message": None,
    }
    assert list(bad) == list(good)
    assert bad["passed"] is False
    assert "retrieve" in bad["message"]


def test_junit_is_what_a_build_server_reads(kanban: Kanban) -> None:
    assert kanban("test", "plant.kanban", "wrong.kanban", "--junit", "report.xml").code == 1
    suites = ET.parse("report.xml").getroot()  # noqa: S314 - this very test had it made
    assert [(one.get("name"), one.get("tests"), one.get("failures")) for one in suites] == [
        ("plant.kanban", "2", "0"),
        ("wrong.kanban", "2", "1"),
    ]
    (failure,) = suites.iter("failure")
    assert failure.text
    assert failure.get("message") == failure.text.splitlines()[0]


def test_a_policy_with_errors_runs_no_tests(kanban: Kanban) -> None:
    Path("broken.kanban").write_text(PLANT.replace("of housing at", "of hosing at"))
    done = kanban("test", "broken.kanban")
    assert (done.code, done.out) == (1, "")
    assert "did you mean `housing`" in done.err


def test_a_policy_without_tests_says_so(kanban: Kanban) -> None:
    Path("none.kanban").write_text(PLANT[: PLANT.index("\ntest ")])
    done = kanban("test", "none.kanban")
    assert (done.code, done.out) == (0, "none.kanban: no tests\n")

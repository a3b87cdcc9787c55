"""`kanban dry-run`: what was measured, for people and for programs, the same each time; interrupted, what there is."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runs import PLANT, Kanban
from syrupy.assertion import SnapshotAssertion

from kanbanlang.cli.watching import Watch


@pytest.fixture(autouse=True)
def plant(tmp_path: Path) -> None:
    (tmp_path / "plant.kanban").write_text(PLANT)


def test_a_run_is_shown_in_tables(kanban: Kanban, snapshot: SnapshotAssertion) -> None:
    done = kanban("dry-run", "plant.kanban", "--scenario", "normal_week")
    assert done.code == 0
    assert done.err == ""
    assert done.out == snapshot


def test_tables_fit_the_terminal(kanban: Kanban, monkeypatch: pytest.MonkeyPatch) -> None:
    wide = kanban("dry-run", "plant.kanban", "--scenario", "normal_week").out
    assert max(map(len, wide.splitlines())) <= 100
    monkeypatch.setenv("COLUMNS", "60")
    tables = kanban("dry-run", "plant.kanban", "--scenario", "normal_week").out.split("\n\n")
    assert max(len(line) for table in tables if "───" in table for line in table.splitlines()) <= 60


def test_an_expectation_that_does_not_surely_hold_exits_with_1(kanban: Kanban) -> None:
    done = kanban("dry-run", "plant.kanban", "--scenario", "late_foundry")
    assert done.code == 1
    assert "✓ holds: expect fill rate of pump >= 50 %" in done.out
    assert "? undecided: expect fill rate of pump >= 99.9 % (measured " in done.out
    assert "more replications would decide it" in done.out


def test_one_replication_has_no_intervals(kanban: Kanban) -> None:
    done = kanban("dry-run", "plant.kanban", "--repeat", "1", "--scenario", "normal_week")
    assert "1 replication, seed 1" in done.out
    assert "±" not in done.out


def test_json_has_every_key(kanban: Kanban) -> None:
    done = kanban("dry-run", "plant.kanban", "--json", "--repeat", "2", "--seed", "7", "--level", "99 %")
    assert done.out.count("\n") == 1
    found = json.loads(done.out)
    assert {name: found[name] for name in ("format", "policy")} == {"format": 1, "policy": "plant"}
    assert [run["scenario"] for run in found["runs"]] == ["normal_week", "late_foundry"]
    run = found["runs"][0]
    assert (run["seed"], run["replications"], run["executor"], run["starts"]) == (7, 2, "reference", "2026-01-05T00:00:00+01:00")
    assert run["complete"] is True
    assert run["events"] > 0
    metric = next(one for one in run["metrics"] if (one["metric"], one["of"]) == ("fill rate", "pump"))
    assert list(metric) == ["metric", "of", "mean", "low", "high", "level", "unit", "values"]
    assert metric["low"] <= metric["mean"] <= metric["high"]
    assert (metric["level"], metric["unit"], len(metric["values"])) == (0.99, "1", 2)
    (expectation,) = run["expectations"]
    assert list(expectation) == ["text", "file", "line", "holds", "message"]
    assert PLANT.splitlines()[expectation["line"] - 1].strip() == expectation["text"]
    assert expectation["holds"] in {True, None}
    assert [final["buffer"] for final in run["final"]] == ["line_housings", "lift_housings", "shipping"]
    assert set(run["final"][0]) == {"buffer", "on_hand", "reserved", "incoming", "backlog", "safety", "unit"}
    assert run["final"][0]["unit"] == "pcs"
    assert int(run["final"][0]["on_hand"]) >= 0


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["text", "json"])
def test_the_same_seed_gives_the_same_bytes_on_any_machine(tmp_path: Path, options: list[str], environment: dict[str, str]) -> None:
    """Another process hashes texts differently, so an order that came from a set would show."""
    words = [sys.executable, "-m", "kanbanlang", "dry-run", "plant.kanban", "--repeat", "2", *options]
    first, second = (
        subprocess.run(words, cwd=tmp_path, env={**environment, "PYTHONHASHSEED": seed}, capture_output=True, check=False).stdout
        for seed in ("1", "2")
    )
    assert first
    assert first == second


def test_another_seed_is_other_chance(kanban: Kanban) -> None:
    first, second = (json.loads(kanban("dry-run", "plant.kanban", "--json", "--repeat", "1", "--seed", seed).out) for seed in ("1", "2"))
    assert first["runs"][0]["metrics"] != second["runs"][0]["metrics"]


def test_a_policy_without_a_scenario_shows_one_to_paste(kanban: Kanban) -> None:
    bare = PLANT[: PLANT.index("scenario normal_week")]
    Path("bare.kanban").write_text(bare)
    done = kanban("dry-run", "bare.kanban")
    assert (done.code, done.out) == (1, "")
    assert "`bare.kanban` has no scenario" in done.err
    Path("bare.kanban").write_text(bare + done.err.split("\n\n", 1)[1])
    assert kanban("dry-run", "bare.kanban", "--repeat", "1").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--scenario", "normal_weak"], "there is no scenario `normal_weak`; did you mean `normal_week`?"),
        (["--scenario", "x"], "there is no scenario `x`; there are normal_week, late_foundry"),
        (["--level", "2"], "`2` is no probability between 0 and 1; write for example 0.99"),
        (["--level", "high"], "`high` is no probability"),
        (["--repeat", "0"], "0 is not in the range x>=1"),
        (["--executor", "compiled"], "there is no compiled executor yet"),
        (["--trace", "nowhere/trace"], "`nowhere/trace` cannot be written: no such file or directory"),
    ],
)
def test_wishes_that_cannot_be_met_are_one_sentence(kanban: Kanban, words: list[str], said: str) -> None:
    done = kanban("dry-run", "plant.kanban", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_warnings_do_not_keep_a_policy_from_running(kanban: Kanban) -> None:
    Path("warned.kanban").write_text(PLANT + "item nut\nbuffer nuts of nut { limit 9 pcs }\n")
    done = kanban("dry-run", "warned.kanban", "--repeat", "1")
    assert (done.code, done.err) == (0, "")
    assert "[KB301]" in kanban("check", "warned.kanban").out


def test_ctrl_c_prints_what_there_is_and_exits_with_3(kanban: Kanban, monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGINT)
    looks = iter(range(1000))
    go_on = Watch.go_on

    def pressed(self: Watch) -> bool:
        if next(looks) == 4:  # it is looked twice in each replication: this is the third one
            signal.raise_signal(signal.SIGINT)
        return go_on(self)

    monkeypatch.setattr(Watch, "go_on", pressed)
    done = kanban("dry-run", "plant.kanban")
    assert done.code == 3
    assert "2 replications, seed 1" in done.out
    assert "interrupted: only replications that came to their end are counted" in done.out
    assert "late_foundry" not in done.out
    assert signal.getsignal(signal.SIGINT) is before
    looks = iter(range(1000))
    shown = kanban("dry-run", "plant.kanban", "--json")
    assert shown.code == 3
    assert [run["complete"] for run in json.loads(shown.out)["runs"]] == [False]


def test_no_bar_is_drawn_where_nobody_looks(kanban: Kanban) -> None:
    assert kanban("dry-run", "plant.kanban", "--repeat", "1").err == ""


def test_why_not_asks_the_rules_of_a_buffer(kanban: Kanban) -> None:
    done = kanban("dry-run", "plant.kanban", "--scenario", "normal_week", "--why-not", "lift_housings")
    explained = done.out.split("why nothing is pulled to lift_housings, at the end of replication 1\n")[1]
    final = json.loads(kanban("dry-run", "plant.kanban", "--scenario", "normal_week", "--json").out)["runs"][0]["final"][1]
    assert f"lift_housings: {final['on_hand']} pcs on hand" in explained
    assert "`reorder at 80 pcs up to 140 pcs` pulls at position 80 pcs or below: it is " in explained


def test_why_not_needs_a_buffer_that_there_is(kanban: Kanban) -> None:
    done = kanban("dry-run", "plant.kanban", "--why-not", "lift_housing")
    assert (done.code, done.err) == (2, "Error: there is no buffer `lift_housing`; did you mean `lift_housings`?\n")

"""`kanban reconcile`: what engine, lifts and ERP believe to lie where, with a runner and without."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
from cli_living import living
from cli_runs import Kanban


def test_differences_are_listed_with_their_history_and_corrected(kanban: Kanban, tmp_path: Path) -> None:
    with living(tmp_path) as line:
        n = line.rests()
        fine = kanban("reconcile")
        assert (fine.code, fine.out) == (0, "2 places, as the engine, lift_1, erp know them: 0 differ, 0 of these without an explanation\n")
        kanban("signal", "consumption", "lift_gears", "5", "--by", "anna")
        line.rests()
        line.takes_by_hand("lift_1", 3)
        done = kanban("reconcile")
        assert done.code == 1
        lines = done.out.splitlines()
        assert lines[0] == "lift_gears: engine 195, lift_1 192, erp 195 pcs of gear: not explained"
        assert lines[1].startswith(f"  -5 by entry {n + 1} 20")
        assert lines[1].endswith("consumption of 5 of lift_gears by anna, from console: accepted")
        assert lines[2].startswith("  +200 by entry 1 20")
        assert lines[3].endswith("1 differ, 1 of these without an explanation")
        corrected = kanban("reconcile", "--correct", "lift_1")
        assert corrected.code == 0
        assert "lift_gears: lift_1 is to book that 195 are there, not 192: job " in corrected.out
        line.rests()
        assert json.loads(kanban("reconcile", "--json").out)["differences"] == []
        assert "there is no backend `lift_9`; there are lift_1, erp" in kanban("reconcile", "--correct", "lift_9").err
        assert "lift_1 is to say 195 of gear in lift_gears, not 192, by console: accepted" in kanban("journal", "show").out


def test_without_a_runner_the_backends_are_asked_all_the_same(kanban: Kanban, tmp_path: Path) -> None:
    with living(tmp_path) as line:
        line.rests()
        line.takes_by_hand("erp", 4)
    done = kanban("reconcile")
    assert (done.code, done.out.splitlines()[0]) == (1, "lift_gears: engine 200, lift_1 200, erp 196 pcs of gear: not explained")
    assert kanban("reconcile", "--correct", "erp").code == 0
    waiting = kanban("reconcile")
    assert (waiting.code, "explained by 1 job under way" in waiting.out) == (0, True)
    assert "there is no driver `simulted`; did you mean `simulated`?" in _with_a_wrong_driver(kanban, tmp_path)


def _with_a_wrong_driver(kanban: Kanban, folder: Path) -> str:
    (folder / "plant.toml").write_text('[vlm.lift_1]\ndriver = "simulted"\n')
    return kanban("reconcile", "--config", "plant.toml").err


def test_whoever_may_come_in_may_compare_and_whoever_manages_may_correct(tmp_path: Path) -> None:
    with living(tmp_path) as line:
        line.rests()
        line.takes_by_hand("lift_1", 3)
        anna = {"Authorization": f"Bearer {line.tokens['anna']}"}
        console = {"Authorization": f"Bearer {(tmp_path / 'line.journal.token').read_text().strip()}"}
        with httpx.Client(base_url=line.where) as http:
            assert http.get("/reconcile").status_code == 401
            found = http.get("/reconcile", headers=anna)
            assert (found.status_code, [one["place"] for one in found.json()["differences"]]) == (200, ["lift_gears"])
            assert http.post("/reconcile/lift_1", headers=anna).status_code == 403
            unknown = http.post("/reconcile/lift_9", headers=console)
            assert (unknown.status_code, unknown.json()["detail"]) == (404, "there is no backend `lift_9`; there are lift_1, erp")
            done = http.post("/reconcile/lift_1", headers=console)
            assert (done.status_code, len(done.json()["corrected"])) == (200, 1)
            line.rests()
            assert http.get("/reconcile", headers=anna).json()["differences"] == []

"""The benchmarks run, and what in them is not a matter of speed is as it must be. No figure of time is held to anything here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_an_input_costs_as_many_looks_in_a_large_policy_and_a_run_needs_no_more_memory_however_long(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    command = [sys.executable, "-m", "benchmarks", "--quick", "--only", "input-cost", "--only", "memory", "--json", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    figures = {one["what"]: one for one in json.loads(file.read_text())["figures"]}
    looks = next(one for what, one in figures.items() if what.startswith("rules looked at"))
    assert looks["value"] == 1
    assert figures["the most of a dry run, against one of a tenth"]["reaches"] in {"aim", "must"}
    assert all(what in done.stdout for what in ("row", "must", "aim", "reaches"))

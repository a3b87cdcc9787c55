"""The page that adds a rule kind works: its changes are made in a copy of the project, and the new kind runs there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs"))

import examples  # noqa: E402 - stands with the pages

PAGE = ROOT / "docs" / "add-a-rule-kind.md"
TANK = next(one for one in examples.examples(PAGE) if one.caption == "tank.kanban")

TRY = """
from pathlib import Path
from kanbanlang.dryrun import dry_run, run_tests
from kanbanlang.model import load
loaded = load(Path("tank.kanban"))
assert loaded.diagnostics == (), loaded.diagnostics
assert [one.message for one in run_tests(loaded.policy) if not one.passed] == []
assert len(run_tests(loaded.policy)) == 2
run = dry_run(loaded.policy.scenarios["month"])
assert all(one.holds for one in run.expectations), run.expectations
print("it works")
"""
"""What is tried in the copy: the kind's own tests, and a dry run."""

PROVE = """
from pathlib import Path
from kanbanlang.flow import compile_program
from kanbanlang.model import load
from kanbanlang.prove import prove_program
proof = prove_program(compile_program(load(Path("tank.kanban")).policy))
assert proof.of_kind("fill up"), "nothing was asked about the new kind"
for one in proof.open:
    print(one.story.text() if one.story else one.claim)
"""
"""What is not proved of the new kind, with its story."""

FORGETFUL = """
from kanbanlang.rules import kinds, memory, refill, serve
from attrs import evolve
kind = kinds.KINDS[refill.FILL_UP]
def reads(P, B, r):
    return (touch for touch in kind.reads(P, B, r) if touch[0] != P[P[r + serve.STOCK] + memory.INCOMING])
kinds.KINDS[refill.FILL_UP] = evolve(kind, reads=reads)
"""
"""The kind declared without the counter that a receipt moves."""


def changes() -> list[tuple[str, str, str]]:
    """Each change of the page: a file (or a pattern of files), the lines that stand there, and the lines instead."""
    found = []
    for file, body in re.findall(r"^```diff\n--- (\S+)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        lines = body.splitlines()
        before = "\n".join(line[1:] for line in lines if not line.startswith("+"))
        after = "\n".join(line[1:] for line in lines if not line.startswith("-"))
        found.append((file, before, after))
    return found


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with the changes of the page."""
    folder = tmp_path_factory.mktemp("copy")
    for part in ("kanbanlang", "grammar"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for pattern, before, after in changes():
        places = [path for path in sorted(folder.glob(pattern)) if before in path.read_text(encoding="utf-8")]
        assert places, f"{pattern} has no place for:\n{before}"
        for path in places:
            text = path.read_text(encoding="utf-8")
            assert text.count(before) == 1, f"{path.name} has more than one place for:\n{before}"
            path.write_text(text.replace(before, after), encoding="utf-8")
    (folder / "tank.kanban").write_text(TANK.text, encoding="utf-8")
    return folder


def in_the_copy(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "XDG_CACHE_HOME": str(folder / "cache")}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_new_kind_runs(copy: Path) -> None:
    done = in_the_copy(copy, "-c", TRY)
    assert done.stdout == "it works\n", done.stderr


def test_the_new_kind_keeps_to_the_dialect(copy: Path) -> None:
    check = "from kanbanlang.rules.dialect import check, text_of; assert check(text_of('refill')) == [], check(text_of('refill'))"
    done = in_the_copy(copy, "-c", check)
    assert done.returncode == 0, done.stderr


def test_the_new_kind_keeps_the_laws_and_is_woken_whenever_it_can_act(copy: Path) -> None:
    done = in_the_copy(copy, "-c", PROVE)
    assert (done.stdout, done.returncode) == ("", 0), done.stderr


def test_the_proof_finds_a_forgotten_counter(copy: Path) -> None:
    done = in_the_copy(copy, "-c", FORGETFUL + PROVE)
    story = re.search(r"^```\n(given .*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert story is not None
    assert done.stdout == story[1], done.stderr

"""On a terminal there are colours and a bar; elsewhere, and where they are not wanted, there is plain text."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runs import PLANT

pty = pytest.importorskip("pty")


def on_terminal(*words: str, cwd: Path, **environment: str) -> str:
    """What a person sees of a command, both of its outputs."""
    ours, theirs = pty.openpty()
    clean = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "COLUMNS"}}
    kanban = subprocess.Popen(
        [sys.executable, "-m", "kanbanlang", *words],
        cwd=cwd,
        env={**clean, "TERM": "xterm", **environment},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            more = os.read(ours, 1 << 16)
        except OSError:  # how Linux says that nobody writes any more
            break
        if not more:
            break
        seen += more
    os.close(ours)
    kanban.wait()
    return seen.decode()


@pytest.fixture(autouse=True)
def plant(tmp_path: Path) -> None:
    (tmp_path / "plant.kanban").write_text(PLANT)
    (tmp_path / "wrong.kanban").write_text(PLANT.replace("of housing at", "of hosing at"))


def test_a_terminal_has_colours(tmp_path: Path) -> None:
    assert "\x1b[1;31merror[KB" in on_terminal("check", "wrong.kanban", cwd=tmp_path)


@pytest.mark.parametrize("wish", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "TERM=dumb"])
def test_nobody_gets_colours_who_does_not_want_them(tmp_path: Path, wish: dict[str, str]) -> None:
    seen = on_terminal("check", "wrong.kanban", cwd=tmp_path, **wish)
    assert "error[KB" in seen
    assert "\x1b" not in seen


def test_lines_are_cut_to_the_width_of_the_terminal(tmp_path: Path) -> None:
    long = f'policy a "{"x" * 200}"\nitem bolt {{ unti pcs }}  # {"y" * 200}\n'
    (tmp_path / "long.kanban").write_text(long)
    seen = on_terminal("check", "long.kanban", cwd=tmp_path, NO_COLOR="1", COLUMNS="60")
    source = next(line for line in seen.splitlines() if "unti" in line and "|" in line)
    assert len(source) <= 60
    assert source.endswith("…")


def test_a_dry_run_shows_a_bar_while_it_goes_on_and_nothing_of_it_remains(tmp_path: Path) -> None:
    seen = on_terminal("dry-run", "plant.kanban", "--scenario", "normal_week", cwd=tmp_path)
    assert "normal_week ━" in re.sub(r"\x1b\[[0-9;]*m", "", seen)
    assert "scenario normal_week" in seen

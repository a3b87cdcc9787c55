"""The command, run in this process and in an empty folder, with everything that people and programs get from it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from cli_runs import Done, Kanban

from kanbanlang.cli import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def kanban(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kanban:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*words: str) -> Done:
        with pytest.raises(SystemExit) as ended:
            main(words)
        shown = capsys.readouterr()
        assert "Traceback" not in shown.err
        code = ended.value.code
        return Done(code if isinstance(code, int) else 1, shown.out, shown.err)

    return run


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """The policies that come with the project, in the folder of the test."""
    for file in (ROOT / "policies").iterdir():
        shutil.copy(file, tmp_path / file.name)
    return tmp_path


@pytest.fixture
def environment() -> dict[str, str]:
    """For commands that run as a process of their own."""
    return {**os.environ, "COLUMNS": "100", "TERM": "dumb"}

"""`kanban fmt`: one form, in place, never half a file, and nothing of a text that cannot be read."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest
from cli_runs import Kanban
from syrupy.assertion import SnapshotAssertion

UGLY = "policy a { currency   EUR }   # money\nitem bolt{pack 200 pcs}\n"
NICE = "policy a { currency EUR }  # money\nitem bolt { pack 200 pcs }\n"
BROKEN = "policy a\nbuffer of of of {\n"


@pytest.fixture
def ugly(tmp_path: Path) -> Path:
    path = tmp_path / "ugly.kanban"
    path.write_text(UGLY)
    return path


def test_a_file_gets_its_one_form_and_keeps_its_mode(kanban: Kanban, ugly: Path) -> None:
    ugly.chmod(0o640)
    done = kanban("fmt", "ugly.kanban")
    assert (done.code, done.out, done.err) == (0, "", "formatted ugly.kanban\n")
    assert ugly.read_text() == NICE
    assert ugly.stat().st_mode & 0o777 == 0o640
    assert kanban("fmt", "--check", "ugly.kanban").code == 0
    assert [path.name for path in ugly.parent.iterdir()] == ["ugly.kanban"], "nothing is left behind"


def test_a_link_stays_a_link(kanban: Kanban, ugly: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.kanban"
    link.symlink_to(ugly)
    assert kanban("fmt", "link.kanban").code == 0
    assert link.is_symlink()
    assert ugly.read_text() == NICE


def test_a_formatted_file_is_not_written(kanban: Kanban, ugly: Path) -> None:
    kanban("fmt", "ugly.kanban")
    os.utime(ugly, (1, 1))
    done = kanban("fmt", "ugly.kanban")
    assert (done.code, done.err) == (0, "")
    assert ugly.stat().st_mtime == 1


def test_check_changes_nothing_and_says_which(kanban: Kanban, ugly: Path) -> None:
    done = kanban("fmt", "--check", "ugly.kanban")
    assert (done.code, done.out, done.err) == (1, "", "ugly.kanban would be formatted\n")
    assert ugly.read_text() == UGLY


def test_diff_changes_nothing_and_shows_how(kanban: Kanban, ugly: Path, snapshot: SnapshotAssertion) -> None:
    done = kanban("fmt", "--diff", "ugly.kanban")
    assert done.code == 1
    assert done.out == snapshot
    assert ugly.read_text() == UGLY


def test_standard_input_is_formatted_to_standard_output(kanban: Kanban, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(UGLY.encode())))
    done = kanban("fmt", "-")
    assert (done.code, done.err) == (0, "")
    assert done.out == NICE


def test_a_text_with_errors_is_left_as_it_is(kanban: Kanban, tmp_path: Path) -> None:
    broken = tmp_path / "broken.kanban"
    broken.write_text(BROKEN)
    done = kanban("fmt", "broken.kanban")
    assert done.code == 1
    assert "error[KB1" in done.err
    assert "it is left as it is" in done.err
    assert broken.read_text() == BROKEN


def test_one_broken_file_does_not_keep_the_others_from_being_formatted(kanban: Kanban, ugly: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.kanban").write_text(BROKEN)
    assert kanban("fmt", "broken.kanban", "ugly.kanban").code == 1
    assert ugly.read_text() == NICE


def test_a_file_that_cannot_be_replaced_is_one_sentence(kanban: Kanban, ugly: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refused)
    done = kanban("fmt", "ugly.kanban")
    assert (done.code, done.err) == (2, "Error: `ugly.kanban` cannot be written: permission denied\n")
    assert ugly.read_text() == UGLY


def test_cut_short_while_writing_leaves_the_old_text(kanban: Kanban, ugly: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    done = kanban("fmt", "ugly.kanban")
    assert (done.code, done.err) == (2, "Error: `ugly.kanban` cannot be written: no space left on device\n")
    assert ugly.read_text() == UGLY
    assert [path.name for path in ugly.parent.iterdir()] == ["ugly.kanban"]

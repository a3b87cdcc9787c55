"""What all commands have in common: help with an example, a near miss named, exit codes, and a light start."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runs import Kanban

from kanbanlang import __version__
from kanbanlang.cli.app import COMMANDS

HEAVY = {"networkx", "rich", "scipy", "numpy", "holidays", "z3", "xml.etree.ElementTree", "kanbanlang.engine", "kanbanlang.dryrun"}
LOADED = """
import json, sys
from kanbanlang.cli import main
try:
    main({words!r})
except SystemExit as ended:
    print(json.dumps([ended.code, sorted(sys.modules)]), file=sys.stderr)
"""


def loaded(*words: str, cwd: Path) -> set[str]:
    """The modules that a command loads."""
    done = subprocess.run([sys.executable, "-c", LOADED.format(words=words)], cwd=cwd, capture_output=True, text=True, check=True)
    code, modules = json.loads(done.stderr)
    assert code == 0, done.stdout
    return set(modules)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does_with_an_example(kanban: Kanban, command: str) -> None:
    done = kanban(command, "--help")
    assert done.code == 0
    assert f"Usage: kanban {command} " in done.out
    assert f"  kanban {command} " in done.out.split("Example")[1]


def test_the_help_lists_every_command(kanban: Kanban) -> None:
    shown = kanban("--help").out
    assert [line.split()[0] for line in shown.split("Commands:\n")[1].split("\n\n")[0].splitlines()] == list(COMMANDS)
    assert kanban("-h").out == shown


def test_the_version_is_the_same_however_it_is_asked(kanban: Kanban) -> None:
    assert kanban("--version").out == kanban("--version", "check").out == f"kanban {__version__}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chekc"], "there is no command `chekc`; did you mean `check`?"),
        (["zzz"], "there is no command `zzz`; there are new, check"),
        (["check", "--jsn", "x.kanban"], "No such option '--jsn'. Did you mean '--json'?"),
        (["check"], "Missing argument 'FILE...'"),
        (["explain", "KB3020"], "there is no code `KB3020`; did you mean KB3"),
        (["explain", "what"], "there is no code `what`; `kanban explain` without a code lists them all"),
    ],
)
def test_wrong_use_exits_with_2_and_says_what_would_be_right(kanban: Kanban, words: list[str], said: str) -> None:
    done = kanban(*words)
    assert done.code == 2
    assert done.out == ""
    assert said in done.err


def test_no_command_shows_the_help(kanban: Kanban) -> None:
    done = kanban()
    assert done.code == 2
    assert "Commands:" in done.err


def test_the_module_is_the_command(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "kanbanlang", "--version"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"kanban {__version__}\n")


def test_the_version_is_told_before_anything_is_loaded(tmp_path: Path) -> None:
    assert loaded("--version", cwd=tmp_path) & {"click", "attrs", "lark", "kanbanlang.diagnostics"} == set()


@pytest.mark.parametrize("words", [["--help"], ["explain", "KB302"]])
def test_help_and_pages_are_shown_without_loading_the_language(words: list[str], tmp_path: Path) -> None:
    assert loaded(*words, cwd=tmp_path) & (HEAVY | {"lark", "kanbanlang.syntax", "kanbanlang.model"}) == set()


@pytest.mark.parametrize("words", [["check", "two_bin.kanban"], ["check", "--json", "two_bin.kanban"], ["fmt", "two_bin.kanban"]])
def test_checking_and_formatting_load_nothing_that_runs_or_draws(words: list[str], policies: Path) -> None:
    assert loaded(*words, cwd=policies) & HEAVY == set()


@pytest.mark.parametrize("words", [["explain"], ["check", "--json", *["two_bin.kanban"] * 40], ["graph", "table_driven.kanban"]])
def test_a_reader_who_leaves_is_no_fault(words: list[str], policies: Path) -> None:
    kanban = subprocess.Popen([sys.executable, "-m", "kanbanlang", *words], cwd=policies, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert kanban.stdout is not None
    assert kanban.stderr is not None
    kanban.stdout.close()
    assert kanban.stderr.read() == b""
    kanban.stderr.close()
    assert kanban.wait() == 3


def test_a_terminal_without_the_characters_still_gets_the_text(policies: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kanbanlang", "test", "two_bin.kanban"],
        cwd=policies,
        env={**environment, "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"\\u2713 ")


def test_an_interrupted_command_exits_with_3(kanban: Kanban, policies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del policies

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kanbanlang.cli.policies.load", interrupted)
    done = kanban("check", "two_bin.kanban")
    assert done.code == 3
    assert done.err.strip() == "interrupted"


def test_a_fault_of_the_program_is_not_hidden(policies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A traceback is for whoever mends the program; only what a user can cause is turned into a sentence."""
    from kanbanlang.cli import main  # noqa: PLC0415

    monkeypatch.setattr("kanbanlang.cli.policies.load", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(["check", str(policies / "two_bin.kanban")])

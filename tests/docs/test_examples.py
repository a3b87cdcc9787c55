"""Every policy, file and command that the documentation shows is true: checked, run, and compared with what is printed."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs"))

import examples  # noqa: E402 - stands with the pages
from examples import Example  # noqa: E402

from kanbanlang.diagnostics import CATALOGUE  # noqa: E402
from kanbanlang.dryrun import run_tests  # noqa: E402
from kanbanlang.model import load  # noqa: E402

BIN = Path(sys.executable).parent
ALL = [example for page in examples.pages() for example in examples.examples(page)]
IN_THE_PLANT = [example for example in ALL if example.kind == "kanban" and example.caption is None]
STORIES = sorted({example.page for example in ALL if example.kind == "console"})
INCOMPLETE = {"KB301", "KB319"}
"""Warnings that a short example may cause: a buffer that nobody refills, an item that lies nowhere."""


def codes(example: Example, folder: Path) -> set[str]:
    return {str(found["code"]) for found in examples.findings(examples.in_the_plant(example.text), folder)}


@pytest.mark.parametrize("example", IN_THE_PLANT, ids=str)
def test_an_example_is_what_the_page_says_of_it(example: Example, tmp_path: Path) -> None:
    """It has no findings; or it shows a mistake, and exactly that one is found."""
    mistake = examples.MISTAKE.match(example.text)
    found = codes(example, tmp_path)
    if mistake:
        assert found - INCOMPLETE == {mistake[1]}
    else:
        assert found - INCOMPLETE - {"KB901"} == set()


@pytest.mark.parametrize("example", [one for one in IN_THE_PLANT if "\ntest " in "\n" + one.text], ids=str)
def test_the_tests_in_an_example_pass(example: Example, tmp_path: Path) -> None:
    found = codes(example, tmp_path)
    assert "KB901" not in found, "a test of something that is not executed yet says nothing"
    policy = load(tmp_path / "example.kanban").policy
    assert policy is not None
    assert [result.message for result in run_tests(policy) if not result.passed] == []


@pytest.mark.parametrize("page", STORIES)
def test_commands_print_what_the_page_shows(page: str, tmp_path: Path) -> None:
    """The files are made and the commands typed in the order of the page, in one folder."""
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
    for example in (one for one in ALL if one.page == page):
        if example.caption is not None:
            examples.show_file(example, tmp_path)
        if example.kind != "console":
            continue
        for command, shown in examples.commands(example):
            done = subprocess.run(
                shlex.split(command), cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
            )
            printed = done.stdout + done.stderr
            assert examples.matches(shown, printed), f"{example}: {command}\n{printed}"


def test_an_ellipsis_stands_for_any_lines_and_nothing_else_does() -> None:
    assert examples.matches("one\n...\nfour\n", "one\ntwo\nthree\nfour\n")
    assert examples.matches("one\n...\n", "one\ntwo\n")
    assert not examples.matches("one\nfour\n", "one\ntwo\nfour\n")
    assert not examples.matches("one\n...\nfour\n", "one\ntwo\nfive\n")


def test_every_statement_of_the_grammar_is_in_the_reference() -> None:
    """The alternatives of the grammar's statement rules, by their words, are looked for in the reference."""
    reference = (ROOT / "docs" / "language" / "declarations.md").read_text(encoding="utf-8")
    missing = [words for words in statements_of_the_grammar() if not all(word in reference for word in words)]
    assert missing == []


def statements_of_the_grammar() -> list[tuple[str, ...]]:
    """The quoted words of each alternative of a rule `..._statement`, `term`, `law`, `rule` and `fault`."""
    import re  # noqa: PLC0415 - only here

    grammar = re.sub(r"//.*", "", (ROOT / "grammar" / "kanban.lark").read_text(encoding="utf-8"))
    found = []
    for body in re.findall(
        r"^\?(?:\w+_statement|term|law|rule|fault|pattern|short_step)[^:]*:(.*?)(?=^\S)", grammar, re.MULTILINE | re.DOTALL
    ):
        for alternative in re.split(r"\n\s*\|", body):
            words = tuple(re.findall(r'"([a-z]+)"', alternative.split("->")[0]))
            if words:
                found.append(words)
    return found


def test_every_page_about_a_diagnostic_names_one_that_exists() -> None:
    shown = {match[1] for one in IN_THE_PLANT if (match := examples.MISTAKE.match(one.text))}
    assert shown <= set(CATALOGUE)

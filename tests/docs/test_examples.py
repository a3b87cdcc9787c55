"""Every policy, file and command that the documentation shows is true: checked, run, and compared with what is printed."""

from __future__ import annotations

import doctest
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs"))

import examples  # noqa: E402 - stands with the pages
import refresh  # noqa: E402
from examples import Example  # noqa: E402

from kanbanlang.diagnostics import CATALOGUE, Source  # noqa: E402
from kanbanlang.dryrun import dry_run, run_tests  # noqa: E402
from kanbanlang.model import load  # noqa: E402
from kanbanlang.syntax import format_text, parse  # noqa: E402
from kanbanlang.syntax import tree as syntax_tree  # noqa: E402
from kanbanlang.syntax.tree import Node  # noqa: E402

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
        assert found - INCOMPLETE == set()


@pytest.mark.parametrize("example", [one for one in IN_THE_PLANT if "\ntest " in "\n" + one.text], ids=str)
def test_the_tests_in_an_example_pass(example: Example, tmp_path: Path) -> None:
    codes(example, tmp_path)
    policy = load(tmp_path / "example.kanban").policy
    assert policy is not None
    assert [result.message for result in run_tests(policy) if not result.passed] == []


@pytest.mark.parametrize("page", STORIES)
def test_commands_print_what_the_page_shows(page: str, tmp_path: Path) -> None:
    """The files are made and the commands typed in the order of the page, in one folder."""
    for example in (one for one in ALL if one.page == page):
        if example.caption is not None:
            examples.show_file(example, tmp_path)
        if example.kind != "console":
            continue
        for command, shown in examples.commands(example):
            printed = refresh.printed(command, tmp_path)
            assert examples.matches(shown, printed), f"{example}: {command}\n{printed}\nIf that was meant: python docs/refresh.py"


SESSIONS = [page for page in examples.pages() if "\n>>> " in page.read_text(encoding="utf-8")]


@pytest.mark.parametrize("page", SESSIONS, ids=lambda page: page.name)
def test_a_session_in_python_prints_what_the_page_shows(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(examples.PLANT)
    failed, tried = doctest.testfile(str(page), module_relative=False, parser=Fenced(), verbose=False)
    assert tried > 0
    assert failed == 0


class Fenced(doctest.DocTestParser):
    """The sessions of a page; the fence that closes one is not what was printed."""

    def parse(self, string: str, name: str = "<string>") -> list[str | doctest.Example]:
        return super().parse(string.replace("```\n", "\n"), name)


def test_an_ellipsis_stands_for_any_lines_and_nothing_else_does() -> None:
    assert examples.matches("one\n...\nfour\n", "one\ntwo\nthree\nfour\n")
    assert examples.matches("one\n...\n", "one\ntwo\n")
    assert not examples.matches("one\nfour\n", "one\ntwo\nfour\n")
    assert not examples.matches("one\n...\nfour\n", "one\ntwo\nfive\n")


@pytest.mark.parametrize("example", [one for one in ALL if one.kind == "kanban"], ids=str)
def test_an_example_is_formatted(example: Example) -> None:
    parsed = parse(Source(str(example), example.text))
    assert parsed.diagnostics or format_text(parsed) == example.text


def nodes(tree: object) -> Iterator[Node]:
    """Every node of a tree."""
    if isinstance(tree, Node):
        yield tree
        for name in type(tree).__match_args__:
            yield from nodes(getattr(tree, name))
    elif isinstance(tree, tuple):
        for one in tree:
            yield from nodes(one)


def test_the_reference_has_an_example_of_everything_that_can_be_written() -> None:
    """Every kind of node that the tree of a policy can hold stands in some example."""
    written = [parse(Source(str(one), one.text)).tree for one in ALL if one.kind == "kanban" and one.page.startswith("language/")]
    shown = {type(node) for tree in written for node in nodes(tree)}
    every = {one for one in vars(syntax_tree).values() if isinstance(one, type) and issubclass(one, Node)}
    assert {one.__name__ for one in every - shown} - {"Node"} == set()


def test_the_page_of_measures_names_everything_that_a_dry_run_measures() -> None:
    policy = load(examples.PLANT / "plant.kanban").policy
    assert policy is not None
    run = dry_run(policy.scenarios["normal_week"], repeat=1)
    page = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    assert {metric.metric for metric in run.metrics} == set(
        re.findall(r"`((?:[a-z_-]+ ?)+)`", "".join(re.findall(r"^\| (`.*?) \|", page, re.MULTILINE)))
    )


def test_every_page_about_a_diagnostic_names_one_that_exists() -> None:
    shown = {match[1] for one in IN_THE_PLANT if (match := examples.MISTAKE.match(one.text))}
    assert shown <= set(CATALOGUE)


SHIPPED = sorted(path.stem for path in (ROOT / "policies").glob("*.kanban"))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_policy_that_comes_with_the_project_has_a_page_with_its_drawing(name: str) -> None:
    text = (examples.PAGES / "policies" / f"{name}.md").read_text(encoding="utf-8")
    assert f"```mermaid\n%% {name}\nflowchart" in text
    assert refresh.drawings_refreshed(text) == text, "If that was meant: python docs/refresh.py"
    assert f"../../policies/{name}.kanban" in text
    assert f"]({name}.md) |" in (examples.PAGES / "policies" / "index.md").read_text(encoding="utf-8")

"""The book of worked examples: policies whose tests and scenarios state the numbers of the reference, and what they leave unsaid."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kanbanlang.diagnostics import Source
from kanbanlang.dryrun import dry_run, run_tests
from kanbanlang.flow.checks import check_flow
from kanbanlang.model import load
from kanbanlang.model.policy import Policy
from kanbanlang.syntax import format_text, parse

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "docs"))

import tested  # noqa: E402 - stands with the pages

CHAPTERS = sorted(path for path in HERE.glob("*.kanban") if path.stem != "calendars")


@pytest.fixture(params=CHAPTERS, ids=lambda path: path.stem)
def chapter(request: pytest.FixtureRequest) -> Path:
    one: Path = request.param
    return one


def policy_of(path: Path) -> Policy:
    loaded = load(path)
    assert loaded.diagnostics == ()
    assert loaded.policy is not None
    assert list(check_flow(loaded.policy)) == []
    return loaded.policy


def test_a_chapter_is_formatted_and_says_what_it_is_about(chapter: Path) -> None:
    text = chapter.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert format_text(parse(Source(chapter.name, text))) == text


def test_its_tests_pass(chapter: Path) -> None:
    assert [(one.name, one.message) for one in run_tests(policy_of(chapter)) if not one.passed] == []


def test_its_scenarios_meet_what_they_expect(chapter: Path) -> None:
    runs = [dry_run(scenario) for scenario in policy_of(chapter).scenarios.values()]
    assert [(run.scenario, judged.text, judged.message) for run in runs for judged in run.expectations if not judged.holds] == []


NOT_SHOWN = {
    "`pick aids laser, alphanumeric`": "it tells people what guides the hand; no rule reads it",
    "`picks first to expire`": "it is what happens where nothing is said of goods that expire",
    "`picks oldest first`, `picks newest first`: `oldest`": "it is what happens where nothing is said",
}


def test_every_statement_is_shown_by_a_test() -> None:
    """Without the statement that test fails; so a statement that nobody tests, and one that does nothing, are both found."""
    where = tested.shown()
    missing = [one.title for group in tested.statements().values() for one in group if one not in where]
    assert sorted(set(missing)) == sorted(NOT_SHOWN)

"""The policies that come with the project are clean, formatted, tested, and do what they promise."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanbanlang.diagnostics import Source
from kanbanlang.dryrun import dry_run, run_tests
from kanbanlang.model import load
from kanbanlang.model.policy import Policy
from kanbanlang.syntax import format_text, parse

POLICIES = sorted((Path(__file__).resolve().parents[2] / "policies").glob("*.kanban"))


def policy_of(path: Path) -> Policy:
    loaded = load(path)
    assert loaded.diagnostics == ()
    assert loaded.policy is not None
    return loaded.policy


@pytest.fixture(params=POLICIES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    one: Path = request.param
    return one


def test_it_has_no_findings(path: Path) -> None:
    assert policy_of(path).name


def test_it_is_formatted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_text(parse(Source(path.name, text))) == text


def test_it_says_at_its_head_what_it_shows(path: Path) -> None:
    head = path.read_text(encoding="utf-8").split("\n\npolicy ")[0]
    assert all(line.startswith("#") for line in head.splitlines())
    assert "# Try: " in head


def test_its_own_tests_pass(path: Path) -> None:
    results = run_tests(policy_of(path))
    assert results
    assert [(result.name, result.message) for result in results if not result.passed] == []


def test_its_dry_runs_meet_their_expectations_and_leave_something_to_improve(path: Path) -> None:
    """A fill rate of 100 % would teach nothing."""
    policy = policy_of(path)
    runs = [dry_run(scenario) for scenario in policy.scenarios.values()]
    assert all(run.complete and run.expectations for run in runs)
    assert [(run.scenario, judged.text, judged.message) for run in runs for judged in run.expectations if not judged.holds] == []
    rates = [metric.mean for metric in runs[0].metrics if metric.metric == "fill rate" and metric.of in policy.items]
    assert any(rate is not None and rate < 1 for rate in rates)


def test_there_are_policies() -> None:
    assert len(POLICIES) >= 5

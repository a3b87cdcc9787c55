"""What a plant expects is shown by tests that exist: the page names them, and each is a passing test or scenario of the policy it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kanbanlang.dryrun import dry_run, run_tests
from kanbanlang.model import load

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (?P<expected>[^|]+) \| (?P<test>[^|]+) \| `(?P<file>[^`]+)` \|$", re.MULTILINE)
PROMISES = [found.groupdict() for found in ROW.finditer((ROOT / "docs/policies/promises.md").read_text(encoding="utf-8"))]


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise["expected"])
def test_a_test_of_that_name_shows_it(promise: dict[str, str]) -> None:
    policy = load(ROOT / promise["file"]).policy
    assert policy is not None
    if promise["test"] in policy.scenarios:
        assert all(judged.holds for judged in dry_run(policy.scenarios[promise["test"]]).expectations)
    else:
        assert [(one.name, one.passed) for one in run_tests(policy, promise["test"])] == [(promise["test"], True)]


def test_all_that_a_plant_expects_is_there() -> None:
    assert len(PROMISES) >= 15

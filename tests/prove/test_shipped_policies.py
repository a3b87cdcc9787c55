"""The policies that come with the project are proved as they stand, not only the samples."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanbanlang.flow.lower import compile_program
from kanbanlang.model import load
from kanbanlang.prove import prove_program

POLICIES = sorted((Path(__file__).resolve().parents[2] / "policies").glob("*.kanban"))


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_a_shipped_policy_is_proved(path: Path) -> None:
    policy = load(path).policy
    assert policy is not None
    assert [one.claim for one in prove_program(compile_program(policy)).open] == []

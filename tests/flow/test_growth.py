"""What a policy costs grows with its length and no faster: counted in calls, so that no clock decides."""

from __future__ import annotations

import cProfile
import pstats
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[2]))

from benchmarks.policy_text import policy_text
from kanbanlang.flow.checks import check_flow
from kanbanlang.flow.lower import compile_program
from kanbanlang.model import load_text
from kanbanlang.model.policy import Policy

TIMES = 8
_SHORT = 400
_SLACK = 1.15


def calls(run: Callable[[], Any]) -> int:
    profile = cProfile.Profile()
    profile.runcall(run)
    total: int = pstats.Stats(profile).total_calls  # type: ignore[attr-defined]
    return total


def policy(lines: int) -> Policy:
    found = load_text(policy_text(lines)).policy
    assert found is not None
    return found


def test_reading_checking_and_compiling_grow_with_the_length_of_a_policy() -> None:
    short, long = policy_text(_SHORT), policy_text(TIMES * _SHORT)
    small, large = policy(_SHORT), policy(TIMES * _SHORT)
    times = len(large.buffers) / len(small.buffers)
    for what, less, more in (
        ("reading", lambda: load_text(short), lambda: load_text(long)),
        ("checking", lambda: list(check_flow(small)), lambda: list(check_flow(large))),
        ("compiling", lambda: compile_program(small), lambda: compile_program(large)),
    ):
        less()  # what is made once, whatever the length, is there
        grown = calls(more) / calls(less)
        assert grown <= times * _SLACK, f"{what} {times:.1f} times as many buffers takes {grown:.1f} times as many calls"

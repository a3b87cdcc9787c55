"""Scenarios of a text for tests that run them in their own way, and what a trace says at which clock time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from dry_runs import Told

from kanbanlang.dryrun import Record, Run
from kanbanlang.flow.checks import check_flow
from kanbanlang.model import load_text
from kanbanlang.model.policy import Policy, Scenario

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def policy_of(text: str, folder: Path | None = None) -> Policy:
    """A policy that can be run: no errors."""
    loaded = load_text(text, folder=folder)
    assert loaded.policy is not None, [one.message for one in loaded.diagnostics]
    assert [one.message for one in check_flow(loaded.policy) if one.severity.value == "error"] == []
    return loaded.policy


def scenarios_of(text: str, folder: Path | None = None) -> Mapping[str, Scenario]:
    """The scenarios of a policy, each ready to run."""
    return policy_of(text, folder).scenarios


def scenario_of(text: str, folder: Path | None = None) -> Scenario:
    """The only scenario of a policy."""
    (found,) = scenarios_of(text, folder).values()
    return found


def clock(text: str) -> str:
    """An instant as people say it: `Fri 9 06:00`, the number being the day of the month."""
    at = datetime.fromisoformat(text)
    return f"{DAYS[at.weekday()]} {at.day} {at:%H:%M}"


def heard(told: Told, kind: str, of: str | None = None) -> list[str]:
    """When inputs of a kind came."""
    return [clock(record.at) for record in told.records if record.kind == kind and of in {None, record.of}]


def done(records: tuple[Record, ...], kind: str, target: str | None = None) -> list[tuple[str, int | None]]:
    """When actions of a kind were asked for, and how much."""
    return [
        (clock(record.at), action.quantity)
        for record in records
        for action in record.actions
        if action.kind == kind and target in {None, action.target}
    ]


def figures(run: Run, of: str | None) -> dict[str, float]:
    """Every measure of a place that had something to measure."""
    return {one.metric: one.mean for one in run.metrics if one.of == of and one.mean is not None}

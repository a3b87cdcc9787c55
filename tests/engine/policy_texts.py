"""Policies as text whose own tests and scenarios are run: what the language promises, in its own words."""

from __future__ import annotations

from pathlib import Path

from kanbanlang.diagnostics import Severity
from kanbanlang.dryrun import Record, Watcher, dry_run, run_tests
from kanbanlang.dryrun.answers import action_text
from kanbanlang.model import load, load_text
from kanbanlang.model.policy import Policy


def policy_of(text: str | Path) -> Policy:
    """The policy of a text or a file that is in order."""
    loaded = load_text(text) if isinstance(text, str) else load(text)
    complaints = [one.message for one in loaded.diagnostics if one.severity is Severity.ERROR]
    assert not complaints, complaints
    assert loaded.policy is not None, loaded.diagnostics
    return loaded.policy


def failures(plant: str, *tests: str) -> list[str | None]:
    """What the tests of a plant come to, those written in it and those given: nothing where all that they say follows."""
    results = run_tests(policy_of("\n".join((plant, *tests))))
    assert results, "there is no test"
    return [result.message for result in results if not result.passed]


class Listener(Watcher):
    """Keeps what is told of a run."""

    wants_events = True

    def __init__(self) -> None:
        self.records: list[Record] = []

    def event(self, record: Record) -> None:
        self.records.append(record)


def actions_of_scenario(text: str | Path, scenario: str) -> list[tuple[str, str]]:
    """The actions of one replication of a scenario, each with its minute."""
    policy = policy_of(text)
    listener = Listener()
    dry_run(policy.scenarios[scenario], repeat=1, watch=listener)
    return [(one.at[:16].replace("T", " "), action_text(policy, action)) for one in listener.records for action in one.actions]

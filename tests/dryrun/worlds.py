"""Small plants as texts, run for one replication, and what they did: figures by name, and when what happened."""

from __future__ import annotations

from datetime import datetime

from attrs import field, frozen

from kanbanlang.dryrun import Record, Run, Watcher, dry_run
from kanbanlang.model import load_text
from kanbanlang.model.policy import Scenario

DAY = 86_400
"""In seconds, as figures of time are."""


class Kept(Watcher):
    """Keeps every line of the trace."""

    wants_events = True

    def __init__(self) -> None:
        self.records: list[Record] = []

    def event(self, record: Record) -> None:
        self.records.append(record)


@frozen
class Told:
    """A run of one replication and its trace."""

    run: Run
    records: list[Record] = field(repr=False)

    def figure(self, metric: str, of: str | None = None) -> float | None:
        """The value of a measure."""
        (found,) = (one.mean for one in self.run.metrics if (one.metric, one.of) == (metric, of))
        return found

    def when(self, kind: str, of: str | None = None) -> list[str]:
        """The local times at which inputs of a kind were accepted: `Mon 06:30`, of a week."""
        return [_time(one.at) for one in self.records if one.kind == kind and of in {None, one.of} and one.outcome == "accepted"]

    def days(self, kind: str) -> list[int]:
        """The days of the run on which inputs of a kind came."""
        starts = datetime.fromisoformat(self.run.starts).date()
        return [(datetime.fromisoformat(one.at).date() - starts).days + 1 for one in self.records if one.kind == kind]

    def asked(self, kind: str) -> list[str]:
        """The local times of the actions of a kind."""
        return [_time(record.at) for record in self.records for action in record.actions if action.kind == kind]


def _time(at: str) -> str:
    return datetime.fromisoformat(at).strftime("%a %H:%M")


def scenario_of(text: str, name: str | None = None) -> Scenario:
    """The only scenario of a policy, or the one of that name. The text leaves out the line `policy plant`."""
    loaded = load_text(f'policy plant {{ currency EUR; timezone "Europe/Rome" }}\n{text}\n')
    assert loaded.policy is not None, [one.message for one in loaded.diagnostics]
    found = loaded.policy.scenarios
    return next(iter(found.values())) if name is None else found[name]


def told(text: str, name: str | None = None, seed: int | None = None) -> Told:
    """What one replication of it does."""
    kept = Kept()
    run = dry_run(scenario_of(text, name), repeat=1, seed=seed, watch=kept)
    assert all(one.holds for one in run.balance), "something was lost or made from nothing"
    return Told(run, kept.records)

"""Small worlds for the tests of the dry run: a text, one replication of its only scenario, and what was heard and when."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from attrs import frozen

from kanbanlang.diagnostics import Diagnostic
from kanbanlang.dryrun import Record, Run, Watcher, dry_run
from kanbanlang.model import load_text


@frozen
class Told:
    """A run of one replication with every line of its trace."""

    run: Run
    records: tuple[Record, ...]

    def hours(self, kind: str, of: str | None = None) -> list[float]:
        """When inputs of a kind came, in hours from the start."""
        starts = datetime.fromisoformat(self.run.starts)
        found = [record for record in self.records if record.kind == kind and of in {None, record.of}]
        return [(datetime.fromisoformat(record.at) - starts) / timedelta(hours=1) for record in found]

    def days(self, kind: str, of: str | None = None) -> list[int]:
        """On which days inputs of a kind came; the day of the start is the first."""
        return [int(hours // 24) + 1 for hours in self.hours(kind, of)]

    def measure(self, metric: str, of: str | None = None) -> float | None:
        """The mean of a measure."""
        (found,) = (one.mean for one in self.run.metrics if (one.metric, one.of) == (metric, of))
        return found


class _Kept(Watcher):
    wants_events = True

    def __init__(self) -> None:
        self.records: list[Record] = []

    def event(self, record: Record) -> None:
        self.records.append(record)


def told(text: str, folder: Path | None = None, *, traced: bool = True) -> Told:
    """One replication of the only scenario of a policy."""
    loaded = load_text(text, folder=folder)
    assert loaded.policy is not None, [one.message for one in loaded.diagnostics]
    (scenario,) = loaded.policy.scenarios.values()
    kept = _Kept()
    run = dry_run(scenario, repeat=1, watch=kept if traced else None)
    return Told(run, tuple(kept.records))


def findings(text: str) -> list[Diagnostic]:
    """What the checker says of a policy."""
    return [one for one in load_text(text).diagnostics if one.code != "KB217"]

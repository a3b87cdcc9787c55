"""Runs and traces in the JSON shapes that programs rely on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import asdict

from kanbanlang.diagnostics import Span
from kanbanlang.dryrun import Final, Judged, Metric, Record, Run, Verdict
from kanbanlang.dryrun.results import Broken, Replayed
from kanbanlang.engine import Action
from kanbanlang.model.policy import Policy
from kanbanlang.report.shapes import FORMAT


def runs_shape(policy: Policy, runs: Iterable[Run]) -> dict[str, Any]:
    """What `kanban dry-run --json` prints."""
    return {"format": FORMAT, "policy": policy.name, "runs": [_run(run) for run in runs]}


def _run(run: Run) -> dict[str, Any]:
    return {
        "scenario": run.scenario,
        "seed": run.seed,
        "replications": run.replications,
        "complete": run.complete,
        "executor": run.executor,
        "starts": run.starts,
        "events": run.events,
        "duplicates": run.duplicates,
        "refused": run.refused,
        "metrics": [_metric(metric) for metric in run.metrics],
        "expectations": [_judged(judged) for judged in run.expectations],
        "broken": [_broken(broken) for broken in run.broken],
        "final": [_final(final) for final in run.final],
        "notes": asdict(run.notes),
        "replayed": None if run.replayed is None else _replayed(run.replayed),
    }


def _replayed(replayed: Replayed) -> dict[str, Any]:
    """What came of the recorded inputs; `rows` are all that were not accepted."""
    return {
        "accepted": replayed.count("accepted"),
        "quantities": dict(replayed.quantities),
        "duplicates": replayed.count("duplicate"),
        "conflicts": replayed.count("conflict"),
        "refused": replayed.count("refused"),
        "outside": replayed.outside,
        "reasons": [{"outcome": outcome, "reason": reason, "times": times} for (outcome, reason), times in replayed.reasons.items()],
        "rows": [
            {
                "file": one.file,
                "row": one.row,
                "at": one.at,
                "kind": one.kind,
                "of": one.of,
                "item": one.item,
                "quantity": one.quantity,
                "source": one.source,
                "key": one.key,
                "outcome": one.outcome,
                "reason": one.reason,
            }
            for one in replayed.heard
            if one.outcome != "accepted"
        ],
    }


def _metric(metric: Metric) -> dict[str, Any]:
    return {
        "metric": metric.metric,
        "of": metric.of,
        "mean": metric.mean,
        "low": metric.low,
        "high": metric.high,
        "level": metric.level,
        "unit": metric.unit,
        "values": list(metric.values),
    }


def _judged(judged: Judged) -> dict[str, Any]:
    """`holds` is null where the interval leaves it undecided."""
    holds = None if judged.verdict is Verdict.UNDECIDED else judged.holds
    return {"text": judged.text, "file": judged.place.file, "line": judged.place.line, "holds": holds, "message": judged.message}


def _broken(broken: Broken) -> dict[str, Any]:
    """An invariant that did not always hold, and when first."""
    return {
        "invariant": broken.invariant,
        "file": broken.place.file,
        "line": broken.place.line,
        "times": broken.times,
        "replication": broken.replication,
        "at": broken.at,
    }


def _final(final: Final) -> dict[str, Any]:
    on_hand, reserved, incoming, backlog, safety = final.texts
    return {
        "buffer": final.buffer,
        "on_hand": on_hand,
        "reserved": reserved,
        "incoming": incoming,
        "backlog": backlog,
        "safety": safety,
        "unit": final.unit,
    }


def record_shape(record: Record, policy: Policy) -> dict[str, Any]:
    """One line of a trace. `policy` is the one that ran."""
    return {
        "scenario": record.scenario,
        "replication": record.replication,
        "at": record.at,
        "number": record.number,
        "input": {
            "kind": record.kind,
            "of": record.of,
            "item": record.item,
            "quantity": record.quantity,
            "unit": record.unit,
            "source": record.source,
            "key": record.key,
        },
        "outcome": record.outcome,
        "reason": record.reason,
        "actions": [action_shape(action, policy) for action in record.actions],
    }


def action_shape(action: Action, policy: Policy) -> dict[str, Any]:
    """An action in words of JSON; quantities in the unit of the item, as text."""
    unit = policy.items[action.item].unit if action.item is not None else None
    counted = unit is not None and action.quantity is not None
    return {
        "id": action.id,
        "kind": action.kind,
        "item": action.item,
        "quantity": unit.text(action.quantity) if counted else None,  # type: ignore[union-attr, arg-type]
        "unit": unit.name if counted else None,  # type: ignore[union-attr]
        "from": action.source,
        "to": action.target,
        "role": action.role,
        "text": action.text,
        "rule": where(action.rule),
        "why": action.why,
    }


def where(place: Span) -> str:
    """A place as `file:line`."""
    return f"{place.file}:{place.line}"

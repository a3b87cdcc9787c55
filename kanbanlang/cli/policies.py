"""Policies as the commands receive them: read, looked at from all sides, and refused where they cannot be used."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import evolve, frozen

from kanbanlang.cli import console
from kanbanlang.diagnostics import Diagnostic, Related, Severity
from kanbanlang.model import Loaded, load
from kanbanlang.model.policy import Policy
from kanbanlang.report.findings import summary


@frozen
class Checked:
    """A policy file with everything that is found in it, in the order of the text; `policy` is None where it cannot be read as one."""

    file: str
    policy: Policy | None
    findings: tuple[Diagnostic, ...]

    def stops(self) -> list[Diagnostic]:
        """What keeps the policy from running."""
        return [one for one in self.findings if one.severity is Severity.ERROR]


def check(path: Path) -> Checked:
    """Read a policy and look at it from all sides: the text, the names and units and, where these are right, the flow."""
    loaded = load(path)
    findings = list(loaded.diagnostics)
    if loaded.policy is not None:
        findings += _flow(loaded.policy)
    return Checked(str(path), loaded.policy, _in_order(findings, loaded))


def _flow(policy: Policy) -> Iterator[Diagnostic]:
    """What is wrong with the flow, also with what a scenario makes of it."""
    from kanbanlang.flow.checks import check_flow  # noqa: PLC0415 - what cannot be read needs no look at its flow

    seen = set()
    for one in check_flow(policy):
        seen.add((one.code, one.span, one.message))
        yield one
    for scenario in policy.scenarios.values():
        changed = scenario.policy
        if changed.buffers == policy.buffers and changed.stations == policy.stations:
            continue
        for one in check_flow(changed):
            if (one.code, one.span, one.message) not in seen:
                seen.add((one.code, one.span, one.message))
                yield evolve(one, related=(*one.related, Related(scenario.place, f"as the scenario `{scenario.name}` has it")))


def _in_order(findings: list[Diagnostic], loaded: Loaded) -> tuple[Diagnostic, ...]:
    """As they stand in the files, the policy's own first."""
    order = {source.name: number for number, source in enumerate(loaded.sources)}
    return tuple(sorted(findings, key=lambda one: (order.get(one.span.file, len(order)), one.span.line, one.span.column)))


def drawable(path: Path) -> Policy | None:
    """The policy of a file if it can be read, also when its flow is wrong; otherwise None, after showing why on standard error."""
    loaded = load(path)
    if loaded.policy is None:
        refuse(path, [one for one in _in_order(list(loaded.diagnostics), loaded) if one.severity is Severity.ERROR])
    return loaded.policy


def refuse(path: Path, findings: Sequence[Diagnostic]) -> None:
    """Show on standard error why a policy is not used."""
    console.show(findings, problem=True)
    console.say(summary(str(path), findings, None, console.paint(sys.stderr)), problem=True)

"""Policies as the commands receive them: read, looked at from all sides, and refused where they cannot be used."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from kanbanlang.cli import console
from kanbanlang.diagnostics import Diagnostic, Severity
from kanbanlang.model import Loaded, load
from kanbanlang.model.policy import Policy
from kanbanlang.report.findings import summary

NOT_EXECUTED = "KB901"


@frozen
class Checked:
    """A policy file with everything that is found in it, in the order of the text; `policy` is None where it cannot be read as one."""

    file: str
    policy: Policy | None
    findings: tuple[Diagnostic, ...]


def check(path: Path) -> Checked:
    """Read a policy and look at it from all sides: the text, the names and units and, where these are right, the flow."""
    loaded = load(path)
    findings = list(loaded.diagnostics)
    if loaded.policy is not None:
        from kanbanlang.flow.checks import check_flow  # noqa: PLC0415 - what cannot be read needs no look at its flow

        findings += check_flow(loaded.policy)
    return Checked(str(path), loaded.policy, _in_order(findings, loaded))


def _in_order(findings: list[Diagnostic], loaded: Loaded) -> tuple[Diagnostic, ...]:
    """As they stand in the files, the policy's own first."""
    order = {source.name: number for number, source in enumerate(loaded.sources)}
    return tuple(sorted(findings, key=lambda one: (order.get(one.span.file, len(order)), one.span.line, one.span.column)))


def drawable(path: Path) -> Policy | None:
    """The policy of a file if it can be read, also when its flow is wrong; otherwise None, after showing why on standard error."""
    loaded = load(path)
    if loaded.policy is None:
        _refuse(path, [one for one in _in_order(list(loaded.diagnostics), loaded) if one.severity is Severity.ERROR])
    return loaded.policy


def runnable(path: Path) -> Policy | None:
    """The policy of a file if it can run; otherwise None, after showing on standard error the errors and what nobody executes yet."""
    checked = check(path)
    stops = [one for one in checked.findings if one.severity is Severity.ERROR or one.code == NOT_EXECUTED]
    if not stops:
        return checked.policy
    _refuse(path, stops)
    return None


def _refuse(path: Path, findings: Sequence[Diagnostic]) -> None:
    console.show(findings, problem=True)
    console.say(summary(str(path), findings, None, console.paint(sys.stderr)), problem=True)

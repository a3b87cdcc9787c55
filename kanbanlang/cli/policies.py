"""Policies as the commands receive them: read, looked at from all sides, and refused where they cannot run."""

from __future__ import annotations

import sys
from pathlib import Path

from attrs import frozen

from kanbanlang.cli import console
from kanbanlang.diagnostics import Diagnostic, Severity
from kanbanlang.model import load
from kanbanlang.model.policy import Policy
from kanbanlang.report.findings import summary

NOT_EXECUTED = "KB901"


@frozen
class Checked:
    """A policy file with everything that is found in it, in the order of the text; `policy` is None where there are errors."""

    file: str
    policy: Policy | None
    findings: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What stops the policy from running: errors, and statements that nobody executes yet."""
        return tuple(one for one in self.findings if one.severity is Severity.ERROR or one.code == NOT_EXECUTED)


def check(path: Path) -> Checked:
    """Read a policy and look at it from all sides: the text, the names and units and, where these are right, the flow."""
    loaded = load(path)
    findings = list(loaded.diagnostics)
    policy = loaded.policy
    if policy is not None:
        from kanbanlang.flow.checks import check_flow  # noqa: PLC0415 - what cannot be read needs no look at its flow

        findings += check_flow(policy)
        if any(one.severity is Severity.ERROR for one in findings):
            policy = None
    order = {source.name: number for number, source in enumerate(loaded.sources)}
    findings.sort(key=lambda one: (order.get(one.span.file, len(order)), one.span.line, one.span.column))
    return Checked(str(path), policy, tuple(findings))


def runnable(path: Path) -> Policy | None:
    """The policy of a file if it can run; otherwise None, after showing on standard error what stops it."""
    checked = check(path)
    if checked.policy is not None and not checked.errors:
        return checked.policy
    console.show(checked.errors, problem=True)
    console.say(summary(checked.file, checked.errors, None, console.paint(sys.stderr)), problem=True)
    return None

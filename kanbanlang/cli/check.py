"""`kanban check`: everything that is wrong with a policy, in one go."""

from __future__ import annotations

from pathlib import Path

import click

from kanbanlang.cli import console
from kanbanlang.cli.arguments import PolicyFile
from kanbanlang.cli.endings import Ending, example
from kanbanlang.cli.policies import Checked, check
from kanbanlang.diagnostics import Severity
from kanbanlang.report.findings import summary, value_text
from kanbanlang.report.shapes import as_json, checked, github_line


@click.command(epilog=example("kanban check my_line.kanban", "kanban check policies/*.kanban --warnings-as-errors"))
@click.argument("files", nargs=-1, required=True, type=PolicyFile(), metavar="FILE...")
@click.option("--json", "form", flag_value="json", help="Print one JSON object.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How findings are printed; github marks lines in a pull request.",
)
@click.option("--values", is_flag=True, help="Show each formula with its result and its numbers.")
@click.option("--warnings-as-errors", is_flag=True, help="Exit with 1 also where there are only warnings.")
def command(files: tuple[Path, ...], form: str, values: bool, warnings_as_errors: bool) -> int:
    """Report everything that is wrong with a policy, and run nothing."""
    done = [check(file) for file in files]
    shown = [value for one in done if values and one.policy is not None for value in one.policy.values]
    findings = [finding for one in done for finding in one.findings]
    if form == "json":
        console.say(as_json(checked(findings, shown)))
    elif form == "github":
        for finding in findings:
            console.say(github_line(finding))
    else:
        for one in done:
            _print(one, values=values)
    bad = {Severity.ERROR, Severity.WARNING} if warnings_as_errors else {Severity.ERROR}
    return Ending.FINDINGS if any(finding.severity in bad for finding in findings) else Ending.FINE


def _print(one: Checked, *, values: bool) -> None:
    paint = console.paint()
    console.show(one.findings)
    if values and one.policy is not None:
        for value in one.policy.values:
            console.say(value_text(value, paint))
    console.say(summary(one.file, one.findings, one.policy, paint))

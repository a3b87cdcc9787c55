"""`kanban explain`: a page about a code."""

from __future__ import annotations

import click

from kanbanlang.cli import console
from kanbanlang.cli.endings import Ending, example
from kanbanlang.diagnostics import CATALOGUE, did_you_mean
from kanbanlang.report.cells import padded


@click.command(epilog=example("kanban explain KB302"))
@click.argument("code", required=False)
def command(code: str | None) -> int:
    """Print the page about a diagnostic: what it means, what causes it, what to do. Without CODE, list them all."""
    paint = console.paint()
    if code is None:
        for entry in sorted(CATALOGUE.values(), key=lambda entry: entry.code):
            severity = entry.severity.value
            console.say(f"{paint('strong', entry.code)}  {paint(severity, padded(severity, 7))}  {entry.title}")
        return Ending.FINE
    known = CATALOGUE.get(code.upper())
    if known is None:
        near = did_you_mean(code.upper(), CATALOGUE)
        advice = f"did you mean {near}?" if near else "`kanban explain` without a code lists them all"
        raise click.ClickException(f"there is no code `{code}`; {advice}")
    severity = known.severity.value
    console.say(f"{paint('strong', f'{known.code}: {known.title}')} ({paint(severity, severity)})\n\n{known.explanation}".rstrip())
    return Ending.FINE

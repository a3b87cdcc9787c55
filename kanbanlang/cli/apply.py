"""`kanban apply`: take up a new text of a policy that runs."""

from __future__ import annotations

from pathlib import Path

import click

from kanbanlang.cli import living
from kanbanlang.cli.arguments import PolicyFile
from kanbanlang.cli.endings import Ending, example
from kanbanlang.cli.plan import plan_text, proposal
from kanbanlang.cli.run import wall
from kanbanlang.live.changing import change
from kanbanlang.live.plant import Plant
from kanbanlang.report.cells import harmless


@click.command(epilog=example("kanban apply my_line.kanban --plan 5d41402abc4b2a76", "kanban apply --back"))
@click.argument("file", type=PolicyFile(), required=False, metavar="[FILE]")
@click.option("--plan", metavar="ID", help="Only if exactly this plan, as `kanban plan` showed it, is what would be done.")
@click.option("--back", is_flag=True, help="Put back the text that ran before the present one.")
@living.JOURNAL
@living.JSON
def command(file: Path | None, plan: str | None, back: bool, journal: Path | None, as_object: bool) -> int:
    """Take up a text at one instant, or refuse and change nothing."""
    if back == (file is not None):
        raise click.UsageError("name a policy file, or --back")
    body = {"back": True} if file is None else proposal(file)
    if body is None:
        return Ending.FINDINGS
    if plan is not None:
        body = {**body, "plan": plan}
    said = body
    shape = living.asked(
        living.found(journal),
        "/policy?apply=true",
        lambda desk: change(desk, said, "console", Plant().outbox, max(wall(), desk.now)),
        body,
    )
    living.shown(shape, harmless(f"{plan_text(shape)}\napplied, as entry {shape['entry']}"), as_object=as_object)
    return Ending.FINE

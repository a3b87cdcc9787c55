"""`kanban plan`: what a new text would change of a policy that runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kanbanlang.cli import living
from kanbanlang.cli.arguments import PolicyFile
from kanbanlang.cli.endings import Ending, example
from kanbanlang.cli.policies import check, refuse
from kanbanlang.live.changing import change
from kanbanlang.live.plant import Plant
from kanbanlang.live.text import Text
from kanbanlang.report.cells import harmless


@click.command(epilog=example("kanban plan my_line.kanban"))
@click.argument("file", type=PolicyFile(), metavar="FILE")
@living.JOURNAL
@living.JSON
def command(file: Path, journal: Path | None, as_object: bool) -> int:
    """Show what taking up a text would change: rules, open pulls, cards to retire. Nothing is changed."""
    body = proposal(file)
    if body is None:
        return Ending.FINDINGS
    shape = living.asked(living.found(journal), "/policy", lambda desk: change(desk, body, "console", Plant().outbox, None), body)
    living.shown(shape, harmless(plan_text(shape)), as_object=as_object)
    return Ending.FINDINGS if shape["refused"] else Ending.FINE


def proposal(file: Path) -> dict[str, Any] | None:
    """A text as a runner takes it; None where it has errors, after showing them."""
    checked = check(file)
    stops = checked.stops()
    if checked.policy is None or stops:
        refuse(file, stops)
        return None
    return Text.read(file)[0].shape


def plan_text(shape: dict[str, Any]) -> str:
    """A plan for people."""
    lines = [f"{one['change']:<8} {one['at']}  {one['rule']}" for one in shape["rules"]] or ["no rule changes"]
    lines += [f"pull {one['pull']} of {one['open']} for {one['for']} goes on under {one['goes_on_under']}" for one in shape["pulls"]]
    lines += [f"{name}: the next {cards} cards that are emptied do not signal" for name, cards in shape["retiring"].items()]
    lines += [f"refused: {reason}" for reason in shape["refused"]]
    return "\n".join([*lines, f"plan {shape['plan']}"])

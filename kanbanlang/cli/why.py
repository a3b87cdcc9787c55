"""`kanban why`: why something was asked for."""

from __future__ import annotations

from pathlib import Path

import click

from kanbanlang.cli import living
from kanbanlang.cli.endings import Ending, example
from kanbanlang.live.asking import Asking
from kanbanlang.live.sentences import action_line, said_text
from kanbanlang.report.cells import harmless


@click.command(epilog=example("kanban why 43492573a7aad90eecd5a7c3"))
@click.argument("action", metavar="ACTION")
@living.JOURNAL
@living.JSON
def command(action: str, journal: Path | None, as_object: bool) -> int:
    """Say why an action was asked for: its rule, the signal that caused it, the numbers then and now."""
    shape = living.asked(living.found(journal), f"/why/{living.quoted(action)}", lambda desk: Asking.why(desk, action))
    signal = shape["signal"]
    if "said" in signal:
        caused = f"{said_text(signal['said'])}, from {signal['source']}"
    elif "result" in signal:
        caused = f"{signal['lane']} reported {signal['result']['executed']} of job {signal['result']['job']}"
    else:
        caused = {"start": "the policy began", "apply": "the policy was changed", "strike": "the clock"}.get(signal["what"], signal["what"])
    lines = [
        action_line(shape["action"]),
        f"  by the rule at {shape['action']['rule']}",
        f"  because of entry {shape['entry']} at {shape['at']}: {caused}",
        *(f"  {name}: {then} then, {shape['now'][name]} now" for name, then in shape["then"].items()),
    ]
    if shape["job"] is not None:
        lines.append(f"  {shape['job']['lane']}: {shape['job']['state']}" + (f", {shape['job']['said']}" if shape["job"]["said"] else ""))
    living.shown(shape, harmless("\n".join(lines)), as_object=as_object)
    return Ending.FINE

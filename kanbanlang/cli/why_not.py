"""`kanban why-not`: why nothing is pulled to a buffer now."""

from __future__ import annotations

from pathlib import Path

import click

from kanbanlang.cli import living
from kanbanlang.cli.endings import Ending, example
from kanbanlang.live.asking import Asking
from kanbanlang.report.cells import harmless


@click.command(epilog=example("kanban why-not line_gears"))
@click.argument("buffer", metavar="BUFFER")
@living.JOURNAL
@living.JSON
def command(buffer: str, journal: Path | None, as_object: bool) -> int:
    """Say what each rule of a buffer waits for, with the numbers that it looks at."""
    shape = living.asked(living.found(journal), f"/why-not/{living.quoted(buffer)}", lambda desk: Asking.why_not(desk, buffer))
    lines = [shape["stock"], *(f"  {sentence}" for sentence in shape["rules"])]
    living.shown(shape, harmless("\n".join(lines)), as_object=as_object)
    return Ending.FINE

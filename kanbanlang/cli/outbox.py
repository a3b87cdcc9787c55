"""`kanban outbox`: what is asked of machines, the ERP and people, and is not over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kanbanlang.cli import living
from kanbanlang.cli.endings import Ending, example
from kanbanlang.live.asking import Asking, see_to
from kanbanlang.report.cells import harmless


@click.command(epilog=example("kanban outbox", "kanban outbox --retry 43492573a7aad90eecd5a7c3"))
@click.option("--retry", metavar="ID", help="Hand a parked job over again.")
@click.option("--drop", metavar="ID", help="Let a parked job be: somebody saw to it otherwise.")
@living.JOURNAL
@living.JSON
def command(retry: str | None, drop: str | None, journal: Path | None, as_object: bool) -> int:
    """Show the jobs that are not over: not handed over yet, with their backend, or parked because it refused them."""
    path = living.found(journal)
    if retry is not None and drop is not None:
        raise click.UsageError("either --retry or --drop")
    if (job := retry or drop) is not None:
        what = "retry" if retry is not None else "drop"
        done = living.asked(path, f"/outbox/{living.quoted(job)}/{what}", lambda desk: see_to(desk, job, what, "console"), {})
        living.shown({"job": done}, f"{what}: {_line(done)}", as_object=as_object)
        return Ending.FINE
    shape = living.asked(path, "/outbox", Asking.outbox)
    lines = [_line(one) for one in shape["jobs"]] or ["nothing is waiting"]
    living.shown(shape, harmless("\n".join(lines)), as_object=as_object)
    return Ending.FINDINGS if any(one["state"] == "parked" for one in shape["jobs"]) else Ending.FINE


def _line(job: dict[str, Any]) -> str:
    goods = ", ".join(
        f"{move['quantity']} {move['unit']} of {move['item']}"
        + (f" from {move['from']}" if move["from"] else "")
        + (f" to {move['to']}" if move["to"] else "")
        for move in job["moves"]
    )
    tries = f", tried {job['tries']} times" if job["tries"] > 1 else ""
    said = f": {job['said']}" if job["said"] else ""
    return f"{job['id']}  {job['lane']:<10} {job['state']:<8} {job['kind']} {goods or job['text']}{tries}{said}"

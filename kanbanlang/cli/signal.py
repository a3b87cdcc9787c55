"""`kanban signal`: say something to a policy that runs."""

from __future__ import annotations

from pathlib import Path

import click

from kanbanlang.cli import living
from kanbanlang.cli.endings import Ending, example
from kanbanlang.live.sentences import action_line
from kanbanlang.model.event import EventKind
from kanbanlang.report.cells import harmless

_COLUMNS = ("item", "lot", "number", "tray", "card", "due", "priority")


@click.command(
    epilog=example(
        "kanban signal consumption line_gears 20",
        "kanban signal order gearbox 3 --key order-4711",
        "kanban signal pick line_gears --by picker",
    ),
)
@click.argument("kind", type=click.Choice([kind.value for kind in EventKind]), metavar="KIND")
@click.argument("of", metavar="NAME")
@click.argument("quantity", required=False, metavar="[QUANTITY]")
@click.option("--key", metavar="TEXT", help="Your own name for this signal: said again, it changes nothing.")
@click.option("--by", "operator", metavar="NAME", help="Who did it: somebody who was let in.")
@click.option("--with", "more", multiple=True, metavar="COLUMN=VALUE", help=f"More of it: {', '.join(_COLUMNS)}.")
@living.JOURNAL
@living.JSON
def command(
    kind: str,
    of: str,
    quantity: str | None,
    key: str | None,
    operator: str | None,
    more: tuple[str, ...],
    journal: Path | None,
    as_object: bool,
) -> int:
    """Say to a policy that runs what has happened; KIND is order, consumption, receipt, pick, count and so on."""
    said = {"kind": kind, "of": of, "quantity": quantity, "operator": operator}
    for one in more:
        column, equals, value = one.partition("=")
        if not equals or column not in _COLUMNS:
            raise click.BadParameter(f"`{harmless(one)}` is no column with a value; columns are {', '.join(_COLUMNS)}", param_hint="--with")
        said[column] = value
    body = {name: value for name, value in said.items() if value is not None}
    answer = living.told(living.found(journal), "/signals", body, key)
    lines = [
        answer["outcome"] + (f": {answer['reason']}" if answer["reason"] else ""),
        *(f"  {action_line(one)}" for one in answer["actions"]),
    ]
    living.shown(answer, harmless("\n".join(lines)), as_object=as_object)
    return Ending.FINE if answer["outcome"] in {"accepted", "duplicate"} else Ending.FINDINGS

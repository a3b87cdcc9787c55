"""Measure and print: `python -m benchmarks [--quick] [--only ROW] [--json FILE]`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console

from benchmarks.figure import Figure
from benchmarks.report import as_data, show
from benchmarks.rows import check, engine, input_cost, items, live, memory, parse, start_up

ROWS: dict[str, Callable[..., list[Figure]]] = {
    "start-up": start_up.measure,
    "parse": parse.measure,
    "check": check.measure,
    "items": items.measure,
    "engine": engine.measure,
    "input-cost": input_cost.measure,
    "memory": memory.measure,
    "live": live.measure,
}


_WIDE = 170


@click.command()
@click.option("--quick", is_flag=True, help="Short versions, to see that everything works; their figures mean little.")
@click.option("--only", "chosen", multiple=True, type=click.Choice(list(ROWS)), help="Only this row; repeatable.")
@click.option("--json", "file", type=click.Path(path_type=Path), help="Write the figures to this file too.")
def main(chosen: tuple[str, ...], file: Path | None, *, quick: bool) -> None:
    """How fast, against what: each figure against a peer or a ceiling in the same run."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDE)  # into a file or a log, where lines may be long
    figures: list[Figure] = []
    for name in chosen or ROWS:
        with console.status(f"measuring {name} ..."):
            figures += ROWS[name](quick=quick)
    show(figures, console)
    if file is not None:
        file.write_text(json.dumps(as_data(figures), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

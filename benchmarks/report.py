"""The figures as a table, and as JSON."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from typing import Any

from attrs import asdict
from rich.console import Console
from rich.table import Table

from benchmarks.figure import Figure


def verdict(figure: Figure) -> str:
    """How far a figure gets: to its aim, to what it must be, or not."""
    if figure.meets(figure.aim):
        return "aim"
    return "must" if figure.meets(figure.must) else "MISSES"


def show(figures: Sequence[Figure], console: Console) -> None:
    """A line for each figure."""
    table = Table(title=f"Python {platform.python_version()}, CPU time, medians")
    for heading in ("row", "what", "value", "must", "aim", "reaches", "behind it"):
        table.add_column(heading, justify="right" if heading in {"value", "must", "aim"} else "left")
    for one in figures:
        side = ">= " if one.at_least else "<= "
        table.add_row(one.row, one.what, one.told(one.value), side + one.told(one.must), side + one.told(one.aim), verdict(one), one.detail)
    console.print(table)


def as_data(figures: Sequence[Figure]) -> dict[str, Any]:
    """The same for programs."""
    return {"format": 1, "python": platform.python_version(), "figures": [{**asdict(one), "reaches": verdict(one)} for one in figures]}

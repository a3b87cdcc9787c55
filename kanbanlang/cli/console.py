"""What is known of the terminal that a command writes to."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

import click

from kanbanlang.diagnostics import Diagnostic
from kanbanlang.report.cells import harmless
from kanbanlang.report.findings import finding_text
from kanbanlang.report.paint import Paint

_COLUMNS = 120
"""How wide text is where nobody says how much room there is."""


def on_terminal(stream: TextIO) -> bool:
    """Whether somebody looks at this stream while it is written."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def paint(stream: TextIO | None = None) -> Paint:
    """Colours for a stream (by default standard output): on a terminal, unless NO_COLOR is set."""
    return Paint(on_terminal(stream or sys.stdout) and not os.environ.get("NO_COLOR"))


def columns() -> int:
    """The width of the terminal, and a fixed width where the output goes elsewhere, so that it is the same everywhere."""
    if "COLUMNS" in os.environ or sys.stdout.isatty():
        return shutil.get_terminal_size((_COLUMNS, 24)).columns
    return _COLUMNS


def say(text: str, *, problem: bool = False) -> None:
    """Write a text that is already harmless, to standard error where it is about a problem."""
    click.echo(text, err=problem, color=True)  # colours are decided here, not by click


def show(findings: Iterable[Diagnostic], *, problem: bool = False) -> None:
    """Print findings with an empty line after each."""
    colours, room = paint(sys.stderr if problem else sys.stdout), columns()
    for finding in findings:
        say(finding_text(finding, colours, room) + "\n", problem=problem)


def named(path: Path) -> str:
    """A file in a sentence."""
    return f"`{harmless(str(path))}`"

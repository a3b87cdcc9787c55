"""The `kanban` command."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

from kanbanlang import __version__

__all__ = ["VERSION", "main"]

VERSION = f"kanban {__version__}"


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command that the arguments (by default the process's own) name, and exit with its code."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if words == ["--version"]:  # what scripts ask before anything else: answered before anything else is loaded
        sys.stdout.write(f"{VERSION}\n")
        sys.exit(0)
    from kanbanlang.cli.app import run  # noqa: PLC0415

    sys.exit(run(words))

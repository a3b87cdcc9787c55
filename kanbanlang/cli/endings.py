"""How a command ends, and what all of them say alike."""

from __future__ import annotations

from enum import IntEnum


class Ending(IntEnum):
    """The exit codes."""

    FINE = 0
    FINDINGS = 1
    WRONG_USE = 2
    INTERRUPTED = 3


def example(*lines: str) -> str:
    """The end of a command's help: lines to copy."""
    return "\n".join(["\b", "Example:" if len(lines) == 1 else "Examples:", *(f"  {line}" for line in lines)])

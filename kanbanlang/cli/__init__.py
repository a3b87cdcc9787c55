"""The `kanban` command."""

from __future__ import annotations

from kanbanlang.cli.app import main

__all__ = ["main"]

"""`python -m kanbanlang` is `kanban`."""

from __future__ import annotations

from kanbanlang.cli import main

main()

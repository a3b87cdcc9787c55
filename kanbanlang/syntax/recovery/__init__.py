"""How reading goes on after a mistake, and what is said about it."""

from __future__ import annotations

from kanbanlang.syntax.recovery.mender import DEEPEST, MOST, Mender

__all__ = ["DEEPEST", "MOST", "Mender"]

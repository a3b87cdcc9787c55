"""How reading goes on after a mistake, and what is said about it."""

from __future__ import annotations

from kanbanlang.syntax.recovery.mender import MOST, Mender

__all__ = ["MOST", "Mender"]

"""The checked policy: `load` reads one from a file, `load_text` from a text."""

from __future__ import annotations

from kanbanlang.model.load import Loaded, load, load_text

__all__ = ["Loaded", "load", "load_text"]

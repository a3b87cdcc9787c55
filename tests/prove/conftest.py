"""The proofs are about the same sample policies that the engine's tests run."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "engine"))

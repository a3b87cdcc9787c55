"""All rule kinds and input kinds, in one list: the engine, the wake lists and the prover follow from it.

Each module here declares what a module of rule text beside this folder does to counters: `serving` for `serve.py`, and so on.
"""

from __future__ import annotations

from kanbanlang.rules.kind import Input, InputKind, Kind
from kanbanlang.rules.kinds import (
    ahead,
    cancelling,
    carding,
    choosing,
    docking,
    facts,
    feeding,
    kitting,
    lateness,
    lending,
    looping,
    reacting,
    refilling,
    resting,
    reviewing,
    rooming,
    securing,
    sequencing,
    serving,
    shorting,
    turns,
    working,
    zoning,
)
from kanbanlang.rules.kinds.cancelling import RESTING_PULLS
from kanbanlang.rules.kinds.refilling import REFILL
from kanbanlang.rules.kinds.resting import RESTED
from kanbanlang.rules.kinds.reviewing import REVIEWED
from kanbanlang.rules.kinds.turns import CROSSING, RELEASING, SERVING
from kanbanlang.rules.kinds.zoning import ZONED

__all__ = ["CROSSING", "INPUTS", "KINDS", "REFILL", "RELEASING", "RESTED", "RESTING_PULLS", "REVIEWED", "SERVING", "ZONED"]

_EVERY_DAY = (docking, serving, working, turns, refilling, reacting)
MODULES = (
    *_EVERY_DAY,
    reviewing,
    carding,
    rooming,
    facts,
    choosing,
    resting,
    cancelling,
    shorting,
    securing,
    lending,
    lateness,
    feeding,
    ahead,
    zoning,
    sequencing,
    looping,
    kitting,
)
"""The modules of declarations; a kind has a number that no other has."""

KINDS: dict[int, Kind] = {kind.number: kind for module in MODULES for kind in module.KINDS}
INPUTS: dict[InputKind, Input] = {one.kind: one for module in MODULES for one in module.INPUTS}

"""The meaning: every rule kind and input kind, written once, in a restricted Python over whole numbers.

`KINDS` and `INPUTS` list them. The engine calls the text on lists, the prover on symbolic numbers.
"""

from __future__ import annotations

from kanbanlang.rules.kind import Class, Input, InputKind, Kind
from kanbanlang.rules.kinds import CROSSING, INPUTS, KINDS, REFILL, RELEASING, RESTED, RESTING_PULLS, REVIEWED, SERVING, ZONED
from kanbanlang.rules.laws import Amount, Law, Share

__all__ = [
    "CROSSING",
    "INPUTS",
    "KINDS",
    "REFILL",
    "RELEASING",
    "RESTED",
    "RESTING_PULLS",
    "REVIEWED",
    "SERVING",
    "ZONED",
    "Amount",
    "Class",
    "Input",
    "InputKind",
    "Kind",
    "Law",
    "Share",
]

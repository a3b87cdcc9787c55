"""The engine: one pure step from an input to what fires, and the actions that people and machines see."""

from __future__ import annotations

from kanbanlang.engine.answer import Action, action_id, actions, why_of
from kanbanlang.engine.engine import Engine, Step
from kanbanlang.engine.locate import Located, Nowhere, locate
from kanbanlang.engine.state import State
from kanbanlang.engine.takeover import TakenOver, TakeOverError, take_over
from kanbanlang.rules import InputKind
from kanbanlang.rules.reasons import CONFLICT, DUPLICATE, REASONS

__all__ = [
    "CONFLICT",
    "DUPLICATE",
    "REASONS",
    "Action",
    "Engine",
    "InputKind",
    "Located",
    "Nowhere",
    "State",
    "Step",
    "TakeOverError",
    "TakenOver",
    "action_id",
    "actions",
    "locate",
    "take_over",
    "why_of",
]

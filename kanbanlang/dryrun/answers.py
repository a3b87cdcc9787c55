"""The actions that an input caused, and what an input that came to nothing met with."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from kanbanlang.engine import REASONS, Action, Engine, State, Step, actions
from kanbanlang.flow import Row
from kanbanlang.model.policy import Policy
from kanbanlang.rules import memory as m

_HANDED_OVER = frozenset({"retrieve", "move"})


def actions_of(engine: Engine, state: State, steps: Sequence[Step], source: str | int, key: str | int) -> list[Action]:
    """The actions among the steps of one input.

    An order that was served in full has left its slot, and a pull of the same input may have it since; what was served is then told
    from the number.
    """
    found = actions(engine, state, list(steps), source, key)
    return [
        evolve(action, kind="deliver", target=None)
        if action.kind in _HANDED_OVER and state.s[action.slot + m.NUMBER] != action.number
        else action
        for action in found
    ]


def reason_text(reason: int) -> str:
    """Why an input was not accepted, as people read it."""
    return REASONS[reason]


def action_text(policy: Policy, action: Action) -> str:
    """An action as a test says it: `retrieve 20 pcs of gear from lift_gears to line_gears`."""
    words = [action.kind]
    if action.item is not None and action.quantity is not None:
        unit = policy.items[action.item].unit
        words += [f"{unit.text(action.quantity)} {unit.name} of {action.item}"]
    if action.source is not None:
        words += [f"from {action.source}"]
    if action.target is not None:
        words += [f"to {action.target}" if action.item is not None else action.target]
    if action.role is not None:
        words.append(action.role)
    if action.text is not None:
        words.append(f'"{action.text}"')
    return " ".join(words)


def rule_text(row: Row) -> str:
    """Where a rule stands: file and line."""
    return f"{row.place.file}:{row.place.line}"

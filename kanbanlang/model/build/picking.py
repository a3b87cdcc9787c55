"""How goods are taken out of a buffer: in which order, and in which time."""

from __future__ import annotations

from kanbanlang.diagnostics import Related
from kanbanlang.model.build.context import Statements
from kanbanlang.model.build.evaluate import Evaluator
from kanbanlang.model.policy import Item
from kanbanlang.model.values import Delay
from kanbanlang.syntax import tree


def picks_of(evaluator: Evaluator, said: Statements, item: Item) -> str | None:
    """Which lot goes first: the oldest, the newest, or the first to expire; None where nothing is said."""
    by_age, to_expire = said.one(tree.PicksByAge), said.one(tree.PicksFirstToExpire)
    findings = evaluator.context.findings
    if by_age is not None and to_expire is not None:
        node, scope = to_expire
        findings.say("KB210", scope.span(node), f"`{scope.written(node)}` is a second order of picking", "leave one of them out")
        return None
    if to_expire is not None and item.shelf_life is None:
        node, scope = to_expire
        findings.say(
            "KB222",
            scope.span(node),
            f"`{item.name}` never expires",
            "write `picks oldest first`, or give the item a `shelf life`",
            (Related(item.place, f"`{item.name}` is declared here"),),
        )
    return "first to expire" if to_expire is not None else by_age[0].age.text if by_age is not None else None


def picking_time_of(evaluator: Evaluator, said: Statements) -> Delay | None:
    """How long it takes to take one pull out; None where nothing is said."""
    picking = said.one(tree.PickingTime)
    return None if picking is None else evaluator.delay(picking[0].time, picking[1])

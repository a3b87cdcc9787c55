"""`priority 2`, of a buffer, of orders and of an event."""

from __future__ import annotations

from kanbanlang.model.build.evaluate import Evaluator
from kanbanlang.model.build.findings import Scope
from kanbanlang.model.policy import USUAL_PRIORITY
from kanbanlang.syntax import tree

LOWEST_PRIORITY = 9
NO_SUCH_PRIORITY = "1 is first, 9 is last"


def priority_of(evaluator: Evaluator, node: tree.Priority, scope: Scope) -> int:
    """The class that a statement names; the usual one where it names none that there is."""
    number = evaluator.count(node.number, scope, 1) or USUAL_PRIORITY
    if number > LOWEST_PRIORITY:
        evaluator.context.findings.say("KB207", scope.span(node), f"there is no priority {number}", NO_SUCH_PRIORITY)
        return USUAL_PRIORITY
    return number

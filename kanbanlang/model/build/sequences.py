"""`in sequence` of a buffer, and the numbers of orders: they have a place only where orders are served by it."""

from __future__ import annotations

from collections.abc import Iterable

from kanbanlang.model.build.context import Context, Statements
from kanbanlang.model.policy import Buffer
from kanbanlang.syntax import tree


def sequence_of(context: Context, said: Statements) -> bool:
    """Whether the orders of a buffer are served by their numbers."""
    found = said.one(tree.InSequence)
    if found is None:
        return False
    node, scope = found
    if node.frozen is not None:
        context.not_yet("`frozen` of a sequence", scope.span(node.frozen))
    short = said.one(tree.IfShort)
    for step in short[0].steps if short is not None else ():
        if short is not None and not isinstance(step, tree.ShortWait | tree.ShortSplit):
            context.not_yet(f"`if short {short[1].written(step)}` of a sequence", short[1].span(step))
    safety = said.one(tree.Safety)
    if safety is not None:
        context.not_yet("`safety` of a sequence", safety[1].span(safety[0]))
    return True


def in_sequence(buffers: Iterable[Buffer], name: str) -> bool:
    """Whether an order of this name, a buffer's or an item's, arrives where orders are served by number."""
    return any(one.in_sequence and (one.name == name or (one.serves_customers and one.item.name == name)) for one in buffers)


DUE_LATER = "`due` of an order in a sequence"
"""What is said of orders for later where orders are served by number: they are not executed yet."""
NO_SEQUENCE = "is not served in sequence, so a number of an order says nothing"
"""What is said of a number that nobody looks at."""

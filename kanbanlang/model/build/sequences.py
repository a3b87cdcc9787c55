"""`in sequence` of a buffer, and the numbers of orders: they have a place only where orders are served by it."""

from __future__ import annotations

from collections.abc import Iterable

from kanbanlang.model.build.context import Context, Statements
from kanbanlang.model.build.evaluate import Evaluator
from kanbanlang.model.policy import Buffer
from kanbanlang.syntax import tree

_EACH_FOR_ONE = "in a sequence each piece is for one order, so nothing can stand in for it"
_TOLD = "in a sequence people are told by themselves which part is missing, and how many wait behind it"


def sequence_of(context: Context, said: Statements) -> bool:
    """Whether the orders of a buffer are served by their numbers; says what such a buffer cannot have beside it."""
    if tree.InSequence not in said:
        return False
    short, safety, spikes = said.one(tree.IfShort), said.one(tree.Safety), said.one(tree.Spikes)
    for step in short[0].steps if short is not None else ():
        if short is not None and not isinstance(step, tree.ShortWait | tree.ShortSplit):
            told = isinstance(step, tree.ShortAlert)
            message = _TOLD if told else _EACH_FOR_ONE
            context.findings.say("KB335", short[1].span(step), message, "leave it out; `wait` and `split` are possible")
    if safety is not None:
        context.findings.say("KB335", safety[1].span(safety[0]), _EACH_FOR_ONE, "leave `safety` out, or `in sequence`")
    if spikes is not None:
        context.findings.say(
            "KB335", spikes[1].span(spikes[0]), "in a sequence every order is pulled for when it comes", "leave the spikes out"
        )
    return True


def frozen_ahead(evaluator: Evaluator, said: Statements) -> int | None:
    """How long before they are due orders keep their places; None where nothing is said of it."""
    found = said.one(tree.InSequence)
    if found is None or found[0].frozen is None:
        return None
    node, scope = found[0].frozen, found[1]
    return evaluator.above(evaluator.time(node, scope), 1, node, scope)


def in_sequence(buffers: Iterable[Buffer], name: str) -> bool:
    """Whether an order of this name, a buffer's or an item's, arrives where orders are served by number."""
    return any(one.in_sequence and (one.name == name or (one.serves_customers and one.item.name == name)) for one in buffers)


NO_SEQUENCE = "is not served in sequence, so a number of an order says nothing"
"""What is said of a number that nobody looks at."""

"""Reads what zones are: their sizes, and which spikes of coming demand they look at."""

from __future__ import annotations

from kanbanlang.diagnostics import Span
from kanbanlang.model.build.context import Statements
from kanbanlang.model.build.evaluate import Evaluator
from kanbanlang.model.policy import Item, Spikes, Zones
from kanbanlang.syntax import tree


def zones_of(sizes: tuple[int, ...], place: Span) -> Zones | None:
    """Zones of three sizes; None where one could not be read."""
    if len(sizes) < 3:  # noqa: PLR2004 - red, yellow and green
        return None
    red, yellow, green = sizes
    return Zones(red, yellow, green, place=place)


def spikes_of(evaluator: Evaluator, said: Statements, item: Item) -> Spikes | None:
    """Which demand that comes counts before its day."""
    spikes = said.one(tree.Spikes)
    if spikes is None:
        return None
    node, scope = spikes
    quantity = evaluator.positive(node.quantity, scope, item)
    within = evaluator.above(evaluator.time(node.within, scope), 1, node.within, scope)
    return None if quantity is None or within is None else Spikes(quantity, within, place=scope.span(node))

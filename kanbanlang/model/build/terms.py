"""On what terms goods come: those of a route, overridden by those of the block after `from`."""

from __future__ import annotations

from attrs import field, frozen

from kanbanlang.model.build.context import Statements
from kanbanlang.model.build.evaluate import Evaluator
from kanbanlang.model.build.findings import Scope
from kanbanlang.model.build.names import Declared
from kanbanlang.model.policy import Item, Terms
from kanbanlang.model.values import Delay
from kanbanlang.syntax import tree

_LATER: tuple[tuple[type[tree.Node], str], ...] = (
    (tree.Departs, "`departs`"),
    (tree.CarriesPacks, "`carries`"),
    (tree.Carries, "`carries`"),
    (tree.AcceptsOver, "`accepts ... over`"),
)
_ALTERNATIVES: dict[type[tree.Node], type[tree.Node]] = {tree.DeliveriesMayCross: tree.DeliveriesInOrder, tree.CarriesPacks: tree.Carries}
"""Statements that say the same thing in another way, and so replace each other."""

Term = tuple[tree.Node, Scope]


def merged(below: list[Term], above: list[Term]) -> list[Term]:
    """Terms where those above win over those below."""
    own = {_ALTERNATIVES.get(type(term), type(term)) for term, _ in above}
    return [*above, *(one for one in below if _ALTERNATIVES.get(type(one[0]), type(one[0])) not in own)]


@frozen
class Routes:
    """The routes of a policy: the terms that many buffers share."""

    terms: dict[str, list[Term]] = field(factory=dict)

    def add(self, one: Declared) -> None:
        """Enter a route."""
        assert isinstance(one.node, tree.Route)  # noqa: S101 - what the name was declared with
        self.terms[one.name] = [(term, one.scope) for term in one.node.terms]

    def changed(self, name: str, terms: list[Term]) -> Routes:
        """The routes, with some terms of one replaced."""
        return Routes({**self.terms, name: merged(self.terms[name], terms)})

    def of(self, evaluator: Evaluator, node: tree.From, scope: Scope, item: Item) -> Terms:
        """The terms of one `from`."""
        own: list[Term] = [(term, scope) for term in node.terms]
        said = Statements(evaluator.context, own)
        if node.route is not None:
            route = evaluator.context.names.find(node.route, scope, "route")
            if route is not None:
                said = Statements(evaluator.context, merged(self.terms[route.name], own))
        return terms_of(evaluator, said, item)


def terms_of(evaluator: Evaluator, said: Statements, item: Item) -> Terms:
    """Terms in whole numbers."""
    context = evaluator.context
    for kind, what in _LATER:
        if (later := said.one(kind)) is not None:
            context.not_yet(what, later[1].span(later[0]))
    via = said.one(tree.Via)
    dock = context.names.find(via[0].dock, via[1], "dock") if via else None
    lead_time, minimum, multiple = said.one(tree.LeadTime), said.one(tree.Minimum), said.one(tree.Multiple)
    price, cost = said.one(tree.Price), said.one(tree.OrderCost)
    within = multiple[0].within if multiple else None
    return Terms(
        via=dock.name if dock else None,
        lead_time=(evaluator.delay(lead_time[0].time, lead_time[1], works=True) if lead_time else None) or Delay(),
        minimum=(evaluator.quantity(minimum[0].quantity, minimum[1], item) if minimum else None) or 0,
        multiple=(evaluator.positive(multiple[0].quantity, multiple[1], item) if multiple else None) or 1,
        within=(evaluator.share(within, multiple[1]) if within and multiple else None) or (0, 1),
        price=evaluator.money(price[0].money, price[1]) if price else None,
        order_cost=evaluator.money(cost[0].money, cost[1]) if cost else None,
        in_order=tree.DeliveriesInOrder in said,
    )

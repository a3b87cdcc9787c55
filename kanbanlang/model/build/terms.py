"""On what terms goods come: those of a route, overridden by those of the block after `from`."""

from __future__ import annotations

from attrs import evolve, field, frozen

from kanbanlang.model.build.context import Statements
from kanbanlang.model.build.evaluate import Evaluator
from kanbanlang.model.build.findings import Scope
from kanbanlang.model.build.names import Declared
from kanbanlang.model.build.times import schedule_of
from kanbanlang.model.policy import Item, Terms
from kanbanlang.model.values import Delay
from kanbanlang.syntax import tree

_RUNS = (tree.Departs, tree.CarriesPacks, tree.Carries)
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
        route = evaluator.context.names.find(node.route, scope, "route") if node.route is not None else None
        if route is None:
            return terms_of(evaluator, said, item)
        shared = not any(isinstance(term, _RUNS) for term in node.terms)
        terms = terms_of(evaluator, Statements(evaluator.context, merged(self.terms[route.name], own)), item)
        return evolve(terms, route=route.name, run=route.name if shared else None)


def terms_of(evaluator: Evaluator, said: Statements, item: Item) -> Terms:
    """Terms in whole numbers."""
    context = evaluator.context
    via = said.one(tree.Via)
    dock = context.names.find(via[0].dock, via[1], "dock") if via else None
    lead_time, minimum, multiple = said.one(tree.LeadTime), said.one(tree.Minimum), said.one(tree.Multiple)
    price, cost = said.one(tree.Price), said.one(tree.OrderCost)
    within, over = multiple[0].within if multiple else None, said.one(tree.AcceptsOver)
    departs, carries, packs = said.one(tree.Departs), said.one(tree.Carries), said.one(tree.CarriesPacks)
    during = context.names.find(departs[0].during, departs[1], "calendar") if departs and departs[0].during else None
    _say_impossible_load(evaluator, said, item)
    return Terms(
        via=dock.name if dock else None,
        lead_time=(evaluator.delay(lead_time[0].time, lead_time[1], works=True) if lead_time else None) or Delay(),
        minimum=(evaluator.quantity(minimum[0].quantity, minimum[1], item) if minimum else None) or 0,
        multiple=(evaluator.positive(multiple[0].quantity, multiple[1], item) if multiple else None) or 1,
        within=(evaluator.share(within, multiple[1]) if within and multiple else None) or (0, 1),
        price=evaluator.money(price[0].money, price[1]) if price else None,
        order_cost=evaluator.money(cost[0].money, cost[1]) if cost else None,
        in_order=tree.DeliveriesInOrder in said,
        departs=schedule_of(evaluator, departs[0].schedule, departs[1]) if departs else None,
        departs_during=context.calendars[during.name] if during else None,
        carries=evaluator.positive(carries[0].quantity, carries[1], item) if carries else None,
        carries_packs=evaluator.count(packs[0].number, packs[1], 1) if packs else None,
        accepts_over=(evaluator.share(over[0].share, over[1]) if over else None) or (0, 1),
    )


def _say_impossible_load(evaluator: Evaluator, said: Statements, item: Item) -> None:
    """What a run carries needs runs, and packs need an item that comes in packs."""
    say = evaluator.context.findings.say
    load: Term | None = said.one(tree.CarriesPacks) or said.one(tree.Carries)
    if load is None:
        return
    node, scope = load
    if tree.Departs not in said:
        message = f"`{scope.written(node)}` is what one run carries, but nothing says when it departs"
        say("KB211", scope.span(node), message, "add `departs every 30 min`, or leave it out")
    elif isinstance(node, tree.CarriesPacks) and item.pack is None:
        say("KB211", scope.span(node), f"`{item.name}` has no pack, so packs of it cannot be counted", f"give `{item.name}` a `pack`")

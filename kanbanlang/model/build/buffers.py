"""Buffers: where each stands, the one rule that refills it, and from where."""

from __future__ import annotations

from attrs import evolve, frozen

from kanbanlang.diagnostics import Related
from kanbanlang.model.build import functions
from kanbanlang.model.build.amounts import TIME, Amount, of_unit, product
from kanbanlang.model.build.conditions import Conditions
from kanbanlang.model.build.context import Context, Statements
from kanbanlang.model.build.evaluate import Evaluator
from kanbanlang.model.build.findings import Scope
from kanbanlang.model.build.names import Declared
from kanbanlang.model.build.picking import picking_time_of, picks_of
from kanbanlang.model.build.plant import title
from kanbanlang.model.build.priorities import priority_of
from kanbanlang.model.build.sequences import frozen_ahead, sequence_of
from kanbanlang.model.build.shortages import goes_together, shortage_of
from kanbanlang.model.build.terms import Routes
from kanbanlang.model.build.times import schedule_of
from kanbanlang.model.build.zoning import spikes_of, zones_of
from kanbanlang.model.policy import (
    USUAL_PRIORITY,
    AsNeeded,
    Buffer,
    Cards,
    From,
    Item,
    Keep,
    ReorderLot,
    ReorderUpTo,
    Rule,
    Unlimited,
)
from kanbanlang.model.schedule import Schedule
from kanbanlang.model.values import Money, Rate
from kanbanlang.syntax import tree

RULES: tuple[type[tree.Node], ...] = (
    tree.Kanban,
    tree.TwoBins,
    tree.Keep,
    tree.ReorderLot,
    tree.ReorderUpTo,
    tree.UpTo,
    tree.Zones,
    tree.ZonesFor,
    tree.AsNeeded,
    tree.Unlimited,
)
_REPEATABLE: frozenset[type[tree.Node]] = frozenset({tree.From, *RULES})
_UNREVIEWED = (tree.Kanban, tree.TwoBins, tree.AsNeeded, tree.Unlimited)
AGAINST = ("supplier", "station", "store", "dock", "route")
"""What can be down or late."""
_SOURCES = ("buffer", "station", "supplier", "loop")
Said = tuple[tree.Node, Scope]


def kind_of(statement: tree.Node) -> type[tree.Node]:
    """What a statement of a buffer speaks of: all refill rules speak of the same."""
    return tree.Keep if isinstance(statement, RULES) else type(statement)


@frozen
class Buffers:
    """Makes buffers, with the routes as they are in the policy or as a scenario changed them."""

    evaluator: Evaluator
    routes: Routes
    carrying_cost: Rate | None
    customers: frozenset[str]
    """Items that something orders by name."""
    only: frozenset[str]
    """Buffers that are the only one of their item."""

    def buffer(self, one: Declared, statements: list[Said]) -> Buffer | None:
        """One buffer; `statements` are its own, or those that a scenario changed. None where its item is not known."""
        context, scope = self.evaluator.context, one.scope
        node = one.node
        assert isinstance(node, tree.Buffer)  # noqa: S101 - what the name was declared with
        found = context.names.find(node.item, scope, "item")
        said = Statements(context, statements, _REPEATABLE)
        _find_names(context, said)
        if found is None or found.name not in context.items:
            return None
        item = context.items[found.name]
        station, in_store, tray = self._standing(node, scope)
        limit = said.one(tree.Limit)
        safety, counts = said.one(tree.Safety), said.one(tree.CountAt)
        return Buffer(
            one.name,
            title(context, node, scope),
            item,
            station,
            in_store,
            tray,
            self._with_signals(said, self._rule(said, item)),
            self._sources(said, item),
            tree.ServesCustomers in said or (one.name in self.only and (station is None or item.name in self.customers)),
            self.evaluator.positive(limit[0].quantity, limit[1], item) if limit else None,
            (self.evaluator.quantity(safety[0].quantity, safety[1], item) if safety else None) or 0,
            self._priority(said),
            self._holding_cost(said, item),
            *self._shortage_cost(said, item),
            shortage_of(self.evaluator, said),
            self._at_most(said, item),
            schedule_of(self.evaluator, counts[0].schedule, counts[1]) if counts else None,
            tree.CountWhenEmpty in said,
            self._asks_again(said),
            self._review(said),
            self._against(said),
            sequence_of(context, said),
            goes_together(said),
            feeds=self._feeds(said),
            spikes=spikes_of(self.evaluator, said, item),
            frozen=frozen_ahead(self.evaluator, said),
            picking_time=picking_time_of(self.evaluator, said),
            picks=picks_of(self.evaluator, said, item),
            place=one.place,
        )

    def _feeds(self, said: Statements) -> tuple[str, ...]:
        """The stations that take its pieces together, each once."""
        feeds = said.one(tree.Feeds)
        if feeds is None:
            return ()
        if tree.AsNeeded in said:
            self.evaluator.context.findings.say(
                "KB325",
                feeds[1].span(feeds[0]),
                "one pick serves all these stations and waits for a free card of each, and `exactly as needed` has no cards",
                "refill the buffer by cards or bins, or give each station a buffer of its own",
            )
        found = [self.evaluator.context.names.find(name, feeds[1], "station") for name in feeds[0].stations]
        return tuple(dict.fromkeys(one.name for one in found if one is not None))

    # ------------------------------------------------------------ where
    def _standing(self, node: tree.Buffer, scope: Scope) -> tuple[str | None, str | None, int | None]:
        context = self.evaluator.context
        if isinstance(node.standing, tree.AtStation):
            found = context.names.find(node.standing.station, scope, "station")
            return (found.name if found else None), None, None
        if node.standing is None:
            return None, None, None
        found = context.names.find(node.standing.store, scope, "store")
        if found is None:
            return None, None, None
        number = self.evaluator.count(node.standing.number, scope) if node.standing.number else None
        store = context.stores[found.name]
        if number is not None and number not in store.trays and node.standing.number is not None:
            word = node.standing.kind.text if node.standing.kind else "tray"
            numbers = sorted(store.trays)
            has = f"it has {numbers[0]} to {numbers[-1]}" if numbers else f"it has none: add `{word} {number}` to it"
            context.findings.say(
                "KB201",
                scope.span(node.standing.number),
                f"`{store.name}` has no {word} {number}",
                has,
                (Related(store.place, f"`{store.name}` is declared here"),),
            )
        return None, store.name, number

    # ------------------------------------------------------------ rule
    def _rule(self, said: Statements, item: Item) -> Rule | None:
        rules = [one for kind in RULES for one in said.all(kind)]
        rules.sort(key=lambda one: one[0].start)
        if not rules:
            return None
        (node, scope), *others = rules
        for other, where in others:
            self.evaluator.context.findings.say(
                "KB210",
                where.span(other),
                f"`{where.written(other)}` is a second refill rule",
                "a buffer has one: leave one of them out",
                (Related(scope.span(node), "the first is here"),),
            )
        return self._one_rule(node, scope, item)

    def _one_rule(self, node: tree.Node, scope: Scope, item: Item) -> Rule | None:
        evaluator, place = self.evaluator, scope.span(node)
        match node:
            case tree.Kanban() | tree.TwoBins():
                return self._cards(node, scope, item)
            case tree.Keep(level=level):
                steps = evaluator.positive(level, scope, item)
                return None if steps is None else Keep(steps, place=place)
            case tree.ReorderLot(at=at, lot=lot):
                low, size = evaluator.quantity(at, scope, item), evaluator.positive(lot, scope, item)
                return None if low is None or size is None else ReorderLot(low, size, place=place)
            case tree.ReorderUpTo(at=at, up_to=up_to):
                low, high = evaluator.quantity(at, scope, item), evaluator.quantity(up_to, scope, item)
                return None if low is None or high is None else ReorderUpTo(low, high, place=place)
            case tree.UpTo(level=level):
                steps = evaluator.positive(level, scope, item)
                return None if steps is None else ReorderUpTo(None, steps, place=place)
            case tree.Zones(red=red, yellow=yellow, green=green):
                sizes = tuple(size for zone in (red, yellow, green) if (size := evaluator.quantity(zone, scope, item)) is not None)
                return zones_of(sizes, place)
            case tree.ZonesFor(formula=formula):
                zones = functions.zones(evaluator, formula, scope, item.unit)
                return zones_of(zones or (), place)
            case tree.AsNeeded():
                return AsNeeded(place=place)
            case _:
                return Unlimited(place=place)

    def _with_signals(self, said: Statements, rule: Rule | None) -> Rule | None:
        """When the cards of a rule signal, and how many of them go together. Other rules have no cards."""
        signal, collect = said.one(tree.SignalWhen), said.one(tree.Collect)
        if not isinstance(rule, Cards):
            for node, scope in (one for one in (signal, collect) if one is not None):
                self.evaluator.context.findings.say(
                    "KB219",
                    scope.span(node),
                    f"`{scope.written(node)}` is about cards, and here are none",
                    "leave it out, or refill by `kanban 3 cards` or `two bins`",
                )
            return rule
        if signal is not None:
            rule = evolve(rule, signal=signal[0].moment.text)
        if collect is not None:
            rule = self._collecting(rule, *collect)
        return rule

    def _collecting(self, rule: Cards, node: tree.Collect, scope: Scope) -> Cards:
        """Cards that wait for each other: no more of them than there are."""
        cards = self.evaluator.count(node.cards, scope, 1)
        within = self.evaluator.above(self.evaluator.time(node.within, scope), 1, node.within, scope) if node.within else None
        if cards is not None and cards > rule.cards:
            self.evaluator.context.findings.say(
                "KB219",
                scope.span(node),
                f"{cards} cards can never wait together: there are {rule.cards}",
                f"collect {rule.cards} or fewer",
                (Related(rule.place, "the cards are here"),),
            )
        return evolve(rule, collect=cards or 1, within=within)

    def _cards(self, node: tree.Kanban | tree.TwoBins, scope: Scope, item: Item) -> Cards | None:
        evaluator = self.evaluator
        what = "bin" if isinstance(node, tree.TwoBins) else "card"
        if node.quantity is not None:
            quantity = evaluator.positive(node.quantity, scope, item)
        else:
            quantity = item.pack
            if quantity is None:
                evaluator.context.findings.say(
                    "KB211",
                    scope.span(node),
                    f"how much a {what} of `{item.name}` holds is not said",
                    f"write `of 20 {item.unit.name}` behind it, or give `{item.name}` a `pack`",
                    (Related(item.place, f"`{item.name}` is declared here"),),
                )
        if isinstance(node, tree.TwoBins):
            return None if quantity is None else Cards(2, quantity, bins=True, place=scope.span(node))
        pack = None if quantity is None else Amount(item.unit.step * quantity, of_unit(item.unit.name))
        cards = evaluator.count(node.cards, scope, 1, pack)
        return None if quantity is None or cards is None else Cards(cards, quantity, place=scope.span(node))

    # ------------------------------------------------------------ sources
    def _sources(self, said: Statements, item: Item) -> tuple[From, ...]:
        context = self.evaluator.context
        found: list[From] = []
        for node, scope in said.all(tree.From):
            place = scope.span(node)
            source = context.names.find(node.source, scope, *_SOURCES)
            terms = self.routes.of(self.evaluator, node, scope, item)
            share = self.evaluator.share(node.share, scope) if node.share else None
            when = Conditions(self.evaluator, scope).truth(node.when) if node.when else None
            if source is None:
                continue
            found.append(From(source.name, terms, share, when, place=place))
        return tuple(found)

    # ------------------------------------------------------------ the rest
    def _priority(self, said: Statements) -> int:
        priority = said.one(tree.Priority)
        return USUAL_PRIORITY if priority is None else priority_of(self.evaluator, *priority)

    def _asks_again(self, said: Statements) -> int | None:
        """How long after a cancellation the rule asks again by itself."""
        again = said.one(tree.IfCancelled)
        if again is None:
            return None
        node, scope = again
        return 0 if node.after is None else self.evaluator.time(node.after, scope)

    def _against(self, said: Statements) -> tuple[str, ...]:
        """What the safety stock is kept against, each name once."""
        safety = said.one(tree.Safety)
        names = () if safety is None else (self.evaluator.context.names.find(name, safety[1], *AGAINST) for name in safety[0].against or ())
        return tuple(dict.fromkeys(found.name for found in names if found is not None))

    def _at_most(self, said: Statements, item: Item) -> int | None:
        at_most = said.one(tree.AtMostOnTheWay)
        return None if at_most is None else self.evaluator.positive(at_most[0].quantity, at_most[1], item)

    def _review(self, said: Statements) -> Schedule | None:
        """When a position rule looks. Other rules look at each signal, and `up to` alone has nothing but its reviews."""
        review = said.one(tree.Review)
        rule = next((one for kind in RULES for one in said.all(kind)), None)
        findings = self.evaluator.context.findings
        if review is None:
            if rule is not None and isinstance(rule[0], tree.UpTo):
                written = rule[1].written(rule[0])
                findings.say(
                    "KB218",
                    rule[1].span(rule[0]),
                    f"when `{written}` looks is not said",
                    f"add `review mon, thu at 06:00`, or say from where on it orders: `reorder at ... {written}`",
                )
            return None
        if rule is None or isinstance(rule[0], _UNREVIEWED):
            whose = "a buffer without a rule" if rule is None else f"`{rule[1].written(rule[0])}`"
            findings.say(
                "KB218",
                review[1].span(review[0]),
                f"{whose} has no position to review",
                "`review` goes with `up to`, `keep`, `reorder` and `zones`: leave it out, or take one of these rules",
            )
        return schedule_of(self.evaluator, review[0].schedule, review[1])

    def _holding_cost(self, said: Statements, item: Item) -> Rate | None:
        cost = said.one(tree.HoldingCost)
        if cost is not None:
            return self._cost(cost[0].cost, cost[1], item)
        if self.carrying_cost is None or item.value is None:
            return None
        return Rate(self.carrying_cost.per_microsecond * item.value.amount * item.unit.step)

    def _shortage_cost(self, said: Statements, item: Item) -> tuple[Rate | None, Money | None]:
        """Per piece and time, or per piece: its unit says which."""
        cost = said.one(tree.ShortageCost)
        if cost is None:
            return None, None
        node, scope = cost
        currency = self.evaluator.context.currency
        cost_of = self.evaluator.value(node.cost, scope)
        per_piece = product(of_unit(currency), of_unit(item.unit.name), -1) if currency else None
        if isinstance(cost_of, Amount) and cost_of.measure == per_piece:
            return None, Money(cost_of.value)
        return self._cost(node.cost, scope, item), None

    def _cost(self, node: tree.Expression, scope: Scope, item: Item) -> Rate | None:
        currency = self.evaluator.context.currency
        if currency is None:
            self.evaluator.money(node, scope)  # says that there is no currency
            return None
        return self.evaluator.rate_of(node, scope, of_unit(currency), product(of_unit(item.unit.name), TIME), item.unit.step)


def _find_names(context: Context, said: Statements) -> None:
    """Look for every name that the statements speak of, so that one nobody knows is told even where nothing comes of it yet."""
    for source, scope in said.all(tree.From):
        context.names.find(source.source, scope, *_SOURCES)
    for safety, scope in said.all(tree.Safety):
        for name in safety.against or ():
            context.names.find(name, scope, *AGAINST)
    for short, scope in said.all(tree.IfShort):
        for step in short.steps:
            match step:
                case tree.ShortUse(buffer=name):
                    context.names.find(name, scope, "buffer")
                case tree.ShortAlert(role=name):
                    context.names.find(name, scope, "role")
                case _:
                    pass

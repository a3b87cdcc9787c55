"""From the trees of all files to the checked policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from attrs import define, evolve, field

from kanbanlang.diagnostics import Source
from kanbanlang.model.build.buffers import Buffers, Said, kind_of
from kanbanlang.model.build.context import Context
from kanbanlang.model.build.evaluate import Evaluator
from kanbanlang.model.build.events import Events
from kanbanlang.model.build.findings import Scope
from kanbanlang.model.build.head import Head, head
from kanbanlang.model.build.loops import Loops
from kanbanlang.model.build.names import Declared
from kanbanlang.model.build.plant import calendar, declare_unit, item, station, store, supplier, title, within
from kanbanlang.model.build.rows import Rows
from kanbanlang.model.build.scenarios import Chains, Scenarios
from kanbanlang.model.build.terms import Routes
from kanbanlang.model.build.tests import TestReader
from kanbanlang.model.build.triggers import Triggers
from kanbanlang.model.policy import Buffer, Policy, Route, Scenario, Station, Test, Value
from kanbanlang.syntax import tree

_KINDS: dict[type[tree.Node], str] = {
    tree.Unit: "unit",
    tree.Role: "role",
    tree.Calendar: "calendar",
    tree.Item: "item",
    tree.Store: "store",
    tree.Dock: "dock",
    tree.Station: "station",
    tree.Supplier: "supplier",
    tree.Route: "route",
    tree.Buffer: "buffer",
    tree.Loop: "loop",
    tree.Trigger: "trigger",
    tree.Invariant: "invariant",
    tree.Scenario: "scenario",
}
Placed = tuple[tree.Declaration, Scope]


@define
class Builder:
    """Builds one policy, kind after kind, so that what a declaration speaks of is already there."""

    context: Context
    sources: tuple[Source, ...]
    declared: dict[str, list[Declared]] = field(factory=lambda: {kind: [] for kind in _KINDS.values()})
    policies: list[tuple[tree.Policy, Scope]] = field(factory=list)
    tests: list[tuple[tree.Test, Scope]] = field(factory=list)

    def build(self, declarations: Iterable[Placed]) -> Policy:
        """The policy; where the findings have an error it is not to be used."""
        self._declare(declarations)
        context, evaluator = self.context, Evaluator(self.context)
        for one in self.declared["unit"]:
            declare_unit(context, one)
        top = head(context, self.policies, Scope(self.sources[0]))
        context.calendars.update((one.name, calendar(context, one)) for one in self.declared["calendar"])
        context.items.update((one.name, item(evaluator, one)) for one in self.declared["item"])
        for kind in ("dock", "store"):
            context.stores.update((one.name, store(evaluator, one)) for one in self.declared[kind])
        context.suppliers.update((one.name, supplier(evaluator, one)) for one in self.declared["supplier"])
        for one in self.declared["station"]:
            context.stations[one.name] = station(evaluator, one, within(one.node, one.scope))
        buffers = self._buffers(evaluator, top)
        made = {one.name: buffers.buffer(one, within(one.node, one.scope)) for one in self.declared["buffer"]}
        plant = self._plant(top, {name: buffer for name, buffer in made.items() if buffer is not None})
        loops = Loops(evaluator, self.declared["loop"])
        return self._worlds(evaluator, loops.closed(plant), Changes(self, evaluator, plant, buffers, loops))

    # ------------------------------------------------------------ names
    def _declare(self, declarations: Iterable[Placed]) -> None:
        rows, names = Rows(self.context), self.context.names
        for node, scope in declarations:
            for inner, where in rows.declarations(node, scope) if isinstance(node, tree.ForEachRow) else ((node, scope),):
                if isinstance(inner, tree.Policy):
                    self.policies.append((inner, where))
                elif isinstance(inner, tree.Test):
                    self.tests.append((inner, where))
                elif isinstance(inner, tree.Use) and where.row is not None:
                    self.context.findings.say(
                        "KB503", where.span(inner), "a row cannot name another file", "write `use` at the top of the file"
                    )
                elif type(inner) in _KINDS:
                    kind = _KINDS[type(inner)]
                    one = names.declare(kind, inner, inner.name, where)  # type: ignore[union-attr] # those kinds have a name
                    if one is not None:
                        self.declared[kind].append(one)

    # ------------------------------------------------------------ the plant
    def _buffers(self, evaluator: Evaluator, top: Head) -> Buffers:
        routes = Routes()
        for one in self.declared["route"]:
            routes.add(one)
        items = Counter(self._item_of(one) for one in self.declared["buffer"])
        only = frozenset(one.name for one in self.declared["buffer"] if items[self._item_of(one)] == 1)
        return Buffers(evaluator, routes, top.carrying_cost, frozenset(self._ordered()), only)

    def _item_of(self, one: Declared) -> str | None:
        assert isinstance(one.node, tree.Buffer)  # noqa: S101 - what the name was declared with
        return self.context.names.name(one.node.item, one.scope)

    def _ordered(self) -> set[str]:
        """Items that orders name; a file of orders may name any."""
        found: set[str] = set()
        for one in self.declared["scenario"]:
            for statement in within(one.node, one.scope):
                if isinstance(statement[0], tree.Orders):
                    found.add(statement[0].of.text)
                elif isinstance(statement[0], tree.OrdersFrom):
                    found |= self._sold()
        events = [step.event for node, _ in self.tests for step in node.steps if isinstance(step, tree.When)]
        for one in self.declared["trigger"]:
            events += [statement.event for statement, _ in within(one.node, one.scope) if isinstance(statement, tree.OnEvent)]
        return found | {event.of.text for event in events if event.kind.text == "order"}

    def _sold(self) -> set[str]:
        """Items that are no part of anything: what a file of orders speaks of."""
        parts = {part for made in self.context.stations.values() for recipe in made.recipes for part in recipe.parts}
        return set(self.context.items) - parts

    def _plant(self, top: Head, buffers: dict[str, Buffer]) -> Policy:
        context = self.context
        return Policy(
            name=top.name,
            title=top.title,
            currency=context.currency,
            zone=context.zone,
            carrying_cost=top.carrying_cost,
            units=context.units,
            calendars=context.calendars,
            roles=tuple(one.name for one in self.declared["role"]),
            items=context.items,
            stores=context.stores,
            suppliers=context.suppliers,
            stations=context.stations,
            buffers=buffers,
            routes={one.name: Route(one.name, title(context, one.node, one.scope), place=one.place) for one in self.declared["route"]},
            triggers=(),
            invariants=(),
            scenarios={},
            tests=(),
            sources=self.sources,
            valid_from=context.valid_from,
        )

    # ------------------------------------------------------------ what happens in it
    def _worlds(self, evaluator: Evaluator, policy: Policy, changes: Changes) -> Policy:
        context = self.context
        events = Events(evaluator, dict(policy.buffers))
        triggers = Triggers(events)
        laws = [triggers.invariant(one) for one in self.declared["invariant"]]
        reactions = [triggers.trigger(one) for one in self.declared["trigger"]]
        policy = evolve(
            policy,
            triggers=tuple(one for one in reactions if one is not None),
            invariants=tuple(one for one in laws if one is not None),
        )
        tests = tuple(self._test(events, node, scope) for node, scope in self.tests)
        policy = evolve(policy, tests=tests)
        scenarios: dict[str, Scenario] = {}
        chains = Chains(context)
        for one in self.declared["scenario"]:
            scenario = Scenarios(evaluator, policy, changes.of(policy).apply, chains).scenario(one)
            if scenario is not None:
                scenarios[one.name] = scenario
        return evolve(policy, scenarios=scenarios, values=_once(context.values))

    def _test(self, events: Events, node: tree.Test, scope: Scope) -> Test:
        name = self.context.names.filled(node.title.text, node.title, scope)
        return TestReader(events, scope).test(node, name or node.title.text)


def _once(values: list[Value]) -> tuple[Value, ...]:
    """Each value once: a scenario that changes a buffer reads the rest of it again."""
    seen = {(value.place.file, value.place.line, value.place.column, value.text): value for value in values}
    return tuple(seen.values())


@define
class Changes:
    """What a scenario changes, applied to the policy."""

    builder: Builder
    evaluator: Evaluator
    plant: Policy  # with its loops still open
    buffers: Buffers
    loops: Loops
    policy: Policy = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.policy = self.plant

    def of(self, policy: Policy) -> Changes:
        """As it is before a scenario changes anything, with the triggers and tests of a policy."""
        changes = evolve(self)
        changes.policy = policy
        return changes

    def apply(self, changes: list[Said]) -> Policy:
        """The policy with `change buffer`, `station`, `loop` and `route`."""
        context = self.builder.context
        stations, buffers = dict(self.plant.stations), dict(self.plant.buffers)
        changed: dict[str, list[Said]] = {}
        loops: dict[str, list[Said]] = {}
        for node, scope in changes:
            match node:
                case tree.ChangeStation():
                    self._station(node, scope, stations)
                case tree.ChangeRoute(name=name, terms=terms):
                    route = context.names.find(name, scope, "route")
                    if route is not None:
                        self.buffers = evolve(
                            self.buffers, routes=self.buffers.routes.changed(route.name, [(term, scope) for term in terms])
                        )
                        changed.update((user, changed.get(user, [])) for user in self._users(route.name))
                case tree.ChangeBuffer(name=name, statements=statements):
                    one = context.names.find(name, scope, "buffer")
                    if one is not None:
                        changed.setdefault(one.name, []).extend((statement, scope) for statement in statements)
                case tree.ChangeLoop(name=name, statements=own_of_loop):
                    loop = context.names.find(name, scope, "loop")
                    if loop is not None:
                        loops.setdefault(loop.name, []).extend((statement, scope) for statement in own_of_loop)
        for name_of_buffer, own in changed.items():
            declared = context.names.declared[name_of_buffer]
            buffer = self.buffers.buffer(declared, merged_buffer(within(declared.node, declared.scope), own))
            if buffer is not None:
                buffers[name_of_buffer] = buffer
        return self.loops.closed(evolve(self.policy, stations=stations, buffers=buffers, loops={}), loops)

    def _station(self, node: tree.ChangeStation, scope: Scope, stations: dict[str, Station]) -> None:
        one = self.builder.context.names.find(node.name, scope, "station")
        if one is None:
            return
        own: list[Said] = [(statement, scope) for statement in node.statements]
        kinds = {type(statement) for statement in node.statements}
        kept = [(statement, where) for statement, where in within(one.node, one.scope) if type(statement) not in kinds]
        stations[one.name] = station(self.evaluator, one, kept + own)

    def _users(self, route: str) -> list[str]:
        """The buffers to which goods come by a route."""
        names = self.builder.context.names
        return [
            one.name
            for one in self.builder.declared["buffer"]
            for statement, where in within(one.node, one.scope)
            if isinstance(statement, tree.From) and statement.route is not None and names.name(statement.route, where) == route
        ]


def merged_buffer(own: list[Said], changes: list[Said]) -> list[Said]:
    """The statements of a buffer with those of a scenario in place of the ones that speak of the same."""
    kinds = {kind_of(statement) for statement, _ in changes}
    return [(statement, where) for statement, where in own if kind_of(statement) not in kinds] + changes

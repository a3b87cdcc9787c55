"""The policy's own tests: given, when, then."""

from __future__ import annotations

from attrs import define, evolve, field

from kanbanlang.model.build.conditions import Conditions
from kanbanlang.model.build.events import Events
from kanbanlang.model.build.findings import Scope
from kanbanlang.model.build.stocks import is_counted
from kanbanlang.model.build.times import Run, run_from
from kanbanlang.model.full import full_stock
from kanbanlang.model.policy import Given, Outcome, Test, When
from kanbanlang.syntax import tree


@define
class TestReader:
    """Reads one test. A test starts at the usual Monday, all full, nothing under way."""

    events: Events
    scope: Scope
    given: list[Given] = field(factory=list)
    steps: list[When] = field(factory=list)
    unread: bool = False
    """Whether a `when` was not understood, so that what follows it is not blamed."""

    def test(self, node: tree.Test, name: str) -> Test:
        """The test."""
        context = self.events.context
        run = run_from(self.events.evaluator)
        for step in node.steps:
            match step:
                case tree.Given():
                    self._given(step)
                case tree.When():
                    self._when(step, run)
                case tree.Then():
                    self._then(step)
        place = self.scope.between(node.start, node.title.end)
        if context.findings.understood(self.scope.span(node)):
            if not node.steps:
                context.findings.say("KB402", place, f'the test "{name}" says nothing', "write `when` and `then`")
            elif not any(isinstance(step, tree.Then) for step in node.steps):
                context.findings.say("KB402", place, f'the test "{name}" expects nothing', "add what comes of it: `then`")
        return Test(name, tuple(self.given), tuple(self.steps), place=place)

    # ------------------------------------------------------------ given
    def _given(self, node: tree.Given) -> None:
        context, scope = self.events.context, self.scope
        place = scope.span(node)
        if self.steps:
            context.findings.say("KB402", place, "`given` stands behind a `when`", "write what is given first")
        fact = node.fact
        if isinstance(fact, tree.IsDown):
            found = context.names.find(fact.name, scope, "supplier", "station", "store", "route")
            if found is not None:
                self.given.append(Given(found.name, None, down=True, place=place))
            return
        found = context.names.find(fact.buffer, scope, "buffer")
        if found is None or found.name not in self.events.buffers:
            return
        buffer = self.events.buffers[found.name]
        if not is_counted(context, buffer, place):
            return
        if isinstance(fact, tree.Has):
            steps = self.events.evaluator.quantity(fact.quantity, scope, buffer.item)
        else:
            steps = full_stock(buffer) if fact.level.text == "full" else 0
        if steps is not None:
            self.given.append(Given(found.name, steps, down=False, place=place))

    # ------------------------------------------------------------ when
    def _when(self, node: tree.When, run: Run) -> None:
        at = run.moment(node.at, self.scope) if node.at else None
        earlier = max((step.at for step in self.steps if step.at is not None), default=run.starts)
        if at is not None and at < earlier:
            self.events.context.findings.say(
                "KB402", self.scope.span(node), "this happens before what stands above it", "write events in the order in which they happen"
            )
        event = self.events.event(node.event, self.scope, run)
        if event is None:
            self.unread = True
        else:
            self.steps.append(When(at, event, (), place=self.scope.span(node)))

    # ------------------------------------------------------------ then
    def _then(self, node: tree.Then) -> None:
        outcome = self._outcome(node)
        if not self.steps and not self.unread:
            self.events.context.findings.say("KB402", self.scope.span(node), "`then` stands before any `when`", "write `when EVENT` first")
        elif outcome is not None and self.steps:
            last = self.steps[-1]
            self.steps[-1] = evolve(last, outcomes=(*last.outcomes, outcome))

    def _outcome(self, node: tree.Then) -> Outcome | None:
        place, said = self.scope.span(node), node.outcome
        match said:
            case tree.Moved():
                return self._moved(said, node)
            case tree.Acted(verb=verb, name=name):
                found = self.events.context.names.find(name, self.scope, "buffer")
                return None if found is None else Outcome(verb.text, target=found.name, place=place)
            case tree.Alerted(role=role, text=text):
                found = self.events.context.names.find(role, self.scope, "role")
                return None if found is None else Outcome("alert", target=found.name, text=text.text if text else None, place=place)
            case tree.Nothing():
                return Outcome("nothing", place=place)
            case tree.NothingElse():
                return Outcome("nothing_else", place=place)
            case tree.Refused(reason=reason):
                return Outcome("refused", text=reason.text if reason else None, place=place)
            case tree.Duplicate():
                return Outcome("duplicate", place=place)
            case condition:
                truth = Conditions(self.events.evaluator, self.scope).truth(condition)
                return None if truth is None else Outcome("condition", condition=truth, text=self.scope.written(condition), place=place)

    def _moved(self, said: tree.Moved, node: tree.Then) -> Outcome | None:
        names, scope = self.events.context.names, self.scope
        verb = said.verb.text.replace(" ", "_")
        item = names.find(said.item, scope, "item") if said.item else None
        source, target, by = None, None, None
        for detail in said.details:
            match detail:
                case tree.ComingFrom(source=name):
                    source = names.find(name, scope, "supplier", "station", "buffer", "loop", "dock")
                case tree.At(place=name):
                    source = names.find(name, scope, "station", "store")
                case tree.GoingTo(target=name):
                    target = names.find(name, scope, "buffer", "station", "dock")
                case tree.By(who=name):
                    by = name.text
        place = target if target is not None and target.kind == "buffer" else source
        spoken_of = item or place
        unit = self.events.unit_of(spoken_of) if spoken_of else None
        if spoken_of is None:
            self.events.context.findings.say(
                "KB402", scope.span(node), f"`{scope.written(said)}` does not say of what", f"write `{said.verb.text} 5 pcs of gear`"
            )
            return None
        measured = self.events.context.units.get(unit.name) if unit else None
        if measured is None:
            measured = self.events.context.units["pcs"]
        item_like = item.name if item else None
        amount = self.events.evaluator.amount(said.quantity, scope, ((measured.name, 1),))
        steps = None if amount is None else self.events.evaluator.steps(amount.value, measured, said.quantity, scope)
        if steps is None:
            return None
        return Outcome(
            verb,
            quantity=steps,
            item=item_like,
            source=source.name if source else None,
            target=target.name if target else None,
            by=by,
            place=scope.span(node),
        )

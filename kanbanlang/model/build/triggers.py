"""Triggers and written invariants."""

from __future__ import annotations

from attrs import frozen

from kanbanlang.diagnostics import Related
from kanbanlang.model.build.conditions import Conditions, never
from kanbanlang.model.build.events import Events
from kanbanlang.model.build.findings import Scope
from kanbanlang.model.build.names import Declared
from kanbanlang.model.build.plant import title
from kanbanlang.model.build.times import run_from, schedule_of
from kanbanlang.model.expression import Expression
from kanbanlang.model.policy import RELEASE_SAFETY, Event, EventKind, Invariant, Trigger, TriggerAction
from kanbanlang.model.schedule import Schedule
from kanbanlang.model.values import Unit
from kanbanlang.syntax import tree


@frozen
class Triggers:
    """Reads triggers and invariants."""

    events: Events

    def trigger(self, one: Declared) -> Trigger | None:
        """`on` an event, or `when` a level holds, or at times; with what is then done."""
        context, scope = self.events.context, one.scope
        node = one.node
        assert isinstance(node, tree.Trigger)  # noqa: S101 - what the name was declared with
        event, unit, schedule, condition = None, None, None, None
        first: tree.Node | None = None
        actions: list[TriggerAction] = []
        for statement in node.statements:
            if isinstance(statement, tree.OnEvent | tree.Every | tree.Daily | tree.OnDays):
                if first is not None:
                    related = (Related(scope.span(first), "the first is here"),)
                    context.findings.say(
                        "KB210", scope.span(statement), "a trigger has one `on` event or one schedule", "write a second trigger", related
                    )
                first = statement
            if isinstance(statement, tree.OnEvent):
                event = self.events.event(statement.event, scope, run_from(self.events.evaluator))
                self._picks_out(statement.event, event, scope)
                unit = self._unit_of(event)
                if statement.condition is not None:
                    condition = Conditions(self.events.evaluator, scope, unit).truth(statement.condition)
            elif isinstance(statement, tree.WhenCondition):
                condition = Conditions(self.events.evaluator, scope).truth(statement.condition)
            elif isinstance(statement, tree.Every | tree.Daily | tree.OnDays):
                schedule = schedule_of(self.events.evaluator, statement, scope)
        for statement in node.statements:
            action = self._action(statement, scope, unit)
            if action is not None:
                actions.append(action)
        return self._whole(one, event, schedule, condition, tuple(actions))

    def _picks_out(self, node: tree.Event, event: Event | None, scope: Scope) -> None:
        """Say by what of an event a trigger cannot choose: it answers every one of its kind, there or from there."""
        if event is None:
            return
        said: list[tree.Node] = [one for one in (node.quantity, *node.details) if one is not None and not isinstance(one, tree.ComingFrom)]
        for one in said:
            when = ", when it is due" if event.kind is EventKind.ORDER else ""
            self.events.context.findings.say(
                "KB401",
                scope.span(one),
                f"a trigger answers every {event.kind.value}{when}: `{scope.written(one)}` picks out none",
                "leave it out; where the quantity matters, add a condition such as `if ordered > 20 pcs`",
            )

    def _whole(
        self,
        one: Declared,
        event: Event | None,
        schedule: Schedule | None,
        condition: Expression | None,
        actions: tuple[TriggerAction, ...],
    ) -> Trigger | None:
        node, scope, findings = one.node, one.scope, self.events.context.findings
        assert isinstance(node, tree.Trigger)  # noqa: S101 - as above
        understood = findings.understood(scope.span(node))
        causes = (tree.OnEvent, tree.WhenCondition, tree.Every, tree.Daily, tree.OnDays)
        if understood and not any(isinstance(statement, causes) for statement in node.statements):
            findings.say("KB211", one.place, f"`{one.name}` does not say when", "add `when CONDITION`, `on EVENT` or `daily at 06:00`")
        if understood and all(isinstance(statement, causes) for statement in node.statements):
            findings.say("KB211", one.place, f"`{one.name}` does nothing", "add what is to be done: `alert`, `expedite` or `pull`")
        said = [statement for statement in node.statements if isinstance(statement, tree.WhenCondition)]
        if event is not None and said:
            findings.say("KB210", scope.span(said[0]), "an `on` trigger takes its condition as `if`", "write `on EVENT if CONDITION`")
        if event is None and schedule is None and condition is None:
            return None
        return Trigger(one.name, title(self.events.context, node, scope), event, schedule, condition, actions, place=one.place)

    def _unit_of(self, event: Event | None) -> Unit | None:
        if event is None:
            return None
        found = self.events.context.names.declared.get(event.of)
        return self.events.unit_of(found) if found else None

    def _action(self, statement: tree.Node, scope: Scope, unit: Unit | None) -> TriggerAction | None:
        names, place = self.events.context.names, scope.span(statement)
        match statement:
            case tree.Alert(role=role, text=text):
                found = names.find(role, scope, "role")
                return None if found is None else TriggerAction("alert", found.name, names.filled(text.text, text, scope), place=place)
            case tree.Pull(quantity=quantity, buffer=buffer):
                return self._pull(quantity, buffer, scope, unit, statement)
            case tree.Expedite(buffer=buffer):
                verb = "expedite"
            case tree.Hold(buffer=buffer):
                verb = "hold"
            case tree.Resume(buffer=buffer):
                verb = "resume"
            case tree.ReleaseSafety(buffer=buffer):
                verb = RELEASE_SAFETY
            case tree.AskCount(buffer=buffer):
                verb = "count"
            case _:
                return None
        found = names.find(buffer, scope, "buffer")
        return None if found is None else TriggerAction(verb, found.name, place=place)

    def _pull(
        self, quantity: tree.Expression, buffer: tree.Name, scope: Scope, unit: Unit | None, statement: tree.Node
    ) -> TriggerAction | None:
        found = self.events.context.names.find(buffer, scope, "buffer")
        if found is None or found.name not in self.events.buffers:
            return None
        target = self.events.buffers[found.name]
        amount = Conditions(self.events.evaluator, scope, unit).quantity(quantity, target.item.unit)
        return None if amount is None else TriggerAction("pull", found.name, quantity=amount, place=scope.span(statement))

    def invariant(self, one: Declared) -> Invariant | None:
        """What must always hold."""
        node, scope = one.node, one.scope
        assert isinstance(node, tree.Invariant)  # noqa: S101 - what the name was declared with
        laws: list[Expression] = []
        for law in node.laws:
            condition = Conditions(self.events.evaluator, scope).truth(law.condition)
            if condition is not None:
                laws.append(condition if isinstance(law, tree.Always) else never(condition))
        if not node.laws and self.events.context.findings.understood(scope.span(node)):
            self.events.context.findings.say(
                "KB211", one.place, f"`{one.name}` says nothing", "add `always CONDITION` or `never CONDITION`"
            )
        return Invariant(one.name, tuple(laws), place=one.place)

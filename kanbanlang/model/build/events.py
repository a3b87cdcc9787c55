"""Event sentences: `consumption of 20 pcs of line_gears by picker as "k1"`."""

from __future__ import annotations

from attrs import frozen

from kanbanlang.diagnostics import Span, did_you_mean
from kanbanlang.model.build.amounts import of_unit
from kanbanlang.model.build.context import Context
from kanbanlang.model.build.evaluate import Evaluator
from kanbanlang.model.build.findings import Scope
from kanbanlang.model.build.names import Declared
from kanbanlang.model.build.priorities import priority_of
from kanbanlang.model.build.times import Run
from kanbanlang.model.policy import Buffer, Event, EventKind
from kanbanlang.model.values import Unit
from kanbanlang.syntax import tree

_KINDS = {kind.value: kind for kind in EventKind}
SPEAKS_OF: dict[EventKind, tuple[str, ...]] = {
    EventKind.ORDER: ("item", "buffer"),
    EventKind.CONSUMPTION: ("buffer", "item"),
    EventKind.COMPLETION: ("item", "buffer", "station"),
    EventKind.PICK: ("buffer", "item"),
    EventKind.RECEIPT: ("item", "buffer"),
    EventKind.SCAN: ("buffer",),
    EventKind.COUNT: ("buffer", "item"),
    EventKind.REJECTION: ("buffer", "item"),
    EventKind.RELEASE: ("item", "buffer", "station"),
    EventKind.CANCELLATION: ("buffer", "item"),
    EventKind.REISSUE: ("buffer",),
    EventKind.DOWN: ("supplier", "station", "store", "route"),
    EventKind.UP: ("supplier", "station", "store", "route"),
}
_WITH_LOTS = frozenset({EventKind.RECEIPT, EventKind.PICK, EventKind.COMPLETION, EventKind.CONSUMPTION, EventKind.REJECTION})
"""Events with a `lot`: the one that comes, or out of which pieces are taken."""
_OF_ORDERS = frozenset({EventKind.ORDER})
_NUMBERED = frozenset({EventKind.ORDER, EventKind.RECEIPT, EventKind.PICK, EventKind.COMPLETION, EventKind.CANCELLATION})
"""Events with a `number`: the place of an order in a sequence, or the pull they speak of; in a sequence by the number of its order."""
_ALLOWED = {"number": _NUMBERED, "lot": _WITH_LOTS, "priority": _OF_ORDERS, "due": _OF_ORDERS}


@frozen
class Events:
    """Reads event sentences; `buffers` are those of the policy, by name."""

    evaluator: Evaluator
    buffers: dict[str, Buffer]

    @property
    def context(self) -> Context:
        """What the builder shares."""
        return self.evaluator.context

    def event(self, node: tree.Event, scope: Scope, run: Run) -> Event | None:
        """What happens. Moments count from the beginning of `run`."""
        kind = _KINDS.get(node.kind.text)
        if kind is None:
            close = did_you_mean(node.kind.text, _KINDS)
            help_ = f"did you mean `{close}`?" if close else f"known are {', '.join(_KINDS)}"
            self.context.findings.say("KB401", scope.span(node.kind), f"`{node.kind.text}` is not an event", help_)
            return None
        of = self.context.names.find(node.of, scope, *SPEAKS_OF.get(kind, ()))
        if of is None:
            return None
        unit = self.unit_of(of)
        quantity = self._quantity(node, scope, unit)
        if quantity is None and node.quantity is not None:
            return None
        return Event(
            kind, of.name, of.name if of.kind == "item" else None, quantity, *self._details(node, kind, scope, run), place=scope.span(node)
        )

    def unit_of(self, of: Declared) -> Unit | None:
        """The unit in which an event about something counts; None where it counts nothing."""
        if of.kind == "item":
            return self.context.items[of.name].unit if of.name in self.context.items else None
        if of.kind == "buffer":
            return self.buffers[of.name].item.unit if of.name in self.buffers else None
        station = self.context.stations.get(of.name)
        products = [recipe.product for recipe in station.recipes] if station else []
        return self.context.items[products[0]].unit if products else None

    def _quantity(self, node: tree.Event, scope: Scope, unit: Unit | None) -> int | None:
        if node.quantity is None:
            return None
        if unit is None:
            self.context.findings.say("KB401", scope.span(node.quantity), f"`{node.of.text}` has no quantity", "leave the quantity out")
            return None
        amount = self.evaluator.amount(node.quantity, scope, of_unit(unit.name))
        return None if amount is None else self.evaluator.steps(amount.value, unit, node.quantity, scope)

    def _fits(self, word: str, kind: EventKind, place: Span) -> None:
        """Say of a detail that such an event has none."""
        allowed = _ALLOWED.get(word)
        if allowed is not None and kind not in allowed:
            goes = "an order alone" if allowed is _OF_ORDERS else ", ".join(sorted(one.value for one in allowed))
            self.context.findings.say("KB401", place, f"a {kind.value} has no `{word}`", f"it goes with {goes}")

    def _details(self, node: tree.Event, kind: EventKind, scope: Scope, run: Run) -> tuple[str | None, dict[str, int | str]]:
        key: str | None = None
        said: dict[str, int | str | None] = {}
        names = self.context.names
        for detail in node.details:
            word = ""
            match detail:
                case tree.By(who=who):
                    found = names.find(who, scope, "role")
                    word, said["by"] = "by", found.name if found else None
                case tree.ComingFrom(source=source):
                    found = names.find(source, scope, "supplier", "station", "buffer", "loop")
                    word, said["from"] = "from", found.name if found else None
                case tree.At(place=place):
                    found = names.find(place, scope, "station", "store", "dock", "buffer")
                    word, said["at"] = "at", found.name if found else None
                case tree.PlaceNumber(number=number):
                    word, said["tray"] = "tray", self.evaluator.count(number, scope)
                case tree.Card(number=number):
                    word, said["card"] = "card", self.evaluator.count(number, scope, 1)
                case tree.SequenceNumber(number=number):
                    word, said["number"] = "number", self.evaluator.count(number, scope)
                case tree.Lot(lot=lot):
                    word, said["lot"] = "lot", lot.text
                case tree.Due(moment=moment):
                    word, said["due"] = "due", run.moment(moment, scope)
                case tree.Priority():
                    word, said["priority"] = "priority", priority_of(self.evaluator, detail, scope)
                case tree.AsKey(key=text):
                    key = text.text
            self._fits(word, kind, scope.span(detail))
        return key, {word: value for word, value in said.items() if value is not None}

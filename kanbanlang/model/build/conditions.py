"""Conditions and sums over the words for stock, typed and in whole numbers."""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve, frozen

from kanbanlang.diagnostics import did_you_mean
from kanbanlang.model.build.amounts import NUMBER, TIME, Amount, Measure, Random, measured, of_unit, product
from kanbanlang.model.build.context import Context
from kanbanlang.model.build.evaluate import Evaluator
from kanbanlang.model.build.findings import Scope
from kanbanlang.model.build.names import Declared
from kanbanlang.model.expression import Constant, EventField, Expression, Field, Operation, Operator, State, Word
from kanbanlang.model.values import Unit
from kanbanlang.syntax import tree

_COUNTS = frozenset({Word.WAITING, Word.CARDS, Word.EMPTY})
_STANDING = ("supplier", "station", "store", "route")
_WORDS = {word.value: word for word in Word}
_FIELDS = {field.value: field for field in Field}
_ORDERED = frozenset({"<", "<=", ">", ">=", "=", "!="})


@frozen
class Typed:
    """An expression, what it measures, and its exact value where it is constant. A truth has the measure None."""

    measure: Measure | None
    expression: Expression | None = None
    constant: Fraction | None = None


@frozen
class Conditions:
    """Reads the conditions of one place. `event_unit` is the unit of the event's fields, where there is an event."""

    evaluator: Evaluator
    scope: Scope
    event_unit: Unit | None = None

    @property
    def context(self) -> Context:
        """What the builder shares."""
        return self.evaluator.context

    # ------------------------------------------------------------ what a place needs
    def truth(self, node: tree.Expression) -> Expression | None:
        """A condition: something that is true or false."""
        typed = self._read(node)
        if typed is None:
            return None
        if typed.measure is None:
            return typed.expression
        self.context.findings.say(
            "KB216",
            self.scope.span(node),
            f"`{self.scope.written(node)}` is {measured(typed.measure)}, not something that is true or false",
            "compare it: `available(line_gears) < 10 pcs`",
        )
        return None

    def quantity(self, node: tree.Expression, unit: Unit) -> Expression | None:
        """A quantity in a unit, in its steps."""
        typed = self._read(node)
        if typed is None:
            return None
        if typed.measure != of_unit(unit.name):
            what = "a condition" if typed.measure is None else measured(typed.measure)
            self.context.findings.say(
                "KB205",
                self.scope.span(node),
                f"`{self.scope.written(node)}` is {what}, but a quantity in {unit.name} is needed here",
                f"write a number in {unit.name}",
            )
            return None
        return self._whole(typed, node)

    # ------------------------------------------------------------ reading
    def _read(self, node: tree.Expression) -> Typed | None:
        match node:
            case tree.Or() | tree.And():
                return self._joined(node)
            case tree.Not(operand=operand):
                inner = self.truth(operand)
                return None if inner is None else Typed(None, Operation(Operator.NOT, (inner,)))
            case tree.Comparison():
                return self._comparison(node)
            case tree.Arithmetic():
                return self._arithmetic(node)
            case tree.Name():
                return self._field(node)
            case tree.Call() if node.function.text in {"min", "max"}:
                return self._extreme(node)
            case tree.Call() if node.function.text in _WORDS:
                return self._word(node)
            case tree.Call() if not any(argument.label for argument in node.arguments):
                close = did_you_mean(node.function.text, _WORDS)
                if close is not None:
                    self.context.findings.say(
                        "KB214",
                        self.scope.span(node.function),
                        f"`{node.function.text}` is not a word for stock",
                        f"did you mean `{close}`?",
                    )
                    return None
        value = self.evaluator.value(node, self.scope)
        if isinstance(value, Random):
            self.context.findings.say("KB215", self.scope.span(node), "a condition cannot be random", "compare with a fixed number")
        return Typed(value.measure, None, value.value) if isinstance(value, Amount) else None

    def _joined(self, node: tree.Or | tree.And) -> Typed | None:
        operands = [self.truth(operand) for operand in node.operands]
        whole = tuple(operand for operand in operands if operand is not None)
        if len(whole) < len(operands):
            return None
        return Typed(None, Operation(Operator.OR if isinstance(node, tree.Or) else Operator.AND, whole))

    def _comparison(self, node: tree.Comparison) -> Typed | None:
        left, right = self._read(node.left), self._read(node.right)
        if left is None or right is None:
            return None
        if left.measure is None or right.measure is None:
            self.context.findings.say(
                "KB216", self.scope.span(node), f"`{self.scope.written(node)}` compares a condition", "join conditions with `and` and `or`"
            )
            return None
        if left.measure != right.measure:
            self.evaluator.unlike(left.measure, right.measure, node.left, node.right, self.scope)
            return None
        one, other = self._whole(left, node.left), self._whole(right, node.right)
        return None if one is None or other is None else Typed(None, Operation(Operator(node.operator), (one, other)))

    def _arithmetic(self, node: tree.Arithmetic) -> Typed | None:
        result = self._read(node.operands[0])
        for operator, operand in zip(node.operators, node.operands[1:], strict=True):
            other = self._read(operand)
            if result is None or other is None:
                return None
            result = self._combined(result, operator, other, node, operand)
        return result

    def _combined(self, one: Typed, operator: str, other: Typed, node: tree.Arithmetic, operand: tree.Expression) -> Typed | None:
        if one.measure is None or other.measure is None:
            self.context.findings.say(
                "KB216", self.scope.span(node), f"`{self.scope.written(node)}` calculates with a condition", "calculate with quantities"
            )
            return None
        if operator in "+-" and one.measure != other.measure:
            self.evaluator.unlike(one.measure, other.measure, node.operands[0], operand, self.scope)
            return None
        measure = one.measure if operator in "+-" else product(one.measure, other.measure, 1 if operator == "*" else -1)
        if one.constant is not None and other.constant is not None:
            return self._folded(one.constant, operator, other.constant, measure, node)
        if operator == "/":
            return self._divided(one, other, node, operand)
        if operator == "*" and NUMBER not in {one.measure, other.measure}:
            self.context.findings.say(
                "KB205", self.scope.span(node), f"`{self.scope.written(node)}` multiplies two quantities", "multiply by a plain number"
            )
            return None
        left, right = self._whole(one, node.operands[0]), self._whole(other, operand)
        return None if left is None or right is None else Typed(measure, Operation(Operator(operator), (left, right)))

    def _folded(self, one: Fraction, operator: str, other: Fraction, measure: Measure, node: tree.Arithmetic) -> Typed | None:
        if operator == "/" and not other:
            self.context.findings.say(
                "KB207", self.scope.span(node), f"`{self.scope.written(node)}` divides by 0", "divide by a number above 0"
            )
            return None
        value = {"+": one + other, "-": one - other, "*": one * other}.get(operator, one / other if other else one)
        return Typed(measure, None, value) if self.evaluator.within_bounds(value, node, self.scope) else None

    def _divided(self, one: Typed, other: Typed, node: tree.Arithmetic, operand: tree.Expression) -> Typed | None:
        divisor = other.constant
        if other.measure != NUMBER or divisor is None or divisor.denominator != 1 or divisor < 1:
            self.context.findings.say(
                "KB216",
                self.scope.span(operand),
                f"`{self.scope.written(operand)}` cannot divide here",
                "divide by a whole number that stands in the text",
            )
            return None
        left = self._whole(one, node.operands[0])
        return None if left is None else Typed(one.measure, Operation(Operator.DIVIDE, (left, Constant(divisor.numerator))))

    def _extreme(self, node: tree.Call) -> Typed | None:
        operands = [(self._read(argument.value), argument.value) for argument in node.arguments]
        whole: list[Expression] = []
        for typed, operand in operands:
            if typed is None or typed.measure is None or typed.measure != (operands[0][0].measure if operands[0][0] else None):
                if typed is not None and typed.measure is not None and operands[0][0] is not None and operands[0][0].measure is not None:
                    self.evaluator.unlike(operands[0][0].measure, typed.measure, operands[0][1], operand, self.scope)
                return None
            expression = self._whole(typed, operand)
            if expression is None:
                return None
            whole.append(expression)
        if not whole or operands[0][0] is None:
            self.context.findings.say(
                "KB214", self.scope.span(node), f"`{self.scope.written(node)}` needs numbers", "as in `min(ordered, 5 pcs)`"
            )
            return None
        operator = Operator.MINIMUM if node.function.text == "min" else Operator.MAXIMUM
        return Typed(operands[0][0].measure, Operation(operator, tuple(whole)))

    def _whole(self, typed: Typed, node: tree.Expression) -> Expression | None:
        """The expression in whole steps; a constant becomes one here, once its measure is known."""
        if typed.expression is not None:
            return typed.expression
        value, measure = typed.constant or Fraction(0), typed.measure or NUMBER
        unit = self.context.units.get(measure[0][0]) if len(measure) == 1 and measure[0][1] == 1 else None
        if unit is not None:
            steps = self.evaluator.steps(value, unit, node, self.scope)
            return None if steps is None else Constant(steps)
        if measure not in {NUMBER, TIME} or value.denominator != 1:
            fault = "is not a whole number" if measure in {NUMBER, TIME} else f"is {measured(measure)}, which no word for stock is"
            self.context.findings.say(
                "KB205", self.scope.span(node), f"`{self.scope.written(node)}` {fault}", "compare with a quantity, or a whole number"
            )
            return None
        return Constant(value.numerator)

    # ------------------------------------------------------------ words
    def _field(self, node: tree.Name) -> Typed | None:
        field = _FIELDS.get(node.text)
        if node.text == "due":
            self.context.findings.say(
                "KB216",
                self.scope.span(node),
                "a trigger hears of an order when it is due, so `due` would always be now",
                "leave it out, or give the trigger a schedule of its own: `daily at 06:00`",
            )
            return None
        if field is None:
            close = did_you_mean(node.text, [*_FIELDS, *_WORDS])
            help_ = (
                f"did you mean `{close}`?" if close else "say which word for stock of it: `on_hand(...)`, `available(...)`, `incoming(...)`"
            )
            self.context.findings.say("KB216", self.scope.span(node), f"`{node.text}` alone has no value", help_)
            return None
        if self.event_unit is None:
            self.context.findings.say(
                "KB216", self.scope.span(node), f"`{node.text}` is told by an event, and here is none", "use it after `on EVENT ... if`"
            )
            return None
        return Typed(of_unit(self.event_unit.name), EventField(field))

    def _word(self, node: tree.Call) -> Typed | None:
        word = _WORDS[node.function.text]
        name = node.arguments[0].value if len(node.arguments) == 1 and node.arguments[0].label is None else None
        if not isinstance(name, tree.Name):
            self.context.findings.say(
                "KB214",
                self.scope.span(node),
                f"`{self.scope.written(node)}` needs the name of one place",
                f"as in `{word.value}(line_gears)`",
            )
            return None
        kinds = {Word.WIP: ("station", "loop"), Word.DOWN: _STANDING}.get(word, ("buffer",))
        found = self.context.names.find(name, self.scope, *kinds)
        if found is None:
            return None
        state = State(word, found.name)
        if word is Word.DOWN:
            return Typed(None, state)
        measure = NUMBER if word in _COUNTS else self._unit_of(found)
        return None if measure is None else Typed(measure, state)

    def _unit_of(self, found: Declared) -> Measure | None:
        """The unit in which a place counts: that of its item, or of what a station makes."""
        node = found.node
        if isinstance(node, tree.Buffer):
            item = self.context.names.name(node.item, found.scope)
        elif isinstance(node, tree.Station):
            item = next((statement.product.text for statement in node.statements if isinstance(statement, tree.Makes)), None)
        else:
            item = node.item.text if isinstance(node, tree.Loop) and node.item else None
        if item is None:
            return of_unit("pcs")
        return of_unit(self.context.items[item].unit.name) if item in self.context.items else None


def never(expression: Expression) -> Expression:
    """The opposite of a condition."""
    return Operation(Operator.NOT, (expression,))


def with_event(conditions: Conditions, unit: Unit | None) -> Conditions:
    """The same place, where an event counts in a unit."""
    return evolve(conditions, event_unit=unit)

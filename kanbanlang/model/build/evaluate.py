"""From a value as written to an exact amount, and from an amount to the whole numbers that a place in a policy needs."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from attrs import evolve, frozen

from kanbanlang.diagnostics import did_you_mean
from kanbanlang.model.build import functions
from kanbanlang.model.build.amounts import NUMBER, RATE_TIMES, TIME, TIMES, Amount, Measure, Random, measured, of_unit, product, scaled
from kanbanlang.model.build.context import Context
from kanbanlang.model.build.findings import Scope
from kanbanlang.model.build.numerals import MOST_BITS, MOST_DIGITS, MOST_STEPS, MOST_THINGS, MOST_TIME, exact
from kanbanlang.model.figures import decimal
from kanbanlang.model.policy import Item
from kanbanlang.model.values import Clock, Delay, Draw, Money, Rate, Unit
from kanbanlang.syntax import tree
from kanbanlang.syntax.kept import the_table

PER_CENT = "%"
WORKING_CLOCKS = {"d": Clock.WORKING_DAYS, "h": Clock.WORKING_TIME, "min": Clock.WORKING_TIME, "s": Clock.WORKING_TIME}


@frozen
class Evaluator:
    """Evaluates the values of one policy. Whatever cannot be had is None, and a finding has said why."""

    context: Context

    # ------------------------------------------------------------ any value
    def value(self, node: tree.Expression, scope: Scope, pack: Amount | None = None) -> Amount | Random | None:
        """What a value is; `pack` is the content of a container, where a formula may need it."""
        match node:
            case tree.Quantity():
                return self._quantity(node, scope)
            case tree.Column():
                return self._column(node, scope)
            case tree.Call():
                return functions.call(self, node, scope, pack)
            case tree.Arithmetic():
                return self._arithmetic(node, scope, pack)
            case _:
                self.context.findings.say(
                    "KB216", scope.span(node), f"`{scope.written(node)}` is not a value", "write a number with its unit"
                )
                return None

    def number(self, text: str, node: tree.Node, scope: Scope) -> Fraction | None:
        """The number that a text, or the cell of its column, says."""
        filled = self.context.names.filled(text, node, scope)
        if filled is None:
            return None
        number = exact(filled.strip())
        if number is None and len(filled) > MOST_DIGITS and filled.replace(".", "").isdigit():
            self.context.findings.say(
                "KB207", scope.span(node), f"a number of {len(filled)} digits is too long", f"write at most {MOST_DIGITS} digits"
            )
        elif number is None:
            said = f"`{text}` is" if text == filled else f"`{text}` becomes `{filled}`, which is"
            self.context.findings.say("KB213", scope.span(node), f"{said} not a number", "write digits, and a point before decimals")
        return number

    def _column(self, node: tree.Column, scope: Scope) -> Amount | None:
        number = self.number(node.text, node, scope)
        return None if number is None else Amount(number)

    def _quantity(self, node: tree.Quantity, scope: Scope) -> Amount | None:
        """A number with its unit; the same words mean the same, so each is worked out once."""
        filled = self.context.names.filled
        unit = None if node.unit is None else filled(node.unit.text, node.unit, scope)
        per = tuple((filled(rate.number or "", rate, scope), filled(rate.unit.text, rate.unit, scope)) for rate in node.per)
        said = (filled(node.number, node, scope), node.working is not None, unit, per)
        known = self.context.amounts.get(said)
        if known is not None:
            return known
        amount = self._worked_out(node, scope)
        if amount is not None:
            self.context.amounts[said] = amount
        return amount

    def _worked_out(self, node: tree.Quantity, scope: Scope) -> Amount | None:
        value = self.number(node.number, node, scope)
        if value is None:
            return None
        amount: Amount | None = Amount(value)
        if node.unit is not None:
            amount = self._in_unit(value, node, node.unit, scope)
        for rate in node.per:
            amount = self._per(amount, rate, node, scope)
        return amount

    def _in_unit(self, value: Fraction, node: tree.Quantity, unit: tree.Name, scope: Scope) -> Amount | None:
        name = self.context.names.filled(unit.text, unit, scope)
        if name is None:
            return None
        if node.working is not None:
            clock = WORKING_CLOCKS.get(name)
            if clock is not None:
                return Amount(value * TIMES[name], TIME, clock)
            self.context.findings.say(
                "KB205",
                scope.span(node),
                f"`working {name}` is not a time that a calendar counts",
                "write working d, working h or working min",
            )
            return None
        if name == PER_CENT:
            return Amount(value / 100, share=True)
        if name in TIMES:
            return Amount(value * TIMES[name], TIME)
        measure = self.measure_of(name, unit, scope)
        return None if measure is None else Amount(value, measure)

    def _per(self, amount: Amount | None, rate: tree.Rate, node: tree.Quantity, scope: Scope) -> Amount | None:
        below = Fraction(1) if rate.number is None else self.number(rate.number, rate, scope)
        name = self.context.names.filled(rate.unit.text, rate.unit, scope)
        if amount is None or below is None or name is None:
            return None
        if not below:
            self.context.findings.say("KB207", scope.span(node), "nothing can be so much per 0", "write a number above 0")
            return None
        if name in RATE_TIMES:
            return Amount(amount.value / (below * RATE_TIMES[name]), product(amount.measure, TIME, -1))
        measure = self.measure_of(name, rate.unit, scope)
        return None if measure is None else Amount(amount.value / below, product(amount.measure, measure, -1))

    def measure_of(self, name: str, node: tree.Node, scope: Scope) -> Measure | None:
        """What a unit or currency measures."""
        context = self.context
        if name in context.units:
            return of_unit(name)
        if name.isupper():
            if name == context.currency:
                return of_unit(name)
            said = f"the policy's currency is {context.currency}" if context.currency else f"add `currency {name}` to the policy's block"
            context.findings.say("KB212", scope.span(node), f"`{name}` is not the currency of this policy", said)
            return None
        if name == "y":
            help_ = "`y` is for rates only (25 % per y): write days or weeks"
        elif name in context.names.declared:
            kind = context.names.declared[name].kind
            help_ = f"`{name}` is the name of {kind} here; a number is followed by its unit, as in `20 pcs of {name}`"
        else:
            close = did_you_mean(name, [*context.units, *TIMES]) or did_you_mean(name, the_table().words)
            help_ = f"did you mean `{close}`?" if close else f"declare it: `unit {name}`"
        context.findings.say("KB204", scope.span(node), f"`{name}` is not a unit", help_)
        return None

    def _arithmetic(self, node: tree.Arithmetic, scope: Scope, pack: Amount | None) -> Amount | Random | None:
        values = [self.value(operand, scope, pack) for operand in node.operands]
        result = values[0]
        for number, operator in enumerate(node.operators):
            other = values[number + 1]
            if result is None or other is None:
                return None
            result = self._combined(result, operator, other, node, scope)
            if isinstance(result, Amount) and not self.within_bounds(result.value, node, scope):
                return None
        return result

    def within_bounds(self, value: Fraction, node: tree.Node, scope: Scope) -> bool:
        """Whether a calculation came to a number that can still be written down; says so otherwise."""
        if max(value.numerator.bit_length(), value.denominator.bit_length()) <= MOST_BITS:
            return True
        self.context.findings.say(
            "KB207", scope.span(node), f"`{scope.written(node)}` comes to a number that is too long", "calculate with fewer numbers"
        )
        return False

    def _combined(
        self, one: Amount | Random, operator: str, other: Amount | Random, node: tree.Arithmetic, scope: Scope
    ) -> Amount | Random | None:
        if isinstance(one, Random) and isinstance(other, Amount) and operator in "*/" and (other.value or operator == "*"):
            return one.times(other.value if operator == "*" else 1 / other.value, other.measure, other.clock)
        if isinstance(one, Amount) and isinstance(other, Random) and operator == "*":
            return other.times(one.value, one.measure, one.clock)
        if isinstance(one, Random) or isinstance(other, Random):
            self.context.findings.say(
                "KB215",
                scope.span(node),
                f"`{scope.written(node)}` calculates with a random number, which can only be multiplied",
                "write `geometric(0.04) * 1 d`, or put the sum into the mean",
            )
            return None
        if operator == "*":
            return Amount(one.value * other.value, product(one.measure, other.measure), one.clock if one.measure else other.clock)
        if operator == "/":
            if other.value:
                return Amount(one.value / other.value, product(one.measure, other.measure, -1), one.clock)
            self.context.findings.say("KB207", scope.span(node), f"`{scope.written(node)}` divides by 0", "write a number above 0")
            return None
        if one.measure != other.measure or one.clock is not other.clock:
            self.unlike(one.measure, other.measure, node.operands[0], node.operands[-1], scope)
            return None
        total = one.value + other.value if operator == "+" else one.value - other.value
        return evolve(one, value=total)

    def unlike(self, one: Measure, other: Measure, left: tree.Node, right: tree.Node, scope: Scope) -> None:
        """Say that two things measure different things, and show both."""
        self.context.findings.say(
            "KB205",
            scope.between(left.start, right.end),
            f"`{scope.written(left)}` is {measured(one)} and `{scope.written(right)}` is {measured(other)}: they do not go together",
            "give both the same unit",
        )

    # ------------------------------------------------------------ what a place in a policy needs
    def amount(self, node: tree.Expression, scope: Scope, measure: Measure, pack: Amount | None = None) -> Amount | None:
        """A certain amount of a measure."""
        value = self.value(node, scope, pack)
        if isinstance(value, Random):
            self.context.findings.say(
                "KB215", scope.span(node), f"`{scope.written(node)}` is random, but a fixed value is needed here", "write one number"
            )
            return None
        return value if value is not None and self._fits(value, node, scope, measure) else None

    def _fits(self, value: Amount | Random, node: tree.Node, scope: Scope, measure: Measure) -> bool:
        if value.measure != measure:
            self.context.findings.say(
                "KB205",
                scope.span(node),
                f"`{scope.written(node)}` is {measured(value.measure)}, but {_wanted(measure)} is needed here",
                f"write a number {_with(measure)}",
            )
            return False
        if isinstance(value, Amount) and value.value < 0:
            self.context.findings.say(
                "KB207", scope.span(node), f"`{scope.written(node)}` is less than nothing", "there are no negative numbers"
            )
            return False
        return True

    def quantity(self, node: tree.Expression, scope: Scope, item: Item, pack: Amount | None = None) -> int | None:
        """A certain quantity of an item, in steps of its unit."""
        amount = self.amount(node, scope, of_unit(item.unit.name), pack)
        return None if amount is None else self.steps(amount.value, item.unit, node, scope)

    def steps(self, value: Fraction, unit: Unit, node: tree.Node, scope: Scope) -> int | None:
        """So much of a unit in its steps."""
        steps = value / unit.step
        if steps > MOST_STEPS:
            most = unit.text(MOST_STEPS)
            self.context.findings.say(
                "KB207", scope.span(node), f"`{scope.written(node)}` is too much", f"write at most {most} {unit.name}"
            )
            return None
        if steps.denominator == 1:
            return steps.numerator
        self.context.findings.say(
            "KB206",
            scope.span(node),
            f"`{scope.written(node)}` is not a whole number of steps: {unit.name} counts in steps of {decimal(unit.step)}",
            f"write {unit.text(int(steps))} or {unit.text(int(steps) + 1)} {unit.name}, or declare a smaller step: "
            f"`unit {unit.name} step {decimal(value - int(value) or unit.step)}`",
        )
        return None

    def above(self, number: int | None, least: int, node: tree.Node, scope: Scope) -> int | None:
        """The number where it is at least so much; says so otherwise."""
        if number is None or number >= least:
            return number
        self.context.findings.say(
            "KB207",
            scope.span(node),
            f"`{scope.written(node)}` is too small",
            f"write at least {least}" if least > 1 else "write more than 0",
        )
        return None

    def positive(self, node: tree.Expression, scope: Scope, item: Item, pack: Amount | None = None) -> int | None:
        """A certain quantity of an item, above 0, in steps."""
        return self.above(self.quantity(node, scope, item, pack), 1, node, scope)

    def count(
        self,
        node: tree.Expression | tree.Number,
        scope: Scope,
        least: int = 0,
        pack: Amount | None = None,
        most: int = MOST_THINGS,
    ) -> int | None:
        """A whole number of things without a unit."""
        if isinstance(node, tree.Number):
            value = self.number(node.text, node, scope)
        else:
            amount = self.amount(node, scope, NUMBER, pack)
            if amount is not None and amount.share:
                self.context.findings.say("KB205", scope.span(node), f"`{scope.written(node)}` is a share", "write a whole number")
                return None
            value = None if amount is None else amount.value
        if value is not None and value.denominator != 1:
            self.context.findings.say("KB207", scope.span(node), f"`{scope.written(node)}` is not a whole number", "write a whole number")
            return None
        if value is not None and value > most:
            self.context.findings.say("KB207", scope.span(node), f"`{scope.written(node)}` is too large", f"write at most {most}")
            return None
        return self.above(None if value is None else value.numerator, least, node, scope)

    def time(self, node: tree.Expression, scope: Scope) -> int | None:
        """A certain time that passes on every clock, in whole microseconds."""
        amount = self.amount(node, scope, TIME)
        if amount is None or not self._elapsed(amount, node, scope):
            return None
        return self._whole_time(amount.value, node, scope)

    def _elapsed(self, amount: Amount | Random, node: tree.Node, scope: Scope) -> bool:
        if amount.clock is Clock.ELAPSED:
            return True
        self.context.findings.say(
            "KB205",
            scope.span(node),
            f"`{scope.written(node)}` counts working time, but no calendar is followed here",
            "leave out `working`",
        )
        return False

    def _bearable(self, value: Fraction, node: tree.Node, scope: Scope) -> bool:
        if value <= MOST_TIME:
            return True
        self.context.findings.say("KB207", scope.span(node), f"`{scope.written(node)}` is too long", "write less than 10000 years")
        return False

    def _whole_time(self, value: Fraction, node: tree.Node, scope: Scope) -> int | None:
        if not self._bearable(value, node, scope):
            return None
        if value.denominator == 1:
            return value.numerator
        self.context.findings.say(
            "KB206", scope.span(node), f"`{scope.written(node)}` is not a whole number of microseconds", "write it in a smaller unit"
        )
        return None

    def delay(self, node: tree.Expression, scope: Scope, *, works: bool = False) -> Delay | None:
        """A time that may be random, and that counts a calendar where its place has one (`works`)."""
        value = self.value(node, scope)
        if value is None or not self._fits(value, node, scope, TIME) or not (works or self._elapsed(value, node, scope)):
            return None
        if isinstance(value, Random):
            longest = max(value.draw.parameters) * value.draw.scale
            return Delay(value.draw, value.clock) if self._bearable(longest, node, scope) else None
        whole = self._whole_time(value.value, node, scope)
        return None if whole is None else Delay(Draw.constant(whole), value.clock)

    def drawn_quantity(self, node: tree.Expression, scope: Scope, item: Item) -> Draw | None:
        """A quantity of an item that may be random, in steps."""
        value = self.value(node, scope)
        if value is None or not self._fits(value, node, scope, of_unit(item.unit.name)):
            return None
        if isinstance(value, Random):
            return scaled(value.draw, 1 / item.unit.step)
        steps = self.steps(value.value, item.unit, node, scope)
        return None if steps is None else Draw.constant(steps)

    def share(self, node: tree.Expression, scope: Scope, most: int = 1) -> tuple[int, int] | None:
        """A part of a whole as (numerator, denominator), at most `most`."""
        amount = self.amount(node, scope, NUMBER)
        if amount is None:
            return None
        if amount.value <= most:
            return amount.value.numerator, amount.value.denominator
        self.context.findings.say(
            "KB207", scope.span(node), f"`{scope.written(node)}` is more than all of it", f"write at most {100 * most} %"
        )
        return None

    def money(self, node: tree.Expression, scope: Scope) -> Money | None:
        """An amount of the policy's currency."""
        measure = self._currency(node, scope)
        amount = None if measure is None else self.amount(node, scope, measure)
        return None if amount is None else Money(amount.value)

    def _currency(self, node: tree.Node, scope: Scope) -> Measure | None:
        if self.context.currency is not None:
            return of_unit(self.context.currency)
        self.context.findings.say("KB212", scope.span(node), "the policy names no currency", "add `currency EUR` to the policy's block")
        return None

    def rate_of(self, node: tree.Expression, scope: Scope, above: Measure, below: Measure, step: Fraction = Fraction(1)) -> Rate | None:
        """So much of `above` for each of `below`; `step` is how much of `below` one step is."""
        amount = self.amount(node, scope, product(above, below, -1))
        return None if amount is None else Rate(amount.value * step)


def _wanted(measure: Measure) -> str:
    return measured(measure) if measure in {NUMBER, TIME} or len(measure) > 1 or measure[0][1] < 0 else f"a quantity in {measured(measure)}"


def _with(measure: Measure) -> str:
    if measure == NUMBER:
        return "without a unit"
    return "with a unit of time" if measure == TIME else f"in {measured(measure)}"


Convert = Callable[[tree.Expression, Scope], object]

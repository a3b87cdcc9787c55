"""The functions of the language that stand in values: formulas that size a rule, random numbers, min and max."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen

from kanbanlang.diagnostics import did_you_mean
from kanbanlang.model import formulas
from kanbanlang.model.build.amounts import NUMBER, TIME, Amount, Measure, Random, measured, of_unit, product
from kanbanlang.model.build.files import numbers_of
from kanbanlang.model.build.findings import Scope
from kanbanlang.model.figures import Figure, decimal
from kanbanlang.model.policy import Value
from kanbanlang.model.values import Draw, Shape, Unit
from kanbanlang.syntax import tree

if TYPE_CHECKING:
    from kanbanlang.model.build.evaluate import Evaluator

_DRAWN: Mapping[str, tuple[Shape, int]] = {
    "normal": (Shape.NORMAL, 2),
    "exponential": (Shape.EXPONENTIAL, 1),
    "uniform": (Shape.UNIFORM, 2),
    "triangular": (Shape.TRIANGULAR, 3),
    "gamma": (Shape.GAMMA, 2),
    "lognormal": (Shape.LOGNORMAL, 2),
    "poisson": (Shape.POISSON, 1),
    "geometric": (Shape.GEOMETRIC, 1),
}
"""Random numbers: the shape, and how many parameters it has."""

_NEEDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "cards_for": (("demand", "lead time"), ("safety",)),
    "level_for": (("demand", "lead time"), ("safety",)),
    "lot_for": (("demand", "order cost", "holding cost"), ("shortage cost", "production rate")),
    "takt_for": (("working time", "demand"), ()),
    "zones_for": (("demand", "lead time"), ("lead time factor", "variability factor", "order cycle", "minimum")),
}
"""Formulas: the arguments that each must and may have."""

_KNOWN = (*_NEEDS, *_DRAWN, "from_data", "min", "max")
_ONE = Figure(Fraction(1), "1")


def call(evaluator: Evaluator, node: tree.Call, scope: Scope, pack: Amount | None) -> Amount | Random | None:
    """What a function in a value comes to."""
    name = node.function.text
    if name in _DRAWN:
        return _drawn(evaluator, node, scope, *_DRAWN[name])
    if name in _NEEDS and name != "zones_for":
        return _formula(evaluator, node, scope, pack)
    if name == "from_data":
        return _from_data(evaluator, node, scope)
    if name in {"min", "max"}:
        return _extreme(evaluator, node, scope)
    close = did_you_mean(name, _KNOWN)
    help_ = f"did you mean `{close}`?" if close else f"known are {', '.join(_KNOWN)}"
    evaluator.context.findings.say("KB214", scope.span(node.function), f"`{name}` is not a function that gives a value", help_)
    return None


# ------------------------------------------------------------------ random numbers
def _drawn(evaluator: Evaluator, node: tree.Call, scope: Scope, shape: Shape, many: int) -> Random | None:
    say = evaluator.context.findings.say
    if len(node.arguments) != many or any(argument.label for argument in node.arguments):
        names = {1: "one number", 2: "two numbers", 3: "three numbers"}[many]
        say("KB214", scope.span(node), f"`{scope.written(node)}` needs {names}", f"as in `{_EXAMPLES[shape]}`")
        return None
    amounts: list[Amount] = []
    for argument in node.arguments:
        value = evaluator.value(argument.value, scope)
        if isinstance(value, Random):
            say("KB215", scope.span(argument), "a random number cannot depend on another", "write a fixed number")
            return None
        if value is None:
            return None
        amounts.append(value)
    first, *others = amounts
    for other, argument in zip(others, node.arguments[1:], strict=True):
        if other.measure != first.measure or other.clock is not first.clock:
            evaluator.unlike(first.measure, other.measure, node.arguments[0].value, argument.value, scope)
            return None
    parameters = tuple(amount.value for amount in amounts)
    if (fault := _impossible(shape, parameters)) is not None:
        say("KB207", scope.span(node), f"`{scope.written(node)}`: {fault}", f"as in `{_EXAMPLES[shape]}`")
        return None
    if shape is Shape.GEOMETRIC and first.measure != NUMBER:
        say(
            "KB205",
            scope.span(node),
            f"`{scope.written(node)}` needs a chance, not {measured(first.measure)}",
            "as in `geometric(0.04) * 1 d`",
        )
        return None
    return Random(Draw(shape, parameters), first.measure, first.clock)


_EXAMPLES = {
    Shape.NORMAL: "normal(4 min, 30 s)",
    Shape.EXPONENTIAL: "exponential(4 min)",
    Shape.UNIFORM: "uniform(2 d, 5 d)",
    Shape.TRIANGULAR: "triangular(2 d, 3 d, 5 d)",
    Shape.GAMMA: "gamma(4 min, 30 s)",
    Shape.LOGNORMAL: "lognormal(4 min, 30 s)",
    Shape.POISSON: "poisson(8 pcs)",
    Shape.GEOMETRIC: "geometric(0.04) * 1 d",
}


def _impossible(shape: Shape, parameters: tuple[Fraction, ...]) -> str | None:
    """Why there is no such random number."""
    match shape, parameters:
        case (Shape.UNIFORM, (low, high)) if low > high:
            return "the lower end comes first"
        case (Shape.TRIANGULAR, (low, mode, high)) if not low <= mode <= high:
            return "the order is lowest, most frequent, highest"
        case (Shape.GEOMETRIC, (chance,)) if not 0 < chance <= 1:
            return "a chance lies between 0 and 1"
        case (Shape.GAMMA | Shape.LOGNORMAL | Shape.EXPONENTIAL, (mean, *_)) if mean <= 0:
            return "the mean must be above 0"
    return None


def _from_data(evaluator: Evaluator, node: tree.Call, scope: Scope) -> Random | None:
    context = evaluator.context
    if len(node.arguments) != 1 or not isinstance(node.arguments[0].value, tree.Text):
        context.findings.say(
            "KB214", scope.span(node), f"`{scope.written(node)}` needs the name of a file", 'as in `from_data("times.csv") * 1 min`'
        )
        return None
    numbers = numbers_of(context, node.arguments[0].value, scope)
    return None if numbers is None else Random(Draw(Shape.DATA, numbers))


def _extreme(evaluator: Evaluator, node: tree.Call, scope: Scope) -> Amount | None:
    amounts: list[Amount] = []
    for argument in node.arguments:
        value = evaluator.value(argument.value, scope)
        if isinstance(value, Random):
            evaluator.context.findings.say(
                "KB215", scope.span(argument), "a random number has no largest or smallest", "write fixed numbers"
            )
        if not isinstance(value, Amount):
            return None
        if amounts and (value.measure != amounts[0].measure or value.clock is not amounts[0].clock):
            evaluator.unlike(amounts[0].measure, value.measure, node.arguments[0].value, argument.value, scope)
            return None
        amounts.append(value)
    if not amounts:
        evaluator.context.findings.say("KB214", scope.span(node), f"`{scope.written(node)}` needs numbers", "as in `max(2 h, 3 h)`")
        return None
    choose = min if node.function.text == "min" else max
    return choose(amounts, key=lambda amount: amount.value)


# ------------------------------------------------------------------ formulas
@frozen
class _Arguments:
    """The arguments of a formula: what each is, and how it was written."""

    evaluator: Evaluator
    node: tree.Call
    scope: Scope
    given: Mapping[str, tuple[Amount, tree.Node]]

    def figure(self, label: str, measure: Measure, otherwise: Figure | None = None) -> Figure | None:
        """An argument of a measure, with its text."""
        if label not in self.given:
            return otherwise
        amount, node = self.given[label]
        if amount.measure != measure:
            wanted = measured(measure)
            self.evaluator.context.findings.say(
                "KB205",
                self.scope.span(node),
                f"`{self.scope.written(node)}` is {measured(amount.measure)}, but the {label} must be {wanted}",
                _UNITS_OF.get(label, f"give the {label} as {wanted}"),
            )
            return None
        return Figure(amount.value, self.text(node))

    def text(self, node: tree.Node) -> str:
        """How an argument reads in this row."""
        written = self.scope.written(node).replace("( ", "(").replace(" )", ")")  # as if it stood on one line
        return self.evaluator.context.names.filled(written, node, self.scope) or written

    def goods(self) -> str | None:
        """The unit that the demand counts; None (after saying so) where it is no rate of goods."""
        amount, node = self.given["demand"]
        names = [name for name, power in amount.measure if power == 1 and name in self.evaluator.context.units]
        if len(names) == 1 and amount.measure == product(of_unit(names[0]), TIME, -1):
            return names[0]
        self.evaluator.context.findings.say(
            "KB205",
            self.scope.span(node),
            f"`{self.scope.written(node)}` is {measured(amount.measure)}, but demand is so much of a unit per time",
            _UNITS_OF["demand"],
        )
        return None


_UNITS_OF = {
    "demand": "as in `demand 40 pcs per h`",
    "lead time": "as in `lead time 3 h`",
    "safety": "as in `safety 10 %`",
    "order cost": "as in `order cost 8 EUR`",
    "holding cost": "as in `holding cost 0.225 EUR per pcs per y`",
    "shortage cost": "as in `shortage cost 5 EUR per pcs per y`",
    "production rate": "as in `production rate 1700 pcs per y`",
}


def _arguments(evaluator: Evaluator, node: tree.Call, scope: Scope) -> _Arguments | None:
    name = node.function.text if node.function.text in _NEEDS else "zones_for"
    must, may = _NEEDS[name]
    say = evaluator.context.findings.say
    given: dict[str, tuple[Amount, tree.Node]] = {}
    for argument in node.arguments:
        label = argument.label.text if argument.label else ""
        if label not in must + may or label in given:
            close = did_you_mean(label, must + may) if label else None
            listed = ", ".join(must + may)
            help_ = f"did you mean `{close}`?" if close else f"`{name}` takes {listed}"
            fault = "is said twice" if label in given else f"is not what `{name}` is given"
            say("KB214", scope.span(argument), f"`{scope.written(argument)}` {fault}", help_)
            return None
        value = evaluator.value(argument.value, scope)
        if isinstance(value, Random):
            say("KB215", scope.span(argument), f"`{name}` needs fixed numbers", "write the mean")
        if not isinstance(value, Amount):
            return None
        given[label] = value, argument.value
    missing = [label for label in must if label not in given]
    if missing:
        example = _UNITS_OF.get(missing[0], "")
        say("KB214", scope.span(node), f"`{name}` is not told the {' and the '.join(missing)}", example or None)
        return None
    return _Arguments(evaluator, node, scope, given)


def _formula(evaluator: Evaluator, node: tree.Call, scope: Scope, pack: Amount | None) -> Amount | None:
    arguments = _arguments(evaluator, node, scope)
    if arguments is None:
        return None
    name = node.function.text
    result = _FORMULAS[name](arguments, pack) if name in _FORMULAS else None
    if isinstance(result, str):
        evaluator.context.findings.say("KB214", scope.span(node), f"`{scope.written(node)}`: {result}", None)
        return None
    if result is None:
        return None
    note(evaluator, node, scope, result, arguments)
    value = result.unit.step * result.steps
    if result.unit is formulas.CARDS:
        return Amount(value)
    return Amount(value, TIME if result.unit is formulas.TIMES else of_unit(result.unit.name))


def note(evaluator: Evaluator, node: tree.Call, scope: Scope, result: formulas.Sized, arguments: _Arguments, zone: str = "") -> None:
    """Keep what a formula came to, for `check --values`."""
    text = arguments.text(node)
    shown = Value(f"{text}, {zone}" if zone else text, result.unit.text(result.steps), result.unit.name, result.working, scope.span(node))
    evaluator.context.values.append(shown)


def _cards(arguments: _Arguments, pack: Amount | None) -> formulas.Sized | str | None:
    unit = arguments.goods()
    if unit is None:
        return None
    if pack is None:
        return "the content of a card is not known: write `of 20 pcs` behind it, or give the item a `pack`"
    if pack.measure != of_unit(unit):
        return f"the demand counts {unit}, a card {measured(pack.measure)}"
    demand = arguments.figure("demand", product(of_unit(unit), TIME, -1))
    lead_time = arguments.figure("lead time", TIME)
    safety = arguments.figure("safety", NUMBER, formulas.NOTHING)
    if demand is None or lead_time is None or safety is None:
        return None
    return formulas.cards_for(demand, lead_time, Figure(pack.value, f"{decimal(pack.value)} {unit}"), safety)


def _level(arguments: _Arguments, _pack: Amount | None) -> formulas.Sized | str | None:
    unit = arguments.goods()
    if unit is None:
        return None
    demand = arguments.figure("demand", product(of_unit(unit), TIME, -1))
    lead_time = arguments.figure("lead time", TIME)
    counted = "safety" in arguments.given and arguments.given["safety"][0].measure == of_unit(unit)
    safety = arguments.figure("safety", of_unit(unit) if counted else NUMBER, formulas.NOTHING)
    if demand is None or lead_time is None or safety is None:
        return None
    return formulas.level_for(demand, lead_time, arguments.evaluator.context.units[unit], safety, safety_is_share=not counted)


def _lot(arguments: _Arguments, _pack: Amount | None) -> formulas.Sized | str | None:
    unit, currency = arguments.goods(), arguments.evaluator.context.currency
    if unit is None:
        return None
    if currency is None:
        return "the policy names no currency: add `currency EUR` to its block"
    demand = arguments.figure("demand", product(of_unit(unit), TIME, -1))
    order_cost = arguments.figure("order cost", of_unit(currency))
    holding_cost = arguments.figure("holding cost", product(product(of_unit(currency), of_unit(unit), -1), TIME, -1))
    short = arguments.figure("shortage cost", product(product(of_unit(currency), of_unit(unit), -1), TIME, -1), formulas.NOTHING)
    made = arguments.figure("production rate", product(of_unit(unit), TIME, -1), formulas.NOTHING)
    if demand is None or order_cost is None or holding_cost is None or short is None or made is None:
        return None
    besides = formulas.LotTerms(
        short if "shortage cost" in arguments.given else None, made if "production rate" in arguments.given else None
    )
    return formulas.lot_for(demand, order_cost, holding_cost, arguments.evaluator.context.units[unit], besides, currency)


def _takt(arguments: _Arguments, _pack: Amount | None) -> formulas.Sized | str | None:
    working, demand = (arguments.given[label][0] for label in ("working time", "demand"))
    per_time = any(name == "time" and power < 0 for name, power in demand.measure)
    working_time = arguments.figure("working time", NUMBER if per_time and working.measure == NUMBER else TIME)
    wanted = arguments.figure("demand", demand.measure)
    if working_time is None or wanted is None:
        return None
    return formulas.takt_for(working_time, wanted)


_FORMULAS: Mapping[str, Callable[[_Arguments, Amount | None], formulas.Sized | str | None]] = {
    "cards_for": _cards,
    "level_for": _level,
    "lot_for": _lot,
    "takt_for": _takt,
}


def zones(evaluator: Evaluator, node: tree.Call, scope: Scope, unit: Unit) -> tuple[int, int, int] | None:
    """The three zones of `zones_for(...)`, in steps."""
    if node.function.text not in {"zones_for", "for"}:
        evaluator.context.findings.say(
            "KB214", scope.span(node.function), f"`{node.function.text}` does not size zones", "write `zones zones_for(...)`"
        )
        return None
    arguments = _arguments(evaluator, node, scope)
    name = None if arguments is None else arguments.goods()
    if arguments is None or name is None:
        return None
    if name != unit.name:
        evaluator.unlike(of_unit(unit.name), of_unit(name), node, node, scope)
        return None
    figures = (
        arguments.figure("demand", product(of_unit(name), TIME, -1)),
        arguments.figure("lead time", TIME),
        arguments.figure("lead time factor", NUMBER, _ONE),
        arguments.figure("variability factor", NUMBER, formulas.NOTHING),
        arguments.figure("order cycle", TIME, formulas.NOTHING),
        arguments.figure("minimum", of_unit(name), formulas.NOTHING),
    )
    demand, lead_time, factor, variability, cycle, minimum = figures
    if not (demand and lead_time and factor and variability and cycle and minimum):
        return None
    sized = formulas.zones_for(demand, lead_time, factor, variability, cycle, minimum, unit=unit)
    for zone, one in zip(("red", "yellow", "green"), sized, strict=True):
        note(evaluator, node, scope, one, arguments, zone)
    red, yellow, green = sized
    return red.steps, yellow.steps, green.steps

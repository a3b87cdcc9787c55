"""The functions that size a rule, so that a policy shows where a number comes from.

Every function is exact: fractions throughout, rounded up once at the end to the step of the unit. Amounts are in the unit itself (not
in steps), demands in amounts per microsecond, times in microseconds; see `Figure`. None of the arguments is negative. A function
that would divide by nothing returns a sentence that says so instead of a result.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from attrs import frozen

from kanbanlang.model.figures import Figure, decimal, duration, square_root
from kanbanlang.model.values import YEAR, Unit

CARDS = Unit("cards")
TIMES = Unit("microseconds")
NOTHING = Figure(Fraction(0), "0")


@frozen
class Sized:
    """What a formula came to: whole `steps` of `unit`, the value `before` rounding as a decimal, and the numbers it was made from."""

    steps: int
    unit: Unit
    before: str
    working: str


def up_to_step(value: Fraction, step: Fraction) -> int:
    """The fewest whole steps that are not less than `value`."""
    return -(-value // step)


def cards_for(demand: Figure, lead_time: Figure, pack: Figure, safety: Figure = NOTHING) -> Sized | str:
    """The cards that cover the demand over the lead time: demand x lead time x (1 + safety) / pack. `safety` is a share."""
    if not pack.value:
        return "cards of nothing cover no demand: the quantity of a card must be above 0"
    value = demand.value * lead_time.value * (1 + safety.value) / pack.value
    return _sized(value, CARDS, f"{demand.text} x {lead_time.text}{_factor(safety)} / {pack.text}")


def level_for(demand: Figure, lead_time: Figure, unit: Unit, safety: Figure = NOTHING, *, safety_is_share: bool = True) -> Sized:
    """The stock that covers the demand over the lead time: demand x lead time x (1 + safety), or + safety where that is an amount."""
    covered = demand.value * lead_time.value
    working = f"{demand.text} x {lead_time.text}"
    if safety_is_share:
        return _sized(covered * (1 + safety.value), unit, working + _factor(safety))
    return _sized(covered + safety.value, unit, f"{working} + {safety.text}")


def zones_for(
    demand: Figure,
    lead_time: Figure,
    lead_time_factor: Figure,
    variability_factor: Figure,
    order_cycle: Figure,
    minimum: Figure,
    *,
    unit: Unit,
) -> tuple[Sized, Sized, Sized]:
    """The red, yellow and green zone of a demand-driven buffer, as sizes that are stacked.

    With d the demand, L the lead time, f its factor and v the variability factor: red is d·L·f·(1 + v), yellow d·L, and green the
    largest of d·L·f, d x order cycle and the minimum order.
    """
    over_lead_time = demand.value * lead_time.value
    base = over_lead_time * lead_time_factor.value
    covered = f"{demand.text} x {lead_time.text}"
    red = _sized(base * (1 + variability_factor.value), unit, f"{covered} x {lead_time_factor.text}{_factor(variability_factor)}")
    yellow = _sized(over_lead_time, unit, covered)
    candidates = (
        (base, f"{covered} x {lead_time_factor.text}"),
        (demand.value * order_cycle.value, f"{demand.text} x {order_cycle.text}"),
        (minimum.value, minimum.text),
    )
    listed = ", ".join(f"{text} = {decimal(value)}" if " x " in text else text for value, text in candidates)
    green = _sized(max(value for value, _ in candidates), unit, f"the largest of {listed}")
    return red, yellow, green


@frozen
class LotTerms:
    """What the economic lot is told besides: what a piece costs that waits for a time, and how fast a lot is made once it is begun."""

    shortage_cost: Figure | None = None
    production_rate: Figure | None = None


def lot_for(
    demand: Figure, order_cost: Figure, holding_cost: Figure, unit: Unit, besides: LotTerms = LotTerms(), currency: str = "EUR"
) -> Sized | str:
    """The economic lot: the square root of 2 x demand x order cost / holding cost.

    `order_cost` is the money of one order, `holding_cost` the money per amount and microsecond. Where demand may wait at a `shortage_cost`,
    the square is (holding + shortage) / shortage times as much; where a lot comes at a `production_rate` and not all at once, it is
    divided by 1 - demand / production rate.
    """
    if not holding_cost.value:
        return "stock that costs nothing has no economic lot: the holding cost must be above 0"
    made, short = besides.production_rate, besides.shortage_cost
    if made is not None and made.value <= demand.value:
        return "what is made no faster than it is asked for never fills a stock: the production rate must be above the demand"
    if short is not None and not short.value:
        return "where waiting costs nothing, no lot is too large: the shortage cost must be above 0"
    kept = Fraction(1) if made is None else 1 - demand.value / made.value
    met = Fraction(1) if short is None else short.value / (holding_cost.value + short.value)
    square = 2 * demand.value * order_cost.value / (holding_cost.value * kept * met)
    working = f"square root of (2 x {demand.text} x {order_cost.text} / {holding_cost.text}"
    working += "" if made is None else f" / (1 - {demand.text} / {made.text})"
    working += "" if short is None else f" x ({holding_cost.text} + {short.text}) / {short.text}"
    in_steps = square / unit.step**2
    # the least n with n * n >= p / q, in whole numbers only: n * n >= ceil(p / q), as n * n is whole
    least = -(-in_steps.numerator // in_steps.denominator)
    steps = isqrt(least - 1) + 1 if least else 0
    root = square_root(square)
    shown = _shown(f"{working})", root, steps, unit, exact=root * root == square)
    yearly = square_root(2 * demand.value * order_cost.value * holding_cost.value * kept * met * YEAR**2)
    waits = "" if short is None else f"; {decimal(1 - met)} of the demand waits"
    return Sized(steps, unit, decimal(root), f"{shown}; orders and stock then cost {decimal(yearly)} {currency} per y{waits}")


def takt_for(working_time: Figure, demand: Figure) -> Sized | str:
    """The time between two pieces that meets the demand: working time / demand, in microseconds.

    The two are over the same time: `15 h` and `900 pcs`, or `15 h per d` (a share of time) and `900 pcs per d`.
    """
    if not demand.value:
        return "without demand there is no takt: the demand must be above 0"
    value = working_time.value / demand.value
    steps = up_to_step(value, Fraction(1))
    before = duration(value).text
    rounded = "" if value == steps else f", rounded up: {duration(Fraction(steps)).text}"
    return Sized(steps, TIMES, before, f"{working_time.text} / {demand.text} = {before}{rounded}")


def _factor(safety: Figure) -> str:
    return f" x {decimal(1 + safety.value)}" if safety.value else ""


def _sized(value: Fraction, unit: Unit, working: str) -> Sized:
    steps = up_to_step(value, unit.step)
    return Sized(steps, unit, decimal(value), _shown(working, value, steps, unit, exact=True))


def _shown(working: str, value: Fraction, steps: int, unit: Unit, *, exact: bool) -> str:
    rounded = "" if exact and value == steps * unit.step else f", rounded up: {unit.text(steps)}"
    return f"{working} = {decimal(value)}{rounded}"

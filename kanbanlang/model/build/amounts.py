"""Numbers with what they measure: pieces, microseconds, money, pieces per microsecond, or nothing.

A measure is a product of powers of base measures, as pairs in alphabetical order: `12 EUR per pcs per d` measures
(("EUR", 1), ("pcs", -1), ("time", -1)). Amounts are exact and in the base of their measure: whole units, microseconds, the currency.
"""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve, field, frozen

from kanbanlang.model.values import DAY, HOUR, MILLISECOND, MINUTE, SECOND, WEEK, YEAR, Clock, Draw, Shape

Measure = tuple[tuple[str, int], ...]

NUMBER: Measure = ()
TIME: Measure = (("time", 1),)

TIMES = {"ms": MILLISECOND, "s": SECOND, "min": MINUTE, "h": HOUR, "d": DAY, "wk": WEEK}
"""The units of time, in microseconds. `y` stands in rates only."""
RATE_TIMES = {**TIMES, "y": YEAR}
KNOWN_UNITS = ("pcs", "kg", "g", "m", "mm", "l")


def of_unit(name: str) -> Measure:
    """What is counted in a unit of goods or in a currency."""
    return ((name, 1),)


def product(one: Measure, other: Measure, sign: int = 1) -> Measure:
    """The measure of a product, or with sign -1 of a quotient."""
    if not other:
        return one
    if not one and sign == 1:
        return other
    powers = dict(one)
    for name, power in other:
        powers[name] = powers.get(name, 0) + sign * power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def measured(measure: Measure) -> str:
    """A measure as people say it: `pcs per time`, `a number`."""
    above = [name if power == 1 else f"{name}^{power}" for name, power in measure if power > 0]
    below = [name if power == -1 else f"{name}^{-power}" for name, power in measure if power < 0]
    if not measure:
        return "a plain number"
    if measure == TIME:
        return "a time"
    return " per ".join([" x ".join(above) or "times", *below])


@frozen
class Amount:
    """A certain number and what it measures; `clock` says which hours a time counts."""

    value: Fraction
    measure: Measure = NUMBER
    clock: Clock = Clock.ELAPSED
    share: bool = False
    """Whether it was said in per cent."""


@frozen
class Random:
    """A number that is drawn anew each time; the draw is in the base of its measure."""

    draw: Draw
    measure: Measure = NUMBER
    clock: Clock = field(default=Clock.ELAPSED)

    def times(self, factor: Fraction, measure: Measure, clock: Clock) -> Random:
        """The same, multiplied."""
        return Random(scaled(self.draw, factor), product(self.measure, measure), clock if self.clock is Clock.ELAPSED else self.clock)


def scaled(draw: Draw, factor: Fraction) -> Draw:
    """A draw whose every value is multiplied."""
    if factor == 1:
        return draw
    if draw.shape in {Shape.POISSON, Shape.GEOMETRIC, Shape.DATA}:
        return evolve(draw, scale=draw.scale * factor)
    return evolve(draw, parameters=tuple(parameter * factor for parameter in draw.parameters))

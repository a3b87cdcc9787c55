"""Exact values: what a number in a policy means once its unit is known.

A quantity is a whole number of its unit's smallest step, an instant or a duration a whole number of microseconds, money an exact
fraction of its currency. Nothing here is a float.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from attrs import frozen

MICROSECOND = 1
MILLISECOND = 1_000
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY
YEAR = 365 * DAY


@frozen
class Unit:
    """A unit of count and its smallest amount: `m` with step 0.001 counts whole millimetres."""

    name: str
    step: Fraction = Fraction(1)

    def text(self, steps: int) -> str:
        """An amount in steps as people write it, exact and without needless zeros: 1500 steps of 0.001 are `1.5`."""
        if self.step.denominator == 1:
            return str(self.step.numerator * steps)
        amount = self.step * steps
        if amount.denominator == 1:
            return str(amount.numerator)
        places = 0
        scaled = amount
        while scaled.denominator != 1:
            scaled *= 10
            places += 1
        sign, digits = ("-", str(-scaled.numerator)) if scaled < 0 else ("", str(scaled.numerator))
        digits = digits.rjust(places + 1, "0")
        return f"{sign}{digits[:-places]}.{digits[-places:]}"


class Shape(Enum):
    """The form of a random number; its parameters are exact fractions in the order of the language."""

    CONSTANT = "constant"
    NORMAL = "normal"
    EXPONENTIAL = "exponential"
    UNIFORM = "uniform"
    TRIANGULAR = "triangular"
    GAMMA = "gamma"
    LOGNORMAL = "lognormal"
    POISSON = "poisson"
    GEOMETRIC = "geometric"
    DATA = "from_data"


@frozen
class Draw:
    """A number that the world draws: a duration in microseconds, a quantity in steps, or a bare count.

    `parameters` are in the unit of the result (`normal(4 min, 30 s)` has 240,000,000 and 30,000,000), except for shapes that count
    (`poisson`, `geometric`) whose value is multiplied by `scale` (`geometric(0.04) * 1 d` has scale 86,400,000,000). For DATA the
    parameters are the values of the file, each as likely as the others.
    """

    shape: Shape
    parameters: tuple[Fraction, ...]
    scale: Fraction = Fraction(1)

    @classmethod
    def constant(cls, value: int | Fraction) -> Draw:
        """A draw that always gives the same value."""
        return cls(Shape.CONSTANT, (Fraction(value),))

    @property
    def certain(self) -> bool:
        """Whether every draw gives the same value."""
        return self.shape is Shape.CONSTANT


class Clock(Enum):
    """What a delay counts: every hour, or only those of the calendar that its source works by."""

    ELAPSED = "elapsed"
    WORKING_TIME = "working time"
    WORKING_DAYS = "working days"


@frozen
class Delay:
    """How long something takes. With WORKING_DAYS the draw is in microseconds too: one day is 86,400,000,000."""

    draw: Draw = Draw(Shape.CONSTANT, (Fraction(0),))
    clock: Clock = Clock.ELAPSED


@frozen
class Rate:
    """So much per time: `12 per h` of an item counted in pieces is 12/3,600,000,000 steps per microsecond."""

    per_microsecond: Fraction


@frozen
class Money:
    """An exact amount of the policy's currency."""

    amount: Fraction

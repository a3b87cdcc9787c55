"""Exact numbers together with how people write them, so that a formula can show what it was made from."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from attrs import frozen

from kanbanlang.model.values import DAY, HOUR, MILLISECOND, MINUTE, SECOND, WEEK, YEAR

DIGITS = 12
"""Decimals of a number that has no end; a number that has one is shown whole up to this many."""

_TIMES = (("h", HOUR), ("d", DAY), ("min", MINUTE), ("s", SECOND), ("wk", WEEK), ("y", YEAR), ("ms", MILLISECOND))


@frozen
class Figure:
    """A number and its text, `3 h` or `40 pcs per h`.

    `value` is in the base of its kind: an amount in its unit (`1.5` for 1.5 kg, not steps), a time in microseconds, a rate in amounts
    per microsecond, a share as a fraction (`10 %` is 1/10), money in the currency.
    """

    value: Fraction
    text: str


def decimal(value: Fraction) -> str:
    """A number without needless zeros: `6.6`; one without an end to DIGITS places, rounded half up: `0.333333333333`."""
    scaled = (abs(value) * 10**DIGITS * 2 + 1) // 2
    whole, part = divmod(scaled, 10**DIGITS)
    digits = f"{part:0{DIGITS}d}".rstrip("0")
    return ("-" if value < 0 and scaled else "") + str(whole) + (f".{digits}" if digits else "")


def square_root(value: Fraction) -> Fraction:
    """The square root of a number, not below 0, cut after twice DIGITS places: exact where it has no more."""
    scale = 10 ** (2 * DIGITS)
    return Fraction(isqrt(value.numerator * scale**2 // value.denominator), scale)


def amount(value: Fraction, unit: str) -> Figure:
    """So much of a unit: `20 pcs`."""
    return Figure(value, f"{decimal(value)} {unit}")


def duration(microseconds: Fraction) -> Figure:
    """A time in the unit that says it shortest: `3 h`, `90 min`."""
    return Figure(microseconds, _shortest([(microseconds / length, name) for name, length in _TIMES]))


def rate(per_microsecond: Fraction, unit: str) -> Figure:
    """So much per time, over the time that says it shortest: `40 pcs per h`."""
    return Figure(per_microsecond, _shortest([(per_microsecond * length, f"{unit} per {name}") for name, length in _TIMES]))


def _shortest(choices: list[tuple[Fraction, str]]) -> str:
    """The choice with the shortest number, of those that are 1 or more if there are any: nobody says 0.002 wk."""
    usual = [choice for choice in choices if choice[0] >= 1] or choices
    number, unit = min(((decimal(number), unit) for number, unit in usual), key=lambda pair: len(pair[0]))
    return f"{number} {unit}"


def share(value: Fraction) -> Figure:
    """A part of a hundred: `10 %`."""
    return Figure(value, f"{decimal(value * 100)} %")

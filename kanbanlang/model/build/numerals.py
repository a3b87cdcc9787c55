"""How numbers are written, and how large they may be.

The bounds lie far beyond any plant. They are there so that a slip of the finger, or a broken table, is told to its author and does not
fill the memory.
"""

from __future__ import annotations

from fractions import Fraction

from kanbanlang.model.values import YEAR

MOST_DIGITS = 60
"""Of a number as written."""
MOST_BITS = 1000
"""Of the numerator and the denominator that a calculation comes to."""
MOST_STEPS = 10**15
MOST_TIME = 10_000 * YEAR
MOST_THINGS = 1_000_000
"""Cards, machines or repetitions: what is counted out one by one."""


def exact(text: str) -> Fraction | None:
    """A decimal number as a fraction; None where it is no number, or one that is too long to be read."""
    whole, point, part = text.partition(".")
    digits = whole + part
    if len(digits) > MOST_DIGITS or not (digits.isascii() and digits.isdigit()) or (point and not (whole and part)):
        return None
    return Fraction(int(digits), 10 ** len(part)) if point else Fraction(int(digits))

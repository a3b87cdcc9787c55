"""Means over replications and the intervals that hold the true mean with a given certainty."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from math import atan, fsum, pi, sqrt

from attrs import frozen


@frozen
class Estimate:
    """A mean and the t interval around it; the bounds are None where there is only one value, all are None where there is none."""

    mean: float | None
    low: float | None
    high: float | None


def _within(t: float, freedom: int) -> float:
    """The probability that a t-distributed number lies between -t and t: the finite sums for whole degrees of freedom."""
    cos_square = freedom / (freedom + t * t)
    sin, cos = t / sqrt(freedom + t * t), sqrt(cos_square)
    term = total = cos if freedom % 2 else 1.0
    for n in range(3 if freedom % 2 else 2, freedom, 2):
        term *= cos_square * (n - 1) / n
        total += term
    if freedom % 2 == 0:
        return sin * total
    return 2.0 / pi * (atan(t / sqrt(freedom)) + (sin * total if freedom > 1 else 0.0))


@cache
def t_quantile(level: Fraction, freedom: int) -> float:
    """The t below which a number is in absolute value with probability `level` (above 0, below 1), right to 12 digits."""
    low, high = 0.0, 1.0
    wanted = float(level)
    while _within(high, freedom) < wanted:
        low, high = high, 2.0 * high
    while True:
        middle = (low + high) / 2.0
        if not low < middle < high:
            return float(f"{high:.12g}")  # the last digits may differ from one machine's library to another's
        if _within(middle, freedom) < wanted:
            low = middle
        else:
            high = middle


def estimate(values: Sequence[float], level: Fraction) -> Estimate:
    """Mean and t interval of values that do not depend on each other."""
    n = len(values)
    if n == 0:
        return Estimate(None, None, None)
    mean = fsum(values) / n
    if n == 1:
        return Estimate(mean, None, None)
    variance = fsum((value - mean) ** 2 for value in values) / (n - 1)
    half = t_quantile(level, n - 1) * sqrt(variance / n)
    return Estimate(mean, mean - half, mean + half)

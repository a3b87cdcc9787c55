"""Logarithm, exponential function and normal quantile that give the same bits on every machine.

They use additions, multiplications, divisions and square roots only, which every machine rounds alike; the libraries of two machines
may differ in the last bit of `log` and `exp`, and one bit changes a run.
"""

from __future__ import annotations

from functools import cache
from math import frexp, ldexp, sqrt

_BITS = 10
_PARTS = 1 << _BITS
_SMALLEST = 55  # more than the halvings of the smallest fraction
_SCALE = 1 << 80


def _whole_logarithm_of_ratio(above: int, below: int) -> int:
    """ln(above / below) in units of 1 / _SCALE, for two numbers close to each other: twice the area tangent's series."""
    odd = _SCALE * (above - below) // (above + below)
    square = odd * odd // _SCALE
    total, power, n = 0, odd, 1
    while power:
        total += power // n
        power = power * square // _SCALE
        n += 2
    return 2 * total


@cache
def _table() -> tuple[tuple[float, ...], float]:
    """ln(1 + k / 1024) for k = 0 ... 1024; the last is ln 2."""
    total, logarithms = 0, [0.0]
    for k in range(_PARTS, 2 * _PARTS):
        total += _whole_logarithm_of_ratio(k + 1, k)
        logarithms.append(total / _SCALE)
    return tuple(logarithms), logarithms[-1]


@cache
def _chords() -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    """-ln(m * 2**e) for m in [1/2, 1) is the first at -e, plus the second less m times the third, both at the first 11 bits of m."""
    logarithms, ln2 = _table()
    by_exponent = tuple(e * ln2 for e in range(_SMALLEST))
    slopes = [(logarithms[k + 1] - logarithms[k]) * 2 * _PARTS for k in range(_PARTS)]
    heights = [ln2 - logarithms[k] + (_PARTS + k) / (2 * _PARTS) * slopes[k] for k in range(_PARTS)]
    none = (0.0,) * _PARTS
    return (by_exponent[0], -ln2, *by_exponent[:0:-1]), (*none, *heights), (*none, *slopes)


def exponential_times(mean: float, fractions: list[float]) -> list[int]:
    """For random fractions u: exponentially distributed numbers with that mean, each rounded to a whole number.

    Before it is rounded, each is the mean times -ln(u), linear between 1,024 points of each power of two: off by at most 1.2e-7.
    """
    by_exponent, heights, slopes = _chords()
    return [int(mean * (by_exponent[e] + heights[k := int(m * 2048.0)] - m * slopes[k]) + 0.5) for m, e in map(frexp, fractions)]


def ln(x: float) -> float:
    """The natural logarithm of a positive number, right to about 15 digits."""
    logarithms, ln2 = _table()
    mantissa, exponent = frexp(x)  # in [1/2, 1)
    mantissa += mantissa
    k = int((mantissa - 1.0) * _PARTS + 0.5)
    point = 1.0 + k / _PARTS
    odd = (mantissa - point) / (mantissa + point)
    square = odd * odd
    return (exponent - 1) * ln2 + logarithms[k] + 2.0 * odd * (1.0 + square * (1.0 / 3.0 + square / 5.0))


def exp(x: float) -> float:
    """The number e to the power x, right to about 15 digits; 0 where it is too small to say."""
    _, ln2 = _table()
    halvings = int(x / ln2 + (0.5 if x >= 0 else -0.5))
    if halvings < -1060:  # noqa: PLR2004 - below the smallest float
        return 0.0
    rest = x - halvings * ln2
    total = 1.0
    for n in range(20, 0, -1):
        total = 1.0 + rest * total / n
    return ldexp(total, halvings)


def _ratio(numerator: tuple[float, ...], denominator: tuple[float, ...], x: float) -> float:
    above = below = 0.0
    for a, b in zip(numerator, denominator, strict=True):
        above = above * x + a
        below = below * x + b
    return above / below


# Wichura (1988), algorithm AS 241, highest powers first
_MIDDLE = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    (5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
)  # fmt: skip
_NEAR = (
    (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
     3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734),
    (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
     0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0),
)  # fmt: skip
_FAR = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
     0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772),
    (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
     0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0),
)  # fmt: skip


def normal_quantile(p: float) -> float:
    """The point below which a standard normal number lies with probability p, in (0, 1]; p = 1 is taken just below it."""
    centred = p - 0.5
    if -0.425 <= centred <= 0.425:  # noqa: PLR2004 - where the algorithm changes its formula
        return centred * _ratio(*_MIDDLE, 0.180625 - centred * centred)
    tail = p if centred < 0 else max(1.0 - p, 2.0**-54)
    r = sqrt(-ln(tail))
    size = _ratio(*_NEAR, r - 1.6) if r <= 5.0 else _ratio(*_FAR, r - 5.0)  # noqa: PLR2004
    return -size if centred < 0 else size

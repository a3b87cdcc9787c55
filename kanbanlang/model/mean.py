"""What is drawn, on average: for whoever plans with it and does not draw."""

from __future__ import annotations

from fractions import Fraction

from kanbanlang.model.values import Draw, Shape

_FIRST = frozenset({Shape.CONSTANT, Shape.NORMAL, Shape.EXPONENTIAL, Shape.GAMMA, Shape.LOGNORMAL, Shape.POISSON})
"""Shapes whose first parameter is their mean."""


def mean_of(draw: Draw) -> int:
    """The mean of what is drawn, rounded up to a whole microsecond or step."""
    if draw.shape in _FIRST:
        mean = draw.parameters[0]
    elif draw.shape is Shape.GEOMETRIC:
        mean = 1 / draw.parameters[0]
    else:
        mean = sum(draw.parameters, Fraction(0)) / len(draw.parameters)
    return -int(-mean * draw.scale // 1)

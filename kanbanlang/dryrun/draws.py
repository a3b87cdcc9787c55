"""Random durations and quantities: each shape of the language from a stream, in whole microseconds and steps.

A duration below zero counts as zero and a quantity is rounded to the nearest step; both are counted, because a report says so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain, repeat
from math import sqrt

from attrs import define

from kanbanlang.dryrun.elementary import exp, exponential_times, ln, normal_quantile
from kanbanlang.dryrun.streams import Stream
from kanbanlang.model.values import Draw, Shape

Drawn = Callable[[], int]
"""Each call draws the next number."""

_SMALLEST_WEIGHT = 1e-18
_LARGEST_TABLE = 1e8


@define
class Notes:
    """How often a drawn number was not what it became: durations below zero, quantities that were no whole number of steps.

    And how many deliveries were lost on their way.
    """

    negative_times: int = 0
    rounded_quantities: int = 0
    lost_deliveries: int = 0


def durations(draw: Draw, stream: Stream, notes: Notes) -> Drawn:
    """Whole microseconds, never below zero."""
    if draw.certain:
        return repeat(max(0, _nearest(draw.parameters[0]))).__next__
    if draw.shape is Shape.EXPONENTIAL and draw.scale == 1:  # by far the most frequent, and never below zero
        mean = float(draw.parameters[0])
        return chain.from_iterable(exponential_times(mean, numbers) for numbers in stream.blocks()).__next__
    return _not_negative(_values(draw, stream), notes).__next__


def quantities(draw: Draw, stream: Stream, notes: Notes) -> Drawn:
    """Whole steps, never below zero."""
    if draw.certain:
        return repeat(max(0, _nearest(draw.parameters[0]))).__next__
    return _whole(_values(draw, stream), notes).__next__


def _nearest(value: object) -> int:
    return int(value * 2 + 1) // 2 if value >= 0 else 0  # type: ignore[operator]


def _not_negative(values: Iterable[float], notes: Notes) -> Iterator[int]:
    for value in values:
        if value < 0:
            notes.negative_times += 1
            yield 0
        else:
            yield int(value + 0.5)


def _whole(values: Iterable[float], notes: Notes) -> Iterator[int]:
    for value in values:
        nearest = int(value + 0.5) if value > 0 else 0
        if nearest != value:
            notes.rounded_quantities += 1
        yield nearest


def _values(draw: Draw, stream: Stream) -> Iterator[float]:
    """The numbers of a shape, in the unit of the result and not rounded."""
    if draw.shape is Shape.DATA:
        return _from_data([float(value * draw.scale) for value in draw.parameters], stream)
    parameters = [float(parameter) for parameter in draw.parameters]
    values = _SHAPES[draw.shape](stream, *parameters)
    if draw.scale == 1:
        return values
    scale = draw.scale.numerator if draw.scale.denominator == 1 else float(draw.scale)
    return (value * scale for value in values)


def _from_data(values: list[float], stream: Stream) -> Iterator[float]:
    while True:
        yield values[int((1.0 - stream.fraction()) * len(values))]


def _exponential(stream: Stream, mean: float) -> Iterator[float]:
    while True:
        yield -mean * ln(stream.fraction())


def _normal(stream: Stream, mean: float, deviation: float) -> Iterator[float]:
    while True:
        yield mean + deviation * normal_quantile(stream.fraction())


def _uniform(stream: Stream, low: float, high: float) -> Iterator[float]:
    while True:
        yield low + (high - low) * stream.fraction()


def _triangular(stream: Stream, low: float, mode: float, high: float) -> Iterator[float]:
    width = high - low
    at_mode = (mode - low) / width if width else 1.0
    while True:
        u = stream.fraction()
        if u <= at_mode:
            yield low + sqrt(u * width * (mode - low))
        else:
            yield high - sqrt((1.0 - u) * width * (high - mode))


def _lognormal(stream: Stream, mean: float, deviation: float) -> Iterator[float]:
    if mean <= 0:
        yield from repeat(0.0)
    variance = ln(1.0 + (deviation / mean) ** 2)
    centre, spread = ln(mean) - variance / 2.0, sqrt(variance)
    while True:
        yield exp(centre + spread * normal_quantile(stream.fraction()))


def _gamma(stream: Stream, mean: float, deviation: float) -> Iterator[float]:
    """Marsaglia and Tsang (2000); a shape below 1 is taken from one above it and a power of a uniform number."""
    if mean <= 0 or deviation <= 0:
        yield from repeat(max(mean, 0.0))
    shape = (mean / deviation) ** 2
    scale = deviation * deviation / mean
    d = (shape if shape >= 1.0 else shape + 1.0) - 1.0 / 3.0
    c = 1.0 / sqrt(9.0 * d)
    while True:
        x = normal_quantile(stream.fraction())
        v = 1.0 + c * x
        if v <= 0.0:
            continue
        v = v * v * v
        if ln(stream.fraction()) >= 0.5 * x * x + d - d * v + d * ln(v):
            continue
        value = d * v * scale
        yield value if shape >= 1.0 else value * exp(ln(stream.fraction()) / shape)


@cache
def _poisson_table(mean: float) -> tuple[int, tuple[float, ...]]:
    """The smallest count that ever comes, and from it on the probability of each count or fewer."""
    mode = int(mean)
    below, weight, k = [], 1.0, mode
    while k > 0 and (weight := weight * k / mean) > _SMALLEST_WEIGHT:
        below.append(weight)
        k -= 1
    weights = [*reversed(below), 1.0]
    weight, above = 1.0, mode
    while (weight := weight * mean / (above + 1)) > _SMALLEST_WEIGHT:
        weights.append(weight)
        above += 1
    total, running, cumulative = sum(weights), 0.0, []
    for one in weights:
        running += one
        cumulative.append(running / total)
    cumulative[-1] = 1.0
    return mode - len(below), tuple(cumulative)


def _poisson(stream: Stream, mean: float) -> Iterator[float]:
    """By the table of its probabilities; where that would be huge, as the normal number that it then is."""
    if mean <= 0:
        yield from repeat(0)
    if mean > _LARGEST_TABLE:
        yield from (max(0, int(value + 0.5)) for value in _normal(stream, mean, sqrt(mean)))
    least, cumulative = _poisson_table(mean)
    while True:
        yield least + bisect_left(cumulative, stream.fraction())


def _geometric(stream: Stream, p: float) -> Iterator[float]:
    """How many trials until the first success: 1, 2, 3 ..."""
    if p >= 1.0:
        yield from repeat(1)
    per_trial = ln(1.0 - p)
    while True:
        yield 1 + int(ln(stream.fraction()) / per_trial)


_SHAPES: dict[Shape, Callable[..., Iterator[float]]] = {
    Shape.NORMAL: _normal,
    Shape.EXPONENTIAL: _exponential,
    Shape.UNIFORM: _uniform,
    Shape.TRIANGULAR: _triangular,
    Shape.GAMMA: _gamma,
    Shape.LOGNORMAL: _lognormal,
    Shape.POISSON: _poisson,
    Shape.GEOMETRIC: _geometric,
}

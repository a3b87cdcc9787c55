"""Random numbers: each shape is the distribution that its name promises, and all are whole in the end."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import log, sqrt

import pytest
from scipy import stats

from kanbanlang.dryrun.draws import Notes, durations, quantities
from kanbanlang.dryrun.streams import Stream
from kanbanlang.model.values import Draw, Shape

MINUTE = 60_000_000
MANY = 20_000
UNLIKELY = 1e-4
"""A right generator fails a test of its distribution once in ten thousand seeds; this seed is fixed."""


def drawn(shape: Shape, *parameters: float | Fraction, scale: int = 1, make: Callable[..., Callable[[], int]] = durations) -> list[int]:
    draw = Draw(shape, tuple(Fraction(one) for one in parameters), Fraction(scale))
    give = make(draw, Stream(20260105, 1, shape.value), Notes())
    return [give() for _ in range(MANY)]


def _lognormal(mean: float, deviation: float) -> stats.rv_frozen:  # type: ignore[name-defined]
    variance = log(1 + (deviation / mean) ** 2)
    return stats.lognorm(s=sqrt(variance), scale=mean / sqrt(1 + (deviation / mean) ** 2))


CONTINUOUS = {
    Shape.NORMAL: ((60 * MINUTE, 5 * MINUTE), stats.norm(60 * MINUTE, 5 * MINUTE)),
    Shape.EXPONENTIAL: ((4 * MINUTE,), stats.expon(scale=4 * MINUTE)),
    Shape.UNIFORM: ((2 * MINUTE, 9 * MINUTE), stats.uniform(2 * MINUTE, 7 * MINUTE)),
    Shape.TRIANGULAR: ((1 * MINUTE, 3 * MINUTE, 9 * MINUTE), stats.triang(0.25, 1 * MINUTE, 8 * MINUTE)),
    Shape.GAMMA: ((6 * MINUTE, 3 * MINUTE), stats.gamma(4, scale=1.5 * MINUTE)),
    Shape.LOGNORMAL: ((6 * MINUTE, 3 * MINUTE), _lognormal(6 * MINUTE, 3 * MINUTE)),
}


@pytest.mark.parametrize("shape", CONTINUOUS)
def test_a_random_time_has_its_distribution(shape: Shape) -> None:
    parameters, expected = CONTINUOUS[shape]
    found = drawn(shape, *parameters)
    assert all(type(one) is int and one >= 0 for one in found)
    assert stats.kstest(found, expected.cdf).pvalue > UNLIKELY


def test_a_gamma_time_with_a_wide_spread_has_its_distribution() -> None:
    found = drawn(Shape.GAMMA, 5 * MINUTE, 10 * MINUTE)
    assert stats.kstest(found, stats.gamma(0.25, scale=20 * MINUTE).cdf).pvalue > UNLIKELY


@pytest.mark.parametrize(
    ("shape", "parameter", "expected"),
    [
        (Shape.POISSON, Fraction(7, 2), stats.poisson(3.5)),
        (Shape.POISSON, Fraction(40), stats.poisson(40)),
        (Shape.GEOMETRIC, Fraction(1, 5), stats.geom(0.2)),
    ],
)
def test_a_random_count_has_its_distribution(shape: Shape, parameter: Fraction, expected: stats.rv_frozen) -> None:  # type: ignore[name-defined]
    found = drawn(shape, parameter, make=quantities)
    counts = [found.count(value) for value in range(max(found) + 1)]
    likely = [value for value in range(max(found) + 1) if MANY * expected.pmf(value) >= 10]
    observed = [counts[value] for value in likely]
    wanted = [MANY * expected.pmf(value) for value in likely]
    rest = MANY - sum(observed)
    assert stats.chisquare([*observed, rest], [*wanted, MANY - sum(wanted)]).pvalue > UNLIKELY


def test_a_count_of_days_is_whole_days() -> None:
    day = 1440 * MINUTE
    found = drawn(Shape.GEOMETRIC, Fraction(1, 25), scale=day)
    assert min(found) == day
    assert all(one % day == 0 for one in found)


def test_each_value_of_a_file_is_as_likely_as_the_others() -> None:
    found = drawn(Shape.DATA, 3, 5, 5, 11)
    assert set(found) == {3, 5, 11}
    assert stats.chisquare([found.count(3), found.count(5), found.count(11)], [MANY / 4, MANY / 2, MANY / 4]).pvalue > UNLIKELY


def test_a_time_below_zero_is_zero_and_counted() -> None:
    notes = Notes()
    give = durations(Draw(Shape.NORMAL, (Fraction(MINUTE), Fraction(MINUTE))), Stream(1, 1, "work"), notes)
    found = [give() for _ in range(MANY)]
    assert min(found) == 0
    below = stats.norm.cdf(-1)
    assert abs(notes.negative_times / MANY - below) < 4 * sqrt(below * (1 - below) / MANY)


def test_numbers_depend_on_seed_replication_and_name_alone() -> None:
    def first(*words: int | str) -> list[float]:
        stream = Stream(*words)  # type: ignore[arg-type]
        return [stream.fraction() for _ in range(200)]

    streams = [first(1, 1, "a"), first(2, 1, "a"), first(1, 2, "a"), first(1, 1, "b")]
    assert first(1, 1, "a") == streams[0]
    assert len({tuple(one) for one in streams}) == 4
    assert all(abs(stats.pearsonr(streams[0], other).statistic) < 0.3 for other in streams[1:])

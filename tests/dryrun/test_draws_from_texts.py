"""Random times and quantities as a policy writes them: the words mean the distributions of the same name, in whole steps."""

from __future__ import annotations

from fractions import Fraction
from math import log, sqrt
from pathlib import Path

import pytest
from dry_scenarios import scenario_of
from scipy import stats

from kanbanlang.dryrun.draws import Notes, durations, quantities
from kanbanlang.dryrun.streams import Stream
from kanbanlang.model.values import DAY, HOUR, MINUTE, Draw

MANY = 20_000
SIGMAS = 4.5
"""A right generator misses so wide a mark once in 150,000 times; a wrong parameter of a few per cent misses it always."""
QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
SHOP = """
policy shop
item gear
item cable {{ unit m }}
unit m step 0.001
supplier acme
buffer shelf of gear {{ keep 9 pcs; from acme {{ lead time {time} }}; serves customers }}
buffer drum of cable {{ keep 9 m; from acme; serves customers }}
scenario trial {{ orders of {quantity} of {item} every 1 h }}
"""


def time_of(text: str, folder: Path | None = None) -> Draw:
    """The draw of a lead time."""
    scenario = scenario_of(SHOP.format(time=text, quantity="1 pcs", item="gear"), folder)
    return scenario.policy.buffers["shelf"].sources[0].terms.lead_time.draw


def quantity_of(text: str, item: str = "gear") -> Draw:
    """The draw of an order's quantity."""
    (orders,) = scenario_of(SHOP.format(time="1 h", quantity=text, item=item)).orders
    return orders.quantity


def drawn(draw: Draw, *, of: str = "time", notes: Notes | None = None) -> list[int]:
    """Many draws, which are whole numbers."""
    make = durations if of == "time" else quantities
    give = make(draw, Stream(20260105, 1, of), notes or Notes())
    found = [give() for _ in range(MANY)]
    assert {type(one) for one in found} == {int}
    assert min(found) >= 0
    return found


def assert_distributed(found: list[int], expected: stats.rv_frozen) -> None:  # type: ignore[name-defined]
    """The mean, the deviation, and the share below each quantile are those of the distribution."""
    mean, deviation = expected.mean(), expected.std()
    kurtosis = float(expected.stats(moments="k"))
    found_mean = sum(found) / MANY
    found_deviation = sqrt(sum((one - found_mean) ** 2 for one in found) / (MANY - 1))
    assert abs(found_mean - mean) < SIGMAS * deviation / sqrt(MANY)
    assert abs(found_deviation / deviation - 1) < SIGMAS * sqrt((kurtosis + 2) / MANY) / 2
    for quantile in QUANTILES:
        value = expected.ppf(quantile)
        share, below = expected.cdf(value), sum(one <= value for one in found) / MANY
        assert abs(below - share) < SIGMAS * sqrt(share * (1 - share) / MANY), f"{below} at or below the quantile {quantile}"


def lognormal(mean: float, deviation: float) -> stats.rv_frozen:  # type: ignore[name-defined]
    """By its own mean and deviation, not by those of its logarithm."""
    spread = sqrt(log(1 + (deviation / mean) ** 2))
    return stats.lognorm(spread, scale=mean * (1 + (deviation / mean) ** 2) ** -0.5)


def gamma(mean: float, deviation: float) -> stats.rv_frozen:  # type: ignore[name-defined]
    return stats.gamma((mean / deviation) ** 2, scale=deviation**2 / mean)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("normal(2 d, 4 h)", stats.norm(2 * DAY, 4 * HOUR)),
        ("exponential(8 h)", stats.expon(scale=8 * HOUR)),
        ("uniform(1 d, 3 d)", stats.uniform(DAY, 2 * DAY)),
        ("triangular(1 d, 2 d, 5 d)", stats.triang(0.25, DAY, 4 * DAY)),
        ("triangular(1 d, 1 d, 5 d)", stats.triang(0, DAY, 4 * DAY)),
        ("triangular(1 d, 5 d, 5 d)", stats.triang(1, DAY, 4 * DAY)),
        ("gamma(2 d, 1 d)", gamma(2 * DAY, DAY)),
        ("gamma(1 d, 2 d)", gamma(DAY, 2 * DAY)),
        ("lognormal(2 d, 1 d)", lognormal(2 * DAY, DAY)),
    ],
)
def test_a_random_time_has_the_mean_the_spread_and_the_quantiles_of_its_name(text: str, expected: stats.rv_frozen) -> None:  # type: ignore[name-defined]
    assert_distributed(drawn(time_of(text)), expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("geometric(0.04) * 1 d", stats.geom(0.04)), ("geometric(0.5) * 1 d", stats.geom(0.5)), ("poisson(3) * 1 d", stats.poisson(3))],
)
def test_a_number_that_multiplies_a_day_gives_whole_days(text: str, expected: stats.rv_frozen) -> None:  # type: ignore[name-defined]
    found = drawn(time_of(text))
    assert {one % DAY for one in found} == {0}
    assert_distributed([one // DAY for one in found], expected)


def test_geometric_begins_at_one() -> None:
    """How many days until the first success: 1, 2, 3 ..."""
    assert min(drawn(time_of("geometric(0.5) * 1 d"))) == DAY


def test_a_number_that_multiplies_half_an_hour_gives_half_hours() -> None:
    assert {one % (30 * MINUTE) for one in drawn(time_of("geometric(0.3) * 30 min"))} == {0}


@pytest.mark.parametrize("mean", [1, 4, 60, 700])
def test_a_poisson_quantity_is_poisson(mean: int) -> None:
    assert_distributed(drawn(quantity_of(f"poisson({mean} pcs)"), of="quantity"), stats.poisson(mean))


# ------------------------------------------------------------ whole steps
@pytest.mark.parametrize(
    ("text", "expected"), [("normal(400 pcs, 60 pcs)", stats.norm(400, 60)), ("gamma(400 pcs, 200 pcs)", gamma(400, 200))]
)
def test_a_random_quantity_is_the_nearest_whole_piece(text: str, expected: stats.rv_frozen) -> None:  # type: ignore[name-defined]
    """All that lies within half a piece of a number becomes this number."""
    found = drawn(quantity_of(text), of="quantity")
    for number in (350, 400, 450):
        share = expected.cdf(number + 0.5)
        below = sum(one <= number for one in found) / MANY
        assert abs(below - share) < SIGMAS * sqrt(share * (1 - share) / MANY)


def test_the_nearest_step_of_a_metre_is_a_millimetre() -> None:
    found = drawn(quantity_of("uniform(1 m, 2 m)", "cable"), of="quantity")
    assert min(found) >= 1000
    assert max(found) <= 2000
    assert abs(sum(found) / MANY - 1500) < SIGMAS * 1000 / sqrt(12 * MANY)


def test_every_quantity_that_was_no_whole_number_is_counted() -> None:
    notes = Notes()
    drawn(quantity_of("uniform(2 pcs, 8 pcs)"), of="quantity", notes=notes)
    assert notes.rounded_quantities == MANY
    notes = Notes()
    drawn(quantity_of("poisson(5 pcs)"), of="quantity", notes=notes)
    assert notes.rounded_quantities == 0


def test_a_negative_quantity_is_none() -> None:
    share = stats.norm.cdf(0.5, 1, 2)
    zeros = drawn(quantity_of("normal(1 pcs, 2 pcs)"), of="quantity").count(0) / MANY
    assert abs(zeros - share) < SIGMAS * sqrt(share * (1 - share) / MANY)


def test_every_time_below_zero_is_zero_and_counted() -> None:
    notes = Notes()
    found = drawn(time_of("normal(1 h, 1 h)"), notes=notes)
    share = stats.norm.cdf(-1)
    assert notes.negative_times == found.count(0)
    assert abs(notes.negative_times / MANY - share) < SIGMAS * sqrt(share * (1 - share) / MANY)


@pytest.mark.parametrize("text", ["exponential(8 h)", "gamma(1 h, 2 h)", "lognormal(1 h, 2 h)", "uniform(0 h, 1 h)"])
def test_times_that_cannot_be_below_zero_never_are(text: str) -> None:
    notes = Notes()
    drawn(time_of(text), notes=notes)
    assert notes.negative_times == 0


# ------------------------------------------------------------ from data
def test_data_of_a_file_come_as_often_as_they_stand_there(tmp_path: Path) -> None:
    (tmp_path / "days.csv").write_text("days\n1\n2\n2\n5\n", encoding="utf-8")
    found = drawn(time_of('from_data("days.csv") * 1 d', tmp_path))
    assert set(found) == {DAY, 2 * DAY, 5 * DAY}
    expected = [MANY / 4, MANY / 2, MANY / 4]
    assert stats.chisquare([found.count(days * DAY) for days in (1, 2, 5)], expected).pvalue > 1e-5


def test_a_certain_time_is_always_the_same() -> None:
    assert set(drawn(time_of("36 h"))) == {36 * HOUR}
    assert time_of("36 h") == Draw.constant(Fraction(36 * HOUR))

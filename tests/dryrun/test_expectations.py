"""`expect`: every measure has its name and unit there, and a verdict comes from the interval, not from a lucky mean."""

from __future__ import annotations

from fractions import Fraction
from statistics import mean, stdev

import pytest
from dry_scenarios import scenario_of
from scipy import stats

from kanbanlang.dryrun import Judged, Metric, Run, Verdict, dry_run

PLANT = """
policy plant {{ currency EUR }}
item gear
item box {{ pack 2 pcs }}
item bolt {{ pack 4 pcs }}
supplier acme
supplier bolts
vlm lift {{ retrieval time 3 h }}
station cell {{ makes box; cycle time 3 h }}
buffer shelf of gear {{
  keep 6 pcs
  from acme {{ lead time 12 h; order cost 5 EUR; price 1.50 EUR }}
  serves customers
  holding cost 2 EUR per pcs per d
  shortage cost 10 EUR per pcs per d
}}
buffer boxes of box {{ kanban 2 cards; from cell; serves customers }}
buffer stock of bolt in lift {{ keep 8 pcs; from bolts }}
buffer line of bolt {{ kanban 2 cards; from stock }}
scenario trial {{
  lasts 4 d after 1 d
  repeat 3 times
  orders of 12 pcs of gear daily at 06:00
  orders of 2 pcs of box daily at 06:00
  orders of 4 pcs of line daily at 06:00
  {expect}
}}
"""
"""Each day is like the other.

The shelf: at 06:00 12 are asked, 6 given, 6 wait, 12 pulled; at 18:00 they come, 6 for who waits and 6 to the shelf.
Boxes: at 06:00 the 2 of a container are taken, and made again by 12:00.
The line: at 06:00 a container of 4 is emptied; the lift brings 4 by 09:00, and what replaces them in the lift is there at once.
"""

HOLDING = [
    "fill rate of shelf = 50 %",
    "fill rate of gear = 50 %",
    "ready rate of shelf = 50 %",
    "mean wait of shelf = 6 h",  # 6 of 12 pieces for 12 h
    "mean wait of gear = 6 h",
    "stock outs of shelf = 1 per d",
    "throughput of shelf = 0.5 pcs per h",
    "throughput of gear = 12 pcs per d",
    "turns of shelf = 1460 per y",  # 12 a day of 3 on average: 4 x 365
    "dwell of shelf = 6 h",  # 3 pieces for a day, of 12 that leave
    "pulls of shelf = 1 per d",
    "order lead time of shelf = 12 h",
    "orders of acme = 1 per d",
    "mean lead time of acme = 12 h",
    "mean on_hand of shelf = 3 pcs",
    "max on_hand of shelf = 6 pcs",
    "min on_hand of shelf = 0 pcs",
    "mean incoming of shelf = 6 pcs",
    "max incoming of shelf = 12 pcs",
    "mean backlog of shelf = 3 pcs",
    "max backlog of shelf = 6 pcs",
    "mean promised of shelf = 3 pcs",
    "mean position of shelf = 6 pcs",
    "min position of shelf = 6 pcs",
    "mean waiting of shelf = 0.5",  # one order for half of the day
    "cost of shelf = 59 EUR per d",  # 3 x 2 + 3 x 10 + 5 + 12 x 1.50
    "cost = 59 EUR per d",
    "share of time backlog(shelf) > 0 pcs = 50 %",
    "flow time of cell = 6 h",
    "utilization of cell = 25 %",
    "mean wip of cell = 0.5 pcs",
    "max wip of cell = 2 pcs",
    "min wip of cell = 0 pcs",
    "mean on_hand of boxes = 3.5 pcs",
    "mean cards of boxes = 2",
    "max empty of boxes = 0",  # an emptied container pulls in the same instant
    "picks of lift = 1 per d",
    "utilization of lift = 12.5 %",
    "mean reserved of stock = 0.5 pcs",
    "max reserved of stock = 4 pcs",
    "mean available of stock = 8 pcs",
    "mean on_hand of stock = 8.5 pcs",
    "order lead time of line = 3 h",
]


def judged(expect: str, **options: int | Fraction) -> list[Judged]:
    """The verdicts of a run of the plant."""
    return list(dry_run(scenario_of(PLANT.format(expect=expect)), **options).expectations)  # type: ignore[arg-type]


def test_every_measure_can_be_expected_and_is_what_the_day_gives() -> None:
    found = judged("\n".join(f"expect {one}" for one in HOLDING))
    assert [(one.text, one.message) for one in found if not one.holds] == []
    assert len(found) == len(HOLDING)


@pytest.mark.parametrize(
    ("comparison", "verdict"),
    [
        (">= 3 pcs", Verdict.HOLDS),
        ("> 3 pcs", Verdict.FAILS),
        ("> 2 pcs", Verdict.HOLDS),
        ("<= 3 pcs", Verdict.HOLDS),
        ("< 3 pcs", Verdict.FAILS),
        ("< 4 pcs", Verdict.HOLDS),
        ("= 3 pcs", Verdict.HOLDS),
        ("= 4 pcs", Verdict.FAILS),
        ("!= 3 pcs", Verdict.FAILS),
        ("!= 4 pcs", Verdict.HOLDS),
        (">= 4 pcs", Verdict.FAILS),
    ],
)
def test_without_chance_the_interval_is_a_point(comparison: str, verdict: Verdict) -> None:
    (found,) = judged(f"expect mean on_hand of shelf {comparison}")
    assert found.verdict is verdict
    assert "3 pcs" in found.message


def test_a_measure_with_nothing_to_measure_is_undecided() -> None:
    """Nobody asks for spare parts: there is no share of what was asked."""
    text = PLANT.format(expect="expect fill rate of spares >= 0 %")
    (found,) = dry_run(scenario_of(text + "buffer spares of gear { keep 1 pcs; from acme }\n")).expectations
    assert (found.verdict, found.holds) == (Verdict.UNDECIDED, False)
    assert "nothing to measure" in found.message


# ------------------------------------------------------------ intervals
CHANCE = """
policy shop
item gear
supplier acme
buffer shelf of gear {{ keep 6 pcs; from acme {{ lead time 1 d }}; serves customers }}
scenario trial {{ lasts 1 wk; repeat {repeat} times; orders of gear poisson 5 per d; {expect} }}
"""


def chance(expect: str = "", repeat: int = 8, level: Fraction = Fraction(95, 100)) -> Run:
    return dry_run(scenario_of(CHANCE.format(expect=expect, repeat=repeat)), level=level)


def fill_rate(run: Run) -> Metric:
    """The fill rate of the shelf."""
    return next(one for one in run.metrics if (one.metric, one.of) == ("fill rate", "shelf"))


@pytest.mark.parametrize("level", [Fraction(80, 100), Fraction(95, 100), Fraction(99, 100)])
@pytest.mark.parametrize("repeat", [2, 3, 8])
def test_the_interval_is_that_of_student(level: Fraction, repeat: int) -> None:
    """Mean and t times the deviation by the square root of the number."""
    found = fill_rate(chance(repeat=repeat, level=level))
    assert len(found.values) == repeat
    half = stats.t.ppf((1 + float(level)) / 2, repeat - 1) * stdev(found.values) / repeat**0.5
    assert (found.mean, found.low, found.high) == pytest.approx(
        (mean(found.values), mean(found.values) - half, mean(found.values) + half), rel=1e-9
    )


def bounds() -> dict[str, float]:
    found = fill_rate(chance())
    assert found.low is not None
    assert found.mean is not None
    assert found.high is not None
    return {
        "below": found.low - 0.01,
        "in its lower half": (found.low + found.mean) / 2,
        "in its upper half": (found.mean + found.high) / 2,
        "above": found.high + 0.01,
    }


@pytest.mark.parametrize(
    ("operator", "bound", "verdict"),
    [
        (">=", "below", Verdict.HOLDS),
        (">=", "in its lower half", Verdict.UNDECIDED),  # the mean is above it: that is not enough
        (">=", "in its upper half", Verdict.UNDECIDED),
        (">=", "above", Verdict.FAILS),
        ("<=", "below", Verdict.FAILS),
        ("<=", "in its upper half", Verdict.UNDECIDED),  # the mean is below it
        ("<=", "above", Verdict.HOLDS),
        ("=", "in its lower half", Verdict.UNDECIDED),
        ("=", "above", Verdict.FAILS),
        ("!=", "in its lower half", Verdict.UNDECIDED),
        ("!=", "above", Verdict.HOLDS),
    ],
)
def test_an_expectation_is_judged_on_the_interval(operator: str, bound: str, verdict: Verdict) -> None:
    (found,) = chance(f"expect fill rate of gear {operator} {100 * bounds()[bound]:.4f} %").expectations
    assert found.verdict is verdict
    assert found.holds is (verdict is Verdict.HOLDS)
    assert ("more replications" in found.message) is (verdict is Verdict.UNDECIDED)


def test_a_higher_level_is_a_wider_interval_and_may_leave_undecided_what_a_lower_one_decides() -> None:
    narrow = fill_rate(chance(level=Fraction(50, 100)))
    assert narrow.low is not None
    expect = f"expect fill rate of gear >= {100 * (narrow.low - 0.001):.4f} %"
    verdicts = [chance(expect, level=level).expectations[0].verdict for level in (Fraction(50, 100), Fraction(9999, 10000))]
    assert verdicts == [Verdict.HOLDS, Verdict.UNDECIDED]


def test_one_replication_has_no_interval_and_is_judged_on_what_it_measured() -> None:
    run = chance("expect fill rate of gear > 0 %", repeat=1)
    found = fill_rate(run)
    assert (found.low, found.high) == (None, None)
    assert run.expectations[0].verdict is Verdict.HOLDS

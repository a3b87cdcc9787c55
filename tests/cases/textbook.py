"""Results from textbooks and public packages, and the policies beside this file that must reproduce them.

python tests/cases/textbook.py        runs each at full width: the 99 % interval holds the value and is at most 1 % wide to each side
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from pathlib import Path

from attrs import evolve, frozen

from kanbanlang.dryrun import Run, dry_run
from kanbanlang.model import load
from kanbanlang.model.policy import Scenario

HERE = Path(__file__).resolve().parent
DAY_IN_SECONDS = 86_400
LEVEL = Fraction(99, 100)
NARROW = 0.01
NARROW_SHARE = 0.005
"""How wide to each side an interval may be at full width: a part of the value, and for shares an absolute width."""


@frozen
class Textbook:
    """A policy file and its scenario, the buffer, station or loop that is measured, and the long-run value of each measure."""

    file: str
    of: str
    source: str
    values: Mapping[str, float]
    scenario: str = "long_run"

    @property
    def title(self) -> str:
        """The file, and which of its scenarios where it has several."""
        return self.file if self.scenario == "long_run" else f"{self.file} {self.scenario}"


def _penny_fab(cards: int) -> Textbook:
    """Four stations with exponential times of 2 h on average: so many cards make cards / (2 * (4 + cards - 1)) an hour."""
    values = {"throughput": cards / (2 * (4 + cards - 1)), "flow time": 2 * (4 + cards - 1) * 3_600, "mean wip": cards}
    source = "Hopp and Spearman, Factory Physics: the practical worst case of Penny Fab One"
    return Textbook("penny_fab", "line", source, values, f"cards_{cards}")


TEXTBOOKS = (
    Textbook(
        "base_stock",
        "pumps",
        "Hadley and Whitin (1963) chapter 4: Poisson(6) on order under a base stock of 9",
        {
            "fill rate": 0.8472374939845612,
            "ready rate": 0.8472374939845612,
            "mean on_hand": 3.161258883138749,
            "mean backlog": 0.16125888313874964,
            "mean incoming": 6.0,
            "mean wait": 0.08062944156937482 * DAY_IN_SECONDS,
        },
    ),
    Textbook(
        "one_server",
        "pumps",
        "Buzacott and Shanthikumar (1993) chapter 4: M/M/1 making to a base stock of 5",
        {
            "fill rate": 0.67232,
            "mean on_hand": 2.31072,
            "mean backlog": 1.31072,
            "mean incoming": 4.0,
            "mean wait": 1.6384 * DAY_IN_SECONDS,
        },
    ),
    Textbook(
        "reorder_lot",
        "valves",
        "Snyder and Shen, Fundamentals of Supply Chain Theory, 2nd edition, example 5.8",
        {
            "cost": 107.92358063314978,
            "mean on_hand": 3.1054328272538227,
            "mean backlog": 0.10543282725382212,
            "fill rate": 0.8666328304219004,
            "pulls": 0.3,
        },
    ),
    *(_penny_fab(cards) for cards in (1, 2, 3, 4, 6, 8, 10)),
    Textbook(
        "four_cells",
        "cell_1",
        "Ciardo and Tilgner (1996): the Kanban net with one card in each of its four cells; the throughput as Storm has it exactly",
        {
            "throughput": 0.0925846346333821,
            "share of time wip(cell_1) + on_hand(out_1) > 0 pcs": 0.9074153653666183,
            "share of time wip(cell_2) + on_hand(out_2) > 0 pcs": 0.671357104198202,
            "share of time wip(cell_3) + on_hand(out_3) > 0 pcs": 0.671357104198202,
            "share of time wip(cell_4) + on_hand(out_4) > 0 pcs": 0.35537536525944835,
        },
    ),
)


def scenario_of(file: str, name: str | None = None) -> Scenario:
    """A scenario of a policy beside this file; without a name its only one."""
    loaded = load(HERE / f"{file}.kanban")
    assert loaded.policy is not None, [one.message for one in loaded.diagnostics]
    if name is None:
        (scenario,) = loaded.policy.scenarios.values()
        return scenario
    return loaded.policy.scenarios[name]


def measured(run: Run, of: str) -> dict[str, tuple[float, float, float]]:
    """Mean and interval of every measure of a buffer, station or loop, and of what the policy itself says what to measure of."""
    return {
        metric.metric: (metric.mean, metric.low, metric.high)
        for metric in run.metrics
        if (metric.of == of or metric.metric.startswith("share of time"))
        and metric.mean is not None
        and metric.low is not None
        and metric.high is not None
    }


def shortened(scenario: Scenario, times: int) -> Scenario:
    """The same with runs that are so many times shorter, and only ten of them."""
    return evolve(scenario, lasts=scenario.lasts // times, repeat=10)


def is_narrow(metric: str, value: float, low: float, high: float) -> bool:
    """Whether an interval is as narrow as a published value deserves."""
    allowed = NARROW_SHARE if metric.endswith("rate") else NARROW * value
    return (high - low) / 2 <= allowed


def at_full_width(book: Textbook) -> dict[str, tuple[float, float, float]]:
    """What the whole run measures."""
    return measured(dry_run(scenario_of(book.file, book.scenario), level=LEVEL), book.of)


def main() -> int:
    """Run every textbook at full width, as many at once as there are cores, and print what came out; 1 where one is not reproduced."""
    failed = 0
    with ProcessPoolExecutor() as pool:
        for book, found in zip(TEXTBOOKS, pool.map(at_full_width, TEXTBOOKS), strict=True):
            print(f"{book.title}: {book.source}", flush=True)  # noqa: T201 - this is a command
            for metric, value in book.values.items():
                mean, low, high = found[metric]
                good = low <= value <= high and is_narrow(metric, value, low, high)
                failed += not good
                told = f"{value:14.6f}   measured {mean:14.6f}   {low:.6f} to {high:.6f}   {'holds' if good else 'FAILS'}"
                print(f"  {metric:14} {told}", flush=True)  # noqa: T201
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

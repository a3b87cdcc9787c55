"""Random streams go by name: the same text and seed are the same bytes, and what is added elsewhere shifts nothing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from dry_runs import told
from dry_scenarios import scenario_of, scenarios_of

from kanbanlang.dryrun import Record, Watcher, dry_run
from kanbanlang.model.policy import Scenario

SHOP = """
policy shop
item gear
supplier acme
station cell {{ makes box; cycle time exponential(2 h) }}
item box
{before}
buffer shelf of gear {{ {rule}; from acme {{ lead time gamma(1 d, 8 h) }}; serves customers }}
buffer boxes of box {{ keep 3 pcs; from cell; serves customers }}
{behind}
scenario trial {{
  lasts 1 wk
  repeat {repeat} times
  {first}
  orders of uniform(1 pcs, 9 pcs) of gear poisson 1 per h
  orders of box every exponential(5 h)
  {last}
}}
"""
PLAIN = {"before": "", "behind": "", "rule": "keep 200 pcs", "first": "", "last": "", "repeat": "1"}
OTHER = """
item bolt
supplier bolts
buffer {name} of bolt {{ keep 100 pcs; from bolts {{ lead time exponential(1 d) }}; serves customers }}
"""


def text(**more: str) -> str:
    return SHOP.format(**{**PLAIN, **more})


def heard(
    source: str, *, of: tuple[str, ...] = ("shelf", "boxes", "cell"), kinds: tuple[str, ...] = ("order", "receipt", "completion")
) -> list[object]:
    """Everything that the shop's own buffers heard: when, what and how much."""
    return [(one.at, one.kind, one.of, one.quantity) for one in told(source).records if one.of in of and one.kind in kinds]


class Kept(Watcher):
    """Keeps what each replication heard."""

    wants_events = True

    def __init__(self) -> None:
        self.of: dict[int, list[Record]] = {}

    def event(self, record: Record) -> None:
        self.of.setdefault(record.replication, []).append(record)


def replications(scenario: Scenario, **options: int) -> Mapping[int, list[tuple[str, str | None]]]:
    """When and how much was ordered, by replication."""
    kept = Kept()
    dry_run(scenario, watch=kept, **options)  # type: ignore[arg-type]
    return {number: [(one.at, one.quantity) for one in records if one.kind == "order"] for number, records in kept.of.items()}


def test_the_same_text_and_seed_give_the_same_run() -> None:
    scenario = scenario_of(text(repeat="3"))
    first, second = dry_run(scenario), dry_run(scenario_of(text(repeat="3")))
    assert first.metrics == second.metrics
    assert first.final == second.final
    assert told(text()).records == told(text()).records


def test_looking_on_changes_nothing() -> None:
    scenario = scenario_of(text())
    assert dry_run(scenario).metrics == dry_run(scenario, watch=Kept()).metrics


def test_another_seed_and_another_replication_are_other_chance() -> None:
    scenario = scenario_of(text(repeat="3"))
    by_number, by_seed = replications(scenario), replications(scenario, seed=2)
    seen = [tuple(orders) for orders in (*by_number.values(), *by_seed.values())]
    assert len(seen) == 6
    assert len(set(seen)) == 6


def test_a_replication_does_not_depend_on_how_many_there_are() -> None:
    scenario = scenario_of(text(repeat="3"))
    assert replications(scenario, repeat=1)[1] == replications(scenario)[1]


@pytest.mark.parametrize(
    "more",
    [
        {"before": OTHER.format(name="bolts_1")},
        {"behind": OTHER.format(name="a_buffer_that_sorts_first")},
        {"behind": OTHER.format(name="bolts_1"), "first": "orders of bolt poisson 3 per h"},
        {"behind": OTHER.format(name="bolts_1"), "last": "orders of bolt poisson 3 per h"},
        {"behind": OTHER.format(name="bolts_1"), "last": "with bolts down every exponential(8 h) for 30 min"},
        {"behind": OTHER.format(name="bolts_1"), "last": "with bolts late by normal(1 d, 1 h)"},
    ],
    ids=["declared before", "declared behind", "ordered before", "ordered behind", "stopped", "late"],
)
def test_an_unrelated_buffer_shifts_nobodys_chance(more: dict[str, str]) -> None:
    assert heard(text(**more)) == heard(text())


def test_two_policies_meet_the_same_orders() -> None:
    """Orders do not depend on the rule that meets them, neither their times nor their quantities."""
    ways = ["keep 200 pcs", "keep 20 pcs", "kanban 9 cards of 10 pcs", "reorder at 40 pcs order 60 pcs"]
    seen = [heard(text(rule=rule), kinds=("order",)) for rule in ways]
    assert len(seen[0]) > 100
    assert all(one == seen[0] for one in seen)


def test_a_change_of_a_scenario_leaves_its_orders_alone() -> None:
    more = "scenario what_if extends trial { change buffer shelf { kanban 4 cards of 10 pcs } }"
    scenarios = scenarios_of(text(repeat="2") + more)
    assert replications(scenarios["trial"]) == replications(scenarios["what_if"])


def test_what_is_asked_as_the_nth_takes_the_same_time_under_every_policy() -> None:
    """Containers instead of single pieces: each policy's first ten lead times are the same ten numbers."""

    def lead_times(rule: str) -> list[int]:
        source = text(rule=rule).replace("poisson 1 per h", "every 12 h").replace("uniform(1 pcs, 9 pcs)", "20 pcs")
        run = told(source.replace("gamma(1 d, 8 h)", "gamma(4 h, 1 h)"))
        return [round(hours % 12 * 3600) for hours in run.hours("receipt", "shelf")[:10]]

    assert lead_times("keep 200 pcs") == lead_times("kanban 10 cards of 20 pcs")
    assert len(set(lead_times("keep 200 pcs"))) == 10

"""What a scenario asks to be measured: at set instants, as a share of time, of any word, and what shortage costs."""

from __future__ import annotations

import pytest
from attrs import evolve
from dry_runs import findings, told

from kanbanlang.dryrun import dry_run
from kanbanlang.model import load_text

SHOP = """
policy shop {{ currency EUR; timezone "UTC" }}
item gear {{ unit pcs; value 10 EUR }}
supplier acme
station cell {{ makes gear; cycle time 6 h }}
buffer shelf of gear {{ keep 10 pcs; from {source}; holding cost 0.10 EUR per pcs per d; {cost} }}
scenario week {{
  lasts 4 d
  {measure}
  orders of 4 pcs of shelf daily at 08:00
  {expect}
}}
"""


def shop(measure: str = "", cost: str = "", expect: str = "", source: str = "acme { lead time 12 h }") -> str:
    return SHOP.format(measure=measure, cost=cost, expect=expect, source=source)


def test_over_time_each_value_counts_for_as_long_as_it_held() -> None:
    """10 pieces, but 6 from 08:00 to 20:00: 8 on average, 0.80 EUR a day."""
    run = told(shop())
    assert run.measure("mean on_hand", "shelf") == 8
    assert run.measure("cost", "shelf") == pytest.approx(0.8)


@pytest.mark.parametrize(("clock", "there"), [("23:59", 10), ("12:00", 6), ("08:00", 6), ("20:00", 10)])
def test_read_at_set_instants_only_what_is_there_then_counts(clock: str, there: int) -> None:
    """What happens at the very instant of a reading is read; holding is rate times reading, a day each."""
    run = told(shop(f"measure daily at {clock}"))
    for word in ("mean on_hand", "max on_hand", "min on_hand"):
        assert run.measure(word, "shelf") == there
    assert run.measure("mean incoming", "shelf") == 10 - there
    assert run.measure("cost", "shelf") == pytest.approx(there / 10)


def test_what_is_counted_does_not_depend_on_when_stock_is_read() -> None:
    plain, read = told(shop()), told(shop("measure daily at 23:59"))
    for metric in ("fill rate", "throughput", "pulls"):
        assert plain.measure(metric, "shelf") == read.measure(metric, "shelf")


def test_pieces_in_work_are_read_as_well() -> None:
    """One job of four pieces from 08:00, 24 h long: in work at noon are these four."""
    run = told(shop("measure daily at 12:00", source="cell"))
    assert run.measure("mean wip", "cell") == 4


def test_what_is_on_its_way_costs_what_is_read_of_it() -> None:
    text = shop("measure daily at 12:00", source="back { lead time 12 h }").replace("supplier acme", "buffer back of gear { unlimited }")
    text = text.replace("holding cost 0.10 EUR per pcs per d; ", "").replace("policy shop {", "policy shop { carrying cost 365 % per y;")
    run = told(text)  # 4 pieces on their way and 6 there, each of 10 EUR at 1 % a day
    assert run.measure("cost", "shelf") == pytest.approx((4 + 6) * 10 * 0.01)


def test_a_reading_that_never_comes_is_told() -> None:
    (found,) = findings(shop("measure every 5 d"))
    assert (found.code, found.message) == ("KB208", "`measure every 5 d` is not once due in the measured time")


def test_a_share_of_time_is_measured_and_judged() -> None:
    """6 pieces half of the time."""
    run = told(shop(expect="expect share of time on_hand(shelf) >= 7 pcs and incoming(shelf) = 0 pcs >= 50 %")).run
    (metric,) = (one for one in run.metrics if one.metric.startswith("share of time"))
    assert (metric.metric, metric.mean) == ("share of time on_hand(shelf) >= 7 pcs and incoming(shelf) = 0 pcs", 0.5)
    assert [one.holds for one in run.expectations] == [True]


def test_a_share_of_readings_counts_readings() -> None:
    run = told(shop("measure daily at 12:00", expect="expect share of time on_hand(shelf) >= 7 pcs > 0 %")).run
    assert [one.holds for one in run.expectations] == [False]


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        ("mean position of shelf = 10 pcs", True),
        ("max available of shelf = 10 pcs", True),
        ("min promised of shelf = 0 pcs", True),
        ("max waiting of shelf = 0", True),
        ("mean wip of cell = 0 pcs", True),
    ],
)
def test_every_word_has_a_mean_a_least_and_a_most(metric: str, value: bool) -> None:
    (judged,) = told(shop(expect=f"expect {metric}")).run.expectations
    assert judged.holds is value


def test_cards_are_words_too() -> None:
    text = shop(expect="expect mean cards of shelf = 3\n expect max empty of shelf = 0").replace("keep 10 pcs", "kanban 3 cards of 4 pcs")
    assert [one.holds for one in told(text).run.expectations] == [True, True]


def test_shortage_costs_per_piece_that_was_not_there() -> None:
    """Asked 12, given 10 at once: 2 are short, each day."""
    text = shop(cost="shortage cost 15 EUR per pcs").replace("orders of 4 pcs", "orders of 12 pcs")
    run = told(text)
    holding = run.measure("mean on_hand", "shelf")
    assert holding is not None
    assert run.measure("cost", "shelf") == pytest.approx(2 * 15 + holding * 0.10)


@pytest.mark.parametrize("fault", ["acme loses 100 % of deliveries", "van loses 100 % of deliveries from day 1 to day 2"])
def test_lost_deliveries_stay_on_their_way(fault: str) -> None:
    text = shop(f"with {fault}", source="acme by van { lead time 12 h }").replace("supplier acme", "supplier acme\nroute van")
    run = told(text)
    lost = 2 if "van" in fault else 4
    assert run.run.notes.lost_deliveries == lost
    assert run.run.final[0].incoming == 4 * lost
    assert len(run.hours("receipt")) == 4 - lost


def test_as_many_deliveries_are_lost_as_is_said() -> None:
    text = shop("with back loses 20 % of deliveries", source="back").replace("supplier acme", "buffer back of gear { unlimited }")
    loaded = load_text(text.replace("daily at 08:00", "every 10 min"))
    assert loaded.policy is not None
    scenario = evolve(loaded.policy.scenarios["week"], repeat=4)
    run = dry_run(scenario)
    assert 0.15 < run.notes.lost_deliveries / (4 * 4 * 24 * 6) < 0.25

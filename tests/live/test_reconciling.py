"""What engine, lift and ERP believe to lie where: every difference is found, and explained where a job under way explains it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from live_plants import LivePlant

from kanbanlang.backends.contract import BOOK, BackendError, Job, Move, Stock
from kanbanlang.live.reconciling import corrected, reconciled


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[LivePlant]:
    one = LivePlant(tmp_path)
    one.settle()
    yield one
    one.close()


def differences(plant: LivePlant) -> list[tuple[str, str, dict[str, str], str]]:
    return [(one["place"], one["engine"], one["others"], one["why"]) for one in reconciled(plant.runner)["differences"]]


def takes_by_hand(plant: LivePlant, backend: str, quantity: int, place: str = "lift_gears") -> None:
    """Somebody changes the books of a backend, and tells nobody."""
    move = Move("gear", "gear", Decimal(quantity), "pcs", source=place, tray=1)
    plant.backends[backend].send(Job(f"by hand {random.random()}", BOOK, (move,)))  # noqa: S311 - any name that is new


def test_where_all_say_the_same_there_is_nothing_to_say(plant: LivePlant) -> None:
    shape = reconciled(plant.runner)
    assert (shape["differences"], shape["silent"], shape["asked"], shape["places"]) == ([], {}, ["lift_1", "erp"], 2)


def test_what_the_lift_has_done_and_not_reported_is_explained_by_its_job(plant: LivePlant) -> None:
    plant.hear("order", "line_gears", 10)
    plant.hand_over("lift_1")
    plant.pass_time(2)
    while plant.hand_over("erp"):
        pass
    plant.backends["lift_1"].goes_on()
    assert differences(plant) == [("lift_gears", "200", {"lift_1": "190", "erp": "200"}, "explained by 1 job under way")]
    plant.bring_reports("lift_1")
    assert differences(plant) == [
        ("line_gears", "40", {"erp": "30"}, "explained by 1 job under way"),
        ("lift_gears", "190", {"lift_1": "190", "erp": "200"}, "explained by 1 job under way"),
    ]
    plant.settle()
    assert differences(plant) == []


def test_what_nobody_told_is_not_explained_and_its_history_is_shown(plant: LivePlant) -> None:
    plant.hear("consumption", "lift_gears", 7, "c1")
    plant.settle()
    takes_by_hand(plant, "lift_1", 3)
    (one,) = reconciled(plant.runner)["differences"]
    assert (one["engine"], one["others"], one["why"], one["unexplained"]) == (
        "193",
        {"lift_1": "190", "erp": "193"},
        "not explained",
        ["lift_1"],
    )
    moved = [entry["moved"] for entry in one["history"]]
    assert moved == ["-7", "+200"], "the newest first, back to the beginning"
    assert "consumption of 7 of lift_gears by picker 1, from mes as c1: accepted" in one["history"][0]["text"]


def test_a_job_explains_no_more_than_it_moves(plant: LivePlant) -> None:
    plant.hear("order", "line_gears", 10)
    plant.hand_over("lift_1")
    plant.pass_time(2)
    plant.backends["lift_1"].goes_on()
    takes_by_hand(plant, "lift_1", 1)
    (_, _, others, why) = next(one for one in differences(plant) if one[0] == "lift_gears")
    assert (others["lift_1"], why) == ("189", "not explained by 1 job under way")


def test_a_count_says_what_is_true_and_a_correction_makes_the_lift_say_so(plant: LivePlant) -> None:
    takes_by_hand(plant, "lift_1", 3)
    plant.hear("count", "lift_gears", 197)
    plant.settle()
    assert differences(plant) == [("lift_gears", "197", {"lift_1": "194", "erp": "197"}, "not explained")]
    shape = corrected(plant.runner, "lift_1", "anna")
    assert [(one["place"], one["said"], one["engine"]) for one in shape["corrected"]] == [("lift_gears", "194", "197")]
    assert differences(plant)[0][-1] == "explained by 1 job under way"
    again = corrected(plant.runner, "lift_1", "anna")
    assert again["corrected"] == [], "it is under way"
    plant.settle()
    assert differences(plant) == []
    plant.crash()
    assert plant.entries()[-1]["what"] == "correction"
    assert differences(plant) == []


def test_nobody_is_corrected_by_a_name_that_nobody_has(plant: LivePlant) -> None:
    with pytest.raises(LookupError, match="there is no backend `lift_2`; there are lift_1, erp"):
        corrected(plant.runner, "lift_2", "anna")


def test_a_place_that_only_a_backend_knows_is_a_difference(plant: LivePlant) -> None:
    plant.backends["erp"].send(Job("typed in", BOOK, (Move("gear", "gear", Decimal(5), "pcs", target="cellar"),)))
    assert differences(plant) == [("cellar", "0", {"erp": "5"}, "not explained")]


def test_who_cannot_be_asked_is_named_and_the_others_are_compared(plant: LivePlant, monkeypatch: pytest.MonkeyPatch) -> None:
    takes_by_hand(plant, "erp", 2)

    def silent() -> Sequence[Stock]:
        raise BackendError("no answer")

    class Silent:
        stock = staticmethod(silent)

    monkeypatch.setattr(plant.runner.lanes["lift_1"], "backend", Silent)
    shape = reconciled(plant.runner)
    assert shape["silent"] == {"lift_1": "no answer"}
    assert [one["others"] for one in shape["differences"]] == [{"erp": "198"}]


def test_what_moves_while_backends_are_asked_is_no_difference(plant: LivePlant, monkeypatch: pytest.MonkeyPatch) -> None:
    erp = plant.backends["erp"]
    honest = erp.stock

    class Meanwhile:
        @staticmethod
        def stock() -> Sequence[Stock]:
            found = honest()
            plant.hear("consumption", "lift_gears", 5)
            return found

    monkeypatch.setattr(plant.runner.lanes["erp"], "backend", Meanwhile)
    monkeypatch.setattr(plant.runner.lanes["lift_1"], "backend", plant.backends["lift_1"])
    assert [one["explained"] for one in reconciled(plant.runner)["differences"]] == [True]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_in_whatever_order_every_difference_is_explained(tmp_path: Path, seed: int) -> None:
    """All that is ever different between parties that make no mistakes is under way."""
    chance = random.Random(seed)  # noqa: S311 - the same story each time
    plant = LivePlant(tmp_path)
    differed = 0
    try:
        for _ in range(150):
            _something_happens(plant, chance)
            shape = reconciled(plant.runner)
            differed += len(shape["differences"])
            assert [one for one in shape["differences"] if not one["explained"]] == []
        plant.settle()
        wrong = chance.choice(["lift_1", "erp"])
        takes_by_hand(plant, wrong, 1)
        assert [one["unexplained"] for one in reconciled(plant.runner)["differences"]] == [[wrong]], "one piece is enough"
    finally:
        plant.close()
    assert differed > 20, "it was looked at something"


def _something_happens(plant: LivePlant, chance: random.Random) -> None:
    def signal() -> Any:  # noqa: ANN401 - whatever comes of it
        kind, of, most = chance.choice(
            [("order", "line_gears", 12), ("consumption", "lift_gears", 9), ("count", "lift_gears", 220), ("count", "line_gears", 40)]
        )
        return plant.hear(kind, of, chance.randint(1, most))

    lane = chance.choice(["lift_1", "erp"])
    happens = [
        signal,
        lambda: plant.hand_over(lane),
        lambda: plant.hand_over(lane),
        lambda: plant.bring_reports(lane),
        lambda: plant.pass_time(chance.choice([0.3, 2.0])),
        plant.backends["lift_1"].goes_on,
        lambda: plant.hear("cancellation", "line_gears"),
        lambda: plant.crash(snapshot=chance.random() < 0.5) if chance.random() < 0.2 else None,
    ]
    chance.choice(happens)()

"""What happens at one instant happens in the order of the language, and counts only as it is when the instant is over."""

from __future__ import annotations

import pytest
from dry_runs import Told, told
from dry_scenarios import clock, done, figures

PLANT = """
policy plant
role boss
item gear
item box
supplier acme
station cell {{ makes box; cycle time 2 h }}
buffer gears of gear {{ keep 1 pcs; from acme {{ lead time 2 h }}; serves customers }}
buffer boxes of box {{ keep 1 pcs; from cell; serves customers }}
trigger look {{ daily at 10:00; when on_hand(gears) + on_hand(boxes) = 0 pcs; alert boss "Nothing left" }}
scenario trial {{ lasts 1 d; {statements} }}
"""
STATEMENTS = ["orders of gear at 8 h, 10 h", "orders of box at 8 h, 10 h", "with cell down from 10 h to 11 h"]
"""A gear and a box ordered at 08:00 come at 10:00; then the cell stops, one more of each is ordered, and the clock strikes."""


def plant(statements: list[str]) -> Told:
    return told(PLANT.format(statements="; ".join(statements)))


def test_arrivals_then_work_then_stops_then_orders_then_the_clock() -> None:
    at_ten = [one.kind for one in plant(STATEMENTS).records if clock(one.at) == "Mon 5 10:00"]
    assert at_ten == ["receipt", "completion", "down", "order", "order", "clock"]


def test_the_clock_sees_what_the_orders_have_left() -> None:
    """Both buffers had one piece for no time at all."""
    assert done(plant(STATEMENTS).records, "alert") == [("Mon 5 10:00", None)]


def test_the_order_in_which_messages_are_sent_changes_no_figure() -> None:
    first, second = plant(STATEMENTS).run, plant(STATEMENTS[::-1]).run
    for name in ("gears", "boxes", "cell", "acme"):
        assert figures(first, name) == figures(second, name)


@pytest.mark.parametrize("name", ["gears", "boxes"])
def test_a_piece_that_arrives_fills_what_is_ordered_at_the_same_instant(name: str) -> None:
    """Empty from 08:00 on; the piece of 10:00 goes at once, and the shelf is as empty as before: the only stock out is that of 08:00."""
    found = figures(plant(STATEMENTS).run, name)
    assert (found["fill rate"], found["mean wait"], found["mean backlog"], found["stock outs"]) == (1, 0, 0, 1)
    empty_until = 12 if name == "gears" else 13  # the gear comes after 2 h, the box an hour later because the cell stood still
    assert found["mean on_hand"] == pytest.approx((24 - (empty_until - 8)) / 24)


def test_what_is_ordered_as_a_machine_comes_up_is_begun_at_once() -> None:
    run = plant(["orders of box at 11 h", "with cell down from 10 h to 11 h"])
    assert [one.kind for one in run.records if clock(one.at) == "Mon 5 11:00"] == ["up", "order"]
    assert run.hours("completion") == [13]


def test_what_is_ordered_as_a_machine_stops_waits() -> None:
    run = plant(["orders of box at 10 h", "with cell down from 10 h to 11 h"])
    assert run.hours("completion") == [13]


def test_two_orders_of_one_instant_are_served_in_the_order_in_which_they_stand() -> None:
    """One piece is there: the order of one gets it, the order of two waits for both of its pieces."""
    run = plant(["orders of 1 pcs of gear at 8 h", "orders of 2 pcs of gear at 8 h"])
    assert [one.quantity for one in run.records if one.kind == "order"] == ["1", "2"]
    assert figures(run.run, "gears")["fill rate"] == pytest.approx(1 / 3)


def test_a_stop_of_no_time_stops_nothing() -> None:
    run = plant(["orders of box at 8 h", "with cell down every 1 h for 0 min"])
    assert run.hours("completion") == [10]
    assert run.hours("down") == []

"""Buffers under a demand that can be followed by hand: each figure of a dry run is the one that pencil and paper give."""

from __future__ import annotations

import pytest
from dry_runs import Told, told
from dry_scenarios import done, figures, heard

SHORT_EVERY_DAY = """
policy shop { currency EUR }
item gear
supplier acme
buffer shelf of gear {
  keep 2 pcs
  from acme { lead time 6 h; order cost 5 EUR; price 1.50 EUR }
  serves customers
  holding cost 2 EUR per pcs per d
  shortage cost 10 EUR per pcs per d
}
scenario trial { lasts 5 d; orders of 3 pcs of gear daily at 06:00 }
"""
"""Each day the same. 06:00: 3 asked, 2 given, 1 waits, 3 pulled. 12:00: 3 arrive, 1 for who waits, 2 to the shelf."""

CONTAINERS = """
policy shop
item gear
supplier acme
buffer shelf of gear { kanban 2 cards of 5 pcs; from acme { lead time 12 h }; serves customers }
scenario trial { lasts 5 d; orders of 4 pcs of gear daily at 00:00 }
"""

LIFT = """
policy line { currency EUR; carrying cost 365 % per y }
item gear { pack 10 pcs; value 10 EUR }
supplier acme
vlm lift { retrieval time 30 min }
buffer stock of gear in lift { keep 40 pcs; from acme { lead time 1 d } }
buffer line of gear { kanban 2 cards; from stock { lead time 1 h } }
scenario trial { lasts 3 d after 1 d; orders of 10 pcs of line daily at 08:00 }
"""


def short_every_day(scenario: str = "lasts 5 d") -> Told:
    return told(SHORT_EVERY_DAY.replace("lasts 5 d", scenario))


def test_of_three_pieces_asked_two_are_given_at_once() -> None:
    assert short_every_day().measure("fill rate", "shelf") == pytest.approx(2 / 3)
    assert short_every_day().measure("fill rate", "gear") == pytest.approx(2 / 3)


def test_one_piece_in_three_waits_six_hours() -> None:
    """1 piece of 3 for 6 h: 2 h over all pieces; one piece waiting for 6 h of 24."""
    found = figures(short_every_day().run, "shelf")
    assert found["mean wait"] == 2 * 3600
    assert found["mean backlog"] == 0.25


def test_two_pieces_lie_there_for_three_quarters_of_the_time() -> None:
    found = figures(short_every_day().run, "shelf")
    assert (found["mean on_hand"], found["max on_hand"], found["min on_hand"]) == (1.5, 2, 0)
    assert found["ready rate"] == 0.75
    assert found["stock outs"] == 1


def test_the_position_of_a_base_stock_never_moves() -> None:
    """On hand 1.5, three pieces coming for a quarter of the time 0.75, one waiting for a quarter 0.25: 1.5 + 0.75 - 0.25 = 2."""
    found = figures(short_every_day().run, "shelf")
    assert (found["mean incoming"], found["mean promised"], found["mean position"]) == (0.75, 0.25, 2)
    assert (found["mean reserved"], found["mean available"]) == (0, 1.5)


def test_three_pieces_a_day_leave_and_turn_the_stock_730_times_a_year() -> None:
    """3 a day are 1095 a year, of 1.5 on average; each lies there for 1.5 / 3 days."""
    found = figures(short_every_day().run, "shelf")
    assert found["throughput"] == 0.125
    assert found["turns"] == 730
    assert found["dwell"] == 12 * 3600


def test_each_day_has_one_pull_of_six_hours() -> None:
    run = short_every_day()
    assert run.measure("pulls", "shelf") == 1
    assert run.measure("order lead time", "shelf") == 6 * 3600
    assert run.measure("orders", "acme") == 1
    assert run.measure("mean lead time", "acme") == 6 * 3600


def test_a_day_costs_holding_shortage_orders_and_price() -> None:
    """1.5 x 2 EUR + 0.25 x 10 EUR + one order of 5 EUR + 3 x 1.50 EUR = 15 EUR."""
    run = short_every_day()
    assert run.measure("cost", "shelf") == pytest.approx(15)
    assert run.measure("cost") == pytest.approx(15)


def test_what_happens_in_the_warm_up_is_not_measured() -> None:
    """Begun empty, the first day has 2 pieces only from 12:00 on (1.0 on average); the second is a day like any other (1.5)."""
    first = short_every_day("start shelf empty; lasts 1 d")
    second = short_every_day("start shelf empty; lasts 1 d after 1 d")
    assert first.measure("mean on_hand", "shelf") == 1
    assert second.measure("mean on_hand", "shelf") == 1.5
    assert second.measure("orders", "acme") == 1
    assert second.measure("fill rate", "shelf") == pytest.approx(2 / 3)


def test_a_start_below_the_level_is_pulled_for_at_the_first_instant() -> None:
    assert done(short_every_day("start shelf empty; lasts 1 d").records, "replenish") == [("Mon 5 00:00", 2), ("Mon 5 06:00", 3)]


def test_a_container_is_asked_for_when_its_last_piece_is_taken() -> None:
    """Taken by the end of each day: 4, 8, 12, 16, 20: the 5th piece goes on day 2, the 10th on day 3, the 15th and the 20th on 4 and 5."""
    run = told(CONTAINERS)
    assert done(run.records, "replenish") == [(f"{day} 00:00", 5) for day in ("Tue 6", "Wed 7", "Thu 8", "Fri 9")]
    assert heard(run, "receipt") == [f"{day} 12:00" for day in ("Tue 6", "Wed 7", "Thu 8", "Fri 9")]
    assert run.measure("pulls", "shelf") == 0.8


def test_the_stock_of_containers_over_five_days() -> None:
    """6 all day; 2 and 7, 3 and 8, 4 and 9, 5 and 10 for half a day each: (12 + 9 + 11 + 13 + 15) half days of 10 are 6."""
    found = figures(told(CONTAINERS).run, "shelf")
    assert (found["mean on_hand"], found["min on_hand"], found["max on_hand"]) == (6, 2, 10)
    assert (found["fill rate"], found["ready rate"], found["stock outs"]) == (1, 1, 0)
    assert found["mean incoming"] == pytest.approx(5 * 4 * 12 / 120)


def test_what_a_lift_brings_is_reserved_until_it_is_taken_out() -> None:
    """10 gears are reserved from 08:00 to 08:30; the supplier's 10 of the day before come at 08:00, so 40 are there for half an hour."""
    found = figures(told(LIFT).run, "stock")
    assert found["mean reserved"] == pytest.approx(10 * 0.5 / 24)
    assert found["mean on_hand"] == pytest.approx(30 + 10 * 0.5 / 24)
    assert found["mean available"] == pytest.approx(30)
    assert found["mean position"] == pytest.approx(40)


def test_a_lift_is_busy_while_it_brings() -> None:
    run = told(LIFT)
    assert run.measure("picks", "lift") == 1
    assert run.measure("utilization", "lift") == pytest.approx(0.5 / 24)


def test_a_pull_lasts_from_its_signal_to_its_arrival() -> None:
    """Half an hour in the lift and an hour on the way."""
    run = told(LIFT)
    assert heard(run, "receipt", "line")[0] == "Mon 5 09:30"
    assert run.measure("order lead time", "line") == 1.5 * 3600
    assert run.measure("mean incoming", "line") == pytest.approx(10 * 1.5 / 24)
    assert run.measure("mean on_hand", "line") == pytest.approx(20 - 10 * 1.5 / 24)


def test_what_is_in_transit_costs_what_it_cost_where_it_left_and_nothing_from_a_supplier() -> None:
    """10 EUR at 1 % a day: 0.10 EUR a piece. Lift 30 + 10 x 0.5/24, line 20 - 10 x 1.5/24, on its way 10 x 1/24: just 50 pieces."""
    run = told(LIFT)
    assert run.measure("cost", "stock") == pytest.approx(0.1 * (30 + 10 * 0.5 / 24))
    assert run.measure("cost", "line") == pytest.approx(0.1 * (20 - 10 * 1.5 / 24 + 10 / 24))
    assert run.measure("cost") == pytest.approx(5)


def test_both_buffers_fill_what_is_asked_of_them() -> None:
    """The line asks the lift: its pulls count as demand there."""
    run = told(LIFT)
    assert run.measure("fill rate", "stock") == 1
    assert run.measure("fill rate", "line") == 1


def test_a_demand_that_a_source_without_lead_time_answers_is_filled_at_once() -> None:
    text = SHORT_EVERY_DAY.replace("lead time 6 h; ", "")
    found = figures(told(text).run, "shelf")
    assert (found["fill rate"], found["mean wait"], found["mean on_hand"]) == (1, 0, 2)


def test_the_first_instant_happens_and_the_last_does_not() -> None:
    """Two days: orders at 0 h and 24 h, not at 48 h; what is asked at 24 h would arrive at 48 h and does not."""
    run = told(SHORT_EVERY_DAY.replace("6 h", "1 d").replace("lasts 5 d", "lasts 2 d").replace("daily at 06:00", "at 0 h, 24 h, 48 h"))
    assert heard(run, "order") == ["Mon 5 00:00", "Tue 6 00:00"]
    assert heard(run, "receipt") == ["Tue 6 00:00"]
    assert run.run.final[0].incoming == 3
    assert run.measure("throughput", "shelf") == pytest.approx((2 + 3) / 48)  # 2 at once, then 1 that waited and 2 more


def test_what_happens_at_the_instant_at_which_measuring_begins_is_measured() -> None:
    run = told(SHORT_EVERY_DAY.replace("lasts 5 d", "lasts 1 d after 1 d").replace("daily at 06:00", "daily at 00:00"))
    assert run.measure("fill rate", "shelf") == pytest.approx(2 / 3)
    assert run.measure("orders", "acme") == 1

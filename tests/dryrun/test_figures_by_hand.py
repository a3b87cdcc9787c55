"""Worlds without chance, whose figures can be worked out with pencil and paper."""

from __future__ import annotations

import pytest
from worlds import DAY, told

STORE = """
item bolt { value 2 EUR }
supplier acme
buffer bolts of bolt {
  keep KEPT pcs
  from acme { lead time 2 d; price 3 EUR; order cost 5 EUR }
  serves customers
  holding cost 10 EUR per pcs per d
  shortage cost 100 EUR per pcs per d
}
scenario run { LASTS; orders of bolt daily at 12:00 }
"""


def store(kept: int, lasts: str = "lasts 10 d") -> str:
    return STORE.replace("KEPT", str(kept)).replace("LASTS", lasts)


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        # each order is met at once: what was asked for two days ago arrives at the same instant, and arrivals come first
        ("fill rate", 1),
        ("mean wait", 0),
        ("mean backlog", 0),
        # two until noon of day 1, one until noon of day 2, then none: (2 x 0.5 + 1 x 1) / 10
        ("mean on_hand", 0.2),
        ("max on_hand", 2),
        ("min on_hand", 0),
        ("ready rate", 0.15),
        ("stock outs", 0.1),  # the last piece went once in ten days
        # nothing for half a day, one for a day, two for the other 8.5 days
        ("mean incoming", 1.8),
        ("pulls", 1),
        ("order lead time", 1.8 * DAY),  # the last two are not there yet when the run ends: 18 piece-days for 10 pieces
        ("throughput", 1 / 24),
        ("turns", 365 / 0.2),
        ("dwell", 0.2 * DAY),  # 2 piece-days for 10 pieces
        # holding 0.2 x 10, and each day an order of 5 and a piece of 3
        ("cost", 10),
    ],
)
def test_two_pieces_for_a_lead_time_of_two_days(metric: str, value: float) -> None:
    assert told(store(2)).figure(metric, "bolts") == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        ("fill rate", 0.1),  # only the first of ten
        ("mean backlog", 0.85),  # one waits from noon of day 2 to the end
        ("max on_hand", 1),
        ("mean wait", 0.85 * DAY),
        # holding 0.05 x 10, shortage 0.85 x 100, a piece and an order each day
        ("cost", 0.5 + 85 + 8),
    ],
)
def test_one_piece_is_not_enough(metric: str, value: float) -> None:
    assert told(store(1)).figure(metric, "bolts") == pytest.approx(value, rel=1e-12)


def test_what_happens_in_the_warm_up_is_not_measured() -> None:
    run = told(store(1, "lasts 8 d after 2 d"))
    assert run.figure("fill rate", "bolts") == 0
    assert run.figure("mean backlog", "bolts") == 1
    assert run.figure("pulls", "bolts") == 1


def test_what_is_due_at_the_first_instant_happens_and_at_the_last_not() -> None:
    text = store(5).replace("daily at 12:00", "daily at 00:00")
    assert told(text).days("order") == list(range(1, 11))


def test_an_order_for_twelve_that_gets_ten_at_once_has_a_fill_rate_of_ten_twelfths() -> None:
    text = """
item bolt
supplier acme
buffer bolts of bolt { reorder at 0 pcs up to 10 pcs; from acme { lead time 3 d }; serves customers }
scenario run { lasts 8 d; orders of 12 pcs of bolt at day 2 }
"""
    run = told(text)
    assert run.figure("fill rate", "bolts") == pytest.approx(10 / 12)
    assert run.figure("mean wait", "bolts") == pytest.approx(2 / 12 * 3 * DAY), "two of twelve wait three days"
    assert run.figure("fill rate", "bolt") == run.figure("fill rate", "bolts"), "an item's is that of the buffer that serves it"


CELL = """
item cup
item lid
station press { makes cup; makes lid; cycle time 5 min; setup time 10 min; MACHINES }
buffer cups of cup { keep 1 pcs; from press; serves customers }
buffer lids of lid { keep 1 pcs; from press; serves customers }
scenario run { lasts 1 d; ORDERS }
"""


def cell(orders: str, machines: str = "machines 1") -> str:
    return CELL.replace("ORDERS", orders).replace("MACHINES", machines)


def test_a_machine_is_set_up_when_the_item_changes() -> None:
    same = told(cell("orders of 3 pcs of cup at day 1 06:00"))
    assert same.when("completion") == ["Mon 06:25"], "a job of three: ten minutes and three times five"
    mixed = told(cell("orders of cup at day 1 06:00, day 1 06:01; orders of lid at day 1 06:02; orders of cup at day 1 06:03"))
    assert mixed.when("completion") == ["Mon 06:15", "Mon 06:20", "Mon 06:35", "Mon 06:50"]
    assert mixed.figure("utilization", "press") == pytest.approx(50 / (24 * 60))


def test_jobs_run_side_by_side_on_two_machines_and_a_machine_keeps_its_set_up() -> None:
    orders = "orders of cup at day 1 06:00, day 1 08:00; orders of lid at day 1 06:00, day 1 08:00"
    run = told(cell(orders, "machines 2"))
    assert run.when("completion") == ["Mon 06:15", "Mon 06:15", "Mon 08:05", "Mon 08:05"]
    assert run.figure("flow time", "press") == pytest.approx((15 + 15 + 5 + 5) / 4 * 60)
    assert run.figure("mean wip", "press") == pytest.approx((15 + 15 + 5 + 5) / (24 * 60))


def test_a_lift_brings_one_tray_after_the_other_through_its_opening() -> None:
    text = """
item bolt { pack 10 pcs }
supplier acme
vlm lift { retrieval time 45 s; tray 1 }
buffer stock of bolt in lift tray 1 { keep 100 pcs; from acme }
buffer line of bolt { kanban 4 cards; from stock; serves customers }
scenario run { lasts 1 d; orders of 30 pcs of bolt at day 1 06:00 }
"""
    run = told(text)
    assert [one.at[11:19] for one in run.records if one.kind == "pick"] == ["06:00:45", "06:01:30", "06:02:15"]
    assert run.figure("picks", "lift") == 3
    assert run.figure("utilization", "lift") == pytest.approx(3 * 45 / DAY)

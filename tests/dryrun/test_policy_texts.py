"""Policies as text whose figures follow by hand: stock kept just in case."""

from __future__ import annotations

import pytest
from dry_runs import told

PLANT = """
policy plant { currency EUR }
item gear
supplier acme
buffer stock of gear {
  keep 10 pcs
  from acme { lead time 1 d }
  safety 5 pcs against acme
  holding cost 1 EUR per pcs per d
  serves customers
}
trigger strike { on down of acme; release safety of stock }
"""


def test_safety_stock_is_full_at_the_start_and_costs_as_much_as_any_other() -> None:
    run = told(PLANT + "scenario quiet { lasts 10 d; repeat 1 times }")
    assert run.measure("mean safety", "stock") == 5
    assert run.measure("mean on_hand", "stock") == 10
    assert run.measure("mean promised", "stock") == 0
    assert run.measure("cost", "stock") == 15
    (final,) = run.run.final
    assert (final.on_hand, final.safety, final.texts) == (10, 5, ("10", "0", "0", "0", "5"))


def test_what_is_released_is_on_hand_and_promised_and_nobody_counts_it_as_demand() -> None:
    """Down from the third day on, eight days of ten."""
    run = told(PLANT + "scenario days { lasts 10 d; repeat 1 times; with acme down from day 3 to day 10 }")
    assert run.measure("mean safety", "stock") == 1
    assert run.measure("mean on_hand", "stock") == 14
    assert run.measure("mean promised", "stock") == 4
    assert run.measure("mean position", "stock") == 10
    assert run.measure("mean backlog", "stock") == 0
    assert run.measure("cost", "stock") == 15
    assert run.run.final[0].backlog == 0
    assert not run.hours("receipt")


def test_an_order_that_released_stock_meets_is_met_at_once() -> None:
    """Ordered on the fourth day, while acme is down until the sixth: what is pulled is there on the seventh and pays back."""
    disturbed = "with acme down from day 3 to day 5; orders of 12 pcs of gear at day 4"
    run = told(PLANT + f"scenario days {{ lasts 10 d; repeat 1 times; {disturbed} }}")
    assert run.measure("fill rate", "stock") == 1
    assert run.days("receipt") == [7]
    (final,) = run.run.final
    assert (final.on_hand, final.safety, final.backlog) == (10, 5, 0)
    assert run.measure("mean on_hand", "stock") == pytest.approx((2 * 10 + 1 * 15 + 3 * 3 + 4 * 10) / 10)
    assert all(one.holds for one in run.run.balance)

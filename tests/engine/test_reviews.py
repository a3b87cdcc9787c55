"""`review`: a position rule looks only then, and sees all that the instant brought."""

from __future__ import annotations

import pytest
from policy_texts import actions_of_scenario, failures

from kanbanlang.model import load_text

PLANT = """
policy plant
item gear
supplier acme
buffer stock of gear {{
  {rule}
  review thu at 06:00
  from acme {{ lead time 2 d }}
  serves customers
}}
"""


@pytest.mark.parametrize(
    ("rule", "asked"),
    [("up to 300 pcs", 185), ("keep 300 pcs", 185), ("reorder at 120 pcs up to 300 pcs", 185), ("reorder at 120 pcs order 80 pcs", 80)],
)
def test_a_rule_looks_at_its_review_and_asks_for_all_that_is_missing_then(rule: str, asked: int) -> None:
    test = f"""
    test "at 115 on Thursday" {{
      given stock has 125 pcs
      when  at day 2 08:00, order of 4 pcs of gear
      then  deliver 4 pcs of gear
      and   nothing else
      when  at day 4 06:00, order of 6 pcs of gear
      then  deliver 6 pcs of gear
      and   replenish {asked} pcs from acme to stock
      and   nothing else
      when  order of 1 pcs of gear
      then  deliver 1 pcs of gear
      and   nothing else
    }}
    """
    assert not failures(PLANT.format(rule=rule), test)


def test_above_the_reorder_point_a_review_asks_for_nothing() -> None:
    test = """
    test "at 121" {
      given stock has 125 pcs
      when  at day 4 06:00, order of 4 pcs of gear
      then  deliver 4 pcs of gear
      and   nothing else
    }
    """
    assert not failures(PLANT.format(rule="reorder at 120 pcs up to 300 pcs"), test)


def test_a_review_sees_what_came_and_was_asked_at_its_instant() -> None:
    plant = PLANT.format(rule="up to 20 pcs") + "scenario week { lasts 1 wk; orders of 3 pcs of gear at day 4 06:00, day 4 07:00 }"
    assert actions_of_scenario(plant, "week") == [
        ("2026-01-08 06:00", "deliver 3 pcs of gear from stock"),
        ("2026-01-08 06:00", "replenish 3 pcs of gear from acme to stock"),
        ("2026-01-08 07:00", "deliver 3 pcs of gear from stock"),
    ]


def test_buffers_that_share_a_schedule_look_in_the_order_of_the_flow() -> None:
    plant = (
        PLANT.format(rule="up to 20 pcs")
        + """
    buffer shop of gear { up to 5 pcs; review thu at 06:00; from stock }
    test "the stock sees what the shop asks" {
      given shop has 1 pcs
      when  at day 4 06:00, order of 2 pcs of shop
      then  deliver 1 pcs of gear
      and   move 6 pcs from stock to shop
      and   replenish 6 pcs from acme to stock
      and   nothing else
    }
    """
    )
    assert not failures(plant)


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        ("up to 300 pcs; from acme", "when `up to 300 pcs` looks is not said"),
        ("kanban 2 cards of 20 pcs; review daily at 06:00; from acme", "`kanban 2 cards of 20 pcs` has no position to review"),
        ("exactly as needed; review daily at 06:00; from acme", "`exactly as needed` has no position to review"),
        ("unlimited; review daily at 06:00", "`unlimited` has no position to review"),
        ("review daily at 06:00; from acme", "a buffer without a rule has no position to review"),
    ],
)
def test_a_review_that_does_not_fit_its_rule_is_an_error(statements: str, words: str) -> None:
    loaded = load_text(f"policy plant\nitem gear\nsupplier acme\nbuffer stock of gear {{ {statements}; serves customers }}\n")
    assert [(one.code, one.message) for one in loaded.diagnostics if one.code == "KB218"] == [("KB218", words)]

"""`hold` stops a rule's pulls on every path; `resume` lets its signals go. And what a trigger's pull to a buffer of cards does."""

from __future__ import annotations

import pytest
from policy_texts import failures

PLANT = """
policy plant
item gear
role buyer
supplier acme
buffer stock of gear {{ {rule}; from acme {{ lead time 1 d }}; serves customers }}
trigger strike {{ on down of acme; alert buyer "strike"; hold stock }}
trigger over {{ on up of acme; resume stock }}
"""


@pytest.mark.parametrize(
    ("rule", "pulls"),
    [
        ("kanban 4 cards of 2 pcs", ["2 pcs", "2 pcs"]),
        ("keep 8 pcs", ["5 pcs"]),
        ("reorder at 4 pcs up to 8 pcs", ["5 pcs"]),
        ("reorder at 4 pcs order 4 pcs", ["4 pcs"]),
        ("keep 8 pcs; at most 3 pcs on the way", ["3 pcs"]),
    ],
)
def test_what_is_on_hold_pulls_nothing_and_makes_up_for_it_when_it_resumes(rule: str, pulls: list[str]) -> None:
    then = "\n".join(f"      and   replenish {quantity} from acme to stock" for quantity in pulls)
    test = f"""
    test "a strike" {{
      given stock has 8 pcs
      when  down of acme
      then  alert buyer "strike"
      and   hold stock
      and   nothing else
      when  order of 2 pcs of gear
      then  deliver 2 pcs of gear
      and   nothing else
      when  order of 3 pcs of gear
      then  deliver 3 pcs of gear
      and   nothing else
      when  up of acme
      then  resume stock
{then}
      and   nothing else
    }}
    """
    assert not failures(PLANT.format(rule=rule), test)


def test_pulls_of_triggers_wait_too_and_those_that_wait_for_room_stay() -> None:
    test = """
    trigger more { on consumption of stock; pull 4 pcs to stock }
    test "asked for during the strike" {
      when  consumption of 1 pcs of stock
      then  replenish 1 pcs from acme to stock
      and   nothing else
      and   waiting(stock) = 1
      when  down of acme
      then  hold stock
      when  receipt of 1 pcs of stock
      then  nothing
      when  up of acme
      then  resume stock
      and   replenish 3 pcs from acme to stock
      and   nothing else
    }
    """
    assert not failures(PLANT.format(rule="keep 8 pcs; at most 3 pcs on the way"), test)


def test_a_level_holds_once_and_does_not_let_go_by_itself() -> None:
    test = """
    trigger scarce { when on_hand(stock) < 3 pcs; hold stock }
    test "a when that holds" {
      when  order of 6 pcs of gear
      then  replenish 6 pcs from acme to stock
      and   hold stock
      when  receipt of 6 pcs of stock
      then  nothing
      when  order of 1 pcs of gear
      then  deliver 1 pcs of gear
      and   nothing else
      when  down of acme
      then  hold stock
      when  up of acme
      then  resume stock
      and   replenish 1 pcs from acme to stock
    }
    """
    assert not failures(PLANT.format(rule="keep 8 pcs"), test)


CARDS = """
policy plant
item gear
supplier acme
buffer line of gear {{ kanban 3 cards of 20 pcs; {signal}; from acme; serves customers }}
trigger hurry {{ on order of gear; pull {quantity} pcs to line }}
"""


def test_a_pull_to_cards_uses_those_that_wait_and_waits_where_there_is_none() -> None:
    test = """
    test "a card that was not scanned goes, and no scan signals it again" {
      when  consumption of 25 pcs of line
      then  nothing
      when  order of 1 pcs of gear
      then  deliver 1 pcs of gear
      and   replenish 20 pcs from acme to line
      and   nothing else
      when  scan of line
      then  refused
      when  order of 1 pcs of gear
      then  deliver 1 pcs of gear
      and   nothing else
      when  consumption of 13 pcs of line
      then  replenish 20 pcs from acme to line
      and   nothing else
      when  scan of line
      then  refused
    }
    """
    assert not failures(CARDS.format(signal="signal when scanned", quantity=20), test)


def test_a_pull_to_cards_is_for_whole_containers() -> None:
    test = """
    test "thirty pieces are two containers" {
      when  consumption of 60 pcs of line
      then  nothing
      when  order of 1 pcs of gear
      then  replenish 20 pcs from acme to line
      and   replenish 20 pcs from acme to line
      and   nothing else
      and   empty(line) = 1
    }
    """
    assert not failures(CARDS.format(signal="signal when scanned", quantity=30), test)

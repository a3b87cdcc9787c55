"""`at most Q on the way`: decided at once, asked when there is room."""

from __future__ import annotations

from fractions import Fraction

import pytest
from policy_texts import failures, policy_of

from kanbanlang.dryrun import dry_run
from kanbanlang.flow.checks import check_flow
from kanbanlang.model import load_text

PLANT = """
policy plant
item gear
supplier acme
buffer stock of gear {{ {rule}; at most {most} pcs on the way; from acme {{ lead time 1 d{terms} }}; serves customers }}
"""


def plant(rule: str, most: int, terms: str = "") -> str:
    return PLANT.format(rule=rule, most=most, terms=terms)


def test_a_pull_larger_than_the_room_goes_in_parts() -> None:
    test = """
    test "twelve in parts of five" {
      when  order of 12 pcs of gear
      then  deliver 12 pcs of gear
      and   replenish 5 pcs from acme to stock
      and   nothing else
      and   position(stock) = 12 pcs
      and   incoming(stock) = 5 pcs
      and   waiting(stock) = 1
      when  receipt of 4 pcs of stock
      then  nothing
      when  receipt of 1 pcs of stock
      then  replenish 5 pcs from acme to stock
      and   nothing else
      when  receipt of 3 pcs of stock
      then  replenish 2 pcs from acme to stock
      and   nothing else
      and   waiting(stock) = 0
    }
    """
    assert not failures(plant("keep 12 pcs", 5), test)


def test_parts_are_whole_multiples() -> None:
    test = """
    test "eight of ten" {
      when  order of 12 pcs of gear
      then  deliver 12 pcs of gear
      and   replenish 8 pcs from acme to stock
      and   nothing else
    }
    """
    assert not failures(plant("reorder at 5 pcs up to 12 pcs", 10, "; multiple 4 pcs"), test)


def test_who_was_decided_first_goes_first_even_where_a_later_one_had_room() -> None:
    test = """
    test "four before one" {
      when  order of 4 pcs of gear
      then  replenish 4 pcs from acme to stock
      when  order of 4 pcs of gear
      then  deliver 4 pcs of gear
      and   nothing else
      when  order of 1 pcs of gear
      then  deliver 1 pcs of gear
      and   nothing else
      when  receipt of 3 pcs of stock
      then  replenish 4 pcs from acme to stock
      and   nothing else
      when  receipt of 1 pcs of stock
      then  replenish 1 pcs from acme to stock
      and   nothing else
    }
    """
    assert not failures(plant("keep 20 pcs", 5), test)


def test_cards_wait_for_room_with_their_containers() -> None:
    test = """
    test "one container on its way" {
      when  consumption of 4 pcs of stock
      then  replenish 2 pcs from acme to stock
      and   nothing else
      and   empty(stock) = 0
      and   position(stock) = 6 pcs
      when  receipt of 2 pcs of stock
      then  replenish 2 pcs from acme to stock
      and   nothing else
    }
    """
    assert not failures(plant("kanban 3 cards of 2 pcs", 3), test)


@pytest.mark.parametrize(
    ("rule", "most", "terms", "words"),
    [
        ("kanban 3 cards of 20 pcs", 10, "", "a container is 20 pcs, and `at most 10 pcs on the way` never lets it go"),
        ("two bins of 20 pcs", 10, "", "a bin is 20 pcs, and `at most 10 pcs on the way` never lets it go"),
        ("keep 9 pcs", 4, "; minimum 5 pcs", "the smallest order from `acme` is 5 pcs, and `at most 4 pcs on the way` never lets it go"),
    ],
)
def test_there_is_room_for_one_pull_at_least(rule: str, most: int, terms: str, words: str) -> None:
    loaded = load_text(plant(rule, most, terms))
    assert loaded.policy is not None
    assert [one.message for one in check_flow(loaded.policy) if one.code == "KB324"] == [words]


def test_what_waits_for_room_is_in_the_position_and_not_on_its_way() -> None:
    # asked 6 at day 1 00:00: five come on day 2, the sixth is asked then and comes on day 3
    text = plant("keep 6 pcs", 5) + "scenario days { lasts 4 d; repeat 1 times; orders of 6 pcs of gear at 2026-01-05 00:00 }"
    run = dry_run(policy_of(text).scenarios["days"])
    means = {one.metric: one.mean for one in run.metrics if one.of == "stock"}
    assert means["mean position"] == 6
    assert means["mean incoming"] == float(Fraction(5 + 1, 4))
    assert means["mean on_hand"] == float(Fraction(5 + 6 + 6, 4))


def test_what_waits_for_room_is_in_the_position_where_measures_are_read_at_set_times_too() -> None:
    # in the evening of day 1 five are on the way and one waits, on day 2 one is on the way, then all are there
    text = plant("keep 6 pcs", 5)
    text += "scenario days { lasts 4 d; repeat 1 times; measure daily at 23:59; orders of 6 pcs of gear at 2026-01-05 00:00 }"
    run = dry_run(policy_of(text).scenarios["days"])
    means = {one.metric: one.mean for one in run.metrics if one.of == "stock"}
    assert means["mean incoming"] == float(Fraction(5 + 1, 4))
    assert means["mean position"] == 6

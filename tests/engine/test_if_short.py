"""`if short`: what happens to whoever asks a buffer for more than there is."""

from __future__ import annotations

import pytest
from policy_texts import failures, policy_of

from kanbanlang.flow.checks import check_flow

PLANT = """
policy plant
item gear
supplier acme
buffer stock of gear {{ keep 10 pcs; from acme {{ lead time 1 d }}; serves customers{short} }}
buffer line of gear {{ {rule}; from stock }}
"""


def plant(short: str = "", rule: str = "kanban 1 cards of 12 pcs") -> str:
    return PLANT.format(short=short and f"; if short {short}", rule=rule)


ORDER = """
    test "an order for 12, and 10 there" {{
      when  order of 12 pcs of gear
      then  replenish 12 pcs from acme to stock
      {now}
      and   nothing else
      and   backlog(stock) = {waits} pcs
      and   position(stock) = 10 pcs
      when  receipt of 2 pcs of stock
      then  deliver {then} pcs of gear
      and   nothing else
      and   on_hand(stock) = 0 pcs
      and   incoming(stock) = 10 pcs
    }}
"""


@pytest.mark.parametrize("short", ["", "split"])
def test_ten_go_now_and_two_wait(short: str) -> None:
    assert not failures(plant(short), ORDER.format(now="and   deliver 10 pcs of gear", waits=2, then=2))


def test_twelve_go_together() -> None:
    assert not failures(plant("wait"), ORDER.format(now="", waits=12, then=12))


CONTAINER = """
    test "a container of 12, and 10 there" {{
      when  consumption of 12 pcs of line
      then  replenish 12 pcs from acme to stock
      {now}
      and   nothing else
      when  receipt of 2 pcs of stock
      then  move {then} pcs from stock to line
      and   nothing else
      and   available(stock) = 0 pcs
      and   reserved(stock) = 12 pcs
      and   incoming(line) = 12 pcs
      and   empty(line) = 0
    }}
"""


@pytest.mark.parametrize("short", ["", "wait"])
def test_a_container_travels_full(short: str) -> None:
    assert not failures(plant(short), CONTAINER.format(now="", then=12))


def test_a_container_goes_in_parts_where_the_buffer_says_so() -> None:
    assert not failures(plant("split"), CONTAINER.format(now="and   move 10 pcs from stock to line", then=2))


def test_who_waits_for_all_of_it_holds_up_those_behind() -> None:
    test = """
    test "a small order does not overtake a large one" {
      when  order of 12 pcs of gear
      then  replenish 12 pcs from acme to stock
      and   nothing else
      when  order of 1 pcs of gear
      then  replenish 1 pcs from acme to stock
      and   nothing else
      when  receipt of 3 pcs of stock
      then  deliver 12 pcs of gear
      and   deliver 1 pcs of gear
      and   nothing else
    }
    """
    assert not failures(plant("wait"), test)


def test_a_pull_that_waits_for_more_than_there_can_be_is_an_error() -> None:
    text = """
policy plant
item gear
supplier acme
buffer stock of gear { kanban 2 cards of 5 pcs; from acme; if short wait }
buffer line of gear { reorder at 1 pcs order 12 pcs; from stock; serves customers }
"""
    (found,) = [one for one in check_flow(policy_of(text)) if one.code == "KB323"]
    assert found.message == "`line` asks for 12 pcs and waits for all of it, but `stock` never holds more than 10 pcs"
    assert not [one for one in check_flow(policy_of(text.replace("if short wait", "if short split"))) if one.code == "KB323"]

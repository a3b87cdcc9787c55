"""A source that cancels a pull, a customer who cancels an order, and who asks again."""

from __future__ import annotations

from policy_texts import failures

PLANT = """
policy plant
item gear { pack 20 pcs }
item pump
role buyer
supplier acme
buffer line of gear { kanban 3 cards; from acme AGAIN; serves customers }
buffer pumps of pump { keep 50 pcs; from acme AGAIN; serves customers }
buffer lots of pump { reorder at 20 pcs order 30 pcs; from pumps }
trigger gone { on cancellation of line; alert buyer "no gears are coming" }
trigger again { on reissue of line; expedite line }
"""


def plant(again: str = "") -> str:
    return PLANT.replace("AGAIN", f"; {again}" if again else "")


def test_a_cancelled_card_rests_until_somebody_reissues_it() -> None:
    test = """
    test "the card is free and does not ask" {
      when  consumption of 40 pcs of line
      then  replenish 20 pcs from acme to line
      and   replenish 20 pcs from acme to line
      when  cancellation of line
      then  alert buyer "no gears are coming"
      and   nothing else
      and   incoming(line) = 20 pcs
      and   empty(line) = 1
      when  consumption of 20 pcs of line
      then  replenish 20 pcs from acme to line
      and   nothing else
      when  reissue of line card 2
      then  expedite line
      and   replenish 20 pcs from acme to line
      and   nothing else
      and   empty(line) = 0
      when  reissue of line
      then  refused "nothing was cancelled"
      when  reissue of line card 4
      then  refused "numbered 1 to 3"
    }
    """
    assert not failures(plant(), test)


def test_a_position_rule_asks_again_at_its_next_signal() -> None:
    test = """
    test "not at once" {
      when  order of 20 pcs of pumps
      then  replenish 20 pcs from acme to pumps
      when  cancellation of pumps
      then  nothing
      and   position(pumps) = 30 pcs
      when  order of 1 pcs of pumps
      then  replenish 21 pcs from acme to pumps
    }
    test "or when somebody says so" {
      when  order of 20 pcs of pumps
      then  replenish 20 pcs from acme to pumps
      when  cancellation of 20 pcs of pumps as "c1"
      then  nothing
      when  cancellation of 20 pcs of pumps as "c1"
      then  duplicate
      when  reissue of pumps
      then  replenish 20 pcs from acme to pumps
      and   nothing else
    }
    """
    assert not failures(plant(), test)


def test_what_comes_after_all_is_more_than_was_asked() -> None:
    test = """
    test "the goods of a cancelled pull" {
      when  order of 20 pcs of pumps
      then  replenish 20 pcs from acme to pumps
      when  cancellation of pumps
      then  nothing
      when  receipt of 20 pcs of pumps
      then  alert buyer
      and   nothing else
      and   on_hand(pumps) = 30 pcs
      and   blocked(pumps) = 20 pcs
    }
    """
    assert not failures(plant(), test)


def test_the_newest_pull_is_meant_unless_its_number_is_said() -> None:
    test = """
    test "the newest" {
      when  order of 2 pcs of pumps
      and   order of 3 pcs of pumps
      when  cancellation of pumps
      then  incoming(pumps) = 2 pcs
    }
    test "by its number" {
      when  order of 2 pcs of pumps
      and   order of 3 pcs of pumps
      when  cancellation of pumps number 2
      then  incoming(pumps) = 3 pcs
      when  cancellation of pumps number 2
      then  refused "nothing of pumps is open"
    }
    test "all of what is open, or nothing" {
      when  order of 7 pcs of pumps
      then  replenish 7 pcs from acme to pumps
      when  receipt of 3 pcs of pumps
      then  nothing
      when  cancellation of 7 pcs of pumps
      then  refused "more than was asked"
      when  cancellation of 2 pcs of pumps
      then  refused "whole or not at all"
      when  cancellation of pumps
      then  incoming(pumps) = 0 pcs
    }
    """
    assert not failures(plant(), test)


def test_a_container_that_came_in_part_is_a_smaller_container() -> None:
    test = """
    test "five of twenty came" {
      given line has 20 pcs
      when  receipt of 20 pcs of line
      and   receipt of 5 pcs of line
      when  cancellation of line
      then  alert buyer
      and   nothing else
      and   on_hand(line) = 45 pcs
      when  consumption of 40 pcs of line
      then  replenish 20 pcs from acme to line
      and   replenish 20 pcs from acme to line
      and   nothing else
      when  consumption of 5 pcs of line
      then  replenish 20 pcs from acme to line
      and   nothing else
    }
    """
    assert not failures(plant(), test)


def test_another_buffer_cancels_what_it_has_promised_or_not() -> None:
    test = """
    test "promised" {
      when  consumption of 30 pcs of lots
      then  move 30 pcs from pumps to lots
      and   replenish 30 pcs from acme to pumps
      when  cancellation of lots
      then  nothing
      and   reserved(pumps) = 0 pcs
      and   position(pumps) = 80 pcs
      when  pick of 30 pcs of lots
      then  refused
    }
    test "waiting" {
      given pumps has 0 pcs
      when  consumption of 30 pcs of lots
      and   order of 5 pcs of pumps
      then  backlog(pumps) = 35 pcs
      when  cancellation of lots
      then  backlog(pumps) = 5 pcs
      when  receipt of 20 pcs of pumps
      then  deliver 5 pcs of pump
      and   nothing else
    }
    """
    assert not failures(plant(), test)


def test_an_item_names_the_order_of_a_customer() -> None:
    test = """
    test "the ten that wait are not wanted any more" {
      when  order of 70 pcs of gear
      then  deliver 60 pcs of gear
      when  cancellation of gear
      then  alert buyer
      and   nothing else
      and   backlog(line) = 0 pcs
      and   incoming(line) = 60 pcs
      when  receipt of 20 pcs of line
      then  nothing
    }
    """
    assert not failures(plant(), test)


def test_a_buffer_may_ask_again_by_itself() -> None:
    at_once = """
    test "at once" {
      when  consumption of 20 pcs of line
      then  replenish 20 pcs from acme to line
      when  cancellation of line
      then  alert buyer
      and   replenish 20 pcs from acme to line
      when  order of 3 pcs of pumps
      then  replenish 3 pcs from acme to pumps
      when  cancellation of pumps
      then  replenish 3 pcs from acme to pumps
      and   nothing else
    }
    """
    later = """
    test "after four hours" {
      when  at day 1 08:00, consumption of 20 pcs of line
      then  replenish 20 pcs from acme to line
      when  at day 1 09:00, cancellation of line
      then  alert buyer
      and   nothing else
      when  at day 1 10:00, order of 3 pcs of pumps
      then  replenish 3 pcs from acme to pumps
      when  at day 1 11:00, cancellation of pumps
      then  nothing
      when  at day 1 13:00, consumption of 1 pcs of line
      then  replenish 20 pcs from acme to line
      and   nothing else
      when  at day 1 14:00, reissue of line
      then  refused
      when  at day 1 15:00, receipt of 20 pcs of line
      then  replenish 3 pcs from acme to pumps
      and   nothing else
    }
    """
    assert not failures(plant("if cancelled ask again"), at_once)
    assert not failures(plant("if cancelled ask again after 4 h"), later)

"""When a card is free: its container emptied or opened, or the card scanned; and cards that wait for each other."""

from __future__ import annotations

import pytest
from policy_texts import actions_of_scenario, failures

from kanbanlang.model import load_text

PLANT = """
policy plant
item gear
role picker
supplier acme
buffer stock of gear {{ unlimited }}
buffer line of gear {{ kanban 3 cards of 20 pcs; {signal}; from stock; serves customers }}
"""


def test_an_opened_container_signals_with_its_first_piece_and_not_again() -> None:
    test = """
    test "the first piece" {
      when  consumption of 1 pcs of line
      then  move 20 pcs from stock to line
      and   nothing else
      when  consumption of 19 pcs of line
      then  nothing
      when  consumption of 21 pcs of line
      then  move 20 pcs from stock to line
      and   move 20 pcs from stock to line
      and   nothing else
      and   on_hand(line) = 19 pcs
    }
    test "a container begun at the start has signalled" {
      given line has 50 pcs
      when  consumption of 10 pcs of line
      then  nothing
      and   incoming(line) = 20 pcs
      when  consumption of 1 pcs of line
      then  move 20 pcs from stock to line
    }
    """
    assert not failures(PLANT.format(signal="signal when opened"), test)


def test_an_emptied_container_waits_for_the_scan_of_its_card() -> None:
    test = """
    trigger told { on scan of line; alert picker "on its way" }
    test "no scan, no signal" {
      when  scan of line
      then  refused "no card of an emptied container"
      when  consumption of 45 pcs of line
      then  nothing
      and   empty(line) = 2
      when  scan of line card 2 as "k1"
      then  move 20 pcs from stock to line
      and   alert picker "on its way"
      and   nothing else
      and   empty(line) = 1
      when  scan of line card 2 as "k1"
      then  duplicate
      when  scan of line card 4
      then  refused "line has no card 4: they are numbered 1 to 3"
      when  scan of line card 1
      then  move 20 pcs from stock to line
      when  scan of line
      then  refused
    }
    """
    assert not failures(PLANT.format(signal="signal when scanned"), test)


def test_cards_that_are_not_scanned_refuse_a_scan() -> None:
    test = """
    test "a needless scan" {
      when  scan of line
      then  refused "signal by themselves when a container is emptied"
      when  scan of stock
      then  refused "stock has no cards"
    }
    """
    assert not failures(PLANT.format(signal="signal when emptied"), test)


def test_cards_wait_for_each_other_and_go_together() -> None:
    test = """
    test "three together" {
      when  at day 1 08:00, consumption of 20 pcs of line
      then  nothing
      when  at day 1 09:00, consumption of 20 pcs of line
      then  nothing
      and   empty(line) = 2
      when  at day 1 10:00, consumption of 20 pcs of line
      then  move 20 pcs from stock to line
      and   move 20 pcs from stock to line
      and   move 20 pcs from stock to line
      and   nothing else
    }
    test "the first waits eight hours at most" {
      when  at day 1 08:00, consumption of 20 pcs of line
      then  nothing
      when  at day 1 15:59, consumption of 20 pcs of line
      then  nothing
      when  at day 1 16:00, consumption of 1 pcs of line
      then  move 20 pcs from stock to line
      and   move 20 pcs from stock to line
      and   nothing else
    }
    test "what went early does not hurry the next" {
      when  at day 1 08:00, consumption of 60 pcs of line
      then  move 20 pcs from stock to line
      and   move 20 pcs from stock to line
      and   move 20 pcs from stock to line
      when  pick of 20 pcs of line
      then  nothing
      when  at day 1 10:00, consumption of 20 pcs of line
      then  nothing
      when  at day 1 17:59, order of 1 pcs of line
      then  nothing
      when  at day 1 18:00, consumption of 1 pcs of line
      then  move 20 pcs from stock to line
    }
    """
    assert not failures(PLANT.format(signal="collect 3 cards within 8 h"), test)


def test_scanned_cards_are_collected() -> None:
    test = """
    test "two scans" {
      when  consumption of 40 pcs of line
      then  nothing
      when  scan of line
      then  nothing
      when  scan of line
      then  move 20 pcs from stock to line
      and   move 20 pcs from stock to line
      and   nothing else
    }
    """
    assert not failures(PLANT.format(signal="signal when scanned; collect 2 cards"), test)


ORDERS = "scenario day { lasts 1 d; orders of 20 pcs of gear at 2026-01-05 06:00, 2026-01-05 07:00, 2026-01-05 11:00, 2026-01-05 12:00 }"


@pytest.mark.parametrize(
    ("signal", "moved"),
    [
        ("signal when emptied", ["06:00", "07:00", "11:00", "12:00"]),
        ("signal when scanned", ["06:00", "07:00", "11:00", "12:00"]),
        ("collect 2 cards within 3 h", ["07:00", "07:00", "12:00", "12:00"]),
        ("collect 3 cards within 3 h", ["09:00", "09:00", "14:00", "14:00"]),
        ("signal when scanned; collect 3 cards", ["11:00", "11:00", "11:00"]),
    ],
)
def test_a_dry_run_scans_at_once_and_lets_cards_wait(signal: str, moved: list[str]) -> None:
    happened = actions_of_scenario(PLANT.format(signal=signal) + ORDERS, "day")
    assert [at[11:] for at, action in happened if action.startswith("move")] == moved


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        ("keep 4 pcs; signal when opened", "`signal when opened` is about cards, and here are none"),
        ("keep 4 pcs; collect 2 cards", "`collect 2 cards` is about cards, and here are none"),
        ("two bins of 4 pcs; collect 3 cards within 8 h", "3 cards can never wait together: there are 2"),
    ],
)
def test_statements_about_cards_need_cards(statements: str, words: str) -> None:
    loaded = load_text(f"policy plant\nitem gear\nsupplier acme\nbuffer stock of gear {{ {statements}; from acme; serves customers }}\n")
    assert [one.message for one in loaded.diagnostics if one.code == "KB219"] == [words]

"""A policy's own tests: each kind of outcome passes where it should, and fails with a sentence that says what happened instead."""

from __future__ import annotations

import pytest
from dry_scenarios import policy_of

from kanbanlang.dryrun import TestResult as Ended
from kanbanlang.dryrun import run_tests

PLANT = """policy line
role supervisor
item gear { pack 20 pcs }
item shaft { pack 10 pcs }
item box
supplier acme
dock receiving
vlm lift { access supervisor; tray 7; tray 8 }
station cell { makes box from 2 gear, 1 shaft }
buffer line_gears of gear at cell { kanban 3 cards; from lift_gears }
buffer line_shafts of shaft at cell { two bins; from shelf_shafts }
buffer lift_gears of gear in lift tray 7 { reorder at 120 pcs up to 300 pcs; from acme { via receiving } }
buffer shelf_shafts of shaft { keep 80 pcs; from acme }
buffer boxes of box { keep 8 pcs; from cell; serves customers }
trigger short_of_gears { when available(line_gears) < 10 pcs; alert supervisor "Gears nearly out"; expedite line_gears }
"""
TAKE = "when consumption of 20 pcs of line_gears"
RETRIEVE = "then retrieve 20 pcs from lift_gears to line_gears"


def result(*steps: str) -> Ended:
    """How a test of the plant ends."""
    (found,) = run_tests(policy_of(PLANT + 'test "tried" {\n' + "\n".join(steps) + "\n}\n"))
    return found


PASSING = {
    "retrieve": [TAKE, RETRIEVE],
    "retrieve an item": [TAKE, "then retrieve 20 pcs of gear from lift_gears to line_gears"],
    "retrieve, no place said": [TAKE, "then retrieve 20 pcs of gear"],
    "move": ["when consumption of 10 pcs of line_shafts", "then move 10 pcs from shelf_shafts to line_shafts"],
    "replenish": [
        "given lift_gears has 121 pcs",
        "when consumption of 1 pcs of lift_gears",
        "then replenish 180 pcs from acme to lift_gears",
    ],
    "make": ["when order of 1 pcs of box", "then make 1 pcs of box from cell to boxes"],
    "deliver": ["when order of 1 pcs of box", "then deliver 1 pcs of box"],
    "put away": [
        "given lift_gears has 121 pcs",
        "when consumption of 1 pcs of lift_gears",
        "then replenish 180 pcs from acme to lift_gears",
        "when receipt of 180 pcs of lift_gears",
        "then put away 180 pcs from receiving to lift_gears",
    ],
    "alert": ["when consumption of 51 pcs of line_gears", 'then alert supervisor "Gears nearly out"'],
    "alert, whatever its text": ["when consumption of 51 pcs of line_gears", "then alert supervisor"],
    "expedite": ["when consumption of 51 pcs of line_gears", "then expedite line_gears"],
    "nothing": ["when consumption of 19 pcs of line_gears", "then nothing"],
    "nothing else": [TAKE, RETRIEVE, "and nothing else"],
    "not all that happened": ["when order of 1 pcs of box", "then deliver 1 pcs of box"],
    "any order": ["when order of 1 pcs of box", "then make 1 pcs of box from cell", "and deliver 1 pcs of box", "and nothing else"],
    "refused": ["when consumption of 0 pcs of line_gears", "then refused"],
    "refused with a word of the reason": ["when consumption of 0 pcs of line_gears", 'then refused "quantity of 0"'],
    "duplicate": [f'{TAKE} as "s1"', RETRIEVE, f'{TAKE} as "s1"', "then duplicate"],
    "conflict": [f'{TAKE} as "s1"', RETRIEVE, 'when consumption of 19 pcs of line_gears as "s1"', "then refused"],
    "condition": [TAKE, "then on_hand(line_gears) = 40 pcs and incoming(line_gears) = 20 pcs"],
    "given": ["given line_gears has 5 pcs", "and boxes empty", "when consumption of 5 pcs of line_gears", "then on_hand(boxes) = 0 pcs"],
}


@pytest.mark.parametrize("steps", PASSING.values(), ids=PASSING.keys())
def test_what_happens_as_it_is_said_passes(steps: list[str]) -> None:
    assert result(*steps) == Ended("tried", "policy.kanban", PLANT.count("\n") + 1, passed=True, message=None)


SAYS_WHAT_HAPPENED = "what happened was retrieve 20 pcs of gear from lift_gears to line_gears"
FAILING = {
    "another quantity": ([TAKE, "then retrieve 40 pcs from lift_gears to line_gears"], ["retrieve 40 pcs", SAYS_WHAT_HAPPENED]),
    "another source": ([TAKE, "then retrieve 20 pcs from shelf_shafts to line_gears"], ["from shelf_shafts", SAYS_WHAT_HAPPENED]),
    "another target": ([TAKE, "then retrieve 20 pcs from lift_gears to boxes"], ["to boxes", SAYS_WHAT_HAPPENED]),
    "another item": ([TAKE, "then retrieve 20 pcs of shaft from lift_gears to line_gears"], ["of shaft", SAYS_WHAT_HAPPENED]),
    "another verb": ([TAKE, "then move 20 pcs from lift_gears to line_gears"], ["move 20 pcs", SAYS_WHAT_HAPPENED]),
    "nothing happened": (["when consumption of 19 pcs of line_gears", RETRIEVE], ["expected retrieve 20 pcs", "nothing happened"]),
    "twice where it happened once": ([TAKE, RETRIEVE, "and retrieve 20 pcs from lift_gears to line_gears"], ["expected retrieve 20 pcs"]),
    "something where nothing was expected": ([TAKE, "then nothing"], ["expected nothing, but retrieve 20 pcs of gear"]),
    "more than was expected": (
        ["when order of 1 pcs of box", "then deliver 1 pcs of box", "and nothing else"],
        ["expected nothing else, but make 1 pcs of box"],
    ),
    "another alert": (
        ["when consumption of 51 pcs of line_gears", 'then alert supervisor "Shafts nearly out"'],
        ["Shafts nearly out", "Gears nearly out"],
    ),
    "no alert": ([TAKE, "then alert supervisor"], ["expected alert supervisor", SAYS_WHAT_HAPPENED]),
    "no expedite": ([TAKE, "then expedite line_gears"], ["expected expedite line_gears", SAYS_WHAT_HAPPENED]),
    "accepted": ([TAKE, "then refused"], ["expected it to be refused", SAYS_WHAT_HAPPENED]),
    "refused for another reason": (
        ["when consumption of 0 pcs of line_gears", 'then refused "wrong tray"'],
        ["wrong tray", "a quantity of 0"],
    ),
    "refused where something was expected": (["when consumption of 0 pcs of line_gears", RETRIEVE], ["refused", "a quantity of 0"]),
    "refused where nothing was expected": (["when consumption of 0 pcs of line_gears", "then nothing"], ["refused", "a quantity of 0"]),
    "a first time": ([f'{TAKE} as "s1"', "then duplicate"], ["expected a duplicate", SAYS_WHAT_HAPPENED]),
    "a duplicate that should act": ([f'{TAKE} as "s1"', RETRIEVE, f'{TAKE} as "s1"', RETRIEVE], ["it was a duplicate"]),
    "a duplicate that should be refused": ([f'{TAKE} as "s1"', RETRIEVE, f'{TAKE} as "s1"', "then refused"], ["it was a duplicate"]),
    "a condition": ([TAKE, "then on_hand(line_gears) = 60 pcs"], ["on_hand(line_gears) = 60 pcs", "on_hand(line_gears) is 40 pcs"]),
}


@pytest.mark.parametrize(("steps", "said"), FAILING.values(), ids=FAILING.keys())
def test_what_happens_otherwise_fails_and_is_said(steps: list[str], said: list[str]) -> None:
    found = result(*steps)
    assert not found.passed
    assert found.message is not None
    assert [words for words in said if words not in found.message] == []
    last = PLANT.count("\n") + 1 + max(number for number, step in enumerate(steps, 1) if step.startswith("when"))
    assert f"(line {last})" in found.message, "the event is named"


def test_a_failure_says_why_the_rule_did_not_act() -> None:
    found = result("when consumption of 19 pcs of line_gears", RETRIEVE)
    assert found.message is not None
    assert "line_gears: 41 pcs on hand, 0 reserved, 0 coming, 0 asked in vain" in found.message
    assert "19 pcs are taken, and no card is free" in found.message


def test_the_first_failure_of_a_test_is_told() -> None:
    found = result(TAKE, "then nothing", TAKE, "then nothing")
    assert found.message is not None
    assert found.message.count("expected") == 1


def test_then_speaks_of_the_last_event_alone() -> None:
    assert result("when consumption of 19 pcs of line_gears", "then nothing", "when consumption of 1 pcs of line_gears", RETRIEVE).passed


def test_in_a_test_nothing_arrives_that_no_event_says() -> None:
    """Two weeks on, the container is still on its way."""
    assert result(
        "when at day 1 06:00, consumption of 20 pcs of line_gears",
        RETRIEVE,
        "when at day 15 06:00, consumption of 1 pcs of line_gears",
        "then on_hand(line_gears) = 39 pcs",
        "and incoming(line_gears) = 20 pcs",
    ).passed


def test_given_lets_the_rules_run_before_the_first_event() -> None:
    """Begun with 40, one card is out at once; so the event itself causes nothing."""
    assert result(
        "given line_gears has 40 pcs", "when consumption of 1 pcs of line_gears", "then nothing", "and incoming(line_gears) = 20 pcs"
    ).passed


def test_a_schedule_strikes_in_a_test_when_its_time_comes() -> None:
    text = (
        PLANT
        + """
    trigger morning { daily at 06:00; alert supervisor "Good morning" }
    test "at six" {
      when at day 1 05:59, consumption of 1 pcs of line_gears
      then nothing
      when at day 1 06:00, consumption of 1 pcs of line_gears
      then alert supervisor "Good morning"
    }
    """
    )
    assert [one.message for one in run_tests(policy_of(text))] == [None]


def test_tests_are_chosen_by_a_part_of_their_name() -> None:
    text = PLANT + "".join(f'test "{name}" {{ {TAKE}; {RETRIEVE} }}\n' for name in ("one card", "two cards", "three bins"))
    assert [one.name for one in run_tests(policy_of(text), only="card")] == ["one card", "two cards"]


def test_each_test_begins_anew() -> None:
    """Each takes all that is there and finds it full."""
    steps = f"when consumption of 60 pcs of line_gears; {RETRIEVE}; and on_hand(line_gears) = 0 pcs; and incoming(line_gears) = 60 pcs"
    text = PLANT + "".join(f'test "{number}" {{ {steps} }}\n' for number in range(3))
    assert [one.passed for one in run_tests(policy_of(text))] == [True, True, True]

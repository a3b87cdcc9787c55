"""Triggers: on an event, at a level, at a schedule; what they do, how often, and in which order."""

from __future__ import annotations

import pytest
from dry_runs import told
from dry_scenarios import done, policy_of

from kanbanlang.dryrun import run_tests

PLANT = """policy plant
role buyer
role boss
item gear { pack 10 pcs }
supplier acme
supplier bolts
vlm lift
buffer stock of gear in lift { reorder at 20 pcs up to 100 pcs; from acme; serves customers }
buffer line of gear { kanban 3 cards; from stock }
buffer spare of gear { limit 60 pcs; from acme }
"""


def plays(trigger: str, *steps: str) -> None:
    """The steps of a test are what the plant does with one more trigger."""
    (result,) = run_tests(policy_of(PLANT + trigger + '\ntest "it" {\n' + "\n".join(steps) + "\n}\n"))
    assert result.passed, result.message


# ------------------------------------------------------------ on an event
@pytest.mark.parametrize(
    ("event", "happens", "otherwise"),
    [
        ("order of gear if ordered > 6 pcs", "order of 7 pcs of gear", "order of 6 pcs of gear"),
        ("order of stock if ordered > 6 pcs", "order of 7 pcs of stock", "order of 6 pcs of stock"),
        ("consumption of line if consumed >= 2 pcs", "consumption of 2 pcs of line", "consumption of 1 pcs of line"),
        ("consumption of line if on_hand(line) < 30 pcs", "consumption of 1 pcs of line", "consumption of 1 pcs of stock"),
        ("down of acme", "down of acme", "down of bolts"),
        ("down of lift if on_hand(stock) = 100 pcs", "down of lift", "down of acme"),
    ],
)
def test_an_event_is_told_of_if_the_condition_holds(event: str, happens: str, otherwise: str) -> None:
    trigger = f'trigger tell {{ on {event}; alert boss "Look" }}'
    plays(trigger, f"when {otherwise}", "then on_hand(line) <= 30 pcs", f"when {happens}", 'then alert boss "Look"')
    plays(trigger, f"when {happens}", 'then alert boss "Look"')
    (result,) = run_tests(policy_of(PLANT + trigger + f'\ntest "it" {{ when {otherwise}; then alert boss }}\n'))
    assert not result.passed


def test_an_event_is_told_of_each_time_it_happens() -> None:
    happens = ["when order of 1 pcs of gear", "then deliver 1 pcs of gear", "and alert boss", "and nothing else"]
    plays('trigger tell { on order of gear; alert boss "An order" }', *happens, *happens)


def test_a_duplicate_and_a_refused_event_set_nothing_off() -> None:
    plays(
        'trigger tell { on order of gear; alert boss "An order" }',
        'when order of 1 pcs of gear as "o"',
        "then alert boss",
        'when order of 1 pcs of gear as "o"',
        "then duplicate",
        'when order of 2 pcs of gear as "o"',
        "then refused",
    )


def test_a_condition_sees_what_the_rules_have_left() -> None:
    """81 taken of 100: the rule pulls the rest at once, so the position is 100 when the trigger looks."""
    plays(
        "trigger tell { on consumption of stock if position(stock) = 100 pcs and incoming(stock) = 81 pcs; expedite stock }",
        "when consumption of 81 pcs of stock",
        "then replenish 81 pcs from acme to stock",
        "and expedite stock",
        "and nothing else",
    )


def test_a_trigger_pulls_as_much_as_was_received() -> None:
    plays(
        "trigger as_much { on receipt of stock if received > 10 pcs; pull 2 * received to spare }",
        "given stock has 21 pcs",
        "and spare empty",
        "when consumption of 1 pcs of stock",
        "then replenish 80 pcs from acme to stock",
        "when receipt of 10 pcs of stock",
        "then nothing",
        "when receipt of 20 pcs of stock",
        "then replenish 40 pcs from acme to spare",
        "and nothing else",
    )


# ------------------------------------------------------------ at a level
def test_a_level_is_told_when_it_comes_to_hold_and_again_only_after_it_did_not() -> None:
    plays(
        'trigger low { when on_hand(line) < 10 pcs; alert boss "Low"; expedite line }',
        "when consumption of 20 pcs of line",
        "then retrieve 10 pcs from stock to line",
        "when consumption of 1 pcs of line",
        'then alert boss "Low"',
        "and expedite line",
        "and nothing else",
        "when consumption of 1 pcs of line",
        "then nothing",
        "when pick of 10 pcs of line",
        "then nothing",
        "when consumption of 9 pcs of line",
        "then alert boss",
        "and expedite line",
    )


def test_a_level_that_holds_at_the_start_is_told_then_and_not_at_the_first_event() -> None:
    plays(
        'trigger low { when on_hand(line) < 10 pcs; alert boss "Low" }',
        "given line empty",
        "when consumption of 1 pcs of stock",
        "then nothing",
    )


def test_a_pull_is_repeated_until_the_level_does_not_hold() -> None:
    """Begun empty, 25 are missing: three pulls of 10 lift the position to 30."""
    text = PLANT + "trigger fill { when position(spare) < 25 pcs; pull 10 pcs to spare }\n"
    run = told(text + "scenario trial { lasts 1 d; start spare empty; orders of 12 pcs of spare at 6 h }")
    assert done(run.records, "replenish", "spare") == [*[("Mon 5 00:00", 10)] * 3, ("Mon 5 06:00", 10)]


def test_the_second_trigger_sees_what_the_first_has_pulled() -> None:
    """At 30, the first pulls 20; the second finds 50 and pulls nothing."""
    plays(
        """
        trigger first { on consumption of spare if position(spare) < 50 pcs; pull 20 pcs to spare }
        trigger second { on consumption of spare if position(spare) < 50 pcs; pull 30 pcs to spare }
        """,
        "when consumption of 30 pcs of spare",
        "then replenish 20 pcs from acme to spare",
        "and nothing else",
    )


def test_triggers_act_in_the_order_in_which_they_are_written() -> None:
    """Written the other way round, the other one pulls."""
    plays(
        """
        trigger z { on consumption of spare if position(spare) < 50 pcs; pull 30 pcs to spare }
        trigger a { on consumption of spare if position(spare) < 50 pcs; pull 20 pcs to spare }
        """,
        "when consumption of 30 pcs of spare",
        "then replenish 30 pcs from acme to spare",
        "and nothing else",
    )


def test_a_pull_keeps_to_the_limit() -> None:
    """60 fit; 45 are there; 20 are wanted and 15 asked for."""
    plays(
        "trigger more { on consumption of spare; pull 20 pcs to spare }",
        "when consumption of 15 pcs of spare",
        "then replenish 15 pcs from acme to spare",
        "and nothing else",
    )


# ------------------------------------------------------------ at a schedule
SCHEDULED = PLANT + "scenario trial { lasts 3 d; orders of 30 pcs of line at day 2 05:00 }\n"


def test_a_schedule_acts_at_its_times() -> None:
    run = told(SCHEDULED + 'trigger morning { daily at 06:00; alert boss "Morning" }')
    assert [at for at, _ in done(run.records, "alert")] == ["Mon 5 06:00", "Tue 6 06:00", "Wed 7 06:00"]


def test_a_schedule_with_a_level_acts_when_both_hold() -> None:
    """The line is emptied at 05:00 on Tuesday; the lift brings a container each half hour, the last at 06:30."""
    text = SCHEDULED.replace("vlm lift", "vlm lift { retrieval time 30 min }")
    run = told(text + 'trigger look { daily at 05:10, 06:00, 06:31; when on_hand(line) < 30 pcs; alert boss "Not full" }')
    assert [at for at, _ in done(run.records, "alert")] == ["Tue 6 05:10", "Tue 6 06:00"]


def test_a_schedule_with_a_level_acts_each_time_not_only_the_first() -> None:
    run = told(SCHEDULED + 'trigger look { daily at 06:00; when on_hand(stock) < 100 pcs; alert boss "Not full" }')
    assert [at for at, _ in done(run.records, "alert")] == ["Tue 6 06:00", "Wed 7 06:00"]

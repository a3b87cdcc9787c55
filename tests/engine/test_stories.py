"""What a random run shows when something is wrong: a policy that can be read, checked and run, with what was said up to then."""

from __future__ import annotations

from functools import cache

import pytest
from engine_plants import in_order, sorts
from engine_story import TITLE
from engine_text import policy_text
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from policy_texts import policy_of
from seeded_faults import FAULTS, Fault
from syrupy.assertion import SnapshotAssertion
from test_seeded_faults import BOUNDED, search

from kanbanlang.dryrun import run_tests
from kanbanlang.flow.lower import compile_program
from kanbanlang.model.policy import Policy

SEEN_IN_STOCK = [
    "what a job took stays promised",
    "a pull does not count as coming",
    "bad pieces stay on hand",
    "what is cancelled is still coming",
]
FOUND = [*SEEN_IN_STOCK, "what is picked for one station is not there for the other", "an emptied container frees two cards"]
"""Faults that a search finds soon, whose stories consist of what people say; of some, the stock at the end shows that they are wrong."""


def fault_named(name: str) -> Fault:
    return next(one for one in FAULTS if one.name == name)


@cache
def story_of(name: str) -> str:
    """The shrunk story that a search tells of a fault."""
    fault = fault_named(name)
    shrunk = settings(BOUNDED, max_examples=400, phases=[Phase.generate, Phase.shrink])
    try:
        with fault.switched_on():
            shrunk(search(sorts()[fault.among]))()
    except Exception as error:  # noqa: BLE001 - whatever stops a run shows that something is wrong
        return next(note for note in error.__notes__ if TITLE in note)
    pytest.fail(f"no run finds that {name}")


def holds(text: str) -> bool:
    """Whether the story goes as it says."""
    return next(one.passed for one in run_tests(policy_of(text)) if one.name == TITLE)


@pytest.mark.parametrize("name", FOUND)
def test_the_story_of_a_fault_is_a_policy_that_holds_without_it(name: str) -> None:
    assert holds(story_of(name))


@pytest.mark.parametrize("name", FOUND)
def test_the_event_that_breaks_it_comes_last(name: str) -> None:
    _, _, last = story_of(name).partition("# here it goes wrong: ")
    assert last.count("  when ") == 1
    assert "  then " in last


@pytest.mark.parametrize("name", SEEN_IN_STOCK)
def test_with_the_fault_the_story_fails_at_its_last_event(name: str) -> None:
    text = story_of(name)
    with fault_named(name).switched_on():
        assert not holds(text)


def test_a_story_as_it_is_told(snapshot: SnapshotAssertion) -> None:
    assert story_of("what a job took stays promised") == snapshot


@pytest.mark.parametrize("sort", sorts())
def test_a_random_plant_can_be_written_and_read_again(sort: str) -> None:
    @given(sorts()[sort].filter(in_order))
    @settings(max_examples=12, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def written(plant: Policy) -> None:
        assert policy_of(policy_text(plant)).buffers.keys() == plant.buffers.keys()

    written()


@given(st.sampled_from(["rivals", "signals", "choices", "shares", "shorts", "lost", "ahead", "zones", "picked at the start"]), st.data())
@settings(max_examples=60)
def test_what_is_read_again_is_the_same_program(sort: str, data: st.DataObject) -> None:
    plant = data.draw(sorts()[sort].filter(in_order))
    program, again = compile_program(plant), compile_program(policy_of(policy_text(plant)))
    assert [row.key for row in again.rows] == [row.key for row in program.rows]
    assert (again.P, again.B, again.counters) == (program.P, program.B, program.counters)

"""Parts that take time to pick: of a job, of jobs that wait, of what is picked for several stations together."""

from __future__ import annotations

import pytest
from policy_texts import actions_of_scenario, failures, policy_of

from kanbanlang.engine import TakeOverError, take_over
from kanbanlang.engine.engine import Engine
from kanbanlang.flow.lower import compile_program
from kanbanlang.rules import InputKind

PLANT = """
policy plant
item plate
item pin
item bracket
supplier acme
station press { makes bracket from 1 plate, 2 pin; cycle time 5 min; parts taken on start }
buffer plates of plate at press { kanban 3 cards of 2 pcs; picking time 40 s; from acme { lead time 1 d } }
buffer pins of pin at press { kanban 2 cards of 8 pcs; picking time 60 s; from acme { lead time 1 d } }
buffer brackets of bracket { kanban 3 cards of 2 pcs; from press; serves customers }
scenario day { lasts 1 d; orders of 2 pcs of bracket at 1 min }
scenario two { lasts 1 d; orders of 4 pcs of bracket at 1 min }
"""
TOGETHER = """
policy plant
item housing
item cover
item frame
supplier acme
station drill { makes cover from 1 housing; cycle time 10 min }
station mill { makes frame from 1 housing; cycle time 10 min }
buffer housings of housing { kanban 4 cards of 1 pcs; feeds drill, mill together; picking time 30 s; from acme { lead time 1 d } }
buffer covers of cover { keep 2 pcs; from drill; serves customers }
buffer frames of frame { keep 2 pcs; from mill; serves customers }
scenario day { lasts 1 d; orders of 2 pcs of cover at 1 min; orders of 2 pcs of frame at 2 min }
"""


def test_a_machine_is_kept_for_the_job_whose_parts_are_picked() -> None:
    one_at_a_time = """
test "the second job begins when the machine is idle" {
  when order of 2 pcs of bracket
  then deliver 2 pcs of bracket
  and move 2 pcs from plates to press
  and move 4 pcs from pins to press
  when order of 2 pcs of bracket
  then deliver 2 pcs of bracket
  and nothing else
  when pick of 2 pcs of brackets
  then make 2 pcs of bracket from press to brackets
  and replenish 2 pcs from acme to plates
  and nothing else
  when completion of 2 pcs of bracket
  then move 2 pcs from plates to press
  and move 4 pcs from pins to press
  and nothing else
}
"""
    assert failures(PLANT, one_at_a_time) == []


@pytest.mark.parametrize(
    ("said", "reason"), [("pick of 1 pcs of bracket at press", "picked together"), ("pick of 3 pcs of bracket at press", "more than")]
)
def test_the_parts_of_a_job_are_picked_all_at_once(said: str, reason: str) -> None:
    assert failures(PLANT, f'test "parts" {{ when order of 2 pcs of bracket; when {said}; then refused "{reason}" }}') == []


def test_in_a_dry_run_the_slowest_pick_releases_the_job() -> None:
    heard = actions_of_scenario(PLANT, "day")
    assert [at for at, said in heard if said.startswith("make")] == ["2026-01-05 00:02"]
    assert [at for at, said in heard if "from acme to plates" in said] == ["2026-01-05 00:02"]


def test_housings_are_picked_one_by_one_and_both_jobs_wait_for_the_last() -> None:
    heard = actions_of_scenario(TOGETHER, "day")
    assert [at for at, said in heard if said.startswith("make")] == ["2026-01-05 00:03", "2026-01-05 00:03"]


def test_both_jobs_go_in_when_the_pick_ends() -> None:
    together = """
test "one pick for both" {
  when order of 1 pcs of cover
  then deliver 1 pcs of cover
  and nothing else
  when order of 1 pcs of frame
  then deliver 1 pcs of frame
  and move 1 pcs of housing from housings
  and nothing else
  and reserved(housings) = 1 pcs
  when pick of 1 pcs of housings
  then make 1 pcs of cover by drill
  and make 1 pcs of frame by mill
  and replenish 1 pcs from acme to housings
  and nothing else
  when pick of 1 pcs of housings
  then refused
}

test "gone" {
  when order of 1 pcs of cover
  when order of 1 pcs of frame
  when count of 0 pcs of housings
  then reserved(housings) = 0 pcs
  and on_hand(housings) = 0 pcs
}
"""
    assert failures(TOGETHER, together) == []


def test_a_policy_that_takes_parts_at_once_waits_until_they_are_picked() -> None:
    old, new = compile_program(policy_of(PLANT)), policy_of(PLANT.replace("picking time 40 s; ", "").replace("picking time 60 s; ", ""))
    engine = Engine(old)
    state = engine.start()
    engine.settle(state)
    place = next(row.number for row in old.rows if row.key == "brackets orders")
    assert engine.step(state, "test", "1", InputKind.ORDER, place, 2)[0] == 0
    with pytest.raises(TakeOverError, match="let them be picked"):
        take_over(engine, state, new)

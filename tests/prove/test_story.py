"""What is refuted is told as a small story: a state, a step, and what is wrong then."""

from __future__ import annotations

from engine_samples import SAMPLES
from seeded_faults import FAULTS

from kanbanlang.flow.lower import compile_program
from kanbanlang.prove.answer import Answer, Story
from kanbanlang.prove.proof import Prover
from kanbanlang.prove.steps import steps_of


def stories(fault: str) -> dict[str, Story]:
    """By the broken sentence: how the steps break it that the fault is in."""
    seeded = next(one for one in FAULTS if one.name == fault)
    assert seeded.proofs_see_it is not None
    sample, kind = seeded.proofs_see_it
    with seeded.switched_on():
        prover = Prover(compile_program(SAMPLES[sample]()))
        for step in steps_of(prover.program):
            if step.kind_name == kind:
                prover.keeps(step)
    refuted = [one for one in prover.results.values() if one.answer is Answer.REFUTED]
    return {one.claim.what: one.story for one in refuted if one.story is not None}


def test_a_job_that_begins_with_a_part_missing_ends_with_less_than_promised() -> None:
    story = stories("a job begins with a part missing")["reserved(gears) <= on hand"]
    assert story.step.startswith("`boxes rule at cell` fires with ")
    assert story.before["on_hand(gears)"] >= story.before["reserved(gears)"]
    assert story.after["on_hand(gears)"] < story.before["reserved(gears)"]
    assert "of `boxes rule` waits" in story.pulls[0]
    lines = story.text().splitlines()
    assert [line.split()[0] for line in lines] == ["given", *(["and"] * len(story.pulls)), "when", "then", "but"]
    assert lines[-1].endswith("this is broken: reserved(gears) <= on hand")


def test_a_pick_confirmed_twice_is_told_with_the_pull_it_speaks_of() -> None:
    told = stories("a pick is confirmed twice")
    again = told["it speaks of a pull that is under way"]
    assert again.step.startswith("pick of ")
    assert any("waits" in pull or "is closed" in pull for pull in again.pulls)

"""Wake lists: each wake is taken from its list in turn, and either somebody is then missed, with a story how, or it was needless.

`pytest --whole` looks at all of them; else it is three of each pair of a step and a rule, over all samples.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from attrs import evolve
from engine_runs import Move, Run, moves
from engine_samples import SAMPLES
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kanbanlang.flow import Program
from kanbanlang.flow.lower import compile_program
from kanbanlang.prove.answer import Answer
from kanbanlang.prove.proof import Prover
from kanbanlang.prove.steps import steps_of
from kanbanlang.rules import InputKind


@cache
def program_of(sample: str) -> Program:
    return compile_program(SAMPLES[sample]())


Wake = tuple[InputKind | None, int, int]
"""Input kind (None: a rule fires), the row, and the rule that is woken."""


_OF_EACH_PAIR = 3


@cache
def looked_at(whole: bool) -> dict[str, set[Wake]]:
    """The wakes of each sample that are taken from their lists."""
    seen: Counter[tuple[InputKind | None, object, object]] = Counter()
    found: dict[str, set[Wake]] = {}
    for sample in SAMPLES:
        rows = program_of(sample).rows
        found[sample] = set()
        for step in steps_of(program_of(sample)):
            said = step.input and step.input.kind
            for number in step.wakes:
                pair = said, step.row.kind, rows[number].kind
                seen[pair] += 1
                if whole or seen[pair] <= _OF_EACH_PAIR:
                    found[sample].add((said, step.row.number, number))
    return found


@cache
def without_each(sample: str, whole: bool) -> tuple[Prover, dict[Wake, Answer]]:
    """Of each wake: whether it is proved that the rule is not enabled by the step, so that it could do without."""
    prover = Prover(program_of(sample))
    found = {}
    for step in steps_of(prover.program):
        for number in step.wakes:
            wake = step.input and step.input.kind, step.row.number, number
            if wake in looked_at(whole)[sample]:
                found[wake] = prover.not_enabled_by(step, prover.program.rows[number])
    return prover, found


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_missing_wake_is_found_with_a_story(sample: str, whole: bool) -> None:
    prover, found = without_each(sample, whole)
    assert set(found.values()) <= {Answer.PROVED, Answer.REFUTED}
    stories = [one.story for one in prover.results.values() if one.answer is Answer.REFUTED]
    assert len(stories) == list(found.values()).count(Answer.REFUTED)
    assert stories or not whole, "not every wake of a sample is needless"
    for story in stories:
        assert story is not None
        passes = "takes its place" in story.step or story.step.startswith("kitted")  # a queue changes, and nothing that is counted
        assert story.after or passes, "a step that moves nothing enables nobody"
        assert "not looked at" in story.text()


@cache
def thinned(sample: str, whole: bool) -> Program:
    """The sample without any of its needless wakes."""
    program = program_of(sample)
    gone = {wake for wake, answer in without_each(sample, whole)[1].items() if answer is Answer.PROVED}
    return evolve(
        program,
        wakes=tuple(tuple(one for one in woken if (None, row, one) not in gone) for row, woken in enumerate(program.wakes)),
        input_wakes={
            kind: {row: tuple(one for one in woken if (kind, row, one) not in gone) for row, woken in rows.items()}
            for kind, rows in program.input_wakes.items()
        },
    )


@given(sample=st.sampled_from(sorted(SAMPLES)), start=st.none() | st.integers(0, 5), said=moves())
@example(sample="picked_for_jobs", start=0, said=[])
@settings(max_examples=40)
def test_without_all_its_needless_wakes_a_policy_does_the_same(whole: bool, sample: str, start: int | None, said: list[Move]) -> None:
    """What was proved of each wake by itself is true of them all together."""
    program = program_of(sample)
    on_hand = None if start is None else dict.fromkeys(program.buffers, start)
    runs = Run.of(program, on_hand), Run.of(thinned(sample, whole), on_hand)
    for move in said:
        for run in runs:
            run.play(move)
        assert runs[0].answers == runs[1].answers

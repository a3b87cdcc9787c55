"""Every seeded fault is found: by the random runs in a bounded search, and by the proofs where it breaks a law or a wake list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from engine_plants import in_order, plants
from engine_runs import Move, Run, moves
from engine_samples import SAMPLES
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from seeded_faults import FAULTS, Fault

from kanbanlang.flow.lower import compile_program
from kanbanlang.model.policy import Policy
from kanbanlang.prove import Answer
from kanbanlang.prove.proof import Prover
from kanbanlang.prove.steps import steps_of

BOUNDED = settings(
    max_examples=1000,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


def found_by(search: Callable[[], None]) -> bool:
    try:
        search()
    except Exception:  # noqa: BLE001 - whatever stops a run shows that something is wrong
        return True
    return False


@BOUNDED
@given(plants().filter(in_order), st.none() | st.integers(0, 6), moves())
def search(plant: Policy, start: int | None, said: list[Move]) -> None:
    run = Run.of(compile_program(plant), None if start is None else dict.fromkeys(plant.buffers, start))
    for move in said:
        run.play(move)


def refuted(sample: str, kind: str) -> bool:
    """Whether the proofs about the steps of one kind fail."""
    prover = Prover(compile_program(SAMPLES[sample]()))
    steps = [step for step in steps_of(prover.program) if step.kind_name == kind]
    for step in steps:
        prover.keeps(step)
    prover.wake_lists(steps)
    return any(one.answer is Answer.REFUTED for one in prover.results.values())


def test_without_a_fault_the_search_finds_nothing() -> None:
    assert not found_by(search)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_random_runs_find_a_fault(fault: Fault) -> None:
    with fault.switched_on():
        assert found_by(search)


@pytest.mark.parametrize("fault", [one for one in FAULTS if one.proofs_see_it], ids=lambda fault: fault.name)
def test_the_proofs_find_a_fault(fault: Fault) -> None:
    assert fault.proofs_see_it is not None
    with fault.switched_on():
        assert refuted(*fault.proofs_see_it)

"""Every seeded fault is found: by the random runs in a bounded search, and by the proofs where it breaks a law or a wake list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from engine_plants import in_order, sorts
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
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


def search(sort: st.SearchStrategy[Policy]) -> Callable[[], None]:
    """A bounded search among plants of one sort."""

    @given(sort.filter(in_order), st.none() | st.integers(0, 6), moves())
    def searched(plant: Policy, start: int | None, said: list[Move]) -> None:
        run = Run.of(compile_program(plant), None if start is None else dict.fromkeys(plant.buffers, start))
        for move in said:
            run.play(move)

    return searched


def found_among(sort: str, examples: int = 1_600) -> bool:
    """Whether a search among one sort of plants stops: whatever stops a run shows that something is wrong."""
    try:
        settings(BOUNDED, max_examples=examples)(search(sorts()[sort]))()
    except Exception:  # noqa: BLE001 - see above
        return True
    return False


def refuted(sample: str, kind: str) -> bool:
    """Whether the proofs about the steps of one kind fail."""
    prover = Prover(compile_program(SAMPLES[sample]()))
    steps = [step for step in steps_of(prover.program) if step.kind_name == kind]
    for step in steps:
        prover.keeps(step)
    prover.wake_lists(steps)
    return any(one.answer is Answer.REFUTED for one in prover.results.values())


@pytest.mark.parametrize("sort", sorts())
def test_without_a_fault_the_search_finds_nothing(sort: str) -> None:
    assert not found_among(sort, examples=250)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_random_runs_find_a_fault(fault: Fault) -> None:
    with fault.switched_on():
        assert found_among(fault.among)


@pytest.mark.parametrize("fault", [one for one in FAULTS if one.proofs_see_it], ids=lambda fault: fault.name)
def test_the_proofs_find_a_fault(fault: Fault) -> None:
    assert fault.proofs_see_it is not None
    with fault.switched_on():
        assert refuted(*fault.proofs_see_it)

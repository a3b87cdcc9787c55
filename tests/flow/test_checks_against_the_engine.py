"""What the checks say beforehand is what the engine then does: policies without errors come to rest, rings without a cap do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flow_plants import lines
from hypothesis import assume, given
from hypothesis import strategies as st

from kanbanlang.diagnostics import Severity
from kanbanlang.engine import Engine, InputKind, State
from kanbanlang.flow.checks import check_flow
from kanbanlang.flow.lower import compile_program
from kanbanlang.flow.program import Program
from kanbanlang.model.policy import Policy

_LOOKS = 5_000
"""Far more looks at rules than a plant of a dozen places needs for one input."""


class NoRestError(Exception):
    """The engine goes on and on."""


class WatchedEngine(Engine):
    """An engine that gives up where the real one would never come to rest."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.looks = 0
        self._fire = [(self._watched(guard), apply, reads, row) for guard, apply, reads, row in self._fire]

    def _watched(self, guard: Callable[..., int]) -> Callable[..., int]:
        def look(*memories: int) -> int:
            self.looks += 1
            if self.looks > _LOOKS:
                raise NoRestError
            return guard(*memories)

        return look

    def settled(self, state: State) -> State:
        """The state once nothing more happens. Raises NoRestError."""
        self.looks = 0
        self.settle(state)
        return state


def _errors(policy: Policy) -> set[str]:
    return {one.code for one in check_flow(policy) if one.severity is Severity.ERROR}


@given(lines(), st.booleans(), st.integers(1, 300))
def test_a_policy_without_errors_comes_to_rest(policy: Policy, begins_empty: bool, ordered: int) -> None:
    assume(not _errors(policy))
    program = compile_program(policy)
    engine = WatchedEngine(program)
    state = engine.settled(engine.start(dict.fromkeys(policy.buffers, 0) if begins_empty else {}))
    for number, (name, counters) in enumerate(program.buffers.items()):
        for kind, place in ((InputKind.ORDER, next(iter(counters.orders.values()), None)), (InputKind.CONSUMPTION, counters.consumes)):
            if place is not None:
                engine.looks = 0
                engine.step(state, "test", f"{kind} {number} {name}", kind, place, ordered)


@given(lines(triggers=False, rings=True))
def test_a_ring_without_a_cap_never_comes_to_rest(policy: Policy) -> None:
    assume(_errors(policy) <= {"KB306"})
    engine = WatchedEngine(compile_program(policy))
    begins_empty = engine.start(dict.fromkeys(policy.buffers, 0))
    if _errors(policy):
        with pytest.raises(NoRestError):
            engine.settled(begins_empty)
    else:
        engine.settled(begins_empty)

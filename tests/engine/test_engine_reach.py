"""The random runs are worth something: between them they get to every rule kind, every input kind and every refusal."""

from __future__ import annotations

from engine_plants import in_order, sorts
from engine_runs import Move, Run, moves
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kanbanlang.flow.lower import compile_program
from kanbanlang.model.policy import Policy
from kanbanlang.rules import INPUTS, KINDS
from kanbanlang.rules.kind import Class
from kanbanlang.rules.reasons import ACCEPTED, PROMISED_AWAY, REASONS

_ALL_KINDS = {kind.name for kind in KINDS.values() if kind.turn is not Class.RECEIVES}
_ALL_INPUTS = {kind.name for kind in INPUTS}
_ALL_ANSWERS = {ACCEPTED, *REASONS} - {PROMISED_AWAY}  # the engine takes promises back before anybody hears of it

_A_SEARCH = settings(max_examples=300, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
_SELDOM = {"cancelled seats": 1_500}
"""Sorts of plants in which something happens seldom: that somebody cancels what is frozen."""


def test_random_runs_reach_every_kind_every_input_and_every_refusal() -> None:
    fired: set[str] = set()
    accepted: set[str] = set()
    answered: set[int] = set()

    def watch(plant: Policy, start: int | None, said: list[Move]) -> None:
        if (fired, accepted, answered) == (_ALL_KINDS, _ALL_INPUTS, _ALL_ANSWERS):
            return
        run = Run.of(compile_program(plant), None if start is None else dict.fromkeys(plant.buffers, start))
        for move in said:
            run.play(move)
        fired.update(KINDS[run.program.rows[j].kind].name for j in run.fired)
        accepted.update(message.kind.name for message in run.accepted)
        answered.update(run.reasons)

    # each sort of plant by itself, so that none is seldom for the others
    for name, sort in sorts().items():
        settings(_A_SEARCH, max_examples=_SELDOM.get(name, 300))(given(sort.filter(in_order), st.none() | st.just(0), moves())(watch))()
    assert fired == _ALL_KINDS
    assert accepted == _ALL_INPUTS
    assert answered == _ALL_ANSWERS

"""The rule texts on symbols: for every rule kind and input kind it is proved that each step keeps the laws and wakes whom it must."""

from __future__ import annotations

from functools import cache

import pytest
from engine_samples import SAMPLES

from kanbanlang.diagnostics import Severity
from kanbanlang.flow import Program
from kanbanlang.flow.checks import check_flow
from kanbanlang.flow.lower import compile_program
from kanbanlang.prove import Answer, Proof, prove_program
from kanbanlang.rules import INPUTS, KINDS, refill, serve, work
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import Class

FIRING = [kind for kind in KINDS.values() if kind.turn is not Class.RECEIVES]


@cache
def program_of(sample: str) -> Program:
    return compile_program(SAMPLES[sample]())


@cache
def proof_of(sample: str) -> Proof:
    return prove_program(program_of(sample))


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_is_a_policy_without_errors(sample: str) -> None:
    assert [one for one in check_flow(SAMPLES[sample]()) if one.severity is Severity.ERROR] == []


def test_the_samples_have_every_variant_of_every_row() -> None:
    """What is proved of rows alike is proved of all: so there must be a row of each sort."""
    programs = [program_of(sample) for sample in SAMPLES]
    words = [(row.kind, program.P[row.number * m.ROW : (row.number + 1) * m.ROW]) for program in programs for row in program.rows]
    refills = {refill.CARDS, refill.UP_TO, refill.LOT, refill.ASKED_FOR, refill.ASKED_CARDS}
    assert {kind for kind, _ in words} == set(KINDS)
    sources = {(kind, row[serve.FROM]) for kind, row in words if kind in refills}
    assert sources == {(kind, giver) for kind in refills for giver in (serve.FROM_SUPPLIER, serve.FROM_BUFFER, serve.FROM_STATION)}
    assert {(row[serve.WHOLE], row[serve.TRANSIT]) for kind, row in words if kind in refills} == {(0, 0), (0, 1), (1, 0), (1, 1)}
    for column in (m.CONTAINER, m.UNLIMITED):
        assert {row[column] > 0 for kind, row in words if kind == serve.SERVE} == {False, True}
    assert {row[m.CONTAINER] > 0 for kind, row in words if kind == serve.HOLDS} == {False, True}
    assert {row[work.GATED] for kind, row in words if kind == work.RELEASE} == {0, 1}
    assert {row[refill.LIMIT] > 0 for kind, row in words if kind in {refill.UP_TO, refill.ASKED_FOR}} == {False, True}


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_claim_about_a_sample_is_proved(sample: str) -> None:
    stories = [
        f"{one.claim.step}: {one.claim.what}: {one.answer.value}\n{one.story.text() if one.story else ''}" for one in proof_of(sample).open
    ]
    assert stories == []


@pytest.mark.parametrize("kind", [kind.name for kind in FIRING] + [kind.name for kind in INPUTS])
def test_every_kind_is_proved_and_not_for_want_of_a_case(kind: str) -> None:
    results = [one for sample in SAMPLES for one in proof_of(sample).of_kind(kind)]
    assert results
    assert {one.answer for one in results} == {Answer.PROVED}
    assert any(name.startswith(f"{kind}: ") for sample in SAMPLES for name in proof_of(sample).happens)


_OF_PULLS = ("RECEIPT: ", "PICK: ", "KITTED: ", "COMPLETION: ", "SCRAP: ", "UNPROMISE: ")
_OF_FACTS = ("CANCELLATION: ", "UNASKED: ", "OVER: ", "RELEASE: ", "COUNT: ", "REJECTION: ", "OVERDUE: ")
_AHEAD = ("ORDER_FOR_LATER: ", "DUE: ", "COUNTS: ", "COUNTS_NO_MORE: ", "TURN_COMES: ", "FREEZES: ")


def test_what_never_happens_is_an_input_where_it_must_be_refused() -> None:
    for sample in SAMPLES:
        proof, program = proof_of(sample), program_of(sample)
        idle = {one.claim.step for one in proof.results} - proof.happens - {"start"}
        assert all(name.startswith((*_OF_PULLS, *_OF_FACTS, *_AHEAD)) for name in idle)
        for row in program.rows:
            if row.kind == serve.ORDERS:
                assert {f"{kind}{row.key}" for kind in _OF_PULLS} <= idle


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_law_holds_at_the_start_whatever_is_on_hand(sample: str) -> None:
    proved = {one.claim.what for one in proof_of(sample).of_kind("start") if one.answer is Answer.PROVED}
    assert {law.name for law in program_of(sample).laws} <= proved

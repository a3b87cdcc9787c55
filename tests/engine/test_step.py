"""Single inputs whose answer the language fixes."""

from __future__ import annotations

from engine_plants import A_DAY, CELL, HERE, SUPPLIER, buffer, policy, recipe, source, station
from engine_runs import Message, Run

from kanbanlang.engine import InputKind
from kanbanlang.flow.lower import compile_program
from kanbanlang.model.policy import Cards, Keep, Policy, Terms
from kanbanlang.rules.reasons import UNKNOWN_PLACE


def shop() -> Policy:
    return policy([buffer("shop", "gear", Keep(3, place=HERE), source(SUPPLIER, Terms(lead_time=A_DAY)), shop=True)])


def cell() -> Policy:
    return policy(
        [
            buffer("line", "gear", Cards(2, 2, place=HERE), source(SUPPLIER), at=CELL),
            buffer("made", "box", Keep(2, place=HERE), source(CELL), shop=True),
        ],
        [station(CELL, [recipe("box", {"gear": 1})])],
    )


def row(run: Run, key: str) -> int:
    return next(one.number for one in run.program.rows if one.key == key)


def test_pieces_that_nobody_asked_for_can_only_come_from_a_station() -> None:
    """A supplier's delivery is always for a pull: told as made without a job it would be stock that no rule hears of."""
    run = Run.of(compile_program(shop()))
    assert run.say(Message("k", InputKind.UNASKED, row(run, "shop rule"), 2, 0)) == UNKNOWN_PLACE
    run.all_holds()


def test_pieces_that_a_station_made_without_a_job_are_there_and_people_are_told() -> None:
    run = Run.of(compile_program(cell()))
    assert run.say(Message("k", InputKind.UNASKED, row(run, "made rule"), 2, 0)) == 0
    assert [(one.kind, one.quantity) for one in run.answers] == [("alert", 2)]
    assert run.ledger.on_hand["made"] == 4
    run.all_holds()

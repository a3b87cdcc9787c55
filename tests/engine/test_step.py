"""Single inputs whose answer the language fixes."""

from __future__ import annotations

import pytest
from engine_plants import A_DAY, CELL, HERE, SUPPLIER, buffer, policy, recipe, source, station
from engine_runs import Message, Run

from kanbanlang.dryrun import run_tests
from kanbanlang.dryrun.answers import actions_of
from kanbanlang.engine import Action, Engine, InputKind, Located, locate
from kanbanlang.flow.lower import compile_program
from kanbanlang.model import load_text
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


# ------------------------------------------------------------ what a policy answers, driven by its text
HEAD = """policy {name}
role buyer
item gear {{ pack 20 pcs }}
item shaft
item cup
supplier acme
"""


def read(plant: str, steps: str, name: str = "plant") -> Policy:
    """A policy with one test."""
    loaded = load_text(f'{HEAD.format(name=name)}{plant}\ntest "it" {{\n{steps}\n}}\n')
    assert loaded.policy is not None, [one.message for one in loaded.diagnostics]
    return loaded.policy


def plays(plant: str, steps: str) -> None:
    """The steps of a test are what the policy does."""
    (result,) = run_tests(read(plant, steps))
    assert result.passed, result.message


def answers(plant: str, steps: str, name: str = "plant") -> list[list[Action]]:
    """The actions of each `when` of a test, in the order in which they were decided."""
    found = read(plant, steps, name)
    engine = Engine(compile_program(found))
    state = engine.start({})
    engine.settle(state)
    said = []
    for number, step in enumerate(found.tests[0].steps):
        at = locate(engine, state, step.event)
        assert isinstance(at, Located)
        key = step.event.key or str(number)
        _, steps_of_it = engine.step(state, "hall", key, at.kind, at.place, at.quantity, at.number)
        said.append(actions_of(engine, state, steps_of_it, "hall", key))
    return said


LINES = """
buffer store of gear { reorder at 0 pcs up to 100 pcs; from acme; serves customers }
buffer line_1 of gear { kanban 3 cards; from store }
buffer line_2 of gear { kanban 3 cards of 10 pcs; from store }
"""


def test_a_container_travels_full_and_a_smaller_one_does_not_overtake_it() -> None:
    """15 are in the store: the container of 20 waits, and so does the one of 10 that asked later; at 30 both go."""
    plays(
        LINES,
        """
        given store has 15 pcs
        when consumption of 20 pcs of line_1
        then replenish 105 pcs from acme to store
        and backlog(store) = 20 pcs
        and nothing else
        when consumption of 10 pcs of line_2
        then waiting(store) = 2
        when receipt of 4 pcs of store
        then nothing
        when receipt of 11 pcs of store
        then move 20 pcs from store to line_1
        and move 10 pcs from store to line_2
        and nothing else
        """,
    )


def test_what_is_below_the_minimum_after_the_limit_waits_for_room() -> None:
    """Room for 40 below the limit of 100, but at least 50 must be asked: nothing, until ten more are taken."""
    plays(
        "buffer stock of shaft { reorder at 60 pcs up to 110 pcs; from acme { minimum 50 pcs }; limit 100 pcs; serves customers }",
        """
        given stock has 61 pcs
        when consumption of 1 pcs of stock
        then nothing
        when consumption of 9 pcs of stock
        then nothing
        when consumption of 1 pcs of stock
        then replenish 50 pcs from acme to stock
        and nothing else
        """,
    )


STAGE = """
station press { makes cup from 1 shaft; cycle time 1 min }
buffer shafts of shaft at press { kanban 1 card of 1 pcs; from acme }
buffer cups of cup { kanban 2 cards of 1 pcs; from press; serves customers }
"""


def test_a_part_and_a_free_card_meet_in_no_time() -> None:
    """Both cards behind the press are in work and a part waits in front; when a job is handed over all of it follows at one instant."""
    plays(
        STAGE,
        """
        given cups empty
        when receipt of 1 pcs of shafts
        then make 1 pcs from press to cups
        and replenish 1 pcs from acme to shafts
        and wip(press) = 2 pcs
        when receipt of 1 pcs of shafts
        then nothing
        and on_hand(shafts) = 1 pcs
        when order of 1 pcs of cup
        then nothing
        when completion of 1 pcs of cup
        then deliver 1 pcs of cup
        and make 1 pcs from press to cups
        and replenish 1 pcs from acme to shafts
        and nothing else
        and wip(press) = 2 pcs
        and on_hand(shafts) = 0 pcs
        """,
    )


def test_what_follows_from_one_input_is_decided_in_the_order_of_the_language() -> None:
    """The customer is served, the cup's card pulls, the job is released, its part's card pulls, and then triggers act."""
    plant = STAGE + 'trigger low { when on_hand(shafts) < 1 pcs; alert buyer "No shafts"; expedite shafts }\n'
    (found,) = answers(plant, "when order of 1 pcs of cup\nthen deliver 1 pcs of cup")
    assert [(one.kind, one.target or one.role) for one in found] == [
        ("deliver", None),
        ("make", "cups"),
        ("replenish", "shafts"),
        ("alert", "buyer"),
        ("expedite", "shafts"),
    ]


# ------------------------------------------------------------ refusals
@pytest.mark.parametrize(
    "wrong",
    [
        "pick of 21 pcs of line_1",  # more than was asked
        "pick of 0 pcs of line_1",
        "pick of 10 pcs of line_2",  # no pick of its is under way
        "consumption of 0 pcs of line_1",
        "order of 0 pcs of store",
        "up of acme",
    ],
)
def test_a_refused_input_changes_nothing_and_its_key_may_come_again(wrong: str) -> None:
    plays(
        LINES,
        f"""
        when consumption of 20 pcs of line_1
        then move 20 pcs from store to line_1
        when {wrong} as "k"
        then refused
        and on_hand(line_1) = 40 pcs
        and incoming(line_1) = 20 pcs
        and on_hand(line_2) = 30 pcs
        and reserved(store) = 20 pcs
        and on_hand(store) = 100 pcs
        when pick of 20 pcs of line_1 as "k"
        then nothing
        and on_hand(line_1) = 60 pcs
        and on_hand(store) = 80 pcs
        """,
    )


def test_what_is_picked_twice_under_another_key_is_refused() -> None:
    plays(
        LINES,
        """
        when consumption of 20 pcs of line_1
        then move 20 pcs from store to line_1
        when pick of 20 pcs of line_1 as "first"
        then nothing
        when pick of 20 pcs of line_1 as "second"
        then refused
        and on_hand(store) = 80 pcs
        """,
    )


# ------------------------------------------------------------ ids
SIGNALS = 'when consumption of 20 pcs of line_1 as "a"\nthen nothing\nwhen consumption of 20 pcs of line_1 as "b"\nthen nothing'


def test_an_action_is_known_by_its_policy_rule_and_signal_alone() -> None:
    """Not by the line of its rule, nor by what else there is or was said before; each of two actions has an id of its own."""
    (first,), (second,) = answers(LINES, SIGNALS)
    moved = "\n\n# a remark\nbuffer bin of shaft { keep 9 pcs; from acme; serves customers }" + LINES
    ((again,),) = answers(moved, SIGNALS[SIGNALS.index("when consumption", 1) :])
    assert first.id != second.id
    assert again.id == second.id
    assert first.rule != again.rule


def test_another_policy_gives_other_ids() -> None:
    assert answers(LINES, SIGNALS)[0][0].id != answers(LINES, SIGNALS, name="other")[0][0].id

"""What holds for every plant, whatever is said to it, in whatever order, how often ever."""

from __future__ import annotations

from engine_ledger import of_slot
from engine_plants import in_order, plants, side_by_side
from engine_runs import BoundedEngine, Move, Run, moves
from hypothesis import given, settings
from hypothesis import strategies as st

from kanbanlang.engine import Action, actions
from kanbanlang.flow.lower import compile_program
from kanbanlang.model.policy import Policy
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import SPEAKS_OF_A_PULL

starts = st.none() | st.integers(0, 6)


def ran(plant: Policy, start: int | None, said: list[Move]) -> Run:
    """A run with everything said; the run itself asserts all that must hold after each input."""
    run = Run.of(compile_program(plant), None if start is None else dict.fromkeys(plant.buffers, start))
    for move in said:
        run.play(move)
    return run


@given(plants().filter(in_order), starts, moves())
@settings(max_examples=250)
def test_books_laws_queues_and_rest_hold_after_every_input(plant: Policy, start: int | None, said: list[Move]) -> None:
    ran(plant, start, said)


@given(plants().filter(in_order), starts, moves())
@settings(max_examples=60)
def test_what_was_accepted_replays_to_the_same_state_and_the_same_action_ids(plant: Policy, start: int | None, said: list[Move]) -> None:
    run = ran(plant, start, said)
    again = Run.of(compile_program(plant), None if start is None else dict.fromkeys(plant.buffers, start))
    for message in run.accepted:
        assert again.say(message) == 0
    assert (again.state.c, again.state.s, again.state.seen) == (run.state.c, run.state.s, run.state.seen)
    assert again.answers == run.answers
    assert len({one.id for one in run.answers}) == len(run.answers), "no two actions share an id"


def _answers(found: list[Action]) -> list[object]:
    """What people see of actions, but for numbers that count through all that stands there."""
    return [(one.kind, one.item, one.quantity, {name: n for name, n in one.why.items() if not name.startswith("first ")}) for one in found]


@given(plants().filter(in_order), moves(12), st.integers(2, 4))
@settings(max_examples=60)
def test_looks_and_answers_do_not_depend_on_how_much_stands_beside(plant: Policy, said: list[Move], copies: int) -> None:
    alone = Run.of(compile_program(side_by_side(plant, 1)))
    program = compile_program(side_by_side(plant, copies))
    engine = BoundedEngine(program)
    state = engine.start()
    engine.settle(state)
    row_of = {row.key: row.number for row in program.rows}
    for move in said:
        message = alone.message(move)
        place, number = message.place, message.number
        if message.kind < SPEAKS_OF_A_PULL:
            place = row_of[alone.program.rows[place].key]
        elif place in (live := alone.state.open_slots()):
            here = [p for p in state.open_slots() if of_slot(engine, state, p).buffer.name.endswith("_0")]
            number = state.s[here[live.index(place)] + m.NUMBER] + message.number - alone.state.s[place + m.NUMBER]
            place = here[live.index(place)]
        else:
            continue
        engine.guards_looked_at = alone.engine.guards_looked_at = 0
        before = len(alone.answers)
        alone.say(message)
        _, steps = engine.step(state, "test", message.key, message.kind, place, message.quantity, number)
        assert engine.guards_looked_at == alone.engine.guards_looked_at
        assert _answers(actions(engine, state, steps, "test", message.key)) == _answers(alone.answers[before:])

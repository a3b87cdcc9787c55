"""A new policy takes over what the one before left: cards retire or are born, pulls go on, and what has no place is told."""

from __future__ import annotations

import pytest
from attrs import evolve
from engine_ledger import Ledger
from engine_plants import in_order, plants
from engine_runs import Move, Run, moves
from hypothesis import assume, event, given
from hypothesis import strategies as st

from kanbanlang.engine import DUPLICATE, Engine, InputKind, State, TakeOverError, actions, take_over
from kanbanlang.flow import compile_program
from kanbanlang.model import load_text
from kanbanlang.model.policy import Cards, Keep, Policy
from kanbanlang.rules.laws import broken

HEAD = "policy plant\nitem gear { pack 20 pcs }\nsupplier acme\nsupplier bell\n"


def policy_of(text: str) -> Policy:
    loaded = load_text(HEAD + text)
    assert loaded.policy is not None, [one.message for one in loaded.diagnostics]
    return loaded.policy


class Plant:
    """An engine that runs a policy, and hands over to another."""

    def __init__(self, text: str) -> None:
        self.engine = Engine(compile_program(policy_of(text)))
        self.state: State = self.engine.start()
        self.engine.settle(self.state)

    def takes_over(self, text: str) -> list[str]:
        """The new policy takes over, and the actions that it begins with."""
        there = take_over(self.engine, self.state, policy_of(text))
        self.engine, self.state = there.engine, there.state
        return self._done(self.engine.settle(self.state), "policy")

    def consumes(self, buffer: str, quantity: int, key: str) -> list[str] | int:
        """Pieces are taken by hand: what that causes, or why it does not count."""
        place = self.engine.program.buffers[buffer].consumes
        reason, steps = self.engine.step(self.state, "line", key, InputKind.CONSUMPTION, place, quantity)
        return reason or self._done(steps, key)

    def _done(self, steps: list, key: str) -> list[str]:  # type: ignore[type-arg]
        return [
            f"{one.kind} {one.quantity} from {one.source} to {one.target}" for one in actions(self.engine, self.state, steps, "line", key)
        ]


LINE = "buffer line of gear {{ kanban {cards} cards; from acme }}\n"
ONE = "replenish 20 from acme to line"


def test_five_cards_become_three_and_the_next_two_emptied_do_not_signal() -> None:
    plant = Plant(LINE.format(cards=5))
    assert plant.consumes("line", 20, "a") == [ONE]
    assert plant.takes_over(LINE.format(cards=3)) == []
    assert plant.consumes("line", 20, "b") == []
    assert plant.consumes("line", 20, "c") == []
    assert plant.consumes("line", 20, "d") == [ONE]


def test_three_cards_become_five_and_two_are_born_empty_and_signal_at_once() -> None:
    plant = Plant(LINE.format(cards=3))
    assert plant.takes_over(LINE.format(cards=5)) == [ONE, ONE]
    assert plant.consumes("line", 20, "a") == [ONE]


def test_cards_that_were_to_retire_are_wanted_again() -> None:
    plant = Plant(LINE.format(cards=5))
    plant.takes_over(LINE.format(cards=3))
    assert plant.consumes("line", 20, "a") == []
    assert plant.takes_over(LINE.format(cards=5)) == [ONE]
    assert plant.consumes("line", 20, "b") == [ONE]


def test_a_key_that_came_before_is_known_afterwards() -> None:
    plant = Plant(LINE.format(cards=3))
    plant.consumes("line", 5, "a")
    plant.takes_over("buffer aside of gear { keep 5 pcs; from bell }\n" + LINE.format(cards=4))
    assert plant.consumes("line", 5, "a") == DUPLICATE


def test_another_rule_begins_with_what_is_there_and_coming() -> None:
    plant = Plant("buffer line of gear { reorder at 40 pcs up to 60 pcs; from acme }\n")
    assert plant.consumes("line", 25, "a") == ["replenish 25 from acme to line"]
    assert plant.takes_over("buffer line of gear { keep 70 pcs; from acme }\n") == ["replenish 10 from acme to line"]
    assert plant.takes_over(LINE.format(cards=4)) == []  # 35 there and 35 coming: four containers, one of them with 10
    assert plant.consumes("line", 10, "b") == [ONE]


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (LINE.format(cards=3), "", "buffer `line` is gone, and it is not empty"),
        (
            LINE.format(cards=3),
            "buffer line of gear { kanban 3 cards; from bell }\n",
            "`line` is open at `acme`, which no longer refills it: let it arrive, or cancel it",
        ),
        (
            "buffer line of gear { keep 60 pcs; at most 20 pcs on the way; from acme }\n",
            "buffer line of gear { keep 60 pcs; from acme }\n",
            "`line` waits for room on the way, of which the new policy does not speak: let it go first",
        ),
    ],
)
def test_what_has_no_place_in_the_new_policy_is_told(before: str, after: str, reason: str) -> None:
    plant = Plant(before)
    plant.consumes("line", 20, "a")
    plant.consumes("line", 20, "b")
    state = plant.state.copy()
    with pytest.raises(TakeOverError, match=r".") as told:
        plant.takes_over(after)
    assert any(reason in one for one in told.value.reasons)
    assert (plant.state.c, plant.state.s) == (state.c, state.s)


def played(plant: Policy, said: list[Move]) -> Run:
    run = Run.of(compile_program(plant), None)
    for move in said:
        run.play(move)
    return run


@given(plants().filter(in_order), moves(), moves(6))
def test_the_same_policy_takes_over_without_a_trace(plant: Policy, said: list[Move], more: list[Move]) -> None:
    """What happens afterwards is what would have happened."""
    assume(not any(one.retiring for one in plant.buffers.values()))  # no text says that
    run = played(plant, said)
    there = take_over(run.engine, run.state, plant)
    assert (there.state.c, there.state.s, there.state.seen) == (run.state.c, run.state.s, run.state.seen)
    assert there.engine.settle(there.state) == []
    run.state = there.state
    for move in more:
        run.play(move)


@st.composite
def changed(draw: st.DrawFn, plant: Policy) -> Policy:
    """The plant with other numbers in its rules."""
    buffers = {}
    for name, one in plant.buffers.items():
        rule = one.rule
        if isinstance(rule, Cards):
            rule = evolve(rule, cards=draw(st.integers(rule.collect, rule.collect + 3)))
        elif isinstance(rule, Keep):
            rule = evolve(rule, level=draw(st.integers(1, 6)))
        buffers[name] = evolve(one, rule=rule)
    return evolve(plant, buffers=buffers)


@given(st.data(), plants().filter(in_order), moves(), moves())
def test_other_numbers_take_over_what_is_there(data: st.DataObject, plant: Policy, said: list[Move], more: list[Move]) -> None:
    run = played(plant, said)
    try:
        there = take_over(run.engine, run.state, data.draw(changed(plant).filter(in_order)))
    except TakeOverError as refused:
        event(f"refused: {refused.reasons[0]}")
        return
    engine, state = there.engine, there.state
    for name, at in run.engine.program.buffers.items():
        now = engine.program.buffers[name]
        for word in ("on_hand", "reserved", "backlog", "incoming", "blocked"):
            assert state.c[getattr(now, word)] == run.state.c[getattr(at, word)], (name, word)
    later = Run(engine.program, engine, state, Ledger.opened_with(engine.program, state))
    engine.settle(state)
    for move in more:
        message = later.message(move)
        engine.step(state, "after", message.key, message.kind, message.place, message.quantity, message.number)
        assert [law.name for law in engine.program.laws if broken(law, state.c, state.s)] == []
        assert min(state.c) >= 0

"""From the numbers of a refuted claim to a small story that a person can follow."""

from __future__ import annotations

from kanbanlang.flow import Program
from kanbanlang.prove.answer import Story
from kanbanlang.prove.cells import Cells
from kanbanlang.prove.facts import Moment
from kanbanlang.prove.steps import Step
from kanbanlang.prove.symbols import Model
from kanbanlang.rules import memory as m

_STATES = {
    m.FREE: "is closed",
    m.HELD_BACK: "waits for room",
    m.WAITING: "waits",
    m.PICKING: "is being picked",
    m.MOVING: "is on its way",
    m.ORDERED: "is on order",
    m.OVERDUE: "is on order and late",
    m.WORKING: "is in work",
    m.KITTING: "has its parts picked",
    m.KITTED: "has its parts",
    m.MOVED: "is being moved from a dock",
    m.LATER: "is an order for later",
    m.QUALIFIED: "is an order for later that counts",
    m.PLACED: "has its place and is not due",
}


def story_of(program: Program, step: Step, moment: Moment, model: Model, wrong: str) -> Story:
    """The story of a step that breaks something, in the state that the solver found."""
    c = moment.c
    before = {program.counters[x]: model.value(value) for x, value in sorted(c.before.items()) if _told(program, x)}
    after = {program.counters[x]: model.value(c.now[x]) for x in sorted(c.written) if _told(program, x)}
    pulls = tuple(_pull(program, moment.s, slot.address, model) for slot in moment.situation.slots)
    changed = {name: value for name, value in after.items() if before.get(name) != value}
    return Story(before, pulls, _step(step, moment, model), changed, wrong)


def _told(program: Program, counter: int) -> bool:
    """Whether a counter says something to people: not the ends of queues, and not what every program has."""
    return m.ONE < counter < len(program.counters) and not program.counters[counter].startswith(("first ", "last "))


def _step(step: Step, moment: Moment, model: Model) -> str:
    if step.input is None:
        return f"`{step.row.key}` fires with {model.value(moment.outcome)}"
    return f"{step.input.kind.name.lower()} of {model.value(moment.told.quantity)} at `{step.row.key}`"


def _pull(program: Program, s: Cells, p: int, model: Model) -> str:
    words = {
        word: model.value(value) for word in (m.STATE, m.ASKED, m.GOT, m.RULE, m.NUMBER) if (value := s.before.get(p + word)) is not None
    }
    owner = program.rows[words.get(m.RULE, 0) // m.ROW].key
    return f"pull {words.get(m.NUMBER, 0)} of `{owner}` {_STATES[words[m.STATE]]}: {words.get(m.ASKED, 0)} asked, {words.get(m.GOT, 0)} got"

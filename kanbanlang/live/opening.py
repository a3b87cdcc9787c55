"""Beginning a journal, and taking up one that is there: the state is the fold of its entries, and a snapshot only shortens the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import version

from attrs import evolve, frozen

from kanbanlang.dryrun.course import Course, begin, kept, recalled, taken_up
from kanbanlang.engine import Engine, Located
from kanbanlang.flow.lower import compile_program
from kanbanlang.live.desk import Desk
from kanbanlang.live.journal import Entry, Journal
from kanbanlang.live.outbox import Outbox
from kanbanlang.live.records import JournalError
from kanbanlang.live.text import Text
from kanbanlang.model.policy import Policy
from kanbanlang.rules import InputKind

Boxes = Callable[[Policy], Outbox]
"""How jobs are made for a policy: which of its machines have a driver."""


def start(journal: Journal, text: Text, policy: Policy, boxes: Boxes, at: int, on_hand: Mapping[str, int]) -> Desk:
    """Begin a journal: the policy, what lies where in steps, and what its rules do at once."""
    policy = evolve(policy, runs_live=True)
    course, fired = begin(Engine(compile_program(policy)), at, on_hand)
    desk = Desk(policy, course, journal, boxes(policy), text)
    journal.begin()
    desk.opens(fired, {"what": "start", "version": version("kanbanlang"), "policy": text.shape, "on_hand": dict(on_hand)})
    journal.commit()
    return desk


@frozen
class Fold:
    """What the entries of a journal come to, up to one of them."""

    course: Course
    policy: Policy
    text: Text
    policy_entry: int


def resume(journal: Journal, boxes: Boxes) -> Desk:
    """Take up the policy of a journal where its last entry left it. Raises JournalError where the journal does not say how."""
    after, fold = _nearest(journal)
    for entry in journal.entries(after):
        fold = folded(entry, fold)
    if fold is None:
        raise JournalError(f"`{journal.path}` is empty: no policy ever ran with it")
    return Desk(fold.policy, fold.course, journal, boxes(fold.policy), fold.text, fold.policy_entry)


def _nearest(journal: Journal) -> tuple[int, Fold | None]:
    """The newest snapshot that fits the journal, or the beginning."""
    for n, said in journal.snapshots():
        if n <= journal.length and said["hash"] == journal.entry(n).hash.hex():
            text = Text.of_shape(journal.entry(said["policy"]).said["policy"])
            policy = text.policy()
            return n, Fold(recalled(_engine(policy, said["retiring"]), said), policy, text, said["policy"])
    return 0, None


def _engine(policy: Policy, retiring: Mapping[str, int]) -> Engine:
    """The engine of a policy under which more cards go round than its text says: so many of each buffer retire."""
    buffers = {name: evolve(buffer, retiring=retiring.get(name, 0)) for name, buffer in policy.buffers.items()}
    return Engine(compile_program(evolve(policy, buffers=buffers)))


def keep(desk: Desk) -> None:
    """Write a snapshot of the state behind the last entry."""
    journal = desk.journal
    retiring = {name: buffer.retiring for name, buffer in desk.course.engine.program.policy.buffers.items() if buffer.retiring}
    hash_ = journal.entry(journal.length).hash.hex()
    journal.keep({"hash": hash_, "policy": desk.policy_entry, "retiring": retiring, **kept(desk.course)})


def folded(entry: Entry, fold: Fold | None) -> Fold:
    """What an entry makes of what was before it. Raises JournalError where that is not what it was when it was written."""
    said = entry.said
    if said["what"] == "start":
        text = Text.of_shape(said["policy"])
        policy = text.policy()
        course, _ = begin(Engine(compile_program(policy)), said["at"], said["on_hand"])
        return Fold(course, policy, text, entry.n)
    if fold is None:
        raise JournalError(f"entry {entry.n} stands before any policy")
    course = fold.course
    if said["what"] == "apply":
        course.clock.goes_on(said["at"])
        text = Text.of_shape(said["policy"])
        policy = text.policy()
        return Fold(taken_up(course, policy)[0], policy, text, entry.n)
    if said["what"] == "strike":
        key, _ = course.clock.strike()
        if key != said["key"]:
            raise JournalError(f"entry {entry.n} says that the clock said {said['key']}, and now it says {key}")
        return fold
    course.clock.goes_on(said["at"])
    if "take" in said:
        kind, *words = said["take"]
        reason, _ = course.take(Located(InputKind(kind), *words), "", None, said["lot"])
        if reason:
            raise JournalError(f"entry {entry.n} was accepted when it was written, and is not now")
    return fold

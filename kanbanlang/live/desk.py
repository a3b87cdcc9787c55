"""The desk at which everything arrives: a signal, a backend's report, a stroke of the clock. Each becomes an entry, with what it caused.

The desk is the only place that changes the state of a policy that runs. It reads no clock and talks to nobody: it is told how late it
is, and what it wants done lies in the outbox. What it did in between `Journal.begin` and `Journal.commit` is nothing until it is committed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define, evolve, field, frozen

from kanbanlang.backends.contract import Result
from kanbanlang.backends.words import in_words
from kanbanlang.dryrun.answers import actions_of, reason_text
from kanbanlang.dryrun.course import Course
from kanbanlang.engine import Action, Located, Nowhere, Step
from kanbanlang.live.counting import counted, moved
from kanbanlang.live.holdings import Change, Holdings
from kanbanlang.live.journal import Journal, Work
from kanbanlang.live.outbox import GIVEN_UP, Cause, Outbox, Reported
from kanbanlang.live.reporting import Booked, booked
from kanbanlang.live.signals import Signal, unknown_column
from kanbanlang.live.text import Text
from kanbanlang.model.event import Event, EventKind
from kanbanlang.model.policy import Policy
from kanbanlang.model.reports import UnsoundError, Vocabulary, vocabulary_of
from kanbanlang.report.run_shapes import action_shape
from kanbanlang.rules import InputKind
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import SPEAKS_OF_A_PULL

CLOCK = "clock"
_AT_A_PLACE = frozenset({EventKind.PICK, EventKind.COUNT, EventKind.CONSUMPTION, EventKind.REJECTION, EventKind.RECEIPT})
"""What is done at a place, by somebody who has the right to it."""
_NOBODY = "whoever gives no name"


@frozen
class Answer:
    """What came of a signal: accepted, duplicate, conflict or refused; the number of its entry (of a duplicate: of the first); why."""

    outcome: str
    n: int
    reason: str | None = None
    actions: tuple[dict[str, Any], ...] = ()

    @property
    def shape(self) -> dict[str, Any]:
        """The answer as the sender gets it."""
        return {"outcome": self.outcome, "entry": self.n, "reason": self.reason, "actions": list(self.actions)}


@define
class Desk:
    """One policy, the course that it takes, and the journal in which all of it stands."""

    policy: Policy
    course: Course
    journal: Journal
    outbox: Outbox
    text: Text
    policy_entry: int = 1  # where in the journal the text of the policy stands
    holdings: Holdings = field(init=False)
    vocabulary: Vocabulary = field(init=False)
    put: list[Work] = field(factory=list)
    """Jobs that were put into the outbox since somebody last took them from here."""

    def __attrs_post_init__(self) -> None:
        self.holdings = Holdings(self.course.engine.program, self.course.state)
        self.vocabulary = vocabulary_of(self.policy)

    @property
    def now(self) -> int:
        """How late it is, as far as the policy knows."""
        return self.course.clock.now

    def due(self) -> int:
        """When the clock next has something to say."""
        return self.course.clock.due()

    # ------------------------------------------------------------ signals
    def hear(self, signal: Signal, at: int) -> Answer:
        """Take in what somebody says. Not before what the clock has to say until then: `strike` first."""
        self.course.clock.goes_on(at)
        if signal.wrong is not None:
            return self._refused(signal, signal.wrong)
        if (column := unknown_column(signal.said)) is not None:
            return self._refused(signal, column)
        try:
            event = self.vocabulary.event(signal.words)
        except UnsoundError as reason:
            return self._refused(signal, str(reason))
        if signal.key is not None and (before := self.journal.seen(signal.source, signal.key)) is not None:
            return self._again(signal, before)
        if event.kind in _AT_A_PLACE and "by" not in event.modifiers:
            event = _by_nobody(event)
        found = self.course.find(event)
        if isinstance(found, Nowhere):
            return self._refused(signal, found.reason)
        if found.kind is InputKind.CANCELLATION and (asked := self._given_up_first(found)) is not None:
            return self._refused(signal, asked)
        key = signal.key if signal.key is not None else f"entry {self.journal.length + 1}"
        return self._take(found, signal.source, key, event.lot, {"what": "signal", **signal.record}, signal)

    def _again(self, signal: Signal, before: int) -> Answer:
        """Something came under this source and key before: the same, or something else."""
        first = self.journal.entry(before).said
        outcome, reason = "duplicate", None
        if _content(first["said"]) != _content(signal.record["said"]):
            outcome, reason = "conflict", f"something else came under this key before, as entry {before}"
        n = self.journal.append({"at": self.now, "what": "signal", **signal.record, "outcome": outcome, "reason": reason, "first": before})
        return Answer(outcome, before if outcome == "duplicate" else n, reason)

    def _refused(self, signal: Signal, reason: str) -> Answer:
        n = self.journal.append({"at": self.now, "what": "signal", **signal.record, "outcome": "refused", "reason": reason})
        return Answer("refused", n, reason)

    def _given_up_first(self, found: Located) -> str | None:
        """Why a pull cannot be cancelled now: its job is with somebody who must give it up first, and is asked to."""
        for work in self.journal.work_of_pull(found.place, found.number):
            if work.state != "parked":
                self._give_up(work)
                if self.course.state.s[found.place + m.STATE] == m.WAITING:
                    continue  # a count took its promise back: it has no goods that somebody would have to give back first
                return f"{work.lane} is asked to give it up; the cancellation follows when it does"
            self.journal.mark(work.id, "cancelled", "it was cancelled")
        return None

    # ------------------------------------------------------------ reports of backends
    def result(self, lane: str, result: Result, at: int) -> Answer:
        """Take in what a backend reports of a job. The same report again is a duplicate; one of an unknown job is refused and kept."""
        record = {"what": "result", "lane": lane, "result": in_words(result)}
        source, key = f"backend {lane}", f"{result.job}/{result.line}/{result.sequence}"
        if (before := self.journal.seen(source, key)) is not None:
            return Answer("duplicate", before)
        self.course.clock.goes_on(at)
        work = self.journal.work(result.job)
        meant = "nobody asked for this job" if work is None else self._meant(work, result)
        if isinstance(meant, str):
            n = self.journal.append({"at": self.now, **record, "outcome": "refused", "reason": meant}, (source, key))
            return Answer("refused", n, meant)
        assert work is not None  # noqa: S101 - what is unknown was refused
        self.journal.mark(work.id, meant.state, meant.said, executed=meant.executed)
        return self._reported(source, key, meant, record)

    def _meant(self, work: Work, result: Result) -> Booked | str:
        last = all(one.id == work.id for one in self.journal.work_of_pull(work.slot, work.pull)) if work.slot else True
        return booked(self.policy, work, result, last=last)

    def _reported(self, source: str, key: str, meant: Booked, record: Mapping[str, Any]) -> Answer:
        answers: list[Answer] = []
        for part in meant.parts:
            made = part(self.course)
            if made is not None:
                nth = f"{key}/{len(answers)}" if answers else key
                answers.append(self._take(made[0], source, nth, meant.lot, record, None, made[1]))
        if not answers:
            n = self.journal.append({"at": self.now, **record, "outcome": "accepted", "reason": None}, (source, key))
            return Answer("accepted", n)
        return answers[0]

    # ------------------------------------------------------------ the clock
    def strike(self) -> Answer:
        """Let the clock say the next thing that it has to say."""
        key, fired = self.course.clock.strike()
        return self._written({"what": "strike", "key": key}, fired, (CLOCK, key, "clock"), self.holdings.moved(0, 0, fired))

    # ------------------------------------------------------------ another text
    def becomes(self, policy: Policy, course: Course, text: Text, fired: list[Step], outbox: Outbox, by: str) -> None:
        """From now on another text is the policy; it begins where the one before ends."""
        self.policy, self.course, self.text, self.outbox = policy, course, text, outbox
        before, self.policy_entry = self.policy_entry, self.journal.length + 1
        there = Holdings(course.engine.program, course.state)
        changes = there.since(self.holdings)
        self.holdings, self.vocabulary = there, vocabulary_of(policy)
        record = {"what": "apply", "operator": by, "before": before, "policy": text.shape}
        self._written(record, fired, (CLOCK, f"apply {self.policy_entry}", "change of policy"), changes)

    # ------------------------------------------------------------ what follows
    def _take(  # noqa: PLR0917 - an input has so many parts
        self,
        found: Located,
        source: str,
        key: str,
        lot: str | None,
        record: Mapping[str, Any],
        signal: Signal | None,
        reported: Reported | None = None,
    ) -> Answer:
        row = self.course.state.s[found.place + m.RULE] // m.ROW if found.kind >= SPEAKS_OF_A_PULL else found.place
        count = counted(self.course, found)
        reason, fired = self.course.take(found, source, None, lot)
        if reason:
            text = reason_text(reason)
            if signal is not None:
                return self._refused(signal, text)
            n = self.journal.append({"at": self.now, **record, "outcome": "refused", "reason": text}, (source, key))
            return Answer("refused", n, text)
        take = [int(found.kind), found.place, found.quantity, found.number, *((found.due,) if found.due else ())]
        seen = (source, key) if signal is None or signal.key is not None else None
        kind = found.kind.name.lower()
        said = {**record, "take": take, "lot": lot, **({} if count is None else {"count": count})}
        named = () if reported is None else (reported.source, reported.target)
        changes = self.holdings.moved(found.kind, row, fired, named)
        answer = self._written(said, fired, (source, key, kind), changes, seen=seen, reported=reported, lot=lot)
        if count is not None or found.kind is InputKind.REJECTION:
            self._give_up_what_waits_again()
        return answer

    def _written(
        self,
        record: Mapping[str, Any],
        fired: list[Step],
        origin: tuple[str, str, str],
        changes: Sequence[Change],
        *,
        seen: tuple[str, str] | None = None,
        reported: Reported | None = None,
        lot: str | None = None,
    ) -> Answer:
        """Write down what was taken in, with what it caused, and put into the outbox what is to be done.

        `origin` is whose signal it was, under which key, and of which kind.
        """
        source, key, kind = origin
        actions = actions_of(self.course.engine, self.course.state, fired, source, key)
        shapes = tuple(_shape(self.policy, action) for action in actions)
        words = {"at": self.now, **record, "outcome": "accepted", "reason": None, "actions": shapes, **moved(self.policy, changes)}
        n = self.journal.append(words, seen)
        self._put(Cause(n, source, key, kind, reported, lot, self._leaving(actions)), actions, changes)
        return Answer("accepted", n, None, shapes)

    def _leaving(self, actions: Sequence[Action]) -> dict[str, str]:
        """By action, from which lot its goods leave next, where all of them are of one: behind what was promised before."""
        lots = self.course.clock.lots
        if lots is None:
            return {}
        c, counters = self.course.state.c, self.course.engine.program.buffers
        behind = {name: c[counters[name].reserved] for name in lots.book.lots}
        found = {}
        for action in reversed(actions):
            if action.kind == "retrieve" and action.source in behind and action.quantity is not None:
                behind[action.source] -= action.quantity
                lot = lots.book.leaves_next(action.source, action.quantity, behind[action.source])
                if lot is not None:
                    found[action.id] = lot
        return found

    def _put(self, cause: Cause, actions: Sequence[Action], changes: Sequence[Change]) -> None:
        if actions or changes:
            jobs = self.outbox.jobs(cause, actions, changes)
            for work in jobs:
                for earlier in self.journal.work_of_pull(work.slot, work.pull) if work.slot else ():
                    self._give_up(earlier)
            self.journal.put(jobs)
            self.put += jobs

    def _give_up_what_waits_again(self) -> None:
        """A count, a short pick or a rejection has taken promises back: what machines were to pick for them, they are to give up."""
        s = self.course.state.s
        for work in self.journal.open_work(states=("waiting", "sent")):
            if work.slot and s[work.slot + m.NUMBER] == work.pull and s[work.slot + m.STATE] == m.WAITING:
                self._give_up(work)

    def _give_up(self, work: Work) -> None:
        if work.state != "parked" and work.said != GIVEN_UP:
            self.journal.mark(work.id, work.state, GIVEN_UP)
            self.put.append(evolve(work, said=GIVEN_UP))

    def opens(self, fired: list[Step], record: Mapping[str, Any]) -> Answer:
        """The first entry of a policy that runs: what lies where, and what the rules did at once."""
        return self._written(record, fired, (CLOCK, "start", "opening"), self.holdings.all())


def _content(said: Mapping[str, str]) -> dict[str, str]:
    """What makes two signals the same: not when they say that it happened."""
    return {name: text for name, text in said.items() if name != "at"}


def _by_nobody(event: Event) -> Event:
    return Event(event.kind, event.of, event.item, event.quantity, event.key, {**event.modifiers, "by": _NOBODY}, place=event.place)


def _shape(policy: Policy, action: Action) -> dict[str, Any]:
    """An action as it stands in the journal and in answers: what there is to say of it, and which pull it is for."""
    shape = {name: value for name, value in action_shape(action, policy).items() if value is not None}
    return {**shape, "pull": action.number} if action.number else shape

"""What others have to do, or to know, because of an input: jobs for machines, for the ERP, and for people.

Each job goes to one lane, and a lane hands its jobs over in their order. Machines retrieve and store; the ERP is asked for purchases,
production and moves by people, and books what has moved. What a backend reported itself, it has booked itself and is not told again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from attrs import evolve, frozen

from kanbanlang.backends import words
from kanbanlang.backends.contract import BOOK, EXPEDITE, MAKE, MOVE, PURCHASE, RETRIEVE, STORE, Job, Move
from kanbanlang.engine import Action, action_id
from kanbanlang.live.holdings import Change
from kanbanlang.live.journal import Work
from kanbanlang.live.records import decoded, encoded
from kanbanlang.model.policy import Policy
from kanbanlang.model.values import Unit

ERP, PEOPLE = "erp", "people"
"""Lanes beside those of the machines, which have the names of their stores."""
GIVEN_UP = "to be given up"
"""What is noted of a job that its backend is to give up."""
NOTICE = "notice"
"""A job of people: to know of something."""

_ASKED_OF_THE_ERP = {"replenish": PURCHASE, "make": MAKE, "move": MOVE}


@frozen
class Reported:
    """What a backend has reported of a job, and so has booked itself: so many steps have reached, or left, a place."""

    lane: str
    source: str | None
    target: str | None
    steps: int


@frozen
class Cause:
    """What jobs come from: the number of the entry, whose signal it was, under which key, of which kind, and what a backend reported.

    `lot` is the one that the signal or the report names; `leaving` says of an action from which lot its goods leave next.
    """

    n: int
    source: str
    key: str
    kind: str
    reported: Reported | None = None
    lot: str | None = None
    leaving: Mapping[str, str] = {}


@frozen
class Outbox:
    """Turns what fired and what moved into jobs. `machines` are the stores that have a driver; without an ERP nobody books."""

    policy: Policy
    machines: Collection[str]
    erp: bool = True

    def jobs(self, cause: Cause, actions: Sequence[Action], changes: Sequence[Change]) -> list[Work]:
        """The jobs, in the order in which they are to be handed over: what came is put into a machine before anything is taken out."""
        found = [*self._of_machines(cause, actions, changes), *self._of_actions(cause, actions)]
        if self.erp and (moves := tuple(self._moves(_without(changes, cause.reported, ERP)))):
            found.append((ERP, Job(self._id(cause, ERP, ""), BOOK, moves, cause.kind), 0, 0))
        return [
            Work(job.id, cause.n, nth, lane, "waiting", body_of(job), slot, pull) for nth, (lane, job, slot, pull) in enumerate(found, 1)
        ]

    # ------------------------------------------------------------ what is asked for
    def _of_actions(self, cause: Cause, actions: Sequence[Action]) -> Iterator[tuple[str, Job, int, int]]:
        for action in actions:
            if action.kind == "alert" or action.item is None:
                yield from self._told(action)
                continue
            machine = self._machine(action.source)
            if action.kind == "retrieve" and machine is not None:
                move = evolve(self._move(action), lot=cause.leaving.get(action.id))
                yield machine, Job(action.id, RETRIEVE, (move,), cause.kind), action.slot, action.number
            elif action.kind == "deliver" and machine is not None:
                yield machine, Job(action.id, RETRIEVE, (self._move(action),), cause.kind), 0, 0
            elif (kind := _ASKED_OF_THE_ERP.get("move" if action.kind == "retrieve" else action.kind)) is not None and self.erp:
                yield ERP, Job(action.id, kind, (self._move(action),), cause.kind), action.slot, action.number

    def _told(self, action: Action) -> Iterator[tuple[str, Job, int, int]]:
        """What people, or a supplier by way of the ERP, get to know."""
        if action.kind == "expedite" and self.erp:
            yield ERP, Job(action.id, EXPEDITE, text=action.target or ""), 0, 0
        text = " ".join(word for word in (action.kind, action.role, action.text or action.target) if word)
        yield PEOPLE, Job(action.id if action.kind != "expedite" else f"{action.id}p", NOTICE, text=text), 0, 0

    def _machine(self, buffer: str | None) -> str | None:
        """The machine in which a buffer lies, if it has a driver."""
        place = self.policy.buffers.get(buffer or "")
        return place.in_store if place is not None and place.in_store in self.machines else None

    def _move(self, action: Action) -> Move:
        assert action.item is not None  # noqa: S101 - goods are of an item
        assert action.quantity is not None  # noqa: S101 - and of a quantity
        return self._goods(action.item, action.quantity, action.source, action.target)

    def _goods(self, item: str, steps: int, source: str | None, target: str | None) -> Move:
        """Goods on their way; `store` and `tray` are those of the machine they come from, or else go to."""
        about = self.policy.items[item]
        places = (self.policy.buffers.get(name or "") for name in (source, target))
        place = next((one for one in places if one is not None and one.in_store is not None), None)
        return Move(
            item,
            about.code,
            exact(steps, about.unit),
            about.unit.name,
            source,
            target,
            None if place is None else place.in_store,
            None if place is None else place.tray,
        )

    # ------------------------------------------------------------ what has moved
    def _of_machines(self, cause: Cause, actions: Sequence[Action], changes: Sequence[Change]) -> Iterator[tuple[str, Job, int, int]]:
        for machine in dict.fromkeys(self._machine(change.place.buffer) for change in changes):
            if machine is not None:
                yield from self._of_machine(machine, cause, actions, changes)

    def _of_machine(
        self, machine: str, cause: Cause, actions: Sequence[Action], changes: Sequence[Change]
    ) -> Iterator[tuple[str, Job, int, int]]:
        """More is to be put into the machine; less was taken out by somebody, if not by a job that takes it out."""
        for change in _without(changes, cause.reported, machine):
            buffer = change.place.buffer
            if self._machine(buffer) != machine:
                continue
            taken = sum(action.quantity or 0 for action in actions if action.kind == "deliver" and action.source == buffer)
            steps, item = change.steps + taken, change.place.item
            if steps > 0 and cause.kind != "count" and (cause.reported is None or cause.reported.lane != machine):
                move = evolve(self._goods(item, steps, None, buffer), lot=cause.lot)
                yield machine, Job(self._id(cause, STORE, buffer), STORE, (move,), cause.kind), 0, 0
            elif steps:
                source, target = (None, buffer) if steps > 0 else (buffer, None)
                yield machine, Job(self._id(cause, BOOK, buffer), BOOK, (self._goods(item, abs(steps), source, target),), cause.kind), 0, 0

    def _id(self, cause: Cause, what: str, place: str | None) -> str:
        return action_id(self.policy.name, f"{what} {place}", cause.source, cause.key, cause.n)

    def _moves(self, changes: Iterable[Change]) -> Iterator[Move]:
        """What went from where to where, item by item: where less is to where more is; the rest left the plant, or came to it."""
        by_item: dict[str, list[Change]] = {}
        for change in changes:
            by_item.setdefault(change.place.item, []).append(change)
        for item, here in by_item.items():
            less = [(change.place.name, -change.steps) for change in here if change.steps < 0]
            more = [(change.place.name, change.steps) for change in here if change.steps > 0]
            for source, target, steps in _paired(less, more):
                yield self._goods(item, steps, source, target)


def _paired(less: list[tuple[str, int]], more: list[tuple[str, int]]) -> Iterator[tuple[str | None, str | None, int]]:
    """Source, target and steps of moves that explain what is less and what is more; None is a place outside."""
    while less or more:
        (source, gone), (target, come) = less[0] if less else (None, more[0][1]), more[0] if more else (None, less[0][1])
        steps = min(gone, come)
        yield source, target, steps
        for side in (less, more):
            if side:
                name, rest = side.pop(0)
                if rest > steps:
                    side.insert(0, (name, rest - steps))


def _without(changes: Sequence[Change], reported: Reported | None, lane: str) -> list[Change]:
    """The changes but for what the backend of a lane has booked itself."""
    if reported is None or reported.lane != lane:
        return [change for change in changes if change.steps]
    left = {change.place.name: change for change in changes}
    own = ((reported.source, -reported.steps), (reported.target, reported.steps))
    adjusted = {name: change.steps for name, change in left.items()}
    for name, steps in own:
        if name in adjusted:
            adjusted[name] -= steps
    return [Change(left[name].place, steps) for name, steps in adjusted.items() if steps]


def exact(steps: int, unit: Unit) -> Decimal:
    """A quantity in its unit, without loss."""
    return Decimal(unit.text(steps))


def body_of(job: Job) -> bytes:
    """A job as it is kept."""
    return encoded(words.in_words(job))


def job_of(body: bytes) -> Job:
    """The job that was kept."""
    return words.job_of(decoded(body))

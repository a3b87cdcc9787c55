"""The runner: one thread that owns the desk, and everything else brings its messages there and waits for the answer.

Messages that wait together are taken in together and committed once; one that waits alone is committed alone. Whoever sent a message
hears the answer after it is durable, never before. Where it cannot be stored, nothing of it is, and the sender is told so.
"""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Container, Mapping
from concurrent.futures import Future
from typing import Any

from attrs import Factory, define, field, frozen

from kanbanlang.backends.contract import Backend, Result
from kanbanlang.live.delivery import Lane
from kanbanlang.live.desk import Answer, Desk
from kanbanlang.live.opening import Boxes, keep, resume
from kanbanlang.live.outbox import Outbox
from kanbanlang.live.people import without_secrets
from kanbanlang.live.records import BusyError, FailedError, JournalError, NotStoredError
from kanbanlang.live.signals import Signal
from kanbanlang.model.policy import Policy

log = logging.getLogger("kanbanlang.live")

INBOX = 10_000
"""So many messages may wait; who brings more is told to come again."""
TOGETHER = 1_000
"""So many messages are taken in before they are committed, at most."""
SNAPSHOT_EVERY = 20_000
_LONGEST_WAIT = 1.0

Message = Callable[[Desk, int], Any]
"""Something for the desk to do at an instant; what it returns is the answer."""


@frozen
class _Waiting:
    message: Message
    answer: Future[Any]


@define(eq=False)
class Runner:
    """Runs the policy of a desk. `clock` gives microseconds since 1970; it may step back, and then stands still for the policy."""

    desk: Desk
    boxes: Boxes
    backends: Mapping[str, Backend]
    clock: Callable[[], int]
    more: Callable[[Policy, Container[str]], tuple[Boxes, Mapping[str, Backend]]] = field(
        default=Factory(lambda self: lambda _policy, _known: (self.boxes, {}), takes_self=True)
    )
    """How jobs are made under another policy, and the drivers of machines that it has beyond the known ones. May raise JournalError."""
    on_answer: Callable[[Signal | None, Answer], None] = field(default=lambda _signal, _answer: None)
    lanes: dict[str, Lane] = field(init=False)
    taken: dict[str, int] = field(factory=dict)
    failure: str | None = None
    """Why the last thing that was to be stored was not; None: it was."""
    ways: dict[str, Callable[[], Mapping[str, Any]]] = field(factory=dict)
    """How each way in is, for people to read; what one says of its `trouble` keeps signals from coming in."""
    behind: int = 0
    """So far the machine's clock is behind what the policy has seen already, in microseconds: it was set back."""
    _inbox: queue.Queue[_Waiting | None] = field(factory=lambda: queue.Queue(INBOX))
    _thread: threading.Thread | None = None
    _stopping: bool = False
    _kept: int = 0

    def __attrs_post_init__(self) -> None:
        self._kept = self.desk.journal.length
        self.lanes = {name: Lane(name, backend, self) for name, backend in self.backends.items()}

    # ------------------------------------------------------------ from other threads
    def tell(self, message: Message, patience: float = 0.0) -> Future[Any]:
        """Bring a message to the desk. Raises BusyError where too many wait and none goes within `patience` seconds."""
        if self._stopping:
            raise BusyError("it is being stopped")
        one = _Waiting(message, Future())
        try:
            self._inbox.put(one, block=patience > 0, timeout=patience or None)
        except queue.Full:
            raise BusyError("too many signals wait already") from None
        return one.answer

    def hear(self, signal: Signal, patience: float = 0.0) -> Future[Any]:
        """Bring a signal to the desk; its answer is an Answer. Nobody's secret gets further than here."""
        signal = without_secrets(signal, self.desk.journal)

        def message(desk: Desk, at: int) -> Answer:
            answer = desk.hear(signal, at)
            self.taken[answer.outcome] = self.taken.get(answer.outcome, 0) + 1
            return answer

        future = self.tell(message, patience)
        future.add_done_callback(lambda done: None if done.exception() else self.on_answer(signal, done.result()))
        return future

    def report(self, lane: str, result: Result) -> Future[Any]:
        """Bring a backend's report to the desk; waits for room, for a report comes again and again until it is taken in."""
        return self.tell(lambda desk, at: desk.result(lane, result, at), patience=60)

    def mark(self, job: str, state: str, said: str | None, tries: int) -> None:
        """Note how far a job is. Where the note is lost, the backend is asked after the next start."""
        try:
            self.tell(lambda desk, _at: desk.journal.mark(job, state, said, tries=tries), patience=60)
        except BusyError:
            log.warning("a note about job %s is lost; its backend will be asked again", job)

    def say(self, job: str, said: str) -> None:
        """Note what a backend said of a job that it has."""
        self.tell(lambda desk, _at: desk.journal.comment(job, said), patience=60)

    # ------------------------------------------------------------ on the desk's thread
    def meets(self, policy: Policy) -> Outbox:
        """Get ready for another policy: machines that it brings get their lanes. Raises JournalError where one has no driver."""
        self.boxes, brought = self.more(policy, self.lanes)
        for name, backend in brought.items():
            lane = Lane(name, backend, self)
            self._load(lane)
            self.lanes = {**self.lanes, name: lane}  # others may be reading the one before
            lane.start()
        return self.boxes(policy)

    # ------------------------------------------------------------ how it is
    @property
    def waiting(self) -> int:
        """So many messages wait."""
        return self._inbox.qsize()

    @property
    def alive(self) -> bool:
        """Whether the desk takes in what comes."""
        return self._thread is not None and self._thread.is_alive()

    # ------------------------------------------------------------ start and stop
    def start(self) -> None:
        """Begin: first what waits in the outbox, then whatever comes."""
        self.desk.put.clear()
        for lane in self.lanes.values():
            self._load(lane)
        self._thread = threading.Thread(target=self._run, name="desk", daemon=True)
        self._thread.start()
        for lane in self.lanes.values():
            lane.start()

    def stop(self) -> None:
        """Take in what waits, write a snapshot, and let go."""
        for lane in self.lanes.values():
            lane.stop()
        self._stopping = True
        self._inbox.put(None)
        if self._thread is not None:
            self._thread.join()
        for lane in self.lanes.values():
            lane.backend.close()
        self.desk.journal.close()

    def _load(self, lane: Lane) -> None:
        """Give a lane what waits for its machine, also one that comes back with a text; what is about to be handed over comes by itself."""
        coming = {work.id for work in self.desk.put}
        lane.load(work for work in self.desk.journal.open_work(lane.name, ("waiting", "sent")) if work.id not in coming)

    # ------------------------------------------------------------ the desk's own thread
    def _run(self) -> None:
        while True:
            batch, ends = self._gather()
            self._together(batch)
            if ends:
                self._keep()
                return
            if self.desk.journal.length - self._kept >= SNAPSHOT_EVERY:
                self._keep()

    def _gather(self) -> tuple[list[_Waiting], bool]:
        """What waits now; if nothing does, the first thing that comes before the clock has something to say."""
        until_due = (self.desk.due() - self._now()) / 1_000_000
        batch: list[_Waiting] = []
        try:
            one = self._inbox.get(timeout=max(0.0, min(until_due, _LONGEST_WAIT)))
            while one is not None:
                if one.answer.set_running_or_notify_cancel():  # whoever gave up waiting before it was looked at brings it again
                    batch.append(one)
                if len(batch) >= TOGETHER:
                    return batch, False
                one = self._inbox.get_nowait()
        except queue.Empty:
            return batch, False
        return batch, True

    def _now(self) -> int:
        wall = self.clock()
        self.behind = max(0, self.desk.now - wall)
        return max(wall, self.desk.now)

    def _together(self, batch: list[_Waiting]) -> None:
        """Take in a batch and commit it once. Where something in it fails, each is taken in alone, so that only that one fails."""
        try:
            answers = self._taken_in(batch)
        except Exception as error:  # noqa: BLE001 - whatever it is, the desk goes on from what is stored
            not_stored = isinstance(error, JournalError | sqlite3.Error)
            self._back_to_what_is_stored(error, bug=not not_stored and len(batch) == 1)
            if not_stored or len(batch) == 1:
                for one in batch:
                    said = NotStoredError(f"it cannot be stored: {error}") if not_stored else FailedError(f"the program failed: {error!r}")
                    one.answer.set_exception(said)
            else:
                for one in batch:
                    self._together([one])
            return
        self._hand_over()
        for one, answer in zip(batch, answers, strict=True):
            one.answer.set_result(answer)

    def _taken_in(self, batch: list[_Waiting]) -> list[Any]:
        journal = self.desk.journal
        now = self._now()
        if not batch and self.desk.due() > now:
            return []
        journal.begin()
        while self.desk.due() <= now:
            self.desk.strike()
        answers = [one.message(self.desk, now) for one in batch]
        while self.desk.due() <= now:
            self.desk.strike()
        journal.commit()
        self.failure = None
        return answers

    def _back_to_what_is_stored(self, error: Exception, *, bug: bool) -> None:
        self.failure = str(error)
        log.error("not stored, and not taken in: %s", error, exc_info=bug)
        self.desk.journal.rollback()
        self.desk = resume(self.desk.journal, self.boxes)

    def _hand_over(self) -> None:
        put, self.desk.put = self.desk.put, []
        for work in put:
            lane = self.lanes.get(work.lane)
            if lane is not None:
                lane.add(work)

    def _keep(self) -> None:
        if self.desk.journal.length == self._kept:
            return
        try:
            self.desk.journal.begin()
            keep(self.desk)
            self.desk.journal.commit()
            self._kept = self.desk.journal.length
        except JournalError as error:
            self.desk.journal.rollback()
            log.warning("no snapshot: %s", error)

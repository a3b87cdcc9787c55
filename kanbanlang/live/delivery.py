"""A lane hands the jobs of one backend over, in their order, and brings its reports to the desk.

No answer in time means that nobody knows: the backend is asked whether it has the job before it is sent again. So is every job that was
waiting when the program started, for it may have been sent just before the program ended. What a backend refuses is parked, for people
to see to; what it does not answer is tried again, less and less often, and never given up. A driver that fails is one that does not
answer.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from attrs import define, field

from kanbanlang.backends.contract import BOOK, EXPEDITE, Absent, Accepted, Backend, Refused, Result, Unknown
from kanbanlang.live.journal import Work
from kanbanlang.live.outbox import GIVEN_UP, NOTICE, job_of
from kanbanlang.live.records import BusyError

if TYPE_CHECKING:
    from kanbanlang.live.runner import Runner

_T = TypeVar("_T")
log = logging.getLogger("kanbanlang.live")

_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 30.0
_LOOKS = 0.05
"""Seconds between two looks at the reports of a backend that has nothing to say."""
_STUCK_AFTER = 10
"""After so many tries people are told that a backend does not answer."""
_OVER_WHEN_ACCEPTED = frozenset({BOOK, EXPEDITE, NOTICE})


@define(eq=False)
class Lane:
    """The way to one backend. What it says of itself (`tries`, `trouble`) is for people to read."""

    name: str
    backend: Backend
    runner: Runner
    tries: int = 0
    trouble: str | None = None
    delivered: int = 0
    _jobs: deque[Work] = field(factory=deque)
    _asked_first: set[str] = field(factory=set)
    _given_up: dict[str, Work] = field(factory=dict)
    _news: threading.Condition = field(factory=threading.Condition)
    _stopping: bool = False
    _thread: threading.Thread | None = None
    calls: threading.Lock = field(factory=threading.Lock)
    """Held while the backend is called: one thread at a time."""

    # ------------------------------------------------------------ from other threads
    def load(self, jobs: Iterable[Work]) -> None:
        """Jobs that are not over when the program starts: what was waiting may have been sent."""
        for work in jobs:
            if work.said == GIVEN_UP:
                self._given_up[work.id] = work
            if work.state == "waiting":
                self._jobs.append(work)
                self._asked_first.add(work.id)

    def add(self, work: Work) -> None:
        """A job to hand over, or one that is to be given up."""
        with self._news:
            if work.said == GIVEN_UP:
                self._given_up[work.id] = work
            else:
                self._jobs.append(work)
            self._news.notify()

    def start(self) -> None:
        """Begin to hand over."""
        self._thread = threading.Thread(target=self._run, name=f"lane {self.name}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Come to an end after the call that is under way."""
        with self._news:
            self._stopping = True
            self._news.notify()
        if self._thread is not None:
            self._thread.join()

    @property
    def waiting(self) -> int:
        """So many jobs are not handed over."""
        return len(self._jobs)

    # ------------------------------------------------------------ its own thread
    def _run(self) -> None:
        while not self._stopping:
            try:
                went = self._hand_over()
                goes_on = self._bring_reports() or (went and bool(self._jobs))
            except BusyError as error:
                log.warning("%s waits: %s", self.name, error)
                goes_on = False
            with self._news:
                if not self._stopping and not goes_on:
                    self._news.wait(self._pause() if self.tries or self._jobs or self._given_up else _LOOKS)

    def _pause(self) -> float:
        return min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**self.tries) if self.tries else 0.0

    def _hand_over(self) -> bool:
        """Hand the next job over, or give one up. Returns whether that came to an end, good or bad."""
        for work in list(self._given_up.values()):
            if self._gives_up(work):
                return True
        if not self._jobs:
            return False
        work = self._jobs[0]
        answer = self._called(lambda: self._sent(work))
        if isinstance(answer, Unknown):
            self._asked_first.add(work.id)
            self._no_answer(answer)
            return False
        tries = self.tries + 1
        self._answered()
        self._asked_first.discard(work.id)
        if isinstance(answer, Absent):
            return True  # it was never sent, and is to be given up
        self._note(work, answer, tries)
        self._jobs.popleft()
        self.delivered += 1
        return True

    def _sent(self, work: Work) -> Accepted | Refused | Unknown | Absent:
        if work.id in self._asked_first:
            found = self.backend.find(work.id)
            if isinstance(found, Accepted | Unknown) or work.id in self._given_up:
                return found
        return self.backend.send(job_of(work.body))

    def _note(self, work: Work, answer: Accepted | Refused, tries: int) -> None:
        if isinstance(answer, Accepted):
            over = job_of(work.body).kind in _OVER_WHEN_ACCEPTED
            self.runner.mark(work.id, "done" if over else "sent", None, tries)
        else:
            log.error("%s refuses job %s: %s", self.name, work.id, answer.reason)
            self.runner.mark(work.id, "parked", answer.reason, tries)

    def _gives_up(self, work: Work) -> bool:
        """Give a job up: if it was never sent, by not sending it; else by asking its backend. Returns whether that is decided."""
        mine = next((one for one in self._jobs if one.id == work.id), None)
        if mine is not None and work.id in self._asked_first:
            return False  # first it must be known whether it was sent
        if mine is not None:
            self.runner.report(self.name, Result(work.id, 1, 0, Decimal(0), final=True, cancelled=True))
            self._jobs.remove(mine)
            del self._given_up[work.id]
            return True
        answer = self._called(lambda: self.backend.cancel(work.id))
        if isinstance(answer, Unknown):
            self._no_answer(answer)
            return False
        self._answered()
        self.runner.say(work.id, "given up" if isinstance(answer, Accepted) else f"not given up: {answer.reason}")
        del self._given_up[work.id]
        return True

    def _no_answer(self, answer: Unknown) -> None:
        self.tries += 1
        self.trouble = answer.reason
        if self.tries == _STUCK_AFTER:
            log.error("%s does not answer: %s; %d jobs wait", self.name, answer.reason, len(self._jobs))

    def _answered(self) -> None:
        if self.tries >= _STUCK_AFTER:
            log.info("%s answers again", self.name)
        self.tries, self.trouble = 0, None

    def _bring_reports(self) -> bool:
        """Bring what was executed to the desk, and acknowledge what is durable there. Returns whether there was anything."""
        results = self._called(self.backend.results)
        if isinstance(results, Unknown):
            self._no_answer(results)
            return False
        if self.tries and not self._jobs and not self._given_up:
            self._answered()
        answers = [(result, self.runner.report(self.name, result)) for result in results if not self._stopping]
        for result, answer in answers:
            if answer.exception() is None:
                self._called(partial(self.backend.ack, result))
        return bool(answers)

    def _called(self, call: Callable[[], _T]) -> _T | Unknown:
        """What a backend answers; where its driver fails, nobody knows what became of the call."""
        with self.calls:
            try:
                return call()
            except Exception as error:  # a driver is somebody else's code
                log.exception("the driver of %s failed", self.name)
                return Unknown(f"its driver failed: {error!r}")

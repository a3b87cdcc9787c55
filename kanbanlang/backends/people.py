"""People: they are told, and that is all that can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import frozen

from kanbanlang.backends.contract import Absent, Accepted, Answer, Found, Job, Refused, Result, Stock


@frozen
class Notices:
    """Tells people what they have to know, through `tell`. Told twice is better than not at all."""

    tell: Callable[[str], None]

    def send(self, job: Job) -> Answer:
        """Tell it."""
        self.tell(job.text)
        return Accepted()

    def find(self, job: str) -> Found:
        """Nobody remembers what was said."""
        del job
        return Absent()

    def cancel(self, job: str) -> Answer:
        """What was said cannot be taken back."""
        del job
        return Refused("it was said")

    def results(self) -> Sequence[Result]:
        """People answer by signals."""
        return ()

    def ack(self, result: Result) -> None:
        """There is nothing to acknowledge."""

    def stock(self) -> Sequence[Stock]:
        """People are counted with by `kanban count`."""
        return ()

    def close(self) -> None:
        """Nothing to let go of."""

"""What every machine and every ERP must do, and no more: six calls that a driver of `kanban run` makes.

A driver translates; it decides nothing. A job has an id that is the same whenever the job is sent again, so that nothing is done twice:
a backend that knows an id must not do the job again, and one that cannot promise that is asked (`find`) before a job is sent again.
Drivers are found by entry point, in the groups `kanbanlang.vlm` and `kanbanlang.erp`; `kanbanlang.testing` holds the tests that each
must pass.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from attrs import frozen

from kanbanlang.model.policy import Policy

RETRIEVE, STORE, PURCHASE, MAKE, MOVE, BOOK, EXPEDITE = "retrieve", "store", "purchase", "make", "move", "book", "expedite"
"""What a job can be. A lift takes `retrieve` and `store`; an ERP takes `purchase`, `make`, `move`, `expedite` and `book`."""


@frozen
class Move:
    """Goods that go from one place to another.

    `source` and `target` are buffers, suppliers and stations by their names in the policy; None is a place outside of it, such as a
    customer. `item` is the name in the policy and `code` what other systems call it; `quantity` is exact, in `unit`. Where goods lie in
    a store, `store` and `tray` say where. A machine is told the lot where all of it is of one whose name is known.
    """

    item: str
    code: str
    quantity: Decimal
    unit: str
    source: str | None = None
    target: str | None = None
    store: str | None = None
    tray: int | None = None
    lot: str | None = None


@frozen
class Job:
    """Something to be done, or something that happened and is to be booked.

    A `retrieve`, `store`, `purchase`, `make` or `move` has one move, and its execution is reported by results. A `book` tells of moves that
    have happened already, each all or nothing and never reported back; `reason` says why (`consumption`, `count`, `pick` ...). An
    `expedite` has none: `text` names what should come sooner.
    """

    id: str
    kind: str
    moves: tuple[Move, ...] = ()
    reason: str = ""
    text: str = ""
    due: str | None = None  # ISO 8601 with offset


@frozen
class Accepted:
    """The backend has the job, and has written it down."""


@frozen
class Refused:
    """The backend will never do this job as it is; `reason` in its own words."""

    reason: str


@frozen
class Unknown:
    """It cannot be said: no answer in time, or a connection that broke. The job may be there or not."""

    reason: str


@frozen
class Absent:
    """The backend has no job of this id, and none is on its way."""


Answer = Accepted | Refused | Unknown
Found = Accepted | Absent | Unknown


@frozen
class Result:
    """What was executed of a job: `executed` in this report alone, not in all. Reports of one job count from 1.

    `final`: nothing more comes, and what is missing stays missing (a short pick). `cancelled`: the backend gave the job up, at our asking
    or on its own. The three of (`job`, `line`, `sequence`) name a report; it is given again until it is acknowledged.
    """

    job: str
    line: int
    sequence: int
    executed: Decimal
    final: bool
    cancelled: bool = False
    operator: str | None = None
    lot: str | None = None


@frozen
class Stock:
    """How much of an item a backend believes to be in a place: a buffer by its name, and for a lift the tray."""

    place: str
    item: str
    quantity: Decimal
    tray: int | None = None


class Backend(Protocol):
    """A machine or an ERP. Calls may block for as long as its configuration says, and are made by one thread at a time.

    No call raises for what the other side does or fails to do: that is what `Refused` and `Unknown` are for.
    """

    def send(self, job: Job) -> Answer:
        """Hand over a job. `Accepted` only when the other side would still know it after a power cut."""

    def find(self, job: str) -> Found:
        """Whether the other side has a job, asked after `Unknown` and after a restart, before it is sent again."""

    def cancel(self, job: str) -> Answer:
        """Give a job up. `Accepted`: nothing more will be executed of it, and a final result says what was; `Refused`: too late."""

    def results(self) -> Sequence[Result]:
        """The reports that are not acknowledged, the oldest first. Waits a moment for one where the other side can wait."""

    def ack(self, result: Result) -> None:
        """A report is safely written down here. Where this gets lost, the report comes again."""

    def stock(self) -> Sequence[Stock]:
        """What the other side believes to have, for reconciliation. Raises BackendError where it cannot be asked."""

    def close(self) -> None:
        """Let go of connections. Nothing is lost by it."""


class BackendError(Exception):
    """A backend cannot be asked now, or its configuration is wrong; the sentence is for the people who look after it."""


Factory = Callable[[Mapping[str, object], Policy, str], Backend]
"""How a driver is made: from its section of the configuration, the policy, and the name of its machine (or `erp`)."""

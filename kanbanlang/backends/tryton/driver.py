"""A Tryton as the ERP of a plant: asked for purchases, production and moves by people, and told what has moved."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from attrs import define, field

from kanbanlang.backends.contract import (
    BOOK,
    EXPEDITE,
    MAKE,
    MOVE,
    PURCHASE,
    Absent,
    Accepted,
    Answer,
    BackendError,
    Found,
    Job,
    Refused,
    Result,
    Stock,
    Unknown,
)
from kanbanlang.backends.tryton.documents import MODELS, PRODUCTION, PURCHASES, Documents
from kanbanlang.backends.tryton.orders import Orders
from kanbanlang.backends.tryton.places import Places
from kanbanlang.backends.tryton.receipts import Receipts
from kanbanlang.backends.tryton.settings import Settings
from kanbanlang.backends.tryton.wire import ChangedError, NoAnswerError, RefusedError, Wire
from kanbanlang.model.policy import Policy

log = logging.getLogger("kanbanlang.backends")
_NOBODY_KNOWS = (NoAnswerError, ChangedError, BackendError)


@define
class TrytonErp:
    """The six calls of the contract. `clock` counts seconds, only to look for results no more often than is configured."""

    policy: Policy
    settings: Settings
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    wire: Wire = field(init=False)
    places: Places = field(init=False)
    documents: Documents = field(init=False)
    orders: Orders = field(init=False)
    receipts: Receipts = field(init=False)
    _waiting: list[Result] = field(factory=list)
    _looked_at: float | None = None
    _told: bool = False

    def __attrs_post_init__(self) -> None:
        given = self.settings
        self.wire = Wire(given.url, given.database, given.user, given.secret, given.timeout, self.sleep)
        self.places = Places(self.wire, self.policy, given)
        self.documents = Documents(self.wire, given.mark, self._empty)
        self.orders = Orders(self.wire, self.places, self.documents, given)
        self.receipts = Receipts(self.wire, self.places, self.documents, self.orders, given)

    # ------------------------------------------------------------ the contract
    def send(self, job: Job) -> Answer:
        """Make the documents of a job, once, or finish what was begun; `Accepted` when they are as far as they go by themselves."""
        if job.kind not in MODELS and job.kind != EXPEDITE:
            return Refused(f"an ERP does not {job.kind}")
        try:
            if job.kind == EXPEDITE:
                self.orders.expedite(job)
            else:
                self._make(job)
        except RefusedError as refused:
            return self._refused(job, str(refused))
        except _NOBODY_KNOWS as error:
            return Unknown(str(error))
        return Accepted()

    def find(self, job: str) -> Found:
        """Whether there are documents of a job; what was begun of them is brought to its end."""
        try:
            self.places.company()
            found = self.documents.find(job)
            if found is None and self.orders.expedited(job):
                return Accepted()
            if found is None:
                self.documents.settle()  # what was sent before, and is not there yet, will not come any more
                found = self.documents.find(job)
            if found is None:
                return Absent()
            kind, rows = found
            try:
                self.orders.finish(kind, [row["id"] for row in rows])
            except RefusedError:
                self.documents.withdraw(kind, job)
                return Absent()
        except (RefusedError, *_NOBODY_KNOWS) as error:
            return Unknown(str(error))
        return Accepted()

    def cancel(self, job: str) -> Answer:
        """Give an order up of which nothing was executed."""
        try:
            self.places.company()
            found = self.documents.find(job)
            if found is None:
                return Refused("Tryton has no document of this job")
            kind, rows = found
            if kind == BOOK:
                return Refused("it is booked")
            cancel = self.receipts.cancel if kind == PURCHASE else self.orders.cancel
            return cancel(kind, rows)
        except RefusedError as refused:
            return Refused(str(refused))
        except _NOBODY_KNOWS as error:
            return Unknown(str(error))

    def results(self) -> Sequence[Result]:
        """What was received, made and moved. Tryton is asked no more often than `looks_every` says; what it said then is said again."""
        now = self.clock()
        if self._looked_at is None or now - self._looked_at >= self.settings.looks_every:
            self._looked_at = now
            try:
                self.places.company()
                self._tell_what_is_missing()
                self._waiting = [*self.receipts.look(), *self.orders.look(MOVE), *self.orders.look(MAKE)]
            except (RefusedError, *_NOBODY_KNOWS):
                return list(self._waiting)  # later; what is known is said again meanwhile
        return list(self._waiting)

    def ack(self, result: Result) -> None:
        """A report is known. A final one is noted in Tryton, so that nobody tells of its document again; where this gets lost, it comes."""
        try:
            self.receipts.ack(result)
        except (RefusedError, *_NOBODY_KNOWS):
            return
        self._waiting = [one for one in self._waiting if (one.job, one.sequence) != (result.job, result.sequence)]

    def stock(self) -> Sequence[Stock]:
        """What lies on hand in the location of each buffer, without what lies in locations below it."""
        try:
            self.places.company()
            return self._stock()
        except (RefusedError, *_NOBODY_KNOWS) as error:
            raise BackendError(f"Tryton does not say what it has: {error}") from None

    def close(self) -> None:
        """Forget the session."""
        self.wire.close()

    # ------------------------------------------------------------ underneath
    def _tell_what_is_missing(self) -> None:
        """Tell people at the start, and not with the first job there, which places of the policy Tryton does not know."""
        if not self._told:
            for sentence in self.places.missing():
                log.error("%s; jobs there will be refused until it has one", sentence)
            self._told = True

    def _make(self, job: Job) -> None:
        company = self.places.company()
        if not job.moves:
            raise RefusedError("it has nothing to move")
        contents = {
            BOOK: self.orders.bookings,
            MOVE: self.orders.shipments,
            PURCHASE: self.orders.purchases,
            MAKE: self.orders.productions,
        }[job.kind](job, company)
        self.orders.finish(job.kind, self.documents.begin(job.kind, job.id, contents))

    def _refused(self, job: Job, reason: str) -> Answer:
        if job.kind != EXPEDITE:
            try:
                self.documents.withdraw(job.kind, job.id)
            except RefusedError as error:
                return Refused(f"{reason}; and its document stays as it is: {error}")
            except _NOBODY_KNOWS as error:
                return Unknown(f"{reason}; its document is still there: {error}")
        return Refused(reason)

    def _empty(self, model: str) -> dict[str, Any]:
        company = self.places.company()
        if model == PURCHASES:
            return self.orders.empty_purchase(company)
        if model == PRODUCTION:
            return {"company": company.id, "type": "assembly", "warehouse": company.warehouse, "location": company.production}
        outside = self.places.outside("").id
        return {"company": company.id, "from_location": outside, "to_location": outside}

    def _stock(self) -> list[Stock]:
        by_location: dict[int, list[tuple[str, str, int]]] = {}
        for place, item in self.places.counted():
            product = self.places.product(self.policy.items[item].code).id
            by_location.setdefault(self.places.location(place).id, []).append((place, item, product))
        found = []
        for location, counted in by_location.items():
            ids = sorted({product for *_, product in counted})
            rows = self.wire.model("product.product", "read", ids, ["quantity"], locations=[location], with_childs=False)
            there = {row["id"]: row["quantity"] for row in rows}
            found += [Stock(place, item, Decimal(there[product])) for place, item, product in counted]
        return found

"""What stands in each document, how far it goes by itself, and what was executed of those that people carry out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from attrs import frozen

from kanbanlang.backends.contract import BOOK, EXPEDITE, MAKE, MOVE, PURCHASE, Accepted, Answer, Job, Move, Refused, Result
from kanbanlang.backends.tryton.documents import MODELS, PRODUCTION, PURCHASES, SHIPMENT, Documents
from kanbanlang.backends.tryton.places import Company, Goods, Places
from kanbanlang.backends.tryton.settings import CONFIRMED, DRAFT, QUOTATION, Settings
from kanbanlang.backends.tryton.wire import RefusedError, Wire, money

_BOOKED = {"draft": "wait", "waiting": "assign_force", "assigned": "do"}
_ORDERED = {"draft": "quote", "quotation": "confirm"}
_FURTHER = {DRAFT: {}, QUOTATION: {"draft": "quote"}, CONFIRMED: _ORDERED}
_PAST = {DRAFT: frozenset({"draft", "quotation"}), QUOTATION: frozenset({"quotation"}), CONFIRMED: frozenset[str]()}
_GOES_ON = frozenset({"confirmed", "processing", "done", "cancelled"})
_WITH_PEOPLE = frozenset({"waiting", "assigned", "packed", "shipped", "running", "done", "cancelled"})
_FOR = "for "
"""A line of a purchase notes for which buffer it is."""


@frozen
class Orders:
    """The documents that the driver writes."""

    wire: Wire
    places: Places
    documents: Documents
    settings: Settings

    # ------------------------------------------------------------ what stands in them
    def bookings(self, job: Job, company: Company) -> list[dict[str, Any]]:
        """What has moved: an internal shipment for each two places; all are done in one call, so all or none."""
        by_way: dict[tuple[int, int], list[Goods]] = {}
        for move in job.moves:
            goods = self.places.goods(move, job.reason)
            by_way.setdefault((goods.source, goods.target), []).append(goods)
        return [_shipment(company, *way, goods) for way, goods in by_way.items()]

    def transfer(self, job: str, goods: Iterable[Goods]) -> None:
        """Book goods from where Tryton has them to where they belong."""
        company = self.places.company()
        contents = [_shipment(company, one.source, one.target, [one]) for one in goods]
        self.finish(BOOK, self.documents.begin(BOOK, job, contents))

    def shipments(self, job: Job, company: Company) -> list[dict[str, Any]]:
        """What people are to carry."""
        goods = self.places.goods(_only(job), job.reason)
        return [{**_shipment(company, goods.source, goods.target, [goods]), **_planned(job)}]

    def productions(self, job: Job, company: Company) -> list[dict[str, Any]]:
        """What is to be made: an order with its product alone. What goes into it is booked when the line reports it."""
        move = _only(job)
        product, quantity = self.places.product(move.code), self.places.quantity(move)
        output = {
            "product": product.id,
            "unit": product.unit,
            "quantity": quantity,
            "from_location": company.production,
            "to_location": self._target(move),
            "unit_price": money(product.price),
            "currency": company.currency,
            "company": company.id,
        }
        return [{"product": product.id, "unit": product.unit, "quantity": quantity, "outputs": [["create", [output]]], **_planned(job)}]

    def purchases(self, job: Job, company: Company) -> list[dict[str, Any]]:
        """What is to be bought, from the party of the supplier. Its price is the one that Tryton knows; people may correct it."""
        move = _only(job)
        product, quantity = self.places.product(move.code), self.places.quantity(move)
        self._target(move)  # where it is to go has to be there before it is ordered
        line = {
            "type": "line",
            "product": product.id,
            "unit": product.unit,
            "quantity": quantity,
            "unit_price": money(product.price),
            "note": f"{_FOR}{move.target}",
        }
        due = {} if job.due is None else {"delivery_date": _day(job.due)}
        return [
            {
                **self.places.supplier(move.source or ""),
                "reference": job.id,
                "currency": company.currency,
                "lines": [["create", [line]]],
                **due,
            }
        ]

    def empty_purchase(self, company: Company) -> dict[str, Any]:
        """A draft for no supplier in particular: the first of the policy stands in it until it is used."""
        party = self.places.supplier(next(iter(self.places.policy.suppliers), ""))
        return {**party, "company": company.id, "currency": company.currency, "warehouse": company.warehouse, "invoice_method": "manual"}

    def _target(self, move: Move) -> int:
        if move.target is None:
            raise RefusedError("it does not say where it is to go")
        return self.places.home(move.target)

    # ------------------------------------------------------------ how far they go by themselves
    def finish(self, kind: str, ids: list[int]) -> None:
        """Bring documents as far as they go without people."""
        model = MODELS[kind]
        if kind == BOOK:
            self.documents.advance(model, ids, _BOOKED, frozenset({"done", "cancelled"}))
        elif kind == PURCHASE:
            goal = self.settings.orders
            self.documents.advance(model, ids, _FURTHER[goal], _GOES_ON | _PAST[goal])
        else:
            self._offer(model, ids)

    def _offer(self, model: str, ids: list[int]) -> None:
        """Give people an order, with goods reserved for it if all of them are there.

        A reservation of a part would keep goods from others that nobody can use here: it is given back.
        """
        self.documents.advance(model, ids, {"draft": "wait"}, _WITH_PEOPLE)
        waiting = [row["id"] for row in self.wire.rows(model, [["id", "in", ids], ["state", "=", "waiting"]], ["id"])]
        if waiting:
            self.wire.model(model, "assign_try", waiting)
        partly = self.wire.rows(model, [["id", "in", ids], ["state", "=", "waiting"]], ["partially_assigned"])
        if reset := [row["id"] for row in partly if row["partially_assigned"]]:
            self.wire.model(model, "wait", reset)

    def cancel(self, kind: str, rows: list[dict[str, Any]]) -> Answer:
        """Give up what people were to make or carry, if they have not begun."""
        model, ids = MODELS[kind], [row["id"] for row in rows]
        if all(row["state"] in {"request", "draft", "waiting", "assigned"} for row in rows):
            self.wire.model(model, "cancel", ids)
        states = {row["state"] for row in self.wire.rows(model, [["id", "in", ids]], ["state"])}
        return Accepted() if states == {"cancelled"} else Refused(f"too late: it is {' and '.join(sorted(states))}")

    # ------------------------------------------------------------ what people have done
    def look(self, kind: str) -> list[Result]:
        """The orders of a kind that are done, with what was executed, or given up."""
        moves = "incoming_moves" if kind == MOVE else "outputs"
        fields = ["state", f"{moves}.internal_quantity", f"{moves}.state"]
        try:
            found = self.documents.unreported(kind, fields, ("done", "cancelled"))
        except RefusedError:
            if kind == MAKE:
                return []  # there is no production in this Tryton
            raise
        results = []
        for job, row in found:
            done = sum((Decimal(one["internal_quantity"]) for one in row[f"{moves}."] if one["state"] == "done"), Decimal(0))
            results.append(Result(job, 1, 1, done, final=True, cancelled=row["state"] == "cancelled"))
        return results

    # ------------------------------------------------------------ what should come sooner
    def expedite(self, job: Job) -> None:
        """A note at the orders that are open for a buffer or of a supplier; where there are none, at its location or party."""
        self.places.company()
        if self.expedited(job.id):
            return
        on = [f"{PURCHASES},{row['id']}" for row in self._open(PURCHASES, PURCHASE, [["lines.note", "=", f"{_FOR}{job.text}"]])]
        if job.text in self.places.policy.suppliers:
            party = self.places.supplier(job.text)["party"]
            on = [f"{PURCHASES},{row['id']}" for row in self._open(PURCHASES, PURCHASE, [["party", "=", party]])]
            on = on or [f"party.party,{party}"]
        elif job.text in self.places.policy.buffers:
            location = self.places.location(job.text).id
            on += [f"{SHIPMENT},{row['id']}" for row in self._open(SHIPMENT, MOVE, [["to_location", "=", location]])]
            on = on or [f"stock.location,{location}"]
        if not on:
            raise RefusedError(f"nothing is open for `{job.text}` that could come sooner")
        text = f"{self.documents.key(EXPEDITE, job.id)}: {job.text} is needed sooner"
        self.wire.model("ir.note", "create", [{"resource": one, "message": text} for one in on])

    def expedited(self, job: str) -> bool:
        """Whether there is such a note."""
        return bool(self.wire.rows("ir.note", [["message", "like", f"{self.documents.key(EXPEDITE, job)}:%"]], ["id"], 1))

    def _open(self, model: str, kind: str, domain: list[object]) -> list[dict[str, Any]]:
        name = "description" if model == PURCHASES else "reference"
        mine: list[object] = [[name, "like", f"{self.documents.key(kind, '')}%"], ["state", "not in", ["done", "cancelled"]]]
        return self.wire.rows(model, [*mine, *domain], ["id"])


def buffer_of(note: str | None) -> str | None:
    """The buffer that a line of a purchase is for."""
    return note.splitlines()[0].removeprefix(_FOR) if note and note.startswith(_FOR) else None


def _only(job: Job) -> Move:
    if len(job.moves) != 1:
        raise RefusedError("such a job has one move")
    return job.moves[0]


def _shipment(company: Company, source: int, target: int, goods: Iterable[Goods]) -> dict[str, Any]:
    moves = [
        {
            "product": one.product.id,
            "unit": one.product.unit,
            "quantity": one.quantity,
            "from_location": source,
            "to_location": target,
            "company": company.id,
        }
        for one in goods
    ]
    return {"from_location": source, "to_location": target, "moves": [["create", moves]]}


def _planned(job: Job) -> dict[str, Any]:
    return {} if job.due is None else {"planned_date": _day(job.due), "planned_start_date": _day(job.due)}


def _day(due: str) -> date:
    return datetime.fromisoformat(due).date()


__all__ = ["PRODUCTION", "Orders", "buffer_of"]

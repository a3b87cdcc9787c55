"""What was received for purchases, put away where it belongs, and told once.

A clerk receives goods with a supplier shipment, which brings them into the input of the warehouse; a second step puts them away. They count
for the policy when they are where they were ordered for. So the driver says where they go as soon as they are received, does the second
step where a shipment holds only goods that were ordered for a policy, and books what lies elsewhere after that to its place.
"""

from __future__ import annotations

import logging
from decimal import Decimal
from typing import Any

from attrs import define, field, frozen

from kanbanlang.backends.contract import PURCHASE, Accepted, Answer, Refused, Result
from kanbanlang.backends.tryton.documents import MODELS, Documents
from kanbanlang.backends.tryton.orders import Orders, buffer_of
from kanbanlang.backends.tryton.places import Goods, Places
from kanbanlang.backends.tryton.settings import Settings
from kanbanlang.backends.tryton.wire import RefusedError, Wire

log = logging.getLogger("kanbanlang.backends")
_MOVE, _IN = "stock.move", "stock.shipment.in"
_PURCHASE = MODELS[PURCHASE]


@frozen
class _Order:
    """A purchase that is not told of to its end: the moves of its line by age, where its goods belong, and which reports are known."""

    job: str
    state: str
    shipped: str
    product: str
    target: int
    moves: list[dict[str, Any]]
    told: frozenset[int]

    @property
    def closed(self) -> bool:
        """Whether nothing more comes of it."""
        open_ = any(move["state"] not in {"done", "cancelled"} for move in self.moves)
        decided = self.shipped == "received" or (self.shipped == "none" and bool(self.moves))
        return self.state in {"cancelled", "done"} or (decided and not open_)


@define
class Receipts:
    """What there is to tell of purchases. Which reports are known is noted in Tryton, so that no restart tells them again."""

    wire: Wire
    places: Places
    documents: Documents
    orders: Orders
    settings: Settings
    _trouble: dict[str, str] = field(factory=dict)

    def look(self) -> list[Result]:
        """The reports that are not acknowledged.

        That nothing more comes of a purchase is a report of its own, behind those of its receipts: one that was told as not the last may be
        known already, and could not become the last. An order with which something is wrong keeps none of the others from being told.
        """
        results: list[Result] = []
        orders = self._open()
        self._put_away(orders)
        for order in self._open() if any(self._underway(order) for order in orders) else orders:
            try:
                results += self._reports(order)
            except RefusedError as error:
                self._say(order.job, str(error))
        return results

    def _reports(self, order: _Order) -> list[Result]:
        """The number of a receipt is the age of its move among those of the line, which never changes."""
        done = {nth: move for nth, move in enumerate(order.moves, 1) if move["state"] == "done"}
        landed = {nth: self._landed(order, move) for nth, move in done.items() if nth not in order.told}
        results = [Result(order.job, 1, nth, came, final=False) for nth, came in landed.items() if came is not None]
        last = len(order.moves) + 1
        if order.closed and None not in landed.values() and last not in order.told:
            given_up = order.state == "cancelled" or not done
            results.append(Result(order.job, 1, last, Decimal(0), final=True, cancelled=given_up))
        if last in order.told and not results:
            self.documents.reported(PURCHASE, order.job)
        return results

    def _say(self, job: str, trouble: str) -> None:
        """Tell people, once, what is wrong with an order."""
        if self._trouble.get(job) != trouble:
            self._trouble[job] = trouble
            log.error("nothing is told of the purchase of job %s: %s", job, trouble)

    def ack(self, result: Result) -> None:
        """A report is known: Tryton gets a note of it. What people make or carry has one report."""
        found = self.documents.find(result.job)
        if found is None:
            return
        if found[0] == PURCHASE:
            self.documents.told(PURCHASE, result.job, result.sequence)
        else:
            self.documents.reported(found[0], result.job)

    def cancel(self, _kind: str, rows: list[dict[str, Any]]) -> Answer:
        """Give a purchase up: as long as it is a draft, or nothing of it is received or on its way in."""
        row = rows[0]
        if row["state"] in {"draft", "quotation"}:
            self.wire.model(_PURCHASE, "cancel", [row["id"]])
        elif row["state"] == "processing":
            lines = self.wire.rows("purchase.line", [["purchase", "=", row["id"]]], ["moves", "moves_ignored"])
            for line in lines:
                moves = self.wire.rows(_MOVE, [["id", "in", line["moves"]]], ["state", "shipment"])
                if any(move["state"] == "done" or move["shipment"] for move in moves):
                    return Refused("too late: goods are received, or on their way in")
                if left := [move["id"] for move in moves if move["state"] != "cancelled"]:
                    self.wire.model(_MOVE, "cancel", left)
                if ignored := [move["id"] for move in moves if move["id"] not in line["moves_ignored"]]:
                    self.wire.model("purchase.line", "write", [line["id"]], {"moves_ignored": [["add", ignored]]})
            self.wire.model(_PURCHASE, "process", [row["id"]])
        now = self.wire.rows(_PURCHASE, [["id", "=", row["id"]]], ["state", "shipment_state"])[0]
        given_up = now["state"] == "cancelled" or (now["state"] in {"processing", "done"} and now["shipment_state"] == "none")
        return Accepted() if given_up else Refused(f"too late: it is {now['state']}")

    # ------------------------------------------------------------ what is there
    def _open(self) -> list[_Order]:
        fields = ["state", "shipment_state", "lines.product.code", "lines.note", "lines.type"]
        found = self.documents.unreported(PURCHASE, fields, ("confirmed", "processing", "done", "cancelled"))
        lines = [line["id"] for _, row in found for line in row["lines."]]
        by_line: dict[str, list[dict[str, Any]]] = {}
        if lines:
            about = ["state", "internal_quantity", "shipment", "to_location", "origin", "to_location.type"]
            about += [f"outcome_moves.{name}" for name in ("state", "internal_quantity", "to_location")]
            for move in self.wire.rows(_MOVE, [["origin", "in", [f"purchase.line,{line}" for line in lines]]], about):
                by_line.setdefault(move["origin"], []).append(move)
        return [order for job, row in found if (order := self._order(job, row, by_line)) is not None]

    def _order(self, job: str, row: dict[str, Any], by_line: dict[str, list[dict[str, Any]]]) -> _Order | None:
        line = next((line for line in row["lines."] if buffer_of(line["note"]) is not None), None)
        target = None if line is None else buffer_of(line["note"])
        if line is None or target is None:
            return None  # somebody has taken its line away: people see to it
        moves = by_line.get(f"purchase.line,{line['id']}", [])
        code = line["product."]["code"]
        try:
            location = self.places.location(target).id
        except RefusedError as error:
            self._say(job, str(error))
            return None
        return _Order(job, row["state"], row["shipment_state"], code, location, moves, row["told"])

    @staticmethod
    def _underway(order: _Order) -> bool:
        return any(move["state"] == "done" and any(one["state"] == "draft" for one in move["outcome_moves."]) for move in order.moves)

    # ------------------------------------------------------------ where it belongs
    def _put_away(self, orders: list[_Order]) -> None:
        """Say where received goods go, and take them there where nothing else is in their shipment."""
        if not self.settings.puts_away:
            return
        mine = {move["id"]: order for order in orders if self._underway(order) for move in order.moves}
        shipments = {move["shipment"] for order in orders for move in order.moves if move["id"] in mine and move["shipment"]}
        for name in sorted(shipments):
            model, _, number = name.partition(",")
            if model != _IN:
                continue
            fields = ["state", "warehouse_storage", "incoming_moves", "inventory_moves.origin", "inventory_moves.to_location"]
            for shipment in self.wire.rows(_IN, [["id", "=", int(number)], ["state", "=", "received"]], fields):
                try:
                    self._direct(shipment, mine)
                    if all(one in mine for one in shipment["incoming_moves"]):
                        self.wire.model(_IN, "do", [shipment["id"]])
                except RefusedError:
                    continue  # a clerk does it, and is told there why not

    def _direct(self, shipment: dict[str, Any], mine: dict[int, _Order]) -> None:
        for move in shipment["inventory_moves."]:
            order = mine.get(int((move["origin"] or ",0").rpartition(",")[2]))
            if order is not None and move["to_location"] != order.target and self._below(order.target, shipment["warehouse_storage"]):
                self.wire.model(_MOVE, "write", [move["id"]], {"to_location": order.target})

    def _below(self, location: int, above: int) -> bool:
        return bool(self.wire.rows("stock.location", [["id", "=", location], ["parent", "child_of", [above], "parent"]], ["id"], 1))

    def _landed(self, order: _Order, move: dict[str, Any]) -> Decimal | None:
        """How much of a receipt is where it belongs, when all of it is; None as long as some is on its way there."""
        parts = [one for one in move["outcome_moves."] if one["state"] != "cancelled"]
        if any(one["state"] != "done" for one in parts) or (not parts and self._waits(move)):
            return None
        parts = parts or [move]
        elsewhere = [one for one in parts if one["to_location"] != order.target]
        if elsewhere:
            product = self.places.product(order.product)
            goods = [Goods(product, Decimal(one["internal_quantity"]), one["to_location"], order.target) for one in elsewhere]
            self.orders.transfer(f"{order.job}/{move['id']}", goods)
        return sum((Decimal(one["internal_quantity"]) for one in parts), Decimal(0))

    def _waits(self, move: dict[str, Any]) -> bool:
        """Whether goods came with a shipment that somebody has still to put away."""
        if not move["shipment"]:
            return False
        model, _, number = move["shipment"].partition(",")
        return bool(self.wire.rows(model, [["id", "=", int(number)], ["state", "=", "received"]], ["id"], 1))

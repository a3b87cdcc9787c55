"""Names of the policy as Tryton knows them: locations by their codes, products by theirs, suppliers, and the company."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from attrs import define, field, frozen

from kanbanlang.backends.contract import Move
from kanbanlang.backends.tryton.settings import Settings
from kanbanlang.backends.tryton.wire import RefusedError, Wire
from kanbanlang.model.policy import Policy, Unlimited

_BY_PEOPLE = "what goes from one warehouse to another is on its way for a while in Tryton, so people see to it there"


@frozen
class Company:
    """Whose goods these are, and in which warehouse production and receipts are."""

    id: int
    currency: int
    warehouse: int
    production: int


@frozen
class Location:
    """Where goods are; `warehouse` is None outside of all of them."""

    id: int
    warehouse: int | None


@frozen
class Product:
    """A product and the unit in which Tryton counts it."""

    id: int
    unit: int
    digits: int
    price: Decimal


@frozen
class Goods:
    """A move in the words of Tryton."""

    product: Product
    quantity: Decimal
    source: int
    target: int


@define
class Places:
    """Looks names up, each once. What is not there is refused with a sentence, and looked up again the next time."""

    wire: Wire
    policy: Policy
    settings: Settings
    _locations: dict[str, Location] = field(factory=dict)
    _products: dict[str, Product] = field(factory=dict)
    _company: Company | None = None

    # ------------------------------------------------------------ what things are called
    def code(self, place: str) -> str:
        """The code of the location of a buffer or dock: as it is configured, else of its tray, else the name itself."""
        if place in self.settings.locations:
            return self.settings.locations[place]
        buffer = self.policy.buffers.get(place)
        if buffer is None or buffer.in_store is None:
            return place
        store = self.settings.locations.get(buffer.in_store, buffer.in_store)
        return store if buffer.tray is None else f"{store}/{buffer.tray}"

    def counted(self) -> Iterator[tuple[str, str]]:
        """Every place with an item that somebody counts there: buffers, but for those that never run out."""
        for name, buffer in self.policy.buffers.items():
            if not isinstance(buffer.rule, Unlimited):
                yield name, buffer.item.name

    # ------------------------------------------------------------ what Tryton calls them
    def company(self) -> Company:
        """The company whose goods these are: the only one there is, or the one that is configured."""
        if self._company is None:
            named: list[object] = [] if self.settings.company is None else [["party.name", "=", self.settings.company]]
            found = self.wire.rows("company.company", named, ["currency"], 2)
            if len(found) != 1:
                named_so = f" of the name `{self.settings.company}`" if named else ""
                raise RefusedError(f"Tryton has {len(found) or 'no'} companies{named_so}: `company` names the one that is meant")
            which: list[object] = [["type", "=", "warehouse"]]
            if self.settings.warehouse is not None:
                which.append(["code", "=", self.settings.warehouse])
            warehouses = self.wire.rows("stock.location", which, ["production_location"], 2)
            if len(warehouses) != 1:
                raise RefusedError(f"Tryton has {len(warehouses) or 'no'} such warehouses: `warehouse` is the code of the one meant")
            self.wire.context = {**self.wire.context, "company": found[0]["id"]}
            produces = warehouses[0].get("production_location")
            self._company = Company(found[0]["id"], found[0]["currency"], warehouses[0]["id"], produces or 0)
        return self._company

    def location(self, place: str) -> Location:
        """The location of a buffer or dock. Raises RefusedError where Tryton has none, or more than one, of its code."""
        return self._location(self.code(place), f"`{place}`")

    def home(self, place: str) -> int:
        """The location of a buffer that gets what is bought or made: in the warehouse where that comes in. Raises RefusedError."""
        location = self.location(place)
        if location.warehouse not in {None, self.company().warehouse}:
            raise RefusedError(f"`{place}` is not in the warehouse where goods come in: {_BY_PEOPLE}")
        return location.id

    def missing(self) -> list[str]:
        """A sentence for each buffer and dock of the policy that has no location in Tryton."""
        found = []
        docks = (name for name, store in self.policy.stores.items() if store.kind == "dock")
        for place in (*(name for name, _ in self.counted()), *docks):
            try:
                self.location(place)
            except RefusedError as error:
                found.append(str(error))
        return found

    def outside(self, reason: str) -> Location:
        """Where goods are, or come from, that are in no place of the policy; `outside` may say so for each reason.

        Such a location is of the type "Lost and Found" (or storage): an internal shipment goes to no other. The first of that type
        serves where nothing is configured.
        """
        code = self.settings.outside.get(reason) or self.settings.outside.get("other")
        if code is not None:
            return self._location(code, f"what is outside for `{reason}`")
        if "" not in self._locations:
            found = self.wire.rows("stock.location", [["type", "=", "lost_found"]], ["warehouse"], 1)
            if not found:
                raise RefusedError("Tryton has no location of the type Lost and Found, and `outside` names none")
            self._locations[""] = Location(found[0]["id"], found[0]["warehouse"])
        return self._locations[""]

    def _location(self, code: str, what: str) -> Location:
        if code not in self._locations:
            found = self.wire.rows("stock.location", [["code", "=", code]], ["warehouse"], 2)
            if len(found) != 1:
                raise RefusedError(f"Tryton has {len(found) or 'no'} locations with the code `{code}`, for {what}")
            self._locations[code] = Location(found[0]["id"], found[0]["warehouse"])
        return self._locations[code]

    def product(self, code: str) -> Product:
        """The product of a code."""
        self.company()  # prices are those of a company
        if code not in self._products:
            fields = ["default_uom", "default_uom.digits", "cost_price"]
            found = self.wire.rows("product.product", [["code", "=", code]], fields, 2)
            if len(found) != 1:
                raise RefusedError(f"Tryton has {len(found) or 'no'} products with the code `{code}`")
            row = found[0]
            self._products[code] = Product(row["id"], row["default_uom"], row["default_uom."]["digits"], row["cost_price"] or Decimal(0))
        return self._products[code]

    def supplier(self, name: str) -> dict[str, Any]:
        """A supplier of the policy as a party: its id, and that of the address to which its orders go."""
        code = self.settings.suppliers.get(name, name)
        found = self.wire.rows("party.party", [["code", "=", code]], ["addresses"], 2)
        if len(found) != 1:
            raise RefusedError(f"Tryton has {len(found) or 'no'} parties with the code `{code}`, for the supplier `{name}`")
        if not found[0]["addresses"]:
            raise RefusedError(f"the party with the code `{code}` has no address")
        return {"party": found[0]["id"], "invoice_address": found[0]["addresses"][0]}

    def quantity(self, move: Move) -> Decimal:
        """How much is moved, if Tryton can count it so finely, and need not know of a lot. Raises RefusedError."""
        if move.lot is not None:
            raise RefusedError(f"lots and serial numbers (here {move.lot}) are not told to Tryton")
        digits = self.product(move.code).digits
        if move.quantity <= 0 or move.quantity != round(move.quantity, digits):
            raise RefusedError(f"{move.quantity} {move.unit} of `{move.code}` is no quantity for Tryton: it counts to {digits} digits")
        return move.quantity

    def goods(self, move: Move, reason: str) -> Goods:
        """A move in the words of Tryton; a place that is none of the policy is outside, for a reason."""
        source = self.outside(reason) if move.source is None else self.location(move.source)
        target = self.outside(reason) if move.target is None else self.location(move.target)
        if source == target:
            raise RefusedError(f"`{move.source}` and `{move.target}` are one location of Tryton")
        if None not in {source.warehouse, target.warehouse} and source.warehouse != target.warehouse:
            raise RefusedError(f"`{move.source}` and `{move.target}` are in two warehouses: {_BY_PEOPLE}")
        return Goods(self.product(move.code), self.quantity(move), source.id, target.id)

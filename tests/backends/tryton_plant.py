"""A small plant in a new Tryton: what somebody who sets Tryton up for `policies/line_side_kanban.kanban` enters, by the wire."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from kanbanlang.backends.tryton.driver import TrytonErp
from kanbanlang.backends.tryton.wire import WarnedError, Wire, money
from kanbanlang.model import load
from kanbanlang.model.policy import Policy

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "wheel-barrow"  # noqa: S105 - of a server that lives for one test, on this machine alone
PRODUCTS = {"GM2-0040": "Gear, module 2", "shaft": "Shaft S", "gearbox": "Gearbox G2"}
LOCATIONS = {"line_gears": "Gears at the line", "line_shafts": "Shafts at the line", "shipping": "Finished gearboxes"}
TRAYS = ("lift_1/7", "lift_1/8")


def policy() -> Policy:
    """The policy whose plant this is."""
    loaded = load(ROOT / "policies" / "line_side_kanban.kanban")
    assert loaded.policy is not None
    return loaded.policy


def secret() -> str:
    """The password of the plant's user."""
    return PASSWORD


def admin(url: str, database: str) -> Wire:
    """Somebody who may do everything."""
    return Wire(url, database, "admin", secret)


def furnish(wire: Wire) -> None:
    """Enter company, accounts, units, products, locations and a supplier."""
    party = _one(wire, "party.party", name="Line 2 Ltd")
    euro = _one(wire, "currency.currency", name="Euro", code="EUR", symbol="E", digits=2, rates=[["create", [{"rate": money(Decimal(1))}]]])
    company = _one(wire, "company.company", party=party, currency=euro)
    (user,) = (row["id"] for row in wire.rows("res.user", [["login", "=", "admin"]], ["id"]))
    wire.model("res.user", "write", [user], {"companies": [["add", [company]]], "company": company})
    wire.context = {"company": company}
    kind = _one(wire, "account.account.type", name="Costs", statement="income", expense=True, company=company)
    costs = _one(wire, "account.account", name="Goods", code="600", type=kind, company=company)
    category = _one(wire, "product.category", name="Goods", accounting=True, account_expense=costs)
    (unit,) = (row["id"] for row in wire.rows("product.uom", [["symbol", "=", "u"]], ["id"]))
    for code, name in PRODUCTS.items():
        _one(
            wire,
            "product.template",
            name=name,
            code=code,
            type="goods",
            default_uom=unit,
            purchasable=True,
            purchase_uom=unit,
            producible=True,
            account_category=category,
            products=[["create", [{"cost_price": money(Decimal("14.5"))}]]],
        )
    (storage,) = (row["id"] for row in wire.rows("stock.location", [["code", "=", "STO"]], ["id"]))
    lift = _one(wire, "stock.location", name="Vertical lift", code="lift_1", type="view", parent=storage)
    for code in TRAYS:
        _one(wire, "stock.location", name=f"Tray {code}", code=code, type="storage", parent=lift)
    for code, name in LOCATIONS.items():
        _one(wire, "stock.location", name=name, code=code, type="storage", parent=storage)
    address = [["create", [{"street": "Via Roma 1"}]]]
    _one(wire, "party.party", name="ACME Gears", code="acme", addresses=address)


def _one(wire: Wire, model: str, **values: object) -> int:
    (number,) = wire.model(model, "create", [values])
    assert isinstance(number, int)
    return number


# ------------------------------------------------------------ what clerks do
def documents(wire: Wire, model: str = "stock.shipment.internal", begins: str = "kanban") -> list[dict[str, Any]]:
    """The documents of the driver that are no empty drafts."""
    name = "description" if model == "purchase.purchase" else "reference"
    domain: list[object] = [[name, "like", f"{begins} %"], [name, "!=", f"{begins} next"]]
    return wire.rows(model, domain, [name, "state"])


def receive(wire: Wire, mark: str, quantity: Decimal | None = None, *, puts_away: bool = False) -> None:
    """Receive what is open of all purchases of a mark, with one supplier shipment; or so much of each."""
    open_: list[object] = [["origin.purchase.description", "like", f"{mark}%", "purchase.line"]]
    open_ += [["state", "=", "draft"], ["shipment", "=", None]]
    moves = [row["id"] for row in wire.rows("stock.move", open_, ["id"])]
    assert moves
    supplier = wire.rows("party.party", [["code", "=", "acme"]], ["id"])[0]["id"]
    places = {row["code"]: row["id"] for row in wire.rows("stock.location", [["code", "in", ["WH", "IN", "STO"]]], ["code"])}
    company = wire.context["company"]
    shipment = _one(
        wire,
        "stock.shipment.in",
        company=company,
        supplier=supplier,
        warehouse=places["WH"],
        warehouse_input=places["IN"],
        warehouse_storage=places["STO"],
        incoming_moves=[["add", moves]],
    )
    if quantity is not None:
        wire.model("stock.move", "write", moves, {"quantity": quantity})
    insists(wire, "stock.shipment.in", "receive", shipment)
    if puts_away:
        wire.model("stock.shipment.in", "do", [shipment])


def insists(wire: Wire, model: str, button: str, number: int) -> None:
    """Press a button, and again after reading what Tryton warns of."""
    (user,) = (row["id"] for row in wire.rows("res.user", [["login", "=", "admin"]], ["id"]))
    while True:
        try:
            wire.model(model, button, [number])
        except WarnedError as warned:
            wire.model("res.user.warning", "create", [{"user": user, "name": warned.name, "always": False}])
        else:
            return


def on_hand(erp: TrytonErp) -> dict[str, Decimal]:
    """What the driver says lies where, by buffer; nothing where there is none."""
    return {one.place: one.quantity for one in erp.stock() if one.quantity}


def closes(wire: Wire, key: str) -> None:
    """Give up what is still open of a purchase, as a clerk does who knows that no more comes."""
    (order,) = wire.rows("purchase.purchase", [["description", "like", f"{key}%"]], ["id"])
    for line in wire.rows("purchase.line", [["purchase", "=", order["id"]]], ["moves", "moves_ignored"]):
        open_ = [row["id"] for row in wire.rows("stock.move", [["id", "in", line["moves"]], ["state", "=", "draft"]], ["id"])]
        if open_:
            wire.model("stock.move", "cancel", open_)
            wire.model("purchase.line", "write", [line["id"]], {"moves_ignored": [["add", open_]]})
    wire.model("purchase.purchase", "process", [order["id"]])

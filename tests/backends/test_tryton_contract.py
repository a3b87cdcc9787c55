"""The driver for Tryton keeps the contract that every driver of an ERP keeps, with a real Tryton that is killed behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest
from tryton_plant import PASSWORD, closes, on_hand, policy, receive
from tryton_server import Server, sqlite_server

from kanbanlang.backends.contract import BOOK, Accepted, Backend, Job, Move
from kanbanlang.backends.tryton import TrytonErp, tryton
from kanbanlang.backends.tryton.documents import key_field
from kanbanlang.testing import ErpContract, ErpRig, Goods

PLANT = policy()
NUMBERS = count(1)


class TrytonRig(ErpRig):
    """A driver with a mark of its own, in a Tryton that all rigs share: what others left in stock is booked out first."""

    goods = Goods("gear_m2", "GM2-0040", "pcs", Decimal(1), "lift_gears", "line_gears", "acme", "assembly", "lift_1", 7)

    def __init__(self, server: Server) -> None:
        self.server, self.mark = server, f"rig{next(NUMBERS)}"
        self.begun: Counter[str] = Counter()
        self.driver = self.opened()
        left = tuple(
            Move("gear_m2", "GM2-0040", abs(pieces), "pcs", place if pieces > 0 else None, None if pieces > 0 else place)
            for place, pieces in on_hand(self.driver).items()
        )
        if left:
            assert self.opened("swept").send(Job(self.mark, BOOK, left, "count")) == Accepted()

    def opened(self, mark: str = "") -> TrytonErp:
        secret = self.server.folder / "secret"
        secret.write_text(PASSWORD)
        where = {"url": self.server.url, "database": "plant", "user": "admin", "password_file": str(secret), "looks_every": 0}
        erp = tryton({**where, "mark": mark or self.mark, "locations": {"receiving": "IN"}}, PLANT, "erp")
        self.server.let_in(erp.wire)
        return erp

    @property
    def backend(self) -> Backend:
        return self.driver

    def passes(self) -> None:
        """Nothing happens in Tryton that nobody does."""

    def restarts(self) -> None:
        self.driver.close()
        self.server.kill()
        self.server.start()
        self.driver = self.opened()

    def troubles(self) -> Mapping[str, AbstractContextManager[None]]:
        return {"it was killed": self.away()}

    @contextmanager
    def away(self) -> Iterator[None]:
        self.server.kill()
        yield
        self.server.start()

    def receives(self, document: str, quantity: Decimal, *, final: bool) -> None:
        """What people do in Tryton. Purchases are received in parts there; what is made or carried is done at once, when it is done."""
        clerk = self.server.wire()
        kind, _ = self.driver.documents.find(document) or ("", [])
        key = self.driver.documents.key(kind, document)
        if kind == "purchase":
            receive(clerk, key, quantity)
            if final:
                self.driver.results()  # puts away what is received; only then nothing is open
                closes(clerk, key)
            return
        self.begun[document] += int(quantity)
        if not final:
            return
        model, moves = ("production", "outputs") if kind == "make" else ("stock.shipment.internal", "moves")
        (row,) = clerk.rows(model, [[key_field(model), "=", key]], [moves])
        clerk.model(model, "wait", [row["id"]])
        clerk.model("stock.move", "write", row[moves], {"quantity": self.begun[document]})
        for button in ("assign_force", "run", "do") if kind == "make" else ("assign_force", "do"):
            clerk.model(model, button, [row["id"]])

    def close(self) -> None:
        self.driver.close()


@pytest.fixture(scope="module", autouse=True)
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with sqlite_server(tmp_path_factory.mktemp("tryton")) as server:
        TestTryton.server = server
        yield


class TestTryton(ErpContract):
    examples = 2  # a story is a minute of clerks' work; the laws are the same for all drivers
    rounds = 3
    server: Server

    def rig(self, folder: Path) -> ErpRig:
        del folder  # its files are the server's
        return TrytonRig(self.server)

"""The kill campaign with a real Tryton as the ERP, killed as the others are; a clerk receives purchases meanwhile.

python tests/live/tryton_torture.py --kills 60 --signals 600
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "backends")]

from torture import Plant, campaign  # noqa: E402
from tryton_plant import PASSWORD, receive  # noqa: E402
from tryton_server import Server, sqlite_server  # noqa: E402

POLICY = """\
policy torture "Two lines, a lift and Tryton, killed again and again"

item gear_m2 { unit pcs; pack 10 pcs; code "GM2-0040" }
item shaft { unit pcs; pack 4 pcs }

vlm lift_1 {
  tray 7 { holds 900 pcs of gear_m2 }
  tray 8 { holds 400 pcs of shaft }
}

supplier acme

buffer line_gears of gear_m2 { kanban 6 cards; from lift_gears; serves customers }
buffer line_shafts of shaft { kanban 5 cards; from lift_shafts; serves customers }
buffer lift_gears of gear_m2 in lift_1 tray 7 { reorder at 80 pcs up to 100 pcs; from acme { lead time 1 d } }
buffer lift_shafts of shaft in lift_1 tray 8 { reorder at 40 pcs order 20 pcs; from acme { lead time 1 d } }
"""
CONFIG = """\
[vlm.lift_1]
driver = "remote"
port = {lift_1}
timeout = 1.0

[erp]
driver = "tryton"
url = "http://127.0.0.1:{tryton}"
database = "plant"
user = "admin"
password_file = "password"
looks_every = 0.2
timeout = 10.0
"""


class TrytonPlant(Plant):
    """A plant whose ERP is a Tryton, with the documents in it."""

    policy, config = POLICY, CONFIG
    lifts = ("lift_1",)
    erp = "tryton"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        (folder / "password").write_text(PASSWORD)
        self.server: Server = sqlite_server(folder)
        self.server.port = self.ports["tryton"]
        self.received = 0

    def start(self, name: str) -> None:
        if name == "tryton":
            self.server.start()
        else:
            super().start(name)

    def kill(self, name: str) -> None:
        if name == "tryton":
            self.server.kill()
        else:
            super().kill(name)

    def end(self) -> None:
        super().end()
        self.server.kill()

    def meanwhile(self, chance: random.Random) -> None:
        """A clerk receives what is ordered, if it is; and everybody stands still as long, so that the clerk has no answer to lose."""
        clerk = self.server.wire()
        ordered: list[object] = [["origin.purchase.description", "like", "kanban%", "purchase.line"]]
        if chance.random() < 0.3 and clerk.rows("stock.move", [*ordered, ["state", "=", "draft"], ["shipment", "=", None]], ["id"], 1):
            receive(clerk, "kanban")
            self.received += 1

    def booked(self) -> dict[str, Decimal]:
        """What lies in the locations of the buffers, as a clerk sees it; and that no document is there twice."""
        clerk = self.server.wire()
        made = clerk.rows(
            "stock.shipment.internal", [["reference", "like", "kanban book %"]], ["reference", "from_location", "to_location"]
        )
        ways = Counter((row["reference"], row["from_location"], row["to_location"]) for row in made)
        orders = Counter(
            row["description"] for row in clerk.rows("purchase.purchase", [["description", "like", "kanban purchase %"]], ["description"])
        )
        assert max([*ways.values(), *orders.values()]) == 1, "a document is there twice"
        codes = {"line_gears": "line_gears", "line_shafts": "line_shafts", "lift_gears": "lift_1/7", "lift_shafts": "lift_1/8"}
        found = {}
        for buffer, code in codes.items():
            product = "shaft" if buffer.endswith("shafts") else "GM2-0040"
            (place,) = clerk.rows("stock.location", [["code", "=", code]], ["id"])
            (goods,) = clerk.rows("product.product", [["code", "=", product]], ["id"])
            (row,) = clerk.model("product.product", "read", [goods["id"]], ["quantity"], locations=[place["id"]], with_childs=False)
            found[buffer] = Decimal(row["quantity"])
        return found


def main() -> None:
    reading = argparse.ArgumentParser()
    reading.add_argument("--kills", type=int, default=60)
    reading.add_argument("--signals", type=int, default=600)
    reading.add_argument("--seed", type=int, default=1)
    said = reading.parse_args()
    with tempfile.TemporaryDirectory(prefix="kanban-tryton-") as folder:
        plant = TrytonPlant(Path(folder))
        seen = campaign(plant, said.kills, said.signals, said.seed, patience=600)
        print(json.dumps({**seen, "receipts": plant.received}, indent=1))  # noqa: T201 - a campaign tells what it saw


__all__ = ["PASSWORD", "TrytonPlant", "campaign"]

if __name__ == "__main__":
    main()

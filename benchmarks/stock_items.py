"""A made-up store of many items under `reorder at ... up to ...`, from tables: each with its own pack, minimum, lead time and demand.

The shape is that of real spare parts: most items move seldom, in lumps, with lead times of weeks.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

WEEKS = 150
ITEMS = 3_451

POLICY = """\
policy spare_parts "Spare parts, from two tables" {
  currency EUR
}

supplier acme

for each row of "items.csv" {
  item {item} { pack {pack} pcs; value {value} EUR }
  buffer stock_{item} of {item} {
    reorder at level_for(demand {demand} pcs per wk, lead time {weeks} wk) up to level_for(
        demand {demand} pcs per wk, lead time {weeks} wk, safety {minimum} pcs
    )
    from acme { lead time {weeks} wk; minimum {minimum} pcs; multiple {pack} pcs }
    serves customers
  }
}

scenario history { starts 2012-01-02; lasts 150 wk; repeat 1 times; start all full; orders from "orders.csv" }
"""


def write_store(folder: Path, items: int) -> Path:
    """Write the policy and its tables; the policy's file."""
    random = Random(items)  # noqa: S311 - a made-up store, no secret
    rows, orders = ["item,pack,value,weeks,minimum,demand"], []
    for number in range(items):
        weeks_of_demand = random.choice((2, 4, 6, 10, 20, 40))
        pack, lump = random.choice((1, 1, 2, 5, 10, 50)), random.choice((1, 2, 5, 20, 100))
        name = f"part_{number}"
        demand = [(random.randrange(WEEKS), random.randint(1, lump)) for _ in range(weeks_of_demand)]
        mean = sum(quantity for _, quantity in demand) / WEEKS
        weeks = random.randint(1, 12)
        rows.append(f"{name},{pack},{random.randint(50, 20000) / 100:.2f},{weeks},{pack * random.randint(1, 10)},{mean:.4f}")
        orders += [(week, name, quantity) for week, quantity in demand]
    lines = ["at,of,quantity,key", *(f"{_monday(week)},{name},{n},o{key}" for key, (week, name, n) in enumerate(sorted(orders)))]
    (folder / "items.csv").write_text("\n".join(rows) + "\n")
    (folder / "orders.csv").write_text("\n".join(lines) + "\n")
    policy = folder / "store.kanban"
    policy.write_text(POLICY)
    return policy


def _monday(week: int) -> str:

    return (datetime(2012, 1, 2, 8) + timedelta(weeks=week)).strftime("%Y-%m-%d %H:%M")  # noqa: DTZ001 - local time of the table

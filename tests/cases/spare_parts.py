"""A plant in two files, dry-run by its policy and recomputed without it.

`python tests/cases/spare_parts.py ITEMS.csv ORDERS.csv` writes a table-driven policy over the items, dry-runs the recorded orders through
the command line, and recomputes every order and every stock with the plain arithmetic below, which knows nothing of the project. Items
have the columns `item pack order_cost_eur lead_time_weeks min_order_qty unit mean_weekly_demand unit_cost_eur`, orders `at of quantity`.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from pathlib import Path

POLICY = """\
policy spare_parts "Spare parts, from two tables" {
  currency EUR
  timezone "UTC"
}

unit m step 0.001

supplier acme

for each row of "items.csv" {
  item {item} { unit {unit}; pack {pack} {unit}; value {unit_cost_eur} EUR }
  buffer stock_{item} of {item} {
    reorder at level_for(demand {mean_weekly_demand} {unit} per wk, lead time {lead_time_weeks} wk) up to level_for(
        demand {mean_weekly_demand} {unit} per wk, lead time {lead_time_weeks} wk, safety {min_order_qty} {unit}
    )
    from acme {
      lead time {lead_time_weeks} wk
      minimum {min_order_qty} {unit}
      multiple {pack} {unit}
      order cost {order_cost_eur} EUR
    }
    serves customers
  }
}

scenario history {
  starts 2012-01-02
  lasts 150 wk
  repeat 1 times
  start all full
  orders from "orders.csv"
}
"""
STARTS = datetime(2012, 1, 2)  # noqa: DTZ001 - local time of the files, which is UTC
ENDS = STARTS + timedelta(weeks=150)
STEPS = {"m": Decimal("0.001"), "pcs": Decimal(1)}

Order = tuple[datetime, Decimal]
Outcome = tuple[list[Order], Decimal, Decimal, Decimal]
"""What was ordered and when; on hand, on order and owed at the end."""


def up_to(value: Decimal, step: Decimal) -> Decimal:
    """The next whole multiple of a step."""
    return (value / step).to_integral_value(ROUND_CEILING) * step


def recomputed(item: dict[str, str], demand: list[Order]) -> Outcome:
    """One item by hand: what arrives is there before what is asked at the same instant."""
    step = STEPS[item["unit"]]
    over_lead_time = Decimal(item["mean_weekly_demand"]) * Decimal(item["lead_time_weeks"])
    minimum, pack = Decimal(item["min_order_qty"]), Decimal(item["pack"])
    low, high = up_to(over_lead_time, step), up_to(over_lead_time + minimum, step)
    lead_time = timedelta(weeks=int(item["lead_time_weeks"]))
    stock = high  # below 0: what is owed
    coming: list[Order] = []
    ordered: list[Order] = []
    for at, quantity in demand:
        stock += sum(order[1] for order in coming if order[0] <= at)
        coming = [order for order in coming if order[0] > at]
        stock -= quantity
        position = stock + sum(order[1] for order in coming)
        if position <= low and position < high:
            wanted = up_to(max(high - position, minimum), pack)
            ordered.append((at, wanted))
            coming.append((at + lead_time, wanted))
    stock += sum(order[1] for order in coming if order[0] < ENDS)
    open_orders = sum((order[1] for order in coming if order[0] >= ENDS), Decimal(0))
    return ordered, max(stock, Decimal(0)), open_orders, max(-stock, Decimal(0))


def dry_run(folder: Path) -> tuple[dict[str, Outcome], str]:
    """The same from the policy, by the command line; and what it says of the run."""
    trace = folder / "trace.jsonl"
    command = [str(Path(sys.executable).with_name("kanban")), "dry-run", "plant.kanban", "--json", "--trace", str(trace)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    ordered: dict[str, list[Order]] = defaultdict(list)
    for line in trace.read_text().splitlines():
        record = json.loads(line)
        for action in record["actions"]:
            if action["kind"] == "replenish":
                at = datetime.fromisoformat(record["at"]).replace(tzinfo=None)
                ordered[action["item"]].append((at, Decimal(action["quantity"])))
    (run,) = json.loads(done.stdout)["runs"]
    found: dict[str, Outcome] = {}
    for final in run["final"]:
        item = final["buffer"].removeprefix("stock_")
        found[item] = ordered[item], *(Decimal(final[word]) for word in ("on_hand", "incoming", "backlog"))  # type: ignore[assignment]
    return found, f"{run['events']} inputs"


def main(items: Path, orders: Path) -> int:
    """Compare the two, item by item; 1 where any differs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(items, folder / "items.csv")
        shutil.copy(orders, folder / "orders.csv")
        (folder / "plant.kanban").write_text(POLICY)
        found, said = dry_run(folder)
    demand: dict[str, list[Order]] = defaultdict(list)
    with orders.open(newline="") as file:
        for row in csv.DictReader(file):
            demand[row["of"]].append((datetime.fromisoformat(row["at"]), Decimal(row["quantity"])))
    with items.open(newline="") as file:
        rows = list(csv.DictReader(file))
    differing = lost = 0
    for row in rows:
        item = row["item"]
        expected = recomputed(row, sorted(demand[item], key=lambda order: order[0]))
        ordered, there, coming, owed = found[item]
        began = up_to(
            Decimal(row["mean_weekly_demand"]) * Decimal(row["lead_time_weeks"]) + Decimal(row["min_order_qty"]), STEPS[row["unit"]]
        )
        came = sum(quantity for _, quantity in ordered) - coming
        left = sum(quantity for _, quantity in demand[item]) - owed
        lost += began + came != there + left
        if expected != found[item]:
            differing += 1
            print(f"{item}: expected {expected[1:]}, found {found[item][1:]}; orders {len(expected[0])} and {len(ordered)}")  # noqa: T201
    print(f"{len(rows)} items, {said}: {differing} differ, {lost} lose or gain anything")  # noqa: T201
    return 1 if differing or lost else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))

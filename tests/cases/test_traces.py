"""Small plants whose every step is known: each dry run must give exactly these instants and figures."""

from __future__ import annotations

from collections import Counter
from csv import DictReader
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from textbook import measured, scenario_of

from kanbanlang.dryrun import Record, Watcher, dry_run
from kanbanlang.model import load, load_text
from kanbanlang.model.policy import Policy

HERE = Path(__file__).resolve().parent


class Kept(Watcher):
    """Keeps every line of the trace."""

    wants_events = True

    def __init__(self) -> None:
        self.records: list[Record] = []

    def event(self, record: Record) -> None:
        self.records.append(record)


def traced(file: str) -> list[tuple[timedelta, Record]]:
    """The trace of a dry run, each line with the time since the start."""
    kept = Kept()
    run = dry_run(scenario_of(file), repeat=1, watch=kept)
    starts = datetime.fromisoformat(run.starts)
    return [(datetime.fromisoformat(record.at) - starts, record) for record in kept.records]


def test_two_bins_of_ten_at_three_a_day() -> None:
    """A bin is asked for in the instant in which it is emptied, and stands there again at the beginning of the day after next."""
    lines = traced("two_bins")
    asked = [since.days + 1 for since, record in lines for action in record.actions if action.kind == "replenish"]
    arrived = [since.days + 1 for since, record in lines if record.kind == "receipt"]
    taken = Counter(since.days + 1 for since, record in lines for action in record.actions if action.kind == "deliver")
    assert asked == [4, 7, 10, 14]
    assert arrived == [6, 9, 12]
    assert taken == dict.fromkeys(range(1, 15), 1)
    stock, at_end_of_day = 20, []
    for day in range(1, 15):
        stock += 10 * arrived.count(day) - 3
        at_end_of_day.append(stock)
    assert at_end_of_day == [17, 14, 11, 8, 5, 12, 9, 6, 13, 10, 7, 14, 11, 8]


def test_what_arrives_is_there_for_what_is_asked_at_the_same_instant() -> None:
    """One piece, and a demand every two hours with a lead time of two hours: all six are filled at once."""
    run = dry_run(scenario_of("equal_instants"))
    found = {metric.metric: metric.mean for metric in run.metrics if metric.of == "pumps"}
    assert found["fill rate"] == 1
    assert found["mean wait"] == 0


def test_three_stages_of_two_cards_keep_the_beat_of_the_slowest() -> None:
    """Works of 3, 5 and 4 minutes: when the first twelve pieces enter each stage, and when they are handed over."""
    entered: dict[str, list[int]] = {}
    delivered: list[int] = []
    for since, record in traced("three_stages"):
        at = since // timedelta(minutes=1)
        for action in record.actions:
            if action.kind == "make":
                entered.setdefault(str(action.source), []).append(at)
            elif action.kind == "deliver":
                delivered.append(at)
    assert entered["first"][:12] == [0, 0, 3, 6, 9, 13, 18, 23, 28, 33, 38, 43]
    assert entered["second"][:12] == [3, 6, 9, 13, 18, 23, 28, 33, 38, 43, 48, 53]
    assert entered["third"][:12] == [8, 13, 18, 23, 28, 33, 38, 43, 48, 53, 58, 63]
    assert delivered[:12] == [12, 17, 22, 27, 32, 37, 42, 47, 52, 57, 62, 67]


# ------------------------------------------------------------------ formulas
def values_of(policy: Policy) -> dict[str, str]:
    return {value.text: value.value for value in policy.values}


def test_formulas_come_to_what_the_textbooks_say() -> None:
    policy = load(HERE / "formulas.kanban").policy
    assert policy is not None
    values = values_of(policy)
    assert values["cards_for(demand 40 pcs per h, lead time 3 h, safety 10 %)"] == "7"
    assert values["level_for(demand 4 pcs per d, lead time 10 d)"] == "40"
    assert values["level_for(demand 4 pcs per d, lead time 10 d, safety 20 pcs)"] == "60"
    lots = {value.value: value.working for value in policy.values if value.text.startswith("lot_for")}
    assert lots.keys() == {"305", "311", "627"}
    # Snyder and Shen, examples 3.1 and 3.8, and the economic production lot: 304.0467800264368, 310.81255515896464, 626.8084945889684
    assert "= 304.046780026437," in lots["305"]
    assert "= 310.812555158965," in lots["311"]
    assert "= 626.808494588968," in lots["627"]


@pytest.mark.parametrize(
    ("demand", "factor", "variability", "minimum", "zones"),
    [
        (4, "0.5", "0.5", 0, (30, 40, 20)),
        (4, "1", "0.5", 0, (60, 40, 40)),
        (4, "1", "1", 0, (80, 40, 40)),
        (2, "1", "1", 0, (40, 20, 20)),
        (2, "0.5", "0.5", 0, (15, 20, 10)),
        (2, "1", "0.5", 40, (30, 20, 40)),
    ],
)
def test_zones_are_those_of_demand_driven_planning(
    demand: int, factor: str, variability: str, minimum: int, zones: tuple[int, int, int]
) -> None:
    formula = (
        f"zones_for(demand {demand} pcs per d, lead time 10 d, lead time factor {factor}, variability factor {variability}, "
        f"minimum {minimum} pcs)"
    )
    policy = load_text(f"policy zones\nitem gear\nsupplier acme\nbuffer gears of gear {{ zones {formula}; from acme }}\n").policy
    assert policy is not None
    assert tuple(int(value.value) for value in policy.values) == zones


def test_a_share_of_two_thirds_is_exact() -> None:
    """Nothing on the way from the text to a level is rounded before the end."""
    policy = load_text(
        "policy exact\nitem gear\nsupplier acme\nbuffer gears of gear { keep level_for(demand 2 pcs per 3 d, lead time 9 d); from acme }\n"
    ).policy
    assert policy is not None
    assert [Fraction(value.value) for value in policy.values] == [6]


def test_measures_name_what_they_measure() -> None:
    found = measured(dry_run(scenario_of("two_bins"), repeat=2), "washers")
    assert found["fill rate"][0] == 1


def test_eight_seats_go_in_the_order_of_the_line() -> None:
    """Each seat goes when it and all before it have come; the orders themselves come in any order."""
    lines = traced("just_in_sequence")
    came = [int(row["number"]) for row in rows_of("line_order.csv")]
    numbers = {2 * nth + 1: place for nth, place in enumerate(came)}  # each order is followed by its pull
    gone = [
        (since.seconds // 60, numbers[action.number]) for since, record in lines for action in record.actions if action.kind == "deliver"
    ]
    assert gone == list(zip([4, 9, 9, 9, 20, 20, 20, 21], range(1, 9), strict=True))
    arrived = {int(row["number"]): int(row["at"][-2:]) for row in rows_of("arrivals.csv")}
    assert sum(minute - arrived[place] for minute, place in gone) == 25
    run = dry_run(scenario_of("just_in_sequence"))
    found = {metric.metric: metric.mean for metric in run.metrics if metric.of == "seats"}
    assert found["max on_hand"] == 2
    assert found["mean on_hand"] * 60 == 25
    assert not [record for _, record in lines if record.outcome not in {None, "accepted"}]


def rows_of(file: str) -> list[dict[str, str]]:
    """The rows of a table beside this file."""
    with (HERE / file).open(encoding="utf-8", newline="") as table:
        return list(DictReader(table))

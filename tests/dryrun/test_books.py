"""Any plant, and books kept beside it from its trace alone: what entered is there or has left, and figures are what the trace says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from attrs import frozen
from dry_runs import Told, told
from dry_scenarios import figures
from hypothesis import given, settings
from hypothesis import strategies as st

from kanbanlang.dryrun import Record

WEEK = timedelta(weeks=1) / timedelta(microseconds=1)


@frozen
class Ruled:
    """A rule, and what full is under it."""

    text: str
    full: int


RULES = st.one_of(
    st.integers(1, 4).map(lambda cards: Ruled(f"kanban {cards} cards of 10 pcs", 10 * cards)),
    st.just(Ruled("two bins of 20 pcs", 40)),
    st.integers(30, 60).map(lambda level: Ruled(f"keep {level} pcs", level)),
    st.tuples(st.integers(20, 40), st.integers(1, 60)).map(lambda pair: Ruled(f"reorder at {pair[0]} pcs order {pair[1]} pcs", sum(pair))),
    st.tuples(st.integers(20, 40), st.integers(1, 60)).map(
        lambda pair: Ruled(f"reorder at {pair[0]} pcs up to {sum(pair)} pcs", sum(pair))
    ),
)
LEADS = st.sampled_from(["1 h", "exponential(12 h)", "normal(1 d, 12 h)", "uniform(1 min, 2 d)"])
ORDERS = st.sampled_from(["poisson 6 per d", "every exponential(5 h)", "daily at 08:00, 16:00", "every 3 h"])
SUPPLY = st.sampled_from(
    ["", "with acme late by 1 d on day 3", "with acme down every exponential(3 d) for 8 h", "with acme repeats 50 % of scans"]
)
WORK = st.sampled_from(["", "with press down from day 2 to day 3", "with press down every exponential(1 d) for 2 h"])


@frozen
class Plant:
    """A supplier, a lift, a line with a press, and what the press makes for customers."""

    text: str
    parts: int
    full: dict[str, int]


@st.composite
def plants(draw: st.DrawFn) -> Plant:
    parts, stock, line, cups = draw(st.integers(1, 3)), draw(RULES), draw(RULES), draw(RULES)
    text = f"""
policy plant
item part {{ pack 10 pcs }}
item cup {{ pack 10 pcs }}
supplier acme {{ {draw(st.sampled_from(["", "delivers mon, wed, fri at 06:00"]))} }}
dock gate {{ handling time 20 min }}
vlm lift {{ retrieval time 3 min }}
calendar shift {{ mon..sat 06:00..22:00 }}
station press {{
  makes cup from {parts} part
  cycle time exponential(6 min)
  setup time 4 min
  machines {draw(st.integers(1, 2))}
  {draw(st.sampled_from(["", "works shift", "parts taken on start"]))}
}}
buffer stock of part in lift {{ {stock.text}; from acme {{ lead time {draw(LEADS)}{draw(st.sampled_from(["", "; via gate"]))} }} }}
buffer line of part at press {{ {line.text}; from stock {{ lead time {draw(LEADS)} }} }}
buffer cups of cup {{ {cups.text}; from press; serves customers }}
scenario run {{
  lasts 1 wk
  seed {draw(st.integers(1, 1000))}
  orders of {draw(st.integers(1, 9))} pcs of cup {draw(ORDERS)}
  {draw(SUPPLY)}
  {draw(WORK)}
}}
"""
    return Plant(text, parts, {"stock": stock.full, "line": line.full, "cups": cups.full})


def told_of(run: Told, kind: str, of: str) -> int:
    """How much inputs of a kind told of, each once."""
    return sum(int(one.quantity or 0) for one in run.records if (one.kind, one.of, one.outcome) == (kind, of, "accepted"))


def acted(run: Told, kind: str, source: str) -> int:
    """How much actions of a kind were for."""
    return sum(action.quantity or 0 for one in run.records for action in one.actions if (action.kind, action.source) == (kind, source))


@given(plants())
@settings(max_examples=40)
def test_what_entered_is_there_or_has_left(plant: Plant) -> None:
    """Parts are in the lift, on their way to the line, at the line, or in cups; cups are there or delivered."""
    run = told(plant.text)
    assert run.run.refused == 0
    final = {one.buffer: one for one in run.run.final}
    received, made = told_of(run, "receipt", "stock"), acted(run, "make", "press")
    left_for_line = told_of(run, "pick", "stock")
    in_transit = left_for_line - told_of(run, "receipt", "line")
    assert in_transit >= 0
    parts_there = final["stock"].on_hand + final["line"].on_hand + in_transit
    assert plant.full["stock"] + plant.full["line"] + received == parts_there + made * plant.parts
    finished, delivered = told_of(run, "completion", "press"), acted(run, "deliver", "cups")
    assert plant.full["cups"] + finished == final["cups"].on_hand + delivered
    assert final["stock"].incoming == acted(run, "replenish", "acme") - received
    assert final["cups"].backlog == told_of(run, "order", "cups") - delivered
    assert all(one.holds for one in run.run.balance)


def instants(records: tuple[Record, ...], starts: datetime) -> Iterator[tuple[int, list[Record]]]:
    """The accepted inputs of each instant, in microseconds from the start."""
    by_time: dict[int, list[Record]] = defaultdict(list)
    for one in records:
        if one.outcome == "accepted":
            by_time[(datetime.fromisoformat(one.at) - starts) // timedelta(microseconds=1)].append(one)
    yield from sorted(by_time.items())


@given(plants())
@settings(max_examples=20)
def test_the_figures_of_what_customers_see_are_what_the_trace_says(plant: Plant) -> None:
    """On hand, backlog and what was there at once, added up by hand."""
    run = told(plant.text)
    there, waits, since = plant.full["cups"], 0, 0
    on_hand = backlog = ready = Fraction(0)
    asked = missed = 0
    for at, records in instants(run.records, datetime.fromisoformat(run.run.starts)):
        held, since = at - since, at
        on_hand, backlog, ready = on_hand + there * held, backlog + waits * held, ready + (there > 0) * held
        asked_now = 0
        for one in records:
            given_out = sum(action.quantity or 0 for action in one.actions if (action.kind, action.source) == ("deliver", "cups"))
            ordered = int(one.quantity or 0) if (one.kind, one.of) == ("order", "cups") else 0
            made = int(one.quantity or 0) if (one.kind, one.of) == ("completion", "press") else 0
            there, waits, asked_now = there + made - given_out, waits + ordered - given_out, asked_now + ordered
            assert there >= 0 <= waits
        asked, missed = asked + asked_now, missed + min(asked_now, waits)
    held = int(WEEK) - since
    on_hand, backlog, ready = on_hand + there * held, backlog + waits * held, ready + (there > 0) * held
    found = figures(run.run, "cups")
    assert found["mean on_hand"] == pytest.approx(float(on_hand / int(WEEK)))
    assert found["mean backlog"] == pytest.approx(float(backlog / int(WEEK)))
    assert found["ready rate"] == pytest.approx(float(ready / int(WEEK)))
    assert found["fill rate"] == pytest.approx((asked - missed) / asked)
    assert found["mean wait"] == pytest.approx(float(backlog / asked / 1_000_000))
    assert found["throughput"] == pytest.approx(acted(run, "deliver", "cups") / 168)


@given(plants())
@settings(max_examples=20)
def test_the_words_for_stock_fit_each_other(plant: Plant) -> None:
    """Position is on hand and incoming less promised, also on average; shares are shares; the least is not above the most."""
    run = told(plant.text, traced=False).run
    for name in plant.full:
        found = figures(run, name)
        assert found["mean available"] == pytest.approx(found["mean on_hand"] - found["mean reserved"])
        assert found["mean promised"] == pytest.approx(found["mean reserved"] + found["mean backlog"])
        assert found["mean position"] == pytest.approx(found["mean on_hand"] + found["mean incoming"] - found["mean promised"])
        assert 0 <= found["min on_hand"] <= found["mean on_hand"] <= found["max on_hand"]
        assert all(0 <= found[share] <= 1 for share in ("fill rate", "ready rate") if share in found)
    assert all(0 <= figures(run, of)["utilization"] <= 1 for of in ("press", "lift"))

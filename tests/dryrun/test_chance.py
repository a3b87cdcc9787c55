"""Chance belongs to places: the same seed is the same world, and a policy that is changed meets the same demand."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import Told, scenario_of, told

from kanbanlang.dryrun import dry_run

LINE = """
item bolt { pack 20 pcs }
item nut { pack 10 pcs }
supplier acme
buffer stock of bolt { reorder at 60 pcs up to 150 pcs; from acme { lead time normal(2 d, 8 h) } }
buffer line of bolt { kanban CARDS cards; from stock; serves customers }
MORE
scenario run { lasts 2 wk; orders of poisson(3 pcs) of bolt poisson 20 per d }
"""
NUTS = "buffer nuts of nut { keep 30 pcs; from acme { lead time exponential(1 d) }; serves customers }"


def line(cards: int = 3, more: str = "") -> str:
    return LINE.replace("CARDS", str(cards)).replace("MORE", more)


def orders(run: Told) -> list[tuple[str, str | None]]:
    return [(one.at, one.quantity) for one in run.records if one.kind == "order"]


def test_another_number_of_cards_meets_the_same_orders() -> None:
    assert orders(told(line(2))) == orders(told(line(5))) != []


def test_a_buffer_more_changes_no_chance_of_the_others() -> None:
    alone, beside = told(line()), told(line(more=NUTS))
    assert [(one.at, one.kind, one.of) for one in alone.records] == [(one.at, one.kind, one.of) for one in beside.records]


def test_the_same_seed_is_the_same_run_and_another_is_not() -> None:
    assert told(line(), seed=5).records == told(line(), seed=5).records
    assert orders(told(line(), seed=5)) != orders(told(line(), seed=6))


def test_replications_are_worlds_of_their_own() -> None:
    run = dry_run(scenario_of(line()), repeat=4)
    (rates,) = (one.values for one in run.metrics if (one.metric, one.of) == ("throughput", "line"))
    assert len(set(rates)) == 4


def test_poisson_orders_come_at_their_rate_and_a_drawn_nothing_is_no_order() -> None:
    """Twenty a day for fourteen days, of which one in twenty (exp(-3)) would be for nothing."""
    run = dry_run(scenario_of(line()), repeat=30)
    (rate,) = (one for one in run.metrics if (one.metric, one.of) == ("throughput", "line"))
    assert rate.low is not None
    assert rate.high is not None
    assert rate.low < 20 * 3 / 24 < rate.high
    asked = orders(told(line()))
    assert all(quantity not in {None, "0"} for _, quantity in asked)


# ---------------------------------------------------------------- any plant
RULES = st.one_of(
    st.integers(1, 4).map(lambda cards: f"kanban {cards} cards of 10 pcs"),
    st.just("two bins of 20 pcs"),
    st.integers(1, 60).map(lambda level: f"keep {level} pcs"),
    st.tuples(st.integers(0, 40), st.integers(1, 60)).map(lambda pair: f"reorder at {pair[0]} pcs order {pair[1]} pcs"),
    st.tuples(st.integers(0, 40), st.integers(1, 60)).map(lambda pair: f"reorder at {pair[0]} pcs up to {sum(pair)} pcs"),
)
LEADS = st.sampled_from(["0 d", "1 d", "exponential(12 h)", "normal(1 d, 12 h)", "uniform(0 h, 2 d)"])
DEMANDS = st.sampled_from(["poisson 6 per d", "every exponential(5 h)", "daily at 08:00, 16:00", "every uniform(1 h, 9 h)"])
TROUBLE = st.sampled_from(["", "with acme late by 1 d from day 3 to day 5", "with acme down every exponential(3 d) for 8 h"])
TROUBLE_AT_WORK = st.sampled_from(["", "with press down from day 2 to day 3", "with press down every exponential(1 d) for 2 h"])


@st.composite
def plants(draw: st.DrawFn) -> str:
    """A supplier, a stock, a line that feeds a press, and what it makes for customers; goods may come by a dock."""
    size = draw(st.integers(1, 9))
    by_dock = draw(st.sampled_from(["", "; via gate"]))
    return f"""
item part {{ pack 10 pcs }}
item cup {{ pack 10 pcs }}
supplier acme
dock gate {{ handling time 20 min }}
station press {{ makes cup from {draw(st.integers(1, 3))} part; cycle time exponential(6 min); setup time 4 min; machines 2 }}
buffer stock of part {{ {draw(RULES)}; from acme {{ lead time {draw(LEADS)}{by_dock} }} }}
buffer line of part at press {{ {draw(RULES)}; from stock {{ lead time {draw(LEADS)} }} }}
buffer cups of cup {{ {draw(RULES)}; from press; serves customers }}
scenario run {{ lasts 9 d after 1 d; orders of {size} pcs of cup {draw(DEMANDS)}; {draw(TROUBLE)}; {draw(TROUBLE_AT_WORK)}; seed {size} }}
"""


@given(plants())
@settings(max_examples=60)
def test_nothing_is_lost_and_nothing_made_from_nothing(text: str) -> None:
    run = dry_run(scenario_of(text), repeat=2)
    assert all(one.holds for one in run.balance)
    assert run.duplicates == run.refused == 0
    assert all(low >= 0 for low in (one.on_hand for one in run.final))
    for one in run.metrics:
        if one.metric.endswith("rate") and one.mean is not None:
            assert 0 <= one.mean <= 1

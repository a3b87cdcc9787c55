"""While a dry run goes on: invariants are watched, somebody may look on, and whoever stops it gets what there is."""

from __future__ import annotations

import pytest
from dry_scenarios import clock, scenario_of

from kanbanlang.dryrun import Record, Run, Watcher, dry_run
from kanbanlang.engine import State
from kanbanlang.flow import Program

SHOP = """
policy shop
item gear
supplier acme
buffer shelf of gear {{ keep 6 pcs; from acme {{ lead time 12 h }}; serves customers }}
invariant law {{ {law} }}
scenario trial {{
  lasts 4 d
  repeat 3 times
  orders of 2 pcs of gear daily at 06:00
  orders of 6 pcs of gear at day 3 10:00
}}
"""
"""4 pieces from 06:00 to 18:00, else 6. On day 3 at 10:00 the last 4 go and 2 wait; 2 come for those at 18:00, 6 at 22:00."""


def broken(law: str) -> list[tuple[str, int, int, str]]:
    """What did not hold: its name, how often in three replications, and in which and when first."""
    run = dry_run(scenario_of(SHOP.format(law=law)))
    return [(one.invariant, one.times, one.replication, clock(one.at)) for one in run.broken]


# ------------------------------------------------------------ invariants
@pytest.mark.parametrize(
    "law",
    [
        "always on_hand(shelf) <= 6 pcs",
        "always position(shelf) = 6 pcs",  # pulled in the same instant
        "never on_hand(shelf) > 6 pcs",
        "always backlog(shelf) = 0 pcs or on_hand(shelf) = 0 pcs",
        "always incoming(shelf) + on_hand(shelf) - backlog(shelf) = 6 pcs; never reserved(shelf) > 0 pcs",
    ],
)
def test_what_always_holds_is_not_told(law: str) -> None:
    assert broken(law) == []


@pytest.mark.parametrize(
    ("law", "times", "first"),
    [
        ("always on_hand(shelf) >= 4 pcs", 1, "Wed 7 10:00"),
        ("never backlog(shelf) > 0 pcs", 1, "Wed 7 10:00"),
        ("always on_hand(shelf) >= 5 pcs", 4, "Mon 5 06:00"),  # each morning anew; on day 3 it still does not hold at 10:00
        ("never incoming(shelf) = 2 pcs", 4, "Mon 5 06:00"),
        ("always on_hand(shelf) < 6 pcs", 5, "Mon 5 00:00"),  # at the start, and each evening
    ],
)
def test_what_does_not_hold_is_told_with_how_often_and_when_first(law: str, times: int, first: str) -> None:
    """A law that goes on not to hold is broken once; three replications without chance are three times the same."""
    assert broken(law) == [("law", 3 * times, 1, first)]


def test_a_law_is_watched_in_the_warm_up_too() -> None:
    text = SHOP.format(law="always on_hand(shelf) >= 5 pcs").replace("lasts 4 d", "lasts 1 d after 3 d")
    (found,) = dry_run(scenario_of(text)).broken
    assert (found.times, clock(found.at)) == (3 * 4, "Mon 5 06:00")


def test_of_several_laws_each_is_told_by_its_name() -> None:
    text = SHOP.format(law="always on_hand(shelf) <= 6 pcs") + "invariant other { never on_hand(shelf) = 0 pcs }\n"
    assert [one.invariant for one in dry_run(scenario_of(text)).broken] == ["other"]


# ------------------------------------------------------------ looking on
class Looking(Watcher):
    """Writes down all that it is told, and stops when it was asked so often."""

    def __init__(self, stops_at: int | None = None, *, wants_events: bool = False) -> None:
        self.wants_events = wants_events
        self.asked = 0
        self.stops_at = stops_at
        self.parts: list[tuple[int, int, float]] = []
        self.records: list[Record] = []
        self.ends: list[tuple[int, int]] = []

    def progress(self, replication: int, of: int, part: float) -> None:
        self.parts.append((replication, of, part))

    def go_on(self) -> bool:
        self.asked += 1
        return self.stops_at is None or self.asked < self.stops_at

    def event(self, record: Record) -> None:
        self.records.append(record)

    def ended(self, replication: int, program: Program, state: State) -> None:
        self.ends.append((replication, state.c[program.buffers["shelf"].on_hand]))


LONG = SHOP.format(law="always on_hand(shelf) >= 0 pcs").replace("lasts 4 d", "lasts 12 wk").replace("daily at 06:00", "every 15 min")


def looked_on(stops_at: int | None = None, text: str = LONG, *, wants_events: bool = False) -> tuple[Run, Looking]:
    looking = Looking(stops_at, wants_events=wants_events)
    return dry_run(scenario_of(text), watch=looking), looking


def test_progress_goes_from_nothing_to_all_within_each_replication() -> None:
    _, looking = looked_on()
    assert {of for _, of, _ in looking.parts} == {3}
    assert [replication for replication, _, _ in looking.parts] == sorted(replication for replication, _, _ in looking.parts)
    for number in (1, 2, 3):
        parts = [part for replication, _, part in looking.parts if replication == number]
        assert len(parts) > 1
        assert parts == sorted(parts)
        assert 0 <= parts[0] <= parts[-1] <= 1


def test_each_replication_that_came_to_its_end_is_told_with_what_it_left() -> None:
    """An order each quarter of an hour until just before the end: 2 x 48 wait or are on their way, nothing is there."""
    _, looking = looked_on()
    assert looking.ends == [(1, 0), (2, 0), (3, 0)]


def test_every_input_is_told_once_in_the_order_of_time() -> None:
    run, looking = looked_on(text=SHOP.format(law="always on_hand(shelf) >= 0 pcs"), wants_events=True)
    assert len(looking.records) == run.events == 3 * 10
    first = [one for one in looking.records if one.replication == 1]
    assert [(clock(one.at), one.kind) for one in first] == [
        *((f"{day} {at}", kind) for day in ("Mon 5", "Tue 6") for at, kind in (("06:00", "order"), ("18:00", "receipt"))),
        ("Wed 7 06:00", "order"),
        ("Wed 7 10:00", "order"),
        ("Wed 7 18:00", "receipt"),
        ("Wed 7 22:00", "receipt"),
        ("Thu 8 06:00", "order"),
        ("Thu 8 18:00", "receipt"),
    ]
    assert [one.number for one in first] == list(range(1, 11))


def test_a_run_that_is_stopped_counts_only_whole_replications() -> None:
    whole, looking = looked_on()
    per_replication = looking.asked // 3
    stopped, looked = looked_on(stops_at=2 * per_replication + 2)
    assert (whole.complete, whole.replications) == (True, 3)
    assert (stopped.complete, stopped.replications) == (False, 2)
    assert [number for number, _ in looked.ends] == [1, 2]
    two = dry_run(scenario_of(LONG), repeat=2)
    assert stopped.metrics == two.metrics
    assert stopped.events == two.events


def test_nobody_is_told_of_inputs_who_does_not_want_to_be() -> None:
    _, looking = looked_on(text=SHOP.format(law="always on_hand(shelf) >= 0 pcs"))
    assert looking.records == []


def test_a_run_that_is_stopped_at_once_has_measured_nothing_and_decides_nothing() -> None:
    text = LONG.replace("repeat 3 times", "repeat 3 times; expect fill rate of gear >= 0 %")
    run, _ = looked_on(stops_at=1, text=text)
    assert (run.complete, run.replications, run.metrics, run.final) == (False, 0, (), ())
    assert [one.holds for one in run.expectations] == [False]

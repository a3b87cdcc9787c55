"""Ways that goods take: in order, by runs that leave at set times with so much room, late or down."""

from __future__ import annotations

import pytest
from dry_runs import findings, told

IN_ORDER = """
policy line
item gear { unit pcs; pack 1 pcs }
supplier acme
buffer shelf of gear {
  keep 2 pcs
  from acme { lead time 2 d; %s }
}
scenario crossing {
  lasts 9 d
  orders of gear at day 1 12:00, day 2 12:00
  with acme late by 3 d on day 1
}
"""

MILK_RUN = """
policy line
item gear { unit pcs; pack 20 pcs }
item shaft { unit pcs; pack 10 pcs }
route tugger { departs every 30 min; carries %s; lead time 6 min }
buffer store_gears of gear { unlimited }
buffer store_shafts of shaft { unlimited }
buffer line_gears of gear { kanban 3 cards; from store_gears by tugger }
buffer line_shafts of shaft { kanban 3 cards; from store_shafts by tugger }
scenario shift {
  lasts 8 h
  orders of 60 pcs of line_gears at 1 h
  orders of 30 pcs of line_shafts at 1 h
  %s
}
"""


@pytest.mark.parametrize(("terms", "days"), [("deliveries may cross", [4, 6]), ("deliveries in order", [6, 6])])
def test_what_is_asked_on_day_1_and_2_with_5_and_2_days(terms: str, days: list[int]) -> None:
    """Deliveries that cross come on days 4 and 6; in order, on day 6 both."""
    assert told(IN_ORDER % terms).days("receipt") == days


def test_deliveries_between_buffers_and_from_stations_come_in_order_too() -> None:
    text = """
    policy line
    item gear { unit pcs; pack 1 pcs }
    item box { unit pcs; pack 1 pcs }
    station cell { makes box; cycle time 1 h; machines 2 }
    buffer back of gear { unlimited }
    buffer front of gear { keep 2 pcs; from back { lead time 1 d; deliveries in order } }
    buffer boxes of box { keep 2 pcs; from cell { lead time 1 d; deliveries in order } }
    scenario crossing {
      lasts 9 d
      orders of front at day 1 12:00, day 2 12:00
      orders of boxes at day 1 12:00, day 2 12:00
      with back late by 3 d on day 1
      with cell late by 3 d on day 1
    }
    """
    run = told(text)
    assert run.hours("receipt") == [12 + 24 * 4] * 2
    assert run.hours("completion") == [12 + 24 * 4 + 1] * 2


def test_six_containers_are_three_runs_of_two_packs_in_the_order_of_their_signals() -> None:
    """Asked at 1:00, when a run departs: two packs leave with it, two at 1:30 and two at 2:00, each 6 min on the way."""
    run = told(MILK_RUN % ("2 packs", ""))
    assert run.hours("receipt", "line_gears") == [1.1, 1.1, 1.6]
    assert run.hours("receipt", "line_shafts") == [1.6, 2.1, 2.1]


def test_a_pull_of_a_higher_class_takes_the_next_run() -> None:
    text = (MILK_RUN % ("2 packs", "")).replace("buffer line_shafts of shaft { ", "buffer line_shafts of shaft { priority 1; ")
    run = told(text)
    assert run.hours("receipt", "line_shafts") == [1.1, 1.1, 1.6]
    assert run.hours("receipt", "line_gears") == [1.6, 2.1, 2.1]


def test_what_waits_for_its_run_still_counts_where_it_is() -> None:
    """60 gears leave at 1:00, 1:30 and 2:00 by one pack; until then they are picked, reserved and on hand."""
    text = MILK_RUN.replace("unlimited", "keep 60 pcs; from mill").replace("route", "supplier mill\nroute", 1) % ("1 pack", "")
    run = told(text)
    assert run.hours("pick") == [1, 1.5, 2, 2.5, 3, 3.5]
    assert run.hours("receipt", "line_gears") == [1.1, 1.6, 2.1]


def test_a_run_that_carries_pieces_counts_pieces() -> None:
    """50 pieces: two containers of 20 and not a third, then 20 and 10 and 10, then the last 10: none overtakes what does not fit."""
    run = told(MILK_RUN % ("50 pcs", ""))
    assert run.hours("receipt", "line_gears") == [1.1, 1.1, 1.6]
    assert run.hours("receipt", "line_shafts") == [1.6, 1.6, 1.6]


def test_more_than_one_run_carries_leaves_with_the_last_that_it_needs() -> None:
    run = told(MILK_RUN % ("15 pcs", ""))
    assert run.hours("receipt", "line_gears") == [1.6, 2.6, 3.6]


def test_no_run_departs_while_its_route_is_down() -> None:
    run = told(MILK_RUN % ("2 packs", "with tugger down from 1 h to 2 h"))
    assert run.hours("down") == [1]
    assert run.hours("receipt", "line_gears") == [2.1, 2.1, 2.6]


def test_what_is_asked_while_a_route_is_late_takes_longer() -> None:
    run = told(MILK_RUN % ("9 packs", "with tugger late by 1 h from 1 h to 2 h"))
    assert run.hours("receipt") == [2.1] * 6


def test_a_route_without_set_times_takes_nothing_while_it_is_down() -> None:
    text = MILK_RUN.replace("departs every 30 min; carries %s; ", "") % "with tugger down from 1 h to 3 h"
    assert told(text).hours("receipt") == [3.1] * 6


def test_runs_depart_only_in_the_hours_of_their_calendar() -> None:
    text = (MILK_RUN % ("9 packs", "")).replace("every 30 min", "every 30 min during late_shift")
    text = text.replace("item gear", "calendar late_shift { mon 05:10..08:00 }\nitem gear", 1)
    assert told(text).hours("receipt") == [5.6] * 6


def test_suppliers_and_stations_send_by_runs_as_well() -> None:
    text = """
    policy line
    item gear { unit pcs; pack 1 pcs }
    item box { unit pcs; pack 1 pcs }
    supplier acme
    station cell { makes box; cycle time 20 min }
    route van { departs daily at 19:00; lead time 12 h }
    buffer gears of gear { keep 2 pcs; from acme by van }
    buffer boxes of box { keep 2 pcs; from cell by van }
    scenario day {
      lasts 3 d
      orders of gears at day 1 12:00
      orders of boxes at day 1 18:30, day 1 18:50
    }
    """
    run = told(text)
    assert run.hours("receipt") == [31]
    assert run.hours("completion") == [31, 24 + 31]
    assert run.measure("mean lead time", "acme") == 19 * 3600


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ("carries 12 packs", "`carries 12 packs` is what one run carries, but nothing says when it departs"),
        ("departs every 30 min; carries 12 packs", "`gear` has no pack, so packs of it cannot be counted"),
    ],
)
def test_a_load_that_cannot_be_is_told(terms: str, message: str) -> None:
    text = f"policy line\nitem gear {{ unit pcs }}\nsupplier acme\nbuffer shelf of gear {{ keep 2 pcs; from acme {{ {terms} }} }}\n"
    assert [one.message for one in findings(text) if one.severity.value == "error"] == [message]

"""What customers order and when: each pattern, demand that is multiplied, and orders from files."""

from __future__ import annotations

from pathlib import Path

import pytest
from dry_runs import Told, told
from dry_scenarios import clock, figures, heard

SHOP = """
policy shop {{ timezone "UTC" }}
calendar office {{ mon..fri 08:00..16:00 }}
item gear "Gear" {{ code "GM2-0040" }}
item cable {{ unit m }}
unit m step 0.001
supplier acme
buffer shelf of gear {{ keep 500 pcs; from acme; serves customers }}
buffer spares of gear {{ keep 500 pcs; from acme }}
buffer drum of cable {{ keep 500 m; from acme; serves customers }}
scenario trial {{ lasts {lasts}; {orders} }}
"""


def shop(orders: str, lasts: str = "1 wk", folder: Path | None = None) -> Told:
    return told(SHOP.format(orders=orders, lasts=lasts), folder)


def orders(run: Told) -> list[tuple[str, str | None]]:
    """When how much was ordered."""
    return [(clock(record.at), record.quantity) for record in run.records if record.kind == "order"]


# ------------------------------------------------------------ patterns
def test_orders_without_a_quantity_are_of_one() -> None:
    assert orders(shop("orders of gear at 6 h; orders of cable at 7 h")) == [("Mon 5 06:00", "1"), ("Mon 5 07:00", "1")]


def test_every_counts_from_the_start_and_the_first_is_one_period_later() -> None:
    assert heard(shop("orders of gear every 8 h", "1 d"), "order") == ["Mon 5 08:00", "Mon 5 16:00"]


def test_every_so_many_days_at_a_time_begins_a_period_later() -> None:
    assert heard(shop("orders of gear every 2 d at 06:00"), "order") == ["Wed 7 06:00", "Fri 9 06:00", "Sun 11 06:00"]


def test_days_of_the_week_at_several_times() -> None:
    run = shop("orders of 3 pcs of gear mon, wed..thu at 06:00, 14:00")
    assert orders(run) == [(f"{day} {at}", "3") for day in ("Mon 5", "Wed 7", "Thu 8") for at in ("06:00", "14:00")]


def test_single_moments_may_be_days_dates_or_hours_from_the_start() -> None:
    run = shop("orders of gear at day 2 06:00, 2026-01-07 06:00, 4 h, day 5")
    assert heard(run, "order") == ["Mon 5 04:00", "Tue 6 06:00", "Wed 7 06:00", "Fri 9 00:00"]


def test_orders_during_a_calendar_come_only_in_its_hours() -> None:
    run = shop("orders of gear every 4 h during office", "2 d")
    assert heard(run, "order") == ["Mon 5 08:00", "Mon 5 12:00", "Tue 6 08:00", "Tue 6 12:00"]


def test_both_days_of_from_and_to_are_included() -> None:
    assert heard(shop("orders of gear daily at 00:00, 23:59 from day 2 to day 3"), "order") == [
        f"{day} {at}" for day in ("Tue 6", "Wed 7") for at in ("00:00", "23:59")
    ]


def test_orders_on_a_single_day() -> None:
    assert heard(shop("orders of gear daily at 06:00 on day 3"), "order") == ["Wed 7 06:00"]


def test_orders_at_random_come_as_often_as_they_say() -> None:
    """12 an hour for four weeks are 8064 expected, with a deviation of 90."""
    run = told(SHOP.format(orders="orders of gear poisson 12 per h", lasts="4 wk"), traced=False)
    assert abs(figures(run.run, "shelf")["throughput"] * 672 - 8064) < 4 * 90


def test_orders_at_random_during_a_calendar_have_the_rate_in_its_hours() -> None:
    """12 an hour for 8 h a day, Monday to Friday: 1920 in four weeks, with a deviation of 44; none outside."""
    run = shop("orders of gear poisson 12 per h during office", "4 wk")
    assert abs(len(orders(run)) - 1920) < 4 * 44
    hours = {(record.at[11:13], clock(record.at)[:3]) for record in run.records if record.kind == "order"}
    assert {hour for hour, _ in hours} == {f"{hour:02}" for hour in range(8, 16)}
    assert {day for _, day in hours} == {"Mon", "Tue", "Wed", "Thu", "Fri"}


def test_renewals_have_the_gaps_that_are_drawn() -> None:
    """Between 1 h and 3 h, so from 56 to 168 in a week, 84 on average."""
    hours = shop("orders of gear every uniform(1 h, 3 h)").hours("order")
    gaps = [later - earlier for earlier, later in zip([0.0, *hours], hours, strict=False)]
    assert all(1 <= gap <= 3 for gap in gaps)
    assert 76 <= len(hours) <= 92  # a deviation of 84 ** 0.5 x 0.29 = 2.6


def test_drawn_quantities_are_whole_steps_and_nothing_is_no_order() -> None:
    """poisson(1 pcs) is 0 in 37 % of all cases: of 335 half hours 212 have an order, with a deviation of 9."""
    found = orders(shop("orders of poisson(1 pcs) of gear every 30 min"))
    assert all(int(quantity or 0) >= 1 for _, quantity in found)
    assert abs(len(found) - 335 * 0.632) < 4 * 9


# ------------------------------------------------------------ more demand, or less
def test_demand_that_is_multiplied_is_larger_at_its_times() -> None:
    run = shop("orders of 3 pcs of gear daily at 06:00; with gear times 2 from day 3 to day 4", "5 d")
    assert [quantity for _, quantity in orders(run)] == ["3", "3", "6", "6", "3"]


def test_half_a_piece_more_is_a_piece_more_every_other_time() -> None:
    """1 and a half, eight times: 12 in all, never a half."""
    found = [int(quantity or 0) for _, quantity in orders(shop("orders of gear daily at 06:00; with gear times 1.5", "8 d"))]
    assert sum(found) == 12
    assert set(found) <= {1, 2}


def test_demand_times_nothing_is_none() -> None:
    assert orders(shop("orders of gear daily at 06:00; with gear times 0 from day 2 to day 6", "7 d")) == [
        ("Mon 5 06:00", "1"),
        ("Sun 11 06:00", "1"),
    ]


def test_only_the_item_that_is_named_is_multiplied() -> None:
    run = shop("orders of gear daily at 06:00; orders of 2 m of cable daily at 07:00; with cable times 3", "1 d")
    assert orders(run) == [("Mon 5 06:00", "1"), ("Mon 5 07:00", "6")]


# ------------------------------------------------------------ orders from files
def recorded(tmp_path: Path, rows: str, of: str = "", more: str = "") -> list[tuple[str, str, str | None]]:
    """When, where and how much, of a file with these rows."""
    (tmp_path / "orders.csv").write_text(rows, encoding="utf-8")
    run = shop(f'orders {of} from "orders.csv"; {more}', folder=tmp_path)
    return [(clock(record.at), record.of, record.quantity) for record in run.records if record.kind == "order"]


def test_orders_of_a_file_go_to_the_item_by_name_or_code_or_to_a_buffer(tmp_path: Path) -> None:
    rows = "at,quantity,of\n2026-01-05 06:00,3,gear\n2026-01-05 07:00,4,GM2-0040\n2026-01-05 08:00,5,spares\n2026-01-06 00:00,0.5,cable\n"
    assert recorded(tmp_path, rows) == [
        ("Mon 5 06:00", "shelf", "3"),
        ("Mon 5 07:00", "shelf", "4"),
        ("Mon 5 08:00", "spares", "5"),
        ("Tue 6 00:00", "drum", "0.5"),
    ]


def test_orders_of_one_item_may_be_a_file_without_a_name(tmp_path: Path) -> None:
    assert recorded(tmp_path, "quantity,at\n2,2026-01-05 06:00\n", of="of gear") == [("Mon 5 06:00", "shelf", "2")]


def test_orders_of_a_file_need_not_be_in_order(tmp_path: Path) -> None:
    rows = "at,quantity\n2026-01-07 06:00,1\n2026-01-05 06:00,2\n2026-01-06 06:00,3\n"
    assert [quantity for *_, quantity in recorded(tmp_path, rows, of="of gear")] == ["2", "3", "1"]


def test_orders_before_the_start_and_behind_the_end_are_not_made(tmp_path: Path) -> None:
    rows = "at,quantity\n2026-01-04 23:59,1\n2026-01-05 00:00,2\n2026-01-11 23:59,3\n2026-01-12 00:00,4\n"
    assert [quantity for *_, quantity in recorded(tmp_path, rows, of="of gear")] == ["2", "3"]


@pytest.mark.parametrize("more", ["with gear times 2 on day 2", "with shelf times 2 from day 2 to day 2"])
def test_recorded_demand_is_multiplied_too(tmp_path: Path, more: str) -> None:
    rows = "at,quantity\n2026-01-05 06:00,1\n2026-01-06 06:00,3\n"
    assert [quantity for *_, quantity in recorded(tmp_path, rows, of="of gear", more=more)] == ["1", "6"]

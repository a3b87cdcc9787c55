"""Jobs at stations: when work is done, what it waits for, and how busy machines are."""

from __future__ import annotations

import pytest
from dry_runs import Told, told
from dry_scenarios import done, figures, heard

CELL = """
policy shop {{ timezone "UTC" }}
calendar two_shift {{ mon..fri 06:00..14:00, 14:00..22:00 }}
calendar nights {{ mon..fri 22:00..06:00 }}
item gear
item shaft
station cell {{ makes gear; makes shaft; {station} }}
buffer gears of gear {{ keep 40 pcs; from cell; serves customers }}
buffer shafts of shaft {{ keep 40 pcs; from cell; serves customers }}
scenario trial {{ lasts {lasts}; {orders} }}
"""


def cell(station: str, orders: str, lasts: str = "1 wk") -> Told:
    return told(CELL.format(station=station, orders=orders, lasts=lasts))


# ------------------------------------------------------------ cycle and set-up
def test_a_job_of_20_pieces_takes_20_cycles_and_its_pieces_arrive_together() -> None:
    run = cell("cycle time 4 min", "orders of 20 pcs of gear at 6 h")
    assert [(one.kind, one.quantity) for one in run.records if one.kind == "completion"] == [("completion", "20")]
    assert heard(run, "completion") == ["Mon 5 07:20"]


def test_a_container_of_20_at_4_min_with_10_min_set_up_takes_90_min() -> None:
    """The machine made shafts before: 10 min + 20 x 4 min."""
    run = cell("cycle time 4 min; setup time 10 min", "orders of shaft at 0 h; orders of 20 pcs of gear at 6 h")
    assert heard(run, "completion", "cell")[1:] == ["Mon 5 07:30"]


def test_the_set_up_is_made_only_when_the_item_changes() -> None:
    """Shaft; gears at 6:00 (10 + 4 min) and at 7:00 (4 min); a shaft at 8:00 (10 + 4 min)."""
    run = cell("cycle time 4 min; setup time 10 min", "orders of shaft at 0 h, 8 h; orders of gear at 6 h, 7 h")
    assert heard(run, "completion")[1:] == ["Mon 5 06:14", "Mon 5 07:04", "Mon 5 08:14"]


def test_each_item_has_a_cycle_time_of_its_own() -> None:
    run = cell("cycle time of gear 4 min; cycle time of shaft 7 min", "orders of gear at 0 h; orders of shaft at 6 h")
    assert heard(run, "completion") == ["Mon 5 00:04", "Mon 5 06:07"]


# ------------------------------------------------------------ machines and their queue
@pytest.mark.parametrize(("machines", "hours"), [(1, [1, 2, 3]), (2, [1, 1, 2]), (3, [1, 1, 1])])
def test_as_many_jobs_are_worked_at_once_as_there_are_machines(machines: int, hours: list[int]) -> None:
    run = cell(f"cycle time 1 h; machines {machines}", "orders of gear at 0 h; orders of gear at 0 h; orders of gear at 0 h")
    assert run.hours("completion") == hours


def test_jobs_wait_in_the_order_of_their_signals() -> None:
    run = cell("cycle time 1 h", "orders of gear at 0 h, 0.2 h; orders of shaft at 0.1 h")
    assert [(one.at[11:16], one.item) for one in run.records if one.kind == "completion"] == [
        ("01:00", "gear"),
        ("02:00", "shaft"),
        ("03:00", "gear"),
    ]


def test_a_job_flows_from_its_release_to_its_end_the_wait_for_a_machine_included() -> None:
    """Each day two jobs at once, of 2 h each: they flow for 2 h and 4 h; 6 piece hours in 24."""
    run = cell("cycle time 2 h", "orders of gear daily at 08:00; orders of gear daily at 08:00")
    found = figures(run.run, "cell")
    assert found["flow time"] == 3 * 3600
    assert found["mean wip"] == pytest.approx(6 / 24)
    assert found["utilization"] == pytest.approx(4 / 24)
    assert found["throughput"] == pytest.approx(2 / 24)


def test_two_machines_share_the_work() -> None:
    """Two jobs of 2 h, side by side: 4 machine hours of 48."""
    found = figures(cell("cycle time 2 h; machines 2", "orders of gear daily at 08:00; orders of gear daily at 08:00").run, "cell")
    assert found["flow time"] == 2 * 3600
    assert found["utilization"] == pytest.approx(4 / 48)


def test_utilization_counts_the_open_hours_and_set_up_is_busy_too() -> None:
    """Monday to Friday, of 16 h each: a gear 30 min + 1 h, a shaft 30 min + 1 h; 3 h of 16 after the first set-up, which is Monday's."""
    run = cell(
        "cycle time 1 h; setup time 30 min; works two_shift",
        "orders of gear mon..fri at 08:00; orders of shaft mon..fri at 12:00",
        "1 wk after 1 wk",
    )
    assert run.measure("utilization", "cell") == pytest.approx(3 / 16)
    assert run.measure("flow time", "cell") == 1.5 * 3600


# ------------------------------------------------------------ shifts
def test_work_stops_with_the_shift_and_goes_on_with_the_next() -> None:
    """Half an hour of work is left at Friday 22:00."""
    run = cell("cycle time 1 h; works two_shift", "orders of gear at day 5 21:30", "2 wk")
    assert heard(run, "completion") == ["Mon 12 06:30"]


def test_work_that_ends_with_the_shift_is_done_then() -> None:
    run = cell("cycle time 1 h; works two_shift", "orders of gear at day 5 21:00", "2 wk")
    assert heard(run, "completion") == ["Fri 9 22:00"]


def test_a_job_over_many_shifts_is_as_long_as_its_work() -> None:
    """40 h from Thursday 12:00: 10 h, 16 h on Friday, 14 h on Monday."""
    run = cell("cycle time 40 h; works two_shift", "orders of gear at day 4 12:00", "2 wk")
    assert heard(run, "completion") == ["Mon 12 20:00"]


def test_a_night_shift_belongs_to_the_day_on_which_it_begins() -> None:
    """Friday's begins at 22:00 and ends on Saturday at 06:00; an hour's work from 05:30 is left for Monday 22:00."""
    run = cell("cycle time 1 h; works nights", "orders of gear at day 6 05:30", "2 wk")
    assert heard(run, "completion") == ["Mon 12 22:30"]


# ------------------------------------------------------------ stops
def test_work_in_a_machine_that_stops_goes_on_when_it_is_up() -> None:
    """3 h from 01:00, down from 02:00 to 05:00: one hour before, two behind."""
    run = cell("cycle time 3 h", "orders of gear at 1 h; with cell down from 2 h to 5 h")
    assert heard(run, "completion") == ["Mon 5 07:00"]


def test_random_stops_are_one_gap_after_the_end_of_the_one_before() -> None:
    """Down 08:00 to 08:30 and 16:30 to 17:00."""
    run = cell("cycle time 1 h", "orders of gear at 7.5 h, 16 h; with cell down every 8 h for 30 min", "1 d")
    assert heard(run, "completion") == ["Mon 5 09:00", "Mon 5 17:30"]


def test_a_station_that_is_late_hands_over_later() -> None:
    run = cell("cycle time 1 h", "orders of gear at day 1 08:00, day 2 08:00; with cell late by 5 h on day 2")
    assert heard(run, "completion") == ["Mon 5 09:00", "Tue 6 14:00"]


# ------------------------------------------------------------ parts
PARTS = """
policy line
item raw
item gear
supplier acme
station mill {{ makes gear from 2 raw; cycle time 2 h; parts taken on {taken} }}
buffer raws of raw at mill {{ {raws}; from acme {{ lead time 12 h }} }}
buffer gears of gear {{ keep 4 pcs; from mill; serves customers }}
scenario trial {{ lasts 1 d; orders of gear at 6 h; orders of gear at 6 h }}
"""


@pytest.mark.parametrize(("taken", "there"), [("release", [("06:00", 4)]), ("start", [("06:00", 2), ("08:00", 2)])])
def test_parts_leave_when_the_job_is_released_or_when_a_machine_begins(taken: str, there: list[tuple[str, int]]) -> None:
    """Two jobs at 06:00, of two raw parts each, at one machine: the second begins at 08:00. Raw parts are replaced one for one."""
    run = told(PARTS.format(taken=taken, raws="keep 10 pcs"))
    asked = [(at[-5:], quantity) for at, quantity in done(run.records, "replenish")]
    by_time = {at: sum(quantity or 0 for when, quantity in asked if when == at) for at, _ in asked}
    assert list(by_time.items()) == there


def test_a_job_waits_for_its_parts_and_takes_all_of_them_at_once() -> None:
    """3 raw parts are there: the first job takes 2, the second needs 2 and waits for those that come at 18:00."""
    run = told(PARTS.format(taken="release", raws="keep 3 pcs"))
    assert [at for at, _ in done(run.records, "make")] == ["Mon 5 06:00", "Mon 5 18:00"]
    assert heard(run, "completion") == ["Mon 5 08:00", "Mon 5 20:00"]
    assert run.measure("min on_hand", "raws") == 1

"""Orders in sequence: what makes them ready, who is held up, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from policy_texts import failures, policy_of

from kanbanlang.dryrun import dry_run
from kanbanlang.dryrun.why_not import why_not
from kanbanlang.engine import Engine, InputKind
from kanbanlang.flow import compile_program
from kanbanlang.model import load, load_text
from kanbanlang.rules import reasons

HEAD = """
policy line
item seat
item frame
role fitter
supplier acme
supplier beta
station cell { makes seat from 1 frame }
buffer frames of frame at cell { keep 9 pcs; from acme }
"""


def plant(source: str = "from acme { lead time 1 h }", *said: str) -> str:
    """A plant with a buffer in sequence, and what else is said of it."""
    return "\n".join((HEAD, "buffer seats of seat {", "exactly as needed", "in sequence", source, *said, "serves customers", "}", ""))


PULLED = plant()


def test_two_suppliers_bring_parts_of_one_sequence() -> None:
    test = """
    test "one each" {
      when order of 1 pcs of seat number 1
      then replenish 1 pcs from acme to seats
      when order of 1 pcs of seat number 2
      then replenish 1 pcs from beta to seats
      when receipt of 1 pcs of seats from beta
      then alert fitter "number 1 of seats is missing: 1 pcs wait behind it"
      and nothing else
      when receipt of 1 pcs of seats from acme
      then deliver 1 pcs of seat
      and deliver 1 pcs of seat
      and nothing else
    }
    """
    assert not failures(plant("from acme share 50 % { lead time 1 h }; from beta share 50 % { lead time 2 h }"), test)


def test_a_station_makes_a_part_for_each_number() -> None:
    test = """
    test "made in one order, gone in another" {
      when order of 1 pcs of seat number 2
      then make 1 pcs from cell to seats
      when order of 1 pcs of seat number 1
      then make 1 pcs from cell to seats
      when completion of 1 pcs of seats number 2
      then alert fitter "number 1 of seats is missing: 1 pcs wait behind it"
      when completion of 1 pcs of seats number 1
      then deliver 1 pcs of seat
      and deliver 1 pcs of seat
      and nothing else
    }
    """
    assert not failures(plant("from cell"), test)


def test_an_order_for_several_goes_when_all_of_its_pull_is_there() -> None:
    test = """
    test "in part" {
      when order of 3 pcs of seat number 1
      then replenish 3 pcs from acme to seats
      when receipt of 2 pcs of seats number 1
      then nothing
      when receipt of 1 pcs of seats number 1
      then deliver 3 pcs of seat
      and nothing else
    }
    """
    assert not failures(PULLED, test)


def test_a_pull_that_the_source_cancels_holds_nobody_for_ever() -> None:
    test = """
    test "cancelled by the source, asked again by a person" {
      when order of 1 pcs of seat number 1
      then replenish 1 pcs from acme to seats
      when cancellation of seats number 1
      then nothing
      when reissue of seats
      then replenish 1 pcs from acme to seats
      and nothing else
      when receipt of 1 pcs of seats
      then deliver 1 pcs of seat
      and nothing else
    }
    """
    assert not failures(PULLED, test)


def test_of_one_number_the_earlier_goes_first() -> None:
    test = """
    test "two seats of one car" {
      when order of 1 pcs of seat number 4
      when order of 2 pcs of seat number 4
      then replenish 2 pcs from acme to seats
      when receipt of 2 pcs of seats
      then alert fitter
      when receipt of 1 pcs of seats
      then deliver 1 pcs of seat
      and deliver 2 pcs of seat
      and nothing else
    }
    """
    assert not failures(PULLED, test)


@pytest.mark.parametrize(
    ("text", "more", "what"),
    [
        (PULLED.replace("in sequence", "in sequence, frozen 2 h ahead"), "", "`frozen` of a sequence"),
        (plant("from acme", "if short lose"), "", "`if short lose` of a sequence"),
        (plant("from acme", "safety 3 pcs"), "", "`safety` of a sequence"),
        (PULLED, 'trigger one { on order of seat number 1; alert fitter "first" }', "`number` of the event of a trigger"),
        (PULLED, 'test "later" { when order of 1 pcs of seat number 1 due day 3; then nothing }', "`due` of an order in a sequence"),
        (PULLED, "scenario s { orders of seat daily at 08:00 due after 1 d }", "`due` of an order in a sequence"),
    ],
)
def test_what_is_not_executed_says_so(text: str, more: str, what: str) -> None:
    loaded = load_text(text + more)
    assert f"{what} is checked, but not executed yet" in [one.message for one in loaded.diagnostics if one.code == "KB901"]


def test_a_file_of_orders_says_their_numbers(tmp_path: Path) -> None:
    rows = ["at,of,quantity,number", "2026-01-05 00:01,seat,1,2", "2026-01-05 00:02,seat,1,", "2026-01-05 00:03,seat,1,1"]
    (tmp_path / "orders.csv").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "line.kanban").write_text(PULLED + 'scenario s { lasts 1 d; orders from "orders.csv" }', encoding="utf-8")
    policy = policy_of(tmp_path / "line.kanban")
    assert [row.number for stream in policy.scenarios["s"].orders for row in stream.recorded] == [2, 0, 1]
    waits = {one.metric: one.mean for one in dry_run(policy.scenarios["s"], repeat=1).metrics if one.of == "seats"}
    assert waits["mean backlog"] == pytest.approx((62 + 61 + 60) / (24 * 60))  # 2 waits for 1; the one without a number for nobody


@pytest.mark.parametrize(
    ("number", "text", "message"),
    [
        ("0", PULLED, "`0` is no number of a sequence"),
        ("first", PULLED, "`first` is no number of a sequence"),
        ("1", PULLED.replace("in sequence", ""), "`seats` is not served in sequence, so a number of an order says nothing"),
    ],
)
def test_a_number_that_says_nothing_is_reported(tmp_path: Path, number: str, text: str, message: str) -> None:
    (tmp_path / "orders.csv").write_text(f"at,of,quantity,number\n2026-01-05 08:00,seat,1,{number}\n", encoding="utf-8")
    (tmp_path / "line.kanban").write_text(text + 'scenario s { orders from "orders.csv" }', encoding="utf-8")
    loaded = load(tmp_path / "line.kanban")
    assert [one.message for one in loaded.diagnostics if one.code == "KB505"] == [f"row 2: {message}"]


def test_it_says_for_which_part_all_wait() -> None:
    engine = Engine(compile_program(policy_of(PULLED)))
    state = engine.start()
    engine.settle(state)
    orders = engine.program.buffers["seats"].orders[5]
    engine.step(state, "shop", "a", InputKind.PLACED_ORDER, orders, 1, 7)
    assert why_not(engine.program, state, "seats")[0] == "number 7 is the next at `seats`: its part is under way"


def test_an_order_without_its_place_is_not_taken_in() -> None:
    """Where orders are served in sequence, each says its number, or 0."""
    engine = Engine(compile_program(policy_of(PULLED)))
    state = engine.start()
    engine.settle(state)
    orders = engine.program.buffers["seats"].orders[5]
    assert engine.step(state, "shop", "a", InputKind.ORDER, orders, 1)[0] == reasons.UNKNOWN_PLACE
    assert engine.step(state, "shop", "b", InputKind.PLACED_ORDER, orders, 1, -1)[0] == reasons.NUMBER_PASSED
    assert engine.step(state, "shop", "c", InputKind.PLACED_ORDER, orders, 1, 7)[0] == reasons.ACCEPTED
    assert engine.step(state, "shop", "c", InputKind.PLACED_ORDER, orders, 1, 8)[0] == reasons.CONFLICT

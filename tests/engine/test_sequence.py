"""Orders in sequence: what makes them ready, who is held up, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from policy_texts import Listener, failures, policy_of

from kanbanlang.dryrun import dry_run
from kanbanlang.dryrun.course import begin, kept, recalled
from kanbanlang.dryrun.why_not import why_not
from kanbanlang.engine import Engine, InputKind, Located
from kanbanlang.engine.takeover import take_over
from kanbanlang.flow import compile_program
from kanbanlang.model import load, load_text
from kanbanlang.model.event import Event, EventKind
from kanbanlang.model.reports import NOWHERE
from kanbanlang.rules import memory as m
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
FROZEN = PULLED.replace("in sequence", "in sequence, frozen 2 h ahead")
CANCELLED = 'test "cancelled" { when cancellation of seat; then refused }'


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


EACH_FOR_ONE = "in a sequence each piece is for one order, so nothing can stand in for it"
NO_CHOICE = "a trigger answers every order, when it is due: `{}` picks out none"


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (plant("from acme", "if short lose"), "KB335", EACH_FOR_ONE),
        (plant("from acme", "if short use frames"), "KB335", EACH_FOR_ONE),
        (plant("from acme", "safety 3 pcs"), "KB335", EACH_FOR_ONE),
        (
            plant("from acme", 'if short alert fitter "short"'),
            "KB335",
            "in a sequence people are told by themselves which part is missing, and how many wait behind it",
        ),
        (plant("from acme", "spikes of 3 pcs or more within 2 d"), "KB335", "in a sequence every order is pulled for when it comes"),
        (PULLED.replace("in sequence", "in sequence, frozen 0 h ahead"), "KB207", "`0 h` is too small"),
        (PULLED + 'trigger one { on order of seat number 1; alert fitter "first" }', "KB401", NO_CHOICE.format("number 1")),
        (PULLED + 'trigger one { on order of seat due day 3; alert fitter "first" }', "KB401", NO_CHOICE.format("due day 3")),
        (PULLED + 'trigger one { on order of 3 pcs of seat; alert fitter "three" }', "KB401", NO_CHOICE.format("3 pcs")),
        (
            PULLED + 'trigger one { on order of seat if due < 2 h; alert fitter "soon" }',
            "KB216",
            "a trigger hears of an order when it is due, so `due` would always be now",
        ),
        (PULLED + 'test "x" { when pick of 1 pcs of frames due day 3; then refused }', "KB401", "a pick has no `due`"),
        (PULLED + 'test "x" { when receipt of 1 pcs of seats priority 1; then refused }', "KB401", "a receipt has no `priority`"),
    ],
)
def test_what_does_not_go_with_a_sequence_is_a_mistake(text: str, code: str, message: str) -> None:
    assert [(one.code, one.message) for one in load_text(text).diagnostics] == [(code, message)]


def test_one_split_or_together_goes_with_a_sequence() -> None:
    for step in ("wait", "split"):
        assert load_text(plant("from acme", f"if short {step}")).diagnostics == ()


def test_a_trigger_hears_of_an_order_when_it_is_due() -> None:
    test = """
    trigger heard { on order of seat; alert fitter "a seat" }
    test "heard at eleven" {
      when at day 1 08:00, order of 1 pcs of seat number 1 due day 1 11:00
      then replenish 1 pcs from acme to seats
      and nothing else
      when at day 1 11:00, down of acme
      then alert fitter "a seat"
      and nothing else
    }
    """
    assert not failures(PULLED, test)


def test_out_of_a_stock_too_it_is_pulled_for_at_once_and_goes_when_it_is_due() -> None:
    test = """
    test "for Wednesday" {
      when at day 1 08:00, order of 2 pcs of seat number 1 due day 3 08:00
      then replenish 2 pcs from acme to seats
      and nothing else
      and position(seats) = 5 pcs
      and available(seats) = 5 pcs
      when at day 3 08:00, receipt of 2 pcs of seats
      then deliver 2 pcs of seat
      and nothing else
    }
    """
    assert not failures(PULLED.replace("exactly as needed", "keep 5 pcs"), test)


def test_an_order_that_is_cancelled_before_it_is_due_is_neither_asked_nor_due() -> None:
    test = """
    test "cancelled" {
      when at day 1 08:00, order of 1 pcs of seat number 1 due day 1 11:00
      then replenish 1 pcs from acme to seats
      when order of 1 pcs of seat number 2
      when receipt of 1 pcs of seats number 2
      then nothing
      when at day 1 09:00, cancellation of 1 pcs of seat number 1
      then deliver 1 pcs of seat
      and nothing else
      and promised(seats) = 0 pcs
      when at day 1 11:00, down of acme
      then nothing
    }
    """
    assert not failures(PULLED, test)


def test_the_wait_begins_when_it_is_due(tmp_path: Path) -> None:
    """Ordered at midnight: 1 for six, 2 for three, so that 2 waits three hours behind 1."""
    (tmp_path / "orders.csv").write_text(
        "at,of,quantity,number,due\n2026-01-05 00:00,seat,1,1,2026-01-05 06:00\n2026-01-05 00:00,seat,1,2,2026-01-05 03:00\n",
        encoding="utf-8",
    )
    (tmp_path / "line.kanban").write_text(PULLED + 'scenario s { lasts 1 d; orders from "orders.csv" }', encoding="utf-8")
    run = dry_run(policy_of(tmp_path / "line.kanban").scenarios["s"], repeat=1)
    means = {one.metric: one.mean for one in run.metrics if one.of == "seats"}
    assert means["mean wait"] == pytest.approx(3 * 3600 / 2)
    assert means["fill rate"] == pytest.approx(0.5)
    assert means["mean backlog"] == pytest.approx(3 / 24)
    assert means["mean promised"] == pytest.approx((6 + 6) / 24), "each from midnight to six"
    assert means["mean on_hand"] == pytest.approx((5 + 5) / 24), "each from one to six"
    assert means["mean position"] == 0
    assert (run.refused, [one.backlog for one in run.final if one.buffer == "seats"]) == (0, [0])


def test_a_dry_run_freezes_places_and_an_order_that_is_refused_is_no_demand(tmp_path: Path) -> None:
    rows = [
        "2026-01-05 00:00,seat,1,5,2026-01-05 03:00",  # frozen at one
        "2026-01-05 00:30,seat,1,4,2026-01-05 08:00",
        "2026-01-05 01:00,seat,1,3,2026-01-05 09:00",
        "2026-01-05 01:30,seat,1,2,",
        "2026-01-05 02:00,seat,1,6,2026-01-05 03:00",
    ]
    (tmp_path / "orders.csv").write_text("\n".join(["at,of,quantity,number,due", *rows]), encoding="utf-8")
    text = FROZEN + 'scenario s { lasts 1 d; orders from "orders.csv" }'
    (tmp_path / "line.kanban").write_text(text, encoding="utf-8")
    listener = Listener()
    run = dry_run(policy_of(tmp_path / "line.kanban").scenarios["s"], repeat=1, watch=listener)
    told = [(one.at[11:16], one.kind, one.outcome) for one in listener.records if one.kind not in {"receipt", "start"}]
    assert told == [
        ("00:00", "placed_for_later", "accepted"),
        ("00:30", "placed_for_later", "accepted"),
        ("01:00", "freezes", "accepted"),
        ("01:00", "placed_for_later", "refused"),
        ("01:30", "placed_order", "refused"),
        ("02:00", "placed_for_later", "accepted"),
        ("02:00", "freezes", "accepted"),
        ("03:00", "turn_comes", "accepted"),
        ("03:00", "turn_comes", "accepted"),
        ("06:00", "freezes", "accepted"),
        ("08:00", "turn_comes", "accepted"),
    ]
    assert run.refused == 2
    means = {one.metric: one.mean for one in run.metrics if one.of == "seats"}
    assert means["mean wait"] == pytest.approx(10 / 3 * 3600), "5 and 6 wait for 4, five hours each"


def test_recorded_orders_of_a_sequence_are_due_later_too(tmp_path: Path) -> None:
    rows = [
        "2026-01-05 08:00,order,seat,1,2,2026-01-05 11:00,a",
        "2026-01-05 08:00,order,seat,1,2,2026-01-05 12:00,a",
        "2026-01-05 09:00,cancellation,seat,1,2,,b",
        "2026-01-05 09:00,order,seat,1,1,2026-01-05 12:00,c",
        "2026-01-05 10:00,order,seat,1,3,,d",
    ]
    (tmp_path / "inputs.csv").write_text("\n".join(["at,kind,of,quantity,number,due,key", *rows]), encoding="utf-8")
    text = FROZEN + 'scenario s { lasts 1 d; replay "inputs.csv" }'
    (tmp_path / "line.kanban").write_text(text, encoding="utf-8")
    run = dry_run(policy_of(tmp_path / "line.kanban").scenarios["s"], repeat=1)
    assert run.replayed is not None
    assert [(one.outcome, one.reason) for one in run.replayed.heard] == [
        ("accepted", None),
        ("conflict", reasons.REASONS[reasons.CONFLICT]),
        ("refused", reasons.REASONS[reasons.FROZEN]),
        ("refused", reasons.REASONS[reasons.BEHIND_IS_FROZEN]),
        ("accepted", None),
    ]
    means = {one.metric: one.mean for one in run.metrics if one.of == "seats"}
    assert means["mean wait"] == pytest.approx(3600 / 2), "3 waits for its part and for 2, an hour both"
    assert all(one.holds for one in run.balance)


def test_it_goes_on_after_a_restart() -> None:
    """What was kept of a clock knows what freezes and what is due."""
    engine = Engine(compile_program(policy_of(FROZEN + CANCELLED)))
    course, _ = begin(engine, 0)
    hour = 3600 * 10**6
    event = Event(EventKind.ORDER, "seats", None, 1, None, {"number": 7, "due": 11 * hour}, place=NOWHERE)
    found = course.find(event)
    assert isinstance(found, Located)
    assert course.take(found, "shop", "a")[0] == reasons.ACCEPTED
    course = recalled(engine, json.loads(json.dumps(kept(course))))
    assert course.clock.due() == 9 * hour
    course.clock.strike()
    assert course.clock.now == 9 * hour
    cancelled = course.find(Event(EventKind.CANCELLATION, "seat", "seat", 1, None, {}, place=NOWHERE))
    assert isinstance(cancelled, Located)
    assert course.take(cancelled, "shop", "b")[0] == reasons.FROZEN
    assert course.clock.due() == 11 * hour
    slot = cancelled.place
    course.clock.strike()
    assert course.state.s[slot + m.STATE] == m.WAITING


def test_a_place_in_a_sequence_is_taken_over_by_the_next_policy() -> None:
    text = FROZEN + CANCELLED
    engine = Engine(compile_program(policy_of(text)))
    state = engine.start()
    engine.settle(state)
    orders = engine.program.buffers["seats"].orders[5]
    slot, number = state.next_pull()
    engine.step(state, "shop", "a", InputKind.PLACED_FOR_LATER, orders, 1, 7, 9)
    engine.step(state, "clock", None, InputKind.FREEZES, slot, 0, number)
    for after, said in ((text.replace("lead time 1 h", "lead time 3 h"), reasons.FROZEN), (PULLED + CANCELLED, reasons.ACCEPTED)):
        taken = take_over(engine, state, policy_of(after))
        place = taken.engine.program.buffers["seats"].orders[5]
        step = taken.engine.step
        assert step(taken.state, "shop", "a", InputKind.PLACED_FOR_LATER, place, 1, 7, 9)[0] == reasons.DUPLICATE
        assert step(taken.state, "shop", "a", InputKind.PLACED_FOR_LATER, place, 1, 7, 8)[0] == reasons.CONFLICT
        assert step(taken.state, "shop", "b", InputKind.CANCELLATION, slot, 1, number)[0] == said


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


def test_it_says_that_the_next_is_not_due() -> None:
    engine = Engine(compile_program(policy_of(PULLED)))
    state = engine.start()
    engine.settle(state)
    orders = engine.program.buffers["seats"].orders[5]
    slot, number = state.next_pull()
    engine.step(state, "shop", "a", InputKind.PLACED_FOR_LATER, orders, 1, 7, 9)
    said = list(why_not(engine.program, state, "seats"))
    assert said[0] == "number 7 is the next at `seats`: it is not due yet"
    assert any("0 asked in vain - 1 not due yet" in sentence for sentence in said)
    assert engine.step(state, "clock", None, InputKind.FREEZES, slot, 0, number)[0] == reasons.NOTHING_FREEZES
    assert engine.step(state, "clock", None, InputKind.DUE, slot, 0, number)[0] == reasons.NOT_FOR_LATER
    assert engine.step(state, "clock", None, InputKind.TURN_COMES, slot, 0, number + 1)[0] == reasons.CLOSED
    assert engine.step(state, "clock", None, InputKind.TURN_COMES, slot, 0, number)[0] == reasons.ACCEPTED
    assert engine.step(state, "clock", None, InputKind.TURN_COMES, slot, 0, number)[0] == reasons.NOT_FOR_LATER


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

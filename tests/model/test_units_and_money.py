"""Quantities in whole steps, times in microseconds, money and rates exact; and what is said where units do not go together."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_texts import HEAD, buffer, checked, fault, faults, plant, plant_fault, read

from kanbanlang.model.policy import Keep, Policy
from kanbanlang.model.values import DAY, HOUR, MICROSECOND, MILLISECOND, MINUTE, SECOND, WEEK, YEAR, Clock, Shape


def kept(level: str, item: str = "item thing", unit: str = "") -> int:
    """The level of a base stock in steps."""
    text = f"{HEAD}{unit}\n{item}\nsupplier s\nbuffer b of thing {{ keep {level}; from s }}\n"
    rule = checked(text).buffers["b"].rule
    assert isinstance(rule, Keep)
    return rule.level


def lead_time(text: str) -> tuple[Fraction, Clock]:
    """A certain lead time, and what it counts."""
    delay = plant(f"buffer b of gear {{ keep 3 pcs; from acme {{ lead time {text} }} }}").buffers["b"].sources[0].terms.lead_time
    assert delay.draw.certain
    return delay.draw.parameters[0], delay.clock


def money_of(policy: Policy, item: str) -> Fraction:
    value = policy.items[item].value
    assert value is not None
    return value.amount


class TestQuantities:
    @pytest.mark.parametrize(
        ("level", "unit", "declared", "steps"),
        [
            ("9 pcs", "pcs", "", 9),
            ("09 pcs", "pcs", "", 9),
            ("9.0 pcs", "pcs", "", 9),
            ("3 m", "m", "unit m step 0.001", 3000),
            ("3.001 m", "m", "unit m step 0.001", 3001),
            ("0.5 kg", "kg", "unit kg step 0.5", 1),
            ("7.5 sheet", "sheet", "unit sheet step 2.5", 3),
            ("10 box", "box", "unit box", 10),
            ("0.3 l", "l", "unit l step 0.1", 3),
            ("2 pcs + 3 pcs", "pcs", "", 5),
            ("2 pcs * 3", "pcs", "", 6),
            ("3 * 2 pcs", "pcs", "", 6),
            ("10 pcs / 4 * 2", "pcs", "", 5),
            ("(2 pcs + 1 pcs) * 2", "pcs", "", 6),
            ("2 pcs + 1 pcs * 2", "pcs", "", 4),
            ("9 pcs - 2 pcs", "pcs", "", 7),
            ("40 pcs per h * 3 h", "pcs", "", 120),
            ("max(3 pcs, 5 pcs)", "pcs", "", 5),
            ("min(3 pcs, 5 pcs) * 2", "pcs", "", 6),
            ("50 % * 8 pcs", "pcs", "", 4),
        ],
    )
    def test_a_quantity_is_a_whole_number_of_steps(self, level: str, unit: str, declared: str, steps: int) -> None:
        assert kept(level, f"item thing {{ unit {unit} }}", declared) == steps

    @given(st.integers(1, 10**9), st.integers(0, 6))
    def test_a_decimal_is_exact_however_many_places_it_has(self, number: int, places: int) -> None:
        whole, part = divmod(number, 10**places)
        text = f"{whole}.{part:0{places}}" if places else str(whole)
        step = f"0.{'1'.rjust(places, '0')}" if places else "1"
        assert kept(f"{text} x", "item thing { unit x }", f"unit x step {step}") == number

    @pytest.mark.parametrize(
        ("level", "unit", "lower", "upper"),
        [("2.5 pcs", "pcs", "2", "3"), ("3.0005 m", "m", "3", "3.001"), ("10 pcs / 3", "pcs", "3", "4"), ("0.5 pcs", "pcs", "0", "1")],
    )
    def test_a_number_between_two_steps_is_never_rounded(self, level: str, unit: str, lower: str, upper: str) -> None:
        found = fault(f"{HEAD}unit m step 0.001\nitem thing {{ unit {unit} }}\nsupplier s\nbuffer b of thing {{ keep {level}; from s }}")
        assert (found.code, found.marked) == ("KB206", level)
        assert lower in (found.help or "")
        assert upper in (found.help or "")

    @pytest.mark.parametrize(
        ("level", "words"),
        [
            ("3 min", ("a time", "pcs")),
            ("3 m", ("m", "pcs")),
            ("3", ("number", "pcs")),
            ("3 EUR", ("EUR", "pcs")),
            ("3 pcs per h", ("pcs per time", "pcs")),
            ("3 pcs * 3 pcs", ("pcs",)),
            ("5 %", ("pcs",)),
        ],
    )
    def test_what_is_not_counted_in_the_unit_of_the_item(self, level: str, words: tuple[str, ...]) -> None:
        found = plant_fault(f"buffer b of gear {{ keep {level}; from acme }}")
        assert (found.code, found.marked) == ("KB205", level)
        assert all(word in found.message + (found.help or "") for word in words)

    @pytest.mark.parametrize("sum_", ["3 pcs + 2 m", "3 pcs - 2 min", "3 m + 2", "max(3 pcs, 2 m)", "2 d + 3 working d"])
    def test_unlike_things_do_not_add_up(self, sum_: str) -> None:
        found = plant_fault(f"buffer b of gear {{ keep {sum_}; from acme }}")
        assert found.code == "KB205"
        assert found.marked in f"({sum_})"

    def test_less_than_nothing_is_no_quantity(self) -> None:
        found = plant_fault("buffer b of gear { keep 3 pcs - 4 pcs; from acme }")
        assert (found.code, found.marked) == ("KB207", "3 pcs - 4 pcs")

    def test_a_number_cannot_be_divided_by_nothing(self) -> None:
        assert plant_fault("buffer b of gear { keep 3 pcs / 0; from acme }").code == "KB207"
        assert plant_fault("buffer b of gear { keep 3 pcs per 0 h * 3 h; from acme }").code == "KB207"

    def test_kilograms_and_grams_are_two_units(self) -> None:
        found = fault(HEAD + "item powder { unit kg }\nsupplier s\nbuffer b of powder { keep 300 g; from s }")
        assert (found.code, found.marked) == ("KB205", "300 g")


class TestUnits:
    def test_the_known_units_count_whole_ones(self) -> None:
        assert {name: unit.step for name, unit in checked(HEAD).units.items()} == dict.fromkeys(
            ("pcs", "kg", "g", "m", "mm", "l"), Fraction(1)
        )

    def test_a_known_unit_may_be_given_a_step(self) -> None:
        assert checked(HEAD + "unit kg step 0.05").units["kg"].step == Fraction(1, 20)

    def test_a_unit_is_declared_once(self) -> None:
        assert fault(HEAD + "unit m step 0.1\nunit m step 0.01").code == "KB202"

    @pytest.mark.parametrize("step", ["0", "0.000", "0.0"])
    def test_a_step_is_more_than_nothing(self, step: str) -> None:
        found = fault(f"{HEAD}unit m step {step}")
        assert (found.code, found.marked) == ("KB207", step)

    def test_a_faulty_step_is_one_mistake_however_often_the_unit_is_used(self) -> None:
        text = "unit roll step 0\nitem foil { unit roll; pack 3 roll }\nsupplier s\nbuffer b of foil { kanban 3 cards; from s }"
        assert fault(HEAD + text).code == "KB207"

    @pytest.mark.parametrize(("unit", "proposal"), [("pc", "pcs"), ("kgs", "kg"), ("hh", "h"), ("mins", "min"), ("crads", "cards")])
    def test_an_unknown_unit_is_guessed_at(self, unit: str, proposal: str) -> None:
        found = plant_fault(f"buffer b of gear {{ keep 3 {unit}; from acme }}")
        assert (found.code, found.marked) == ("KB204", unit)
        assert proposal in (found.help or "")

    def test_an_item_cannot_stand_for_a_unit(self) -> None:
        found = plant_fault("buffer b of gear { keep 3 gear; from acme }")
        assert (found.code, found.marked) == ("KB204", "gear")
        assert "item" in (found.help or "")

    def test_an_item_is_counted_in_pieces_unless_it_says_otherwise(self) -> None:
        policy = plant()
        assert (policy.items["gear"].unit.name, policy.items["cable"].unit.name) == ("pcs", "m")

    def test_a_unit_of_time_does_not_count_an_item(self) -> None:
        assert fault(HEAD + "item waiting_time { unit h }").code == "KB204"


class TestTimes:
    @pytest.mark.parametrize(
        ("text", "microseconds"),
        [
            ("1 ms", MILLISECOND),
            ("0.001 ms", MICROSECOND),
            ("45 s", 45 * SECOND),
            ("1.5 min", 90 * SECOND),
            ("3 h", 3 * HOUR),
            ("2 d", 48 * HOUR),
            ("1 wk", 7 * DAY),
            ("1 d + 12 h", 36 * HOUR),
            ("2 * 3 h", 6 * HOUR),
            ("max(2 h, 90 min)", 2 * HOUR),
            ("takt_for(working time 15 h, demand 900 pcs)", MINUTE),
            ("0 s", 0),
        ],
    )
    def test_a_time_is_a_whole_number_of_microseconds(self, text: str, microseconds: int) -> None:
        assert lead_time(text) == (microseconds, Clock.ELAPSED)

    @pytest.mark.parametrize(
        ("text", "microseconds", "clock"),
        [
            ("2 working d", 2 * DAY, Clock.WORKING_DAYS),
            ("16 working h", 16 * HOUR, Clock.WORKING_TIME),
            ("90 working min", 90 * MINUTE, Clock.WORKING_TIME),
        ],
    )
    def test_working_time_says_that_it_counts_a_calendar(self, text: str, microseconds: int, clock: Clock) -> None:
        assert lead_time(text) == (microseconds, clock)

    def test_a_time_between_two_microseconds_is_an_error(self) -> None:
        found = plant_fault("buffer b of gear { keep 3 pcs; from acme { lead time 0.0001 ms } }")
        assert (found.code, found.marked) == ("KB206", "0.0001 ms")

    @pytest.mark.parametrize("text", ["3 pcs", "3", "3 EUR", "3 per h", "10 %"])
    def test_a_place_for_a_time_takes_nothing_else(self, text: str) -> None:
        found = plant_fault(f"buffer b of gear {{ keep 3 pcs; from acme {{ lead time {text} }} }}")
        assert (found.code, found.marked) == ("KB205", text)

    @pytest.mark.parametrize("unit", ["wk", "pcs", "y", "ms"])
    def test_a_calendar_counts_days_hours_minutes_and_seconds(self, unit: str) -> None:
        found = plant_fault(f"buffer b of gear {{ keep 3 pcs; from acme {{ lead time 2 working {unit} }} }}")
        assert found.code in {"KB204", "KB205"}
        assert unit in found.message

    @pytest.mark.parametrize("text", ["1 y", "1 month"])
    def test_there_are_no_years_or_months_but_in_rates(self, text: str) -> None:
        found = plant_fault(f"buffer b of gear {{ keep 3 pcs; from acme {{ lead time {text} }} }}")
        assert (found.code, found.marked) == ("KB204", text.split()[1])

    def test_working_time_where_nobody_keeps_a_calendar(self) -> None:
        found = plant_fault("vlm v { retrieval time 3 working h }")
        assert (found.code, found.marked) == ("KB205", "3 working h")

    def test_random_times_are_in_microseconds_too(self) -> None:
        terms = plant("buffer b of gear { keep 3 pcs; from acme { lead time normal(2 d, 4 h) } }").buffers["b"].sources[0].terms
        assert (terms.lead_time.draw.shape, terms.lead_time.draw.parameters) == (Shape.NORMAL, (2 * DAY, 4 * HOUR))

    def test_a_number_drawn_may_multiply_a_time(self) -> None:
        terms = plant("buffer b of gear { keep 3 pcs; from acme { lead time geometric(0.04) * 1 d } }").buffers["b"].sources[0].terms
        draw = terms.lead_time.draw
        assert (draw.shape, draw.parameters, draw.scale) == (Shape.GEOMETRIC, (Fraction(1, 25),), DAY)

    def test_a_random_time_may_count_working_days(self) -> None:
        terms = (
            plant("buffer b of gear { keep 3 pcs; from acme { lead time uniform(2 working d, 5 working d) } }")
            .buffers["b"]
            .sources[0]
            .terms
        )
        assert (terms.lead_time.clock, terms.lead_time.draw.parameters) == (Clock.WORKING_DAYS, (2 * DAY, 5 * DAY))


class TestMoney:
    @pytest.mark.parametrize(("text", "amount"), [("14.50 EUR", "29/2"), ("0.12 EUR", "3/25"), ("31 EUR", "31"), ("2 * 3.5 EUR", "7")])
    def test_money_is_exact(self, text: str, amount: str) -> None:
        assert money_of(checked(f"{HEAD}item gear {{ value {text} }}"), "gear") == Fraction(amount)

    def test_money_has_no_smallest_step(self) -> None:
        assert money_of(checked(HEAD + "item gear { value 0.00000012345 EUR }"), "gear") == Fraction(12345, 10**11)

    @pytest.mark.parametrize("currency", ["USD", "ABC"])
    def test_another_currency_than_the_policy_has(self, currency: str) -> None:
        found = fault(f"{HEAD}item gear {{ value 14 {currency} }}")
        assert (found.code, found.marked) == ("KB212", currency)
        assert "EUR" in (found.help or "")

    def test_money_in_a_policy_without_currency(self) -> None:
        found = fault("policy line\nitem gear { value 14 EUR }")
        assert found.code == "KB212"
        assert "currency EUR" in (found.help or "")

    @pytest.mark.parametrize("text", ["14", "14 pcs", "14 h", "14 EUR per pcs", "10 %"])
    def test_the_worth_of_an_item_is_money(self, text: str) -> None:
        found = fault(f"{HEAD}item gear {{ value {text} }}")
        assert (found.code, found.marked) == ("KB205", text)

    def test_price_and_order_cost(self) -> None:
        terms = buffer("keep 3 pcs; from acme { price 12.10 EUR; order cost 35 EUR }").sources[0].terms
        assert terms.price is not None
        assert terms.order_cost is not None
        assert (terms.price.amount, terms.order_cost.amount) == (Fraction(121, 10), 35)


class TestRates:
    @pytest.mark.parametrize(
        ("rate", "per_hour"),
        [
            ("12 per h", 12),
            ("0.2 per min", 12),
            ("288 per d", 12),
            ("6 per 30 min", 12),
            ("21.2667 per wk", Fraction(212667, 10000 * 168)),
            ("8760 per y", 1),
        ],
    )
    def test_a_rate_is_an_exact_decimal_per_any_time(self, rate: str, per_hour: Fraction) -> None:
        stream = plant(f"scenario s {{ orders of gearbox poisson {rate} }}").scenarios["s"].orders[0]
        assert stream.rate is not None
        assert stream.rate.per_microsecond * HOUR == per_hour

    def test_a_year_has_365_days(self) -> None:
        policy = checked("policy line { carrying cost 365 % per y }")
        assert policy.carrying_cost is not None
        assert policy.carrying_cost.per_microsecond * DAY == Fraction(1, 100)
        assert YEAR == 365 * DAY
        assert WEEK * 365 == YEAR * 7

    @pytest.mark.parametrize("rate", ["12", "12 h", "12 pcs per h", "12 per pcs", "12 EUR per h", "50 %"])
    def test_orders_come_so_many_per_time(self, rate: str) -> None:
        found = plant_fault(f"scenario s {{ orders of gearbox poisson {rate} }}")
        assert (found.code, found.marked) == ("KB205", rate)

    def test_a_holding_cost_is_money_per_piece_and_time(self) -> None:
        made = buffer("keep 3 m; from cables; holding cost 2 EUR per m per d", "cable")
        assert made.holding_cost is not None
        assert made.holding_cost.per_microsecond * DAY == Fraction(2, 1000), "a step is a millimetre"

    def test_without_a_holding_cost_stock_costs_its_worth_times_the_carrying_cost(self) -> None:
        text = "policy line { currency EUR; carrying cost 36.5 % per y }\nitem gear { value 100 EUR }\nsupplier s\n"
        made = checked(text + "buffer b of gear { keep 3 pcs; from s }").buffers["b"]
        assert made.holding_cost is not None
        assert made.holding_cost.per_microsecond * DAY == Fraction(1, 10)

    @pytest.mark.parametrize("cost", ["2 EUR", "2 EUR per d", "2 EUR per m per d", "2 per d", "5 % per y", "2 EUR per pcs"])
    def test_any_other_cost_of_holding_does_not_fit(self, cost: str) -> None:
        found = plant_fault(f"buffer b of gear {{ keep 3 pcs; from acme; holding cost {cost} }}")
        assert (found.code, found.marked) == ("KB205", cost)

    @pytest.mark.parametrize("cost", ["2 EUR", "2 EUR per d", "2 EUR per m", "2 pcs per d"])
    def test_a_shortage_costs_money_per_piece_or_per_piece_and_time(self, cost: str) -> None:
        found = plant_fault(f"buffer b of gear {{ keep 3 pcs; from acme; shortage cost {cost} }}")
        assert (found.code, found.marked) == ("KB205", cost)


class TestSharesAndCounts:
    @pytest.mark.parametrize(("text", "share"), [("10 %", (1, 10)), ("12.5 %", (1, 8)), ("0 %", (0, 1)), ("100 %", (1, 1))])
    def test_a_share_is_an_exact_fraction(self, text: str, share: tuple[int, int]) -> None:
        assert buffer(f"keep 3 pcs; from acme {{ multiple 100 pcs within {text} }}").sources[0].terms.within == share

    @pytest.mark.parametrize("text", ["101 %", "120 %", "2"])
    def test_a_part_of_a_multiple_is_at_most_all_of_it(self, text: str) -> None:
        found = plant_fault(f"buffer b of gear {{ keep 3 pcs; from acme {{ multiple 100 pcs within {text} }} }}")
        assert (found.code, found.marked) == ("KB207", text)

    @pytest.mark.parametrize(
        ("text", "marked"),
        [
            ("buffer b of gear { kanban 0 cards; from acme }", "0"),
            ("buffer b of gear { kanban 2.5 cards; from acme }", "2.5"),
            ("station s { machines 0 }", "0"),
            ("station s { machines 1.5 }", "1.5"),
            ("vlm v { openings 0 }", "0"),
            ("vlm v { tray 1 { compartments 0 } }", "0"),
            ("scenario s { repeat 0 times }", "0"),
            ("scenario s { seed 1.5 }", "1.5"),
            ("buffer b of gear { keep 3 pcs; from acme; priority 0 }", "0"),
        ],
    )
    def test_a_count_is_whole_and_not_nothing(self, text: str, marked: str) -> None:
        found = plant_fault(text)
        assert (found.code, found.marked) == ("KB207", marked)

    @pytest.mark.parametrize("cards", ["3 pcs", "300 %", "3 min"])
    def test_cards_are_counted_without_a_unit(self, cards: str) -> None:
        found = plant_fault(f"buffer b of gear {{ kanban {cards} cards; from acme }}")
        assert (found.code, found.marked) == ("KB205", cards)

    def test_priorities_go_from_1_to_9(self) -> None:
        assert plant_fault("buffer b of gear { keep 3 pcs; from acme; priority 10 }").code == "KB207"


class TestConditions:
    """Units in conditions: both places are shown, and the whole comparison is marked."""

    @pytest.mark.parametrize(
        ("condition", "words"),
        [
            ("available(drum) < 10 min", ("available(drum)", "m", "10 min", "a time")),
            ("available(drum) < 10 pcs", ("m", "pcs")),
            ("available(drum) < 10", ("m", "number")),
            ("available(drum) < available(line_gears)", ("m", "pcs")),
            ("waiting(drum) < 3 m", ("number", "m")),
            ("wip(assembly) < 3 m", ("pcs", "m")),
            ("available(drum) < 10 EUR", ("m", "EUR")),
        ],
    )
    def test_unlike_things_are_not_compared(self, condition: str, words: tuple[str, ...]) -> None:
        found = plant_fault(f'trigger t {{ when {condition}; alert picker "x" }}')
        assert (found.code, found.marked) == ("KB205", condition)
        assert all(word in found.message for word in words)

    def test_a_sum_of_unlike_things_is_marked_alone(self) -> None:
        found = plant_fault("invariant i { always on_hand(drum) + on_hand(line_gears) <= 10 m }")
        assert (found.code, found.marked) == ("KB205", "on_hand(drum) + on_hand(line_gears)")

    @pytest.mark.parametrize("condition", ["available(drum)", "3 m", "min(3 m, 2 m)", "on_hand(drum) + 3 m", "not on_hand(drum)"])
    def test_a_quantity_is_not_a_condition(self, condition: str) -> None:
        found = plant_fault(f'trigger t {{ when {condition}; alert picker "x" }}')
        assert found.code == "KB216"

    @pytest.mark.parametrize("condition", ["(available(drum) < 3 m) < 3 m", "down(acme) + 3 m < 4 m", "down(acme) = down(cables)"])
    def test_a_condition_is_not_a_quantity(self, condition: str) -> None:
        assert plant_fault(f'trigger t {{ when {condition}; alert picker "x" }}').code == "KB216"

    def test_a_constant_in_a_condition_is_a_whole_number_of_steps(self) -> None:
        found = plant_fault('trigger t { when available(line_gears) < 2.5 pcs; alert picker "x" }')
        assert (found.code, found.marked) == ("KB206", "2.5 pcs")


class TestRandomValues:
    @pytest.mark.parametrize(
        "statement",
        [
            "keep normal(9 pcs, 2 pcs)",
            "kanban poisson(3) cards",
            "kanban 3 cards of uniform(1 pcs, 3 pcs)",
            "reorder at normal(9 pcs, 2 pcs) up to 30 pcs",
            "keep 3 pcs; limit normal(9 pcs, 2 pcs)",
        ],
    )
    def test_what_a_policy_decides_with_is_not_random(self, statement: str) -> None:
        found = plant_fault(f"buffer b of gear {{ {statement}; from acme }}")
        assert found.code == "KB215"
        assert "random" in found.message

    @pytest.mark.parametrize(
        "text", ["normal(2 d, 4 h) + 1 d", "1 d + normal(2 d, 4 h)", "normal(2 d, 4 h) * normal(1, 1)", "1 d / poisson(3)"]
    )
    def test_a_random_number_can_only_be_multiplied(self, text: str) -> None:
        found = plant_fault(f"buffer b of gear {{ keep 3 pcs; from acme {{ lead time {text} }} }}")
        assert found.code == "KB215"

    @pytest.mark.parametrize(
        "text",
        [
            "uniform(5 min, 2 min)",
            "triangular(5 min, 2 min, 9 min)",
            "triangular(2 min, 10 min, 9 min)",
            "geometric(0) * 1 d",
            "geometric(2) * 1 d",
            "exponential(0 min)",
            "gamma(0 min, 1 min)",
            "lognormal(0 min, 1 min)",
        ],
    )
    def test_numbers_that_make_no_random_time(self, text: str) -> None:
        found = plant_fault(f"station s {{ makes gear; cycle time {text} }}")
        assert found.code == "KB207"
        assert found.help

    @pytest.mark.parametrize(
        "text",
        [
            "normal(5 min)",
            "normal(5 min, 1 min, 2 min)",
            "exponential()",
            "exponential(1 min, 2 min)",
            "uniform(mean 5 min)",
            "nrmal(5 min, 1 min)",
        ],
    )
    def test_random_numbers_that_are_not_told_what_they_need(self, text: str) -> None:
        assert plant_fault(f"station s {{ makes gear; cycle time {text} }}").code == "KB214"

    def test_the_parameters_of_a_random_number_are_alike(self) -> None:
        found = plant_fault("station s { makes gear; cycle time normal(5 min, 2 pcs) }")
        assert found.code == "KB205"

    @pytest.mark.parametrize("text", ["exponential(5 pcs)", "exponential(5)", "geometric(0.1)", "exponential(5 min) * 1 min", "5 pcs"])
    def test_a_random_number_that_is_no_time_is_one_mistake(self, text: str) -> None:
        for statement in (f"station s {{ makes gear; cycle time {text} }}", f"scenario s {{ orders of gearbox every {text} }}"):
            found = plant_fault(statement)
            assert (found.code, found.marked) == ("KB205", text)


def test_mistakes_do_not_hide_each_other() -> None:
    """Five mistakes are five findings, in the order of the text."""
    lines = [
        "item a { value 3 USD }",
        "item b { unit mile }",
        "supplier s { delivers every 0 s }",
        "buffer ba of a { keep 2.5 pcs; from s { lead time 3 pcs } }",
    ]
    text = HEAD + "\n".join(lines)
    assert [one.code for one in faults(text)] == ["KB212", "KB204", "KB207", "KB206", "KB205"]


def test_a_mistake_is_marked_where_it_stands() -> None:
    (finding,) = read("policy line {\n  currency EUR\n}\nitem gear {\n  value 14 USD\n}\n").diagnostics
    assert (finding.span.file, finding.span.line, finding.span.column) == ("plant.kanban", 5, 12)

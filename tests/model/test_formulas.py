"""The formulas that size a rule: published numbers, exact rounding, and the text that shows where a number comes from."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanbanlang.model.figures import Figure, amount, decimal, duration, rate, share
from kanbanlang.model.formulas import NOTHING, LotTerms, Sized, cards_for, level_for, lot_for, takt_for, up_to_step, zones_for
from kanbanlang.model.values import DAY, HOUR, MINUTE, SECOND, WEEK, YEAR, Unit

PCS = Unit("pcs")
METRES = Unit("m", Fraction(1, 1000))


def per(number: str, time: int, unit: str = "pcs") -> Figure:
    return rate(Fraction(number) / time, unit)


def lasting(number: int, time: int) -> Figure:
    return duration(Fraction(number * time))


def pieces(number: int | str) -> Figure:
    return amount(Fraction(number), "pcs")


def bare(number: str) -> Figure:
    return Figure(Fraction(number), number)


def sized(result: Sized | str) -> Sized:
    assert isinstance(result, Sized)
    return result


class TestCards:
    def test_cards_cover_the_demand_over_the_lead_time(self) -> None:
        cards = sized(cards_for(per("40", HOUR), lasting(3, HOUR), pieces(20), share(Fraction(1, 10))))
        assert cards.steps == 7
        assert cards.before == "6.6"
        assert cards.working == "40 pcs per h x 3 h x 1.1 / 20 pcs = 6.6, rounded up: 7"

    def test_a_number_that_is_whole_is_not_rounded_up_again(self) -> None:
        cards = sized(cards_for(per("40", HOUR), lasting(3, HOUR), pieces(20)))
        assert (cards.steps, cards.working) == (6, "40 pcs per h x 3 h / 20 pcs = 6")

    def test_thirds_are_exact_until_the_end(self) -> None:
        assert sized(cards_for(per("1/3", HOUR), lasting(3, HOUR), pieces(1))).steps == 1

    def test_a_card_of_nothing_is_refused_in_words(self) -> None:
        assert "above 0" in str(cards_for(per("40", HOUR), lasting(3, HOUR), pieces(0)))


class TestLevel:
    def test_safety_is_a_share_or_an_amount(self) -> None:
        demand, lead_time = per("4", DAY), lasting(10, DAY)
        assert level_for(demand, lead_time, PCS, share(Fraction(15, 100))).steps == 46
        added = level_for(demand, lead_time, PCS, pieces(20), safety_is_share=False)
        assert (added.steps, added.working) == (60, "4 pcs per d x 10 d + 20 pcs = 60")

    def test_a_level_is_rounded_to_the_step_of_its_unit(self) -> None:
        level = level_for(per("1.5", DAY, "m"), lasting(5, HOUR), METRES)
        assert level.steps == 313
        assert level.working == "1.5 m per d x 5 h = 0.3125, rounded up: 0.313"


class TestZones:
    """The numbers that the tests of the open module OCA/ddmrp 16.0 (ddmrp/tests/test_ddmrp.py) assert."""

    @pytest.mark.parametrize(
        ("demand", "lead_time_factor", "variability", "minimum", "red_yellow_green"),
        [
            ("4", "0.5", "0.5", 0, (30, 40, 20)),
            ("4", "1", "0.5", 0, (60, 40, 40)),
            ("4", "1", "1", 0, (80, 40, 40)),
            ("2", "1", "1", 0, (40, 20, 20)),
            ("2", "0.5", "0.5", 0, (15, 20, 10)),
            ("2", "1", "0.5", 40, (30, 20, 40)),
        ],
    )
    def test_published_zones(
        self, demand: str, lead_time_factor: str, variability: str, minimum: int, red_yellow_green: tuple[int, ...]
    ) -> None:
        zones = zones_for(
            per(demand, DAY),
            lasting(10, DAY),
            bare(lead_time_factor),
            bare(variability),
            order_cycle=lasting(0, DAY),
            minimum=pieces(minimum),
            unit=PCS,
        )
        assert tuple(zone.steps for zone in zones) == red_yellow_green

    def test_the_order_cycle_may_be_what_makes_the_green_zone(self) -> None:
        red, yellow, green = zones_for(per("4", DAY), lasting(10, DAY), bare("0.5"), bare("0.5"), lasting(7, DAY), pieces(25), unit=PCS)
        assert red.working == "4 pcs per d x 10 d x 0.5 x 1.5 = 30"
        assert yellow.working == "4 pcs per d x 10 d = 40"
        assert green.working == "the largest of 4 pcs per d x 10 d x 0.5 = 20, 4 pcs per d x 7 d = 28, 25 pcs = 28"


class TestLot:
    def test_the_economic_lot_of_the_textbook(self) -> None:
        """Snyder and Shen, Fundamentals of Supply Chain Theory, example 3.1."""
        lot = sized(lot_for(per("1300", YEAR), amount(Fraction(8), "EUR"), per("0.225", YEAR, "EUR per pcs"), PCS))
        assert lot.steps == 305
        assert lot.before == "304.046780026437"
        assert lot.working == (
            "square root of (2 x 1300 pcs per y x 8 EUR / 0.225 EUR per pcs per y) = 304.046780026437, rounded up: 305"
            "; orders and stock then cost 68.410525505948 EUR per y"
        )

    @pytest.mark.parametrize(
        ("besides", "lot", "cost", "waits"),
        [
            (LotTerms(), "304.046780026437", "68.410525505948", None),
            (LotTerms(shortage_cost=per("5", YEAR, "EUR per pcs")), "310.812555158965", "66.921363550973", "0.043062200957"),
            (LotTerms(production_rate=per("1700", YEAR)), "626.808494588968", "33.183979125298", None),
        ],
    )
    def test_the_family_of_the_economic_lot(self, besides: LotTerms, lot: str, cost: str, waits: str | None) -> None:
        """Snyder and Shen, examples 3.1 and 3.8, and the economic production lot: lots, yearly costs, and what waits."""
        found = sized(lot_for(per("1300", YEAR), amount(Fraction(8), "EUR"), per("0.225", YEAR, "EUR per pcs"), PCS, besides))
        assert found.before == lot
        assert f"then cost {cost} EUR per y" in found.working
        assert (waits is None) is ("waits" not in found.working)
        assert waits is None or f"; {waits} of the demand waits" in found.working

    @pytest.mark.parametrize(
        ("besides", "word"),
        [
            (LotTerms(shortage_cost=bare("0")), "shortage cost must be above 0"),
            (LotTerms(production_rate=per("1300", YEAR)), "production rate must be above the demand"),
        ],
    )
    def test_a_lot_that_has_no_best_size_is_told(self, besides: LotTerms, word: str) -> None:
        found = lot_for(per("1300", YEAR), amount(Fraction(8), "EUR"), per("1", YEAR, "EUR per pcs"), PCS, besides)
        assert word in str(found)

    def test_a_root_that_is_whole_is_not_rounded(self) -> None:
        lot = sized(lot_for(per("200", YEAR), amount(Fraction(4), "EUR"), per("1", YEAR, "EUR per pcs"), PCS))
        assert (lot.steps, lot.before) == (40, "40")
        assert "rounded" not in lot.working

    def test_a_lot_of_metres_is_a_whole_number_of_millimetres(self) -> None:
        lot = sized(lot_for(per("1", YEAR, "m"), amount(Fraction(1), "EUR"), per("1", YEAR, "EUR per m"), METRES))
        assert (lot.steps, lot.before) == (1415, "1.414213562373")

    def test_stock_that_costs_nothing_has_no_economic_lot(self) -> None:
        assert "holding cost" in str(lot_for(per("1", YEAR), amount(Fraction(1), "EUR"), bare("0"), PCS))


class TestTakt:
    def test_takt_is_working_time_over_demand(self) -> None:
        takt = sized(takt_for(lasting(15, HOUR), pieces(900)))
        assert (takt.steps, takt.working) == (MINUTE, "15 h / 900 pcs = 1 min")

    def test_takt_may_be_said_per_day(self) -> None:
        assert sized(takt_for(Figure(Fraction(15, 24), "15 h per d"), per("900", DAY))).steps == MINUTE

    def test_takt_is_rounded_up_to_a_microsecond(self) -> None:
        takt = sized(takt_for(lasting(1, SECOND), pieces(3)))
        assert takt.steps == 333_334
        assert takt.working == "1 s / 3 pcs = 333.333333333333 ms, rounded up: 333.334 ms"

    def test_without_demand_there_is_no_takt(self) -> None:
        assert "above 0" in str(takt_for(lasting(1, HOUR), pieces(0)))


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (lasting(3, HOUR), "3 h"),
        (lasting(90, MINUTE), "90 min"),
        (lasting(2, WEEK), "2 wk"),
        (lasting(250, 1), "0.25 ms"),
        (per("40", HOUR), "40 pcs per h"),
        (per("1300", YEAR), "1300 pcs per y"),
        (per("0.225", YEAR, "EUR per pcs"), "0.225 EUR per pcs per y"),
        (share(Fraction(1, 8)), "12.5 %"),
        (amount(Fraction(3, 2), "kg"), "1.5 kg"),
    ],
)
def test_a_figure_is_written_as_people_write_it(figure: Figure, text: str) -> None:
    assert figure.text == text


POSITIVE = st.fractions(min_value=Fraction(1, 100), max_value=1000, max_denominator=1000)
STEPS = st.sampled_from((Fraction(1), Fraction(1, 1000), Fraction(1, 2), Fraction(5)))


@given(POSITIVE, STEPS)
def test_rounding_up_takes_the_fewest_steps_that_suffice(value: Fraction, step: Fraction) -> None:
    steps = up_to_step(value, step)
    assert (steps - 1) * step < value <= steps * step


@given(POSITIVE, POSITIVE, POSITIVE, STEPS)
def test_the_economic_lot_is_the_fewest_steps_not_below_the_root(
    demand: Fraction, order_cost: Fraction, holding_cost: Fraction, step: Fraction
) -> None:
    lot = sized(lot_for(Figure(demand, ""), Figure(order_cost, ""), Figure(holding_cost, ""), Unit("u", step)))
    square = 2 * demand * order_cost / holding_cost
    assert ((lot.steps - 1) * step) ** 2 < square <= (lot.steps * step) ** 2


@given(POSITIVE, POSITIVE, POSITIVE, POSITIVE, POSITIVE)
def test_more_of_anything_that_asks_for_stock_never_makes_less(
    demand: Fraction, lead_time: Fraction, safety: Fraction, pack: Fraction, more: Fraction
) -> None:
    def cards(demand: Fraction, lead_time: Fraction, safety: Fraction, pack: Fraction) -> int:
        return sized(cards_for(Figure(demand, ""), Figure(lead_time, ""), Figure(pack, ""), Figure(safety, ""))).steps

    fewest = cards(demand, lead_time, safety, pack)
    assert fewest <= cards(demand + more, lead_time, safety, pack)
    assert fewest <= cards(demand, lead_time + more, safety, pack)
    assert fewest <= cards(demand, lead_time, safety + more, pack)
    assert fewest >= cards(demand, lead_time, safety, pack + more)
    assert (fewest - 1) * pack < demand * lead_time * (1 + safety) <= fewest * pack


@given(POSITIVE, POSITIVE, STEPS)
def test_no_safety_at_all_is_the_same_in_either_form(demand: Fraction, lead_time: Fraction, step: Fraction) -> None:
    unit = Unit("u", step)
    as_share = level_for(Figure(demand, ""), Figure(lead_time, ""), unit)
    assert as_share.steps == level_for(Figure(demand, ""), Figure(lead_time, ""), unit, NOTHING, safety_is_share=False).steps


@given(st.fractions(max_denominator=10**6))
def test_a_decimal_text_is_right_to_its_last_place(value: Fraction) -> None:
    assert abs(Fraction(decimal(value)) - value) <= Fraction(1, 2 * 10**12)

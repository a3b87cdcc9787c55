"""Public holidays, from a package that not everybody has."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from kanbanlang.model.holidays import holiday_dates

YEAR_2026 = range(2026, 2027)


def days(country: str) -> frozenset[int]:
    found = holiday_dates(country, YEAR_2026)
    assert not isinstance(found, str), found
    return found


def test_the_holidays_of_a_country_are_days() -> None:
    assert date(2026, 4, 25).toordinal() in days("IT"), "the day of liberation"
    assert date(2026, 4, 24).toordinal() not in days("IT")


def test_a_part_of_a_country_may_have_more() -> None:
    assert days("DE") < days("DE-BY")


@pytest.mark.parametrize(
    ("country", "expected"),
    [("it", "`IT`"), ("Italy", "`IT`"), ("Itali", "`IT`"), ("DE-XX", "BY"), ("nowhere", "ISO code"), ("", "ISO code")],
)
def test_a_country_that_is_not_known_is_guessed(country: str, expected: str) -> None:
    said = holiday_dates(country, YEAR_2026)
    assert isinstance(said, str)
    assert f"`{country}`" in said
    assert expected in said


def test_without_the_package_the_answer_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    assert "pip install 'kanbanlang[holidays]'" in str(holiday_dates("IT", YEAR_2026))

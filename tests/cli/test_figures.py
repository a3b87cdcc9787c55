"""Measured numbers as people read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanbanlang.dryrun import Metric
from kanbanlang.report.figures import Figure, figure


def metric(mean: float | None, half: float | None, unit: str) -> Metric:
    bounds = (None, None) if mean is None or half is None else (mean - half, mean + half)
    return Metric("m", "x", mean, *bounds, 0.95, unit)


@pytest.mark.parametrize(
    ("mean", "half", "unit", "said"),
    [
        (0.962, 0.0192, "1", "96.2 ±1.9 %"),
        (1.0, 0.0, "1", "100 %"),
        (81.78, 67.8, "s", "82 ±68 s"),
        (150.0, 5.0, "s", "2.50 ±0.08 min"),
        (6236.9, 720.0, "s", "104 ±12 min"),
        (286522.0, 12215.0, "s", "3.32 ±0.14 d"),
        (60.0, 0.0, "pcs", "60 pcs"),
        (270.85, 10.7, "pcs", "271 ±11 pcs"),
        (1.2497, 0.0209, "pcs per h", "1.25 ±0.02 pcs an hour"),
        (1547.7, 45.0, "EUR per d", "1,548 ±45 EUR a day"),
        (5.4, None, "kg", "5.40 kg"),
        (1234567.0, None, "pcs", "1,234,567 pcs"),
        (0.0, 0.0, "pcs", "0 pcs"),
    ],
)
def test_a_measure_is_said_in_the_unit_and_the_digits_that_people_use(mean: float, half: float | None, unit: str, said: str) -> None:
    known = figure(metric(mean, half, unit))
    assert known is not None
    assert known.text() == said


def test_nothing_measured_is_no_figure() -> None:
    assert figure(metric(None, None, "pcs")) is None


@given(st.floats(-1e9, 1e9), st.floats(1e-3, 1e9))
def test_what_is_left_off_is_less_than_the_interval(mean: float, half: float) -> None:
    shown, interval = Figure(mean, half, "").text().replace(",", "").split(" ±")
    assert abs(float(shown) - mean) <= half
    assert abs(float(interval) - half) <= half / 2

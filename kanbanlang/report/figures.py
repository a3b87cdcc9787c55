"""Measured numbers as people read them: so many digits as the interval allows, in units that people use."""

from __future__ import annotations

from math import floor, log10

from attrs import frozen

from kanbanlang.dryrun import Metric
from kanbanlang.model.values import DAY, HOUR, MINUTE, SECOND

MISSING = "-"
_MOST_DECIMALS = 4
_TIMES = ((2 * DAY, "d", DAY), (2 * HOUR, "h", HOUR), (2 * MINUTE, "min", MINUTE))
_PER = {"per h": "an hour", "per d": "a day", "per y": "a year"}


@frozen
class Figure:
    """A mean and half its interval (0 where there is none to show), in `unit`."""

    mean: float
    half: float
    unit: str

    def text(self, *, unit: bool = True) -> str:
        """`96.2 ±1.9 %`; without its unit where the heading says it."""
        decimals = _decimals(self.mean, self.half)
        text = _plain(self.mean, decimals)
        if self.half:
            text += f" ±{_plain(self.half, decimals)}"
        return f"{text} {self.unit}" if unit and self.unit else text


def figure(metric: Metric) -> Figure | None:
    """A measure in the unit that people use for it; None where nothing was measured."""
    if metric.mean is None:
        return None
    half = 0.0 if metric.low is None or metric.high is None else (metric.high - metric.low) / 2
    if metric.unit == "1":
        return Figure(100 * metric.mean, 100 * half, "%")
    if metric.unit == "s":
        scale, unit = _time_unit(metric.mean)
        return Figure(metric.mean / scale, half / scale, unit)
    return Figure(metric.mean, half, _unit(metric.unit))


def _time_unit(seconds: float) -> tuple[float, str]:
    for least, unit, length in _TIMES:
        if seconds * SECOND >= least:
            return length / SECOND, unit
    return 1.0, "s"


def _unit(unit: str) -> str:
    """`pcs per h` as `pcs an hour`."""
    for written, said in _PER.items():
        if unit.endswith(written):
            return unit.removesuffix(written) + said
    return unit


def _decimals(mean: float, half: float) -> int:
    """One or two digits of the interval are worth showing; without one, three of the mean."""
    if half > 0:
        decimals = -floor(log10(half / 2))
    elif mean:
        decimals = 2 - floor(log10(abs(mean)))
    else:
        decimals = 0
    return min(max(decimals, 0), _MOST_DECIMALS)


def _plain(number: float, decimals: int) -> str:
    text = f"{number:,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        return "0"
    return text.rstrip("0").rstrip(".") if float(number).is_integer() and "." in text else text

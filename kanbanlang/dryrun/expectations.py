"""What a scenario expects, held against what was measured: on the interval, not on the mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne

from kanbanlang.dryrun.results import Judged, Metric, Verdict
from kanbanlang.model.policy import Expectation, Scenario

_COMPARISONS: dict[str, Callable[[float, float], bool]] = {">=": ge, ">": gt, "<=": le, "<": lt, "=": eq, "!=": ne}


def judge(scenario: Scenario, metrics: Sequence[Metric]) -> tuple[Judged, ...]:
    """A verdict for each expectation."""
    by_name = {(metric.metric, metric.of): metric for metric in metrics}
    return tuple(_judged(expectation, by_name.get((expectation.metric, expectation.of))) for expectation in scenario.expectations)


def _judged(expectation: Expectation, metric: Metric | None) -> Judged:
    if metric is None or metric.mean is None:
        return Judged(expectation.text, Verdict.UNDECIDED, "there was nothing to measure", place=expectation.place)
    bound = float(Fraction(*expectation.bound))  # as near as a measured figure comes to it, so that 2 in 5 days is 0.4 a day
    compare = _COMPARISONS[expectation.operator]
    ends = [metric.mean] if metric.low is None or metric.high is None else [metric.low, metric.high]
    held = [compare(end, bound) for end in ends]
    measured = _measured(metric)
    if expectation.operator in {"=", "!="} and len(ends) > 1 and ends[0] <= bound <= ends[1] and ends[0] < ends[1]:
        held = [True, False]  # the bound is one of many that the interval allows
    if all(held):
        return Judged(expectation.text, Verdict.HOLDS, measured, place=expectation.place)
    if not any(held):
        return Judged(expectation.text, Verdict.FAILS, measured, place=expectation.place)
    message = f"{measured}: more replications would decide it"
    return Judged(expectation.text, Verdict.UNDECIDED, message, place=expectation.place)


def _measured(metric: Metric) -> str:
    unit = "" if metric.unit == "1" else f" {metric.unit}"
    if metric.low is None or metric.high is None:
        return f"measured {metric.mean:.6g}{unit}"
    return f"measured {metric.low:.6g} to {metric.high:.6g}{unit}"

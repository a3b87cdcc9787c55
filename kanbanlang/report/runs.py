"""What a dry run measured, as tables that a supervisor and a buyer can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from kanbanlang.dryrun import Metric, Run, Verdict
from kanbanlang.dryrun.results import Replayed
from kanbanlang.flow.wording import duration
from kanbanlang.model.policy import Policy, Scenario
from kanbanlang.model.values import WEEK
from kanbanlang.report.cells import harmless
from kanbanlang.report.figures import MISSING, figure
from kanbanlang.report.findings import counted
from kanbanlang.report.paint import PLAIN, Paint
from kanbanlang.report.table import Column, table

Measures = Mapping[tuple[str, str | None], Metric]


@frozen
class Heading:
    """A column of a table: the measure it shows and the words above it. `optional` ones are left out where all are 0."""

    metric: str
    words: tuple[str, ...]
    optional: bool = False

    @property
    def says_the_unit(self) -> bool:
        """Whether the heading says what the numbers count in."""
        return self.words[-1] == "a day"


_COSTLIEST = 3
_BUFFERS = (
    Heading("fill rate", ("fill rate",)),
    Heading("lost share", ("lost",), optional=True),
    Heading("mean on_hand", ("on hand", "mean")),
    Heading("max on_hand", ("on hand", "most")),
    Heading("mean safety", ("safety", "mean"), optional=True),
    Heading("mean backlog", ("backlog", "mean")),
    Heading("stock outs", ("stock-outs", "a day")),
    Heading("pulls", ("pulls", "a day")),
)
_STATIONS = (
    Heading("utilization", ("busy",)),
    Heading("throughput", ("makes",)),
    Heading("mean wip", ("in work", "mean")),
    Heading("flow time", ("release", "to finish")),
)
_LOOPS = (
    Heading("throughput", ("makes",)),
    Heading("mean wip", ("in it", "mean")),
    Heading("flow time", ("entry", "to end")),
)
_SUPPLIERS = (
    Heading("orders", ("orders", "a day")),
    Heading("mean lead time", ("lead time", "mean")),
)
_STORES = (
    Heading("utilization", ("busy",)),
    Heading("picks", ("picks", "a day")),
)


def run_text(scenario: Scenario, run: Run, paint: Paint = PLAIN, columns: int = 120) -> str:
    """All that people want to know of a run: its conditions, a table for each kind of place, costs, and what was expected."""
    parts = [_head(scenario, run, paint), *_tables(scenario.policy, run, paint, columns)]
    judged = [*_expectations(scenario, run, paint), *_invariants(run, paint)]
    if run.replayed is not None:
        parts.append(_recording(run.replayed, paint, columns))
    parts += ["\n".join(lines) for lines in (list(_remarks(run, paint)), judged) if lines]
    return "\n\n".join(parts)


def _head(scenario: Scenario, run: Run, paint: Paint) -> str:
    title = f": {harmless(scenario.title)}" if scenario.title else ""
    measured = _weeks(scenario.lasts) + (f" after {_weeks(scenario.warm_up)}" if scenario.warm_up else "")
    how = f"{measured}, from {run.starts}; {counted(run.replications, 'replication')}, seed {run.seed}; {run.events:,} events"
    return f"{paint('strong', f'scenario {scenario.name}{title}')}\n{paint('quiet', how)}"


def _weeks(microseconds: int) -> str:
    return f"{microseconds // WEEK} wk" if microseconds and microseconds % WEEK == 0 else duration(microseconds)  # type: ignore[arg-type]


def _tables(policy: Policy, run: Run, paint: Paint, room: int) -> Iterator[str]:
    measures = {(metric.metric, metric.of): metric for metric in run.metrics}
    for kind, names, headings in (
        ("buffer", policy.buffers, _BUFFERS),
        ("station", policy.stations, _STATIONS),
        ("loop", policy.loops, _LOOPS),
        ("supplier", policy.suppliers, _SUPPLIERS),
        ("store", [name for name, store in policy.stores.items() if store.kind != "dock"], _STORES),
    ):
        measured = [name for name in names if any((heading.metric, name) in measures for heading in headings)]
        columns = [column for heading in headings if (column := _column(heading, measured, measures)) is not None]
        if columns:
            yield table(Column((kind,), tuple(measured), right=False), columns, room, paint)


def _column(heading: Heading, names: Iterable[str], measures: Measures) -> Column | None:
    """A column, or None where nothing was measured, or nothing worth a column."""
    found = [measures.get((heading.metric, name)) for name in names]
    figures = [None if metric is None else figure(metric) for metric in found]
    known = [one for one in figures if one is not None]
    if not known or (heading.optional and not any(one.mean for one in known)):
        return None
    cells = tuple(MISSING if one is None else one.text(unit=not heading.says_the_unit) for one in figures)
    return Column(heading.words, cells)


def _remarks(run: Run, paint: Paint) -> Iterator[str]:
    if not run.complete:
        yield paint("warning", "interrupted: only replications that came to their end are counted")
    if (costs := _costs(run)) is not None:
        yield costs
    if any(metric.low is not None for metric in run.metrics):
        yield paint("quiet", f"± is the interval in which the true mean lies with {float(100 * run.level):g} % confidence.")
    if run.notes.negative_times:
        yield f"{counted(run.notes.negative_times, 'drawn time')} below 0 counted as 0."
    if run.notes.rounded_quantities:
        yield f"{counted(run.notes.rounded_quantities, 'drawn quantity', 'drawn quantities')} rounded to whole steps of the unit."
    if run.notes.lost_deliveries:
        yield f"{counted(run.notes.lost_deliveries, 'delivery', 'deliveries')} lost on the way."
    if run.refused and run.replayed is None:
        yield f"{counted(run.refused, 'input')} refused; --trace shows which and why."


def _costs(run: Run) -> str | None:
    """What the whole plant costs, and the buffers that make up the most of it."""
    costs = [metric for metric in run.metrics if metric.metric == "cost" and metric.mean]
    total = next((known for metric in costs if metric.of is None and (known := figure(metric)) is not None), None)
    if total is None:
        return None
    buffers = sorted((metric for metric in costs if metric.of is not None), key=lambda metric: -(metric.mean or 0))[:_COSTLIEST]
    named = [f"{metric.of} {known.text(unit=False)}" for metric in buffers if (known := figure(metric)) is not None]
    most = f", the most of it: {', '.join(named)}" if len(named) > 1 else ""
    return f"The whole plant costs {total.text()}{most}."


def _recording(replayed: Replayed, paint: Paint, room: int) -> str:
    """What came of the recorded inputs, the most frequent reasons first."""
    accepted = replayed.count("accepted")
    pieces = ", ".join(f"{float(quantity):,.12g} {unit}" for unit, quantity in replayed.quantities.items())
    rows = [("accepted", pieces, accepted), *((outcome, reason, times) for (outcome, reason), times in replayed.reasons.items())]
    if replayed.outside:
        rows.append(("not heard", "before the start of the run or after its end", replayed.outside))
    columns = [
        Column(("",), tuple(harmless(reason) for _, reason, _ in rows), right=False),
        Column(("inputs",), tuple(f"{times:,}" for _, _, times in rows)),
    ]
    return table(Column(("recorded",), tuple(outcome for outcome, _, _ in rows), right=False), columns, room, paint)


def _invariants(run: Run, paint: Paint) -> Iterator[str]:
    for broken in run.broken:
        first = f"first in replication {broken.replication} at {broken.at}"
        yield f"{paint('bad', '✗ broken')}: invariant {broken.invariant}, {counted(broken.times, 'time')}, {first}"


_VERDICTS = {Verdict.HOLDS: ("good", "✓"), Verdict.FAILS: ("bad", "✗"), Verdict.UNDECIDED: ("warning", "?")}


def _expectations(scenario: Scenario, run: Run, paint: Paint) -> Iterator[str]:
    measures = {(metric.metric, metric.of): metric for metric in run.metrics}
    for expectation, judged in zip(scenario.expectations, run.expectations, strict=True):
        role, sign = _VERDICTS[judged.verdict]
        metric = measures.get((expectation.metric, expectation.of))
        known = None if metric is None else figure(metric)
        measured = "nothing was measured" if known is None else f"measured {known.text()}"
        advice = "; more replications would decide it" if judged.verdict is Verdict.UNDECIDED and known is not None else ""
        yield f"{paint(role, f'{sign} {judged.verdict.value}')}: {harmless(judged.text)} ({measured}{advice})"

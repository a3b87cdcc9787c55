"""`kanban dry-run`: the policy against a simulated world."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TextIO

import click
from attrs import frozen

from kanbanlang.cli import console
from kanbanlang.cli.arguments import PolicyFile, known
from kanbanlang.cli.endings import Ending, example
from kanbanlang.cli.files import writable
from kanbanlang.cli.policies import check, refuse
from kanbanlang.cli.watching import Interrupt, Watch, Wonders, bars
from kanbanlang.dryrun import Run, dry_run
from kanbanlang.model.policy import Policy, Scenario
from kanbanlang.report.cells import harmless
from kanbanlang.report.reasons import reasons_text, standstill_text
from kanbanlang.report.run_shapes import runs_shape
from kanbanlang.report.runs import run_text
from kanbanlang.report.shapes import as_json

_NO_SCENARIO = """\
`{file}` has no scenario, so there is nothing to run it against. A scenario says what the world does; for example:

scenario normal_week {{
  lasts 4 wk after 1 wk
  orders of {item} poisson 2 per h
}}"""


class Level(click.ParamType[Fraction]):
    """A probability: `0.95` or `95 %`."""

    name = "probability"

    def convert(self, value: str | Fraction, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """The exact fraction. Raises click.BadParameter for what is not between 0 and 1."""
        if isinstance(value, Fraction):
            return value
        text = value.strip()
        try:
            level = Fraction(text.removesuffix("%").strip()) / (100 if text.endswith("%") else 1)
        except (ValueError, ZeroDivisionError):
            level = Fraction(0)
        if not 0 < level < 1:
            self.fail(f"`{harmless(value)}` is no probability between 0 and 1; write for example 0.99", param, ctx)
        return level


@frozen
class _Wishes:
    """How the scenarios are to be run."""

    repeat: int | None
    seed: int | None
    level: Fraction
    wonders: Wonders


@click.command(
    epilog=example(
        "kanban dry-run my_line.kanban",
        "kanban dry-run my_line.kanban --scenario late_supplier --repeat 30",
        "kanban dry-run my_line.kanban --why",
    ),
)
@click.argument("file", type=PolicyFile(), metavar="FILE")
@click.option("--scenario", "names", multiple=True, metavar="NAME", help="Run this one; may be given several times. By default all.")
@click.option("--repeat", type=click.IntRange(min=1), metavar="N", help="So many replications, instead of the scenario's own number.")
@click.option("--seed", type=click.IntRange(min=0), metavar="N", help="Other chance than the scenario's own.")
@click.option("--level", type=Level(), default="0.95", show_default=True, metavar="P", help="How sure the intervals are.")
@click.option("--json", "as_object", is_flag=True, help="Print one JSON object, with every measure of every replication.")
@click.option(
    "--trace", type=click.Path(path_type=Path), metavar="FILE", help="Write every input and what it caused, one JSON object a line."
)
@click.option("--why", is_flag=True, help="Say why each kind of action was asked for, the last time that it was.")
@click.option("--why-not", metavar="BUFFER", help="Say why nothing is pulled to this buffer at the end of the run.")
@click.option(
    "--executor",
    type=click.Choice(["auto", "reference", "compiled"]),
    default="auto",
    show_default=True,
    help="Who runs it; both give the same answer.",
)
def command(
    file: Path,
    names: tuple[str, ...],
    repeat: int | None,
    seed: int | None,
    level: Fraction,
    as_object: bool,
    trace: Path | None,
    why: bool,
    why_not: str | None,
    executor: str,
) -> int:
    """Run the policy's scenarios against a simulated world, and print what was measured."""
    if executor == "compiled":
        raise click.ClickException("there is no compiled executor yet; leave the option out, the reference executor gives the same answer")
    checked = check(file)
    policy = checked.policy
    scenarios = [] if policy is None else _chosen(policy, names)
    if policy is not None and why_not is not None:
        known(why_not, policy.buffers, "buffer")
    stops = checked.stops()
    if policy is None or stops:
        refuse(file, stops)
        return Ending.FINDINGS
    if not scenarios:
        item = next((buffer.item.name for buffer in policy.buffers.values() if buffer.serves_customers), "some_item")
        console.say(_NO_SCENARIO.format(file=harmless(str(file)), item=item), problem=True)
        return Ending.FINDINGS
    interrupt = Interrupt()
    runs: list[Run] = []
    wishes = _Wishes(repeat, seed, level, Wonders(why, why_not))
    with interrupt.heard(), _opened(trace) as lines:
        for scenario, run, watch in _runs(scenarios, wishes, interrupt, lines):
            runs.append(run)
            if not as_object:
                _print(scenario, run, watch, wishes.wonders)
    if as_object:
        console.say(as_json(runs_shape(policy, runs)))
    if interrupt.asked:
        return Ending.INTERRUPTED
    return Ending.FINE if all(_good(run) for run in runs) else Ending.FINDINGS


def _good(run: Run) -> bool:
    """Whether every expectation surely holds and every invariant always did."""
    return not run.broken and all(judged.holds for judged in run.expectations)


def _chosen(policy: Policy, names: Sequence[str]) -> list[Scenario]:
    """The scenarios of these names, or all. Raises ClickException for a name that there is not."""
    for name in names:
        known(name, policy.scenarios, "scenario")
    return [policy.scenarios[name] for name in dict.fromkeys(names)] if names else list(policy.scenarios.values())


@contextmanager
def _opened(trace: Path | None) -> Iterator[TextIO | None]:
    """The file of the trace, written line by line, so that nothing is lost whatever happens."""
    if trace is None:
        yield None
        return
    with writable(trace):
        file = trace.open("w", encoding="utf-8", newline="\n", buffering=1)
    with file:
        yield file


def _runs(
    scenarios: Sequence[Scenario], wishes: _Wishes, interrupt: Interrupt, trace: TextIO | None
) -> Iterator[tuple[Scenario, Run, Watch]]:
    """Run the scenarios one after the other, until Ctrl-C."""
    for scenario in scenarios:
        watch = Watch(scenario.policy, interrupt, trace, wishes.wonders)
        with bars() as bar:
            watch.move_bar = bar(scenario.name)
            run = dry_run(scenario, repeat=wishes.repeat, seed=wishes.seed, level=wishes.level, watch=watch)
        yield scenario, run, watch
        if interrupt.asked:
            return


def _print(scenario: Scenario, run: Run, watch: Watch, wonders: Wonders) -> None:
    paint, columns = console.paint(), console.columns()
    parts = [run_text(scenario, run, paint, columns)]
    if wonders.why:
        parts.append(reasons_text(list(watch.asked.values()), scenario.policy, paint))
    if wonders.why_not is not None:
        parts.append(standstill_text(wonders.why_not, watch.stands, paint))
    console.say("\n\n".join(parts) + "\n")

"""`kanban test`: the tests that stand in a policy."""

from __future__ import annotations

from pathlib import Path

import click

from kanbanlang.cli import console
from kanbanlang.cli.arguments import PolicyFile
from kanbanlang.cli.endings import Ending, example
from kanbanlang.cli.files import write_atomically
from kanbanlang.cli.policies import check, refuse
from kanbanlang.dryrun import TestResult, run_tests
from kanbanlang.report.cells import harmless
from kanbanlang.report.junit import junit
from kanbanlang.report.results import result_text, results_shape, results_summary
from kanbanlang.report.shapes import as_json


@click.command(epilog=example("kanban test my_line.kanban", 'kanban test policies/*.kanban --only "two bins"'))
@click.argument("files", nargs=-1, required=True, type=PolicyFile(), metavar="FILE...")
@click.option("--only", metavar="TEXT", help="Run the tests whose name contains this text.")
@click.option("--json", "as_object", is_flag=True, help="Print one JSON object.")
@click.option("--junit", "report", type=click.Path(path_type=Path), metavar="FILE", help="Write a report for a build server as well.")
def command(files: tuple[Path, ...], only: str | None, as_object: bool, report: Path | None) -> int:
    """Run the tests that stand in a policy: given, when, then."""
    results: dict[str, tuple[TestResult, ...]] = {}
    for file in files:
        checked = check(file)
        stops = checked.stops()
        if checked.policy is None or stops:
            refuse(file, stops)
            return Ending.FINDINGS
        results[str(file)] = run_tests(checked.policy, only)
        if not as_object:
            _print(str(file), results[str(file)])
    everything = [result for some in results.values() for result in some]
    if report is not None:
        write_atomically(report, junit(results))
    if as_object:
        console.say(as_json(results_shape(everything)))
    if only is not None and not everything:
        raise click.ClickException(f"no test has `{harmless(only)}` in its name")
    return Ending.FINE if all(result.passed for result in everything) else Ending.FINDINGS


def _print(file: str, results: tuple[TestResult, ...]) -> None:
    paint = console.paint()
    for result in results:
        console.say(result_text(result, paint))
    console.say(results_summary(file, results, paint))

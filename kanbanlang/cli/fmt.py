"""`kanban fmt`: a policy in its one form."""

from __future__ import annotations

import sys
from difflib import unified_diff
from pathlib import Path

import click

from kanbanlang.cli import console
from kanbanlang.cli.arguments import PolicyFile
from kanbanlang.cli.endings import Ending, example
from kanbanlang.cli.files import write_atomically
from kanbanlang.diagnostics import Diagnostic, Severity, Source
from kanbanlang.model.build.files import decoded
from kanbanlang.report.cells import harmless
from kanbanlang.report.findings import summary
from kanbanlang.syntax import format_text, parse

STANDARD_INPUT = Path("-")
_ROLES = {"+": "good", "-": "bad", "@": "frame"}


class PolicyFileOrInput(PolicyFile):
    """A file that can be read, or `-` for standard input."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path, `-` as it is. Raises click.ClickException for what cannot be opened."""
        return STANDARD_INPUT if value == "-" else super().convert(value, param, ctx)


@click.command(epilog=example("kanban fmt my_line.kanban", "kanban fmt --check policies/*.kanban", "kanban fmt - < my_line.kanban"))
@click.argument("files", nargs=-1, required=True, type=PolicyFileOrInput(), metavar="FILE...")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit with 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Change nothing; print what would change.")
def command(files: tuple[Path, ...], only_check: bool, diff: bool) -> int:
    """Put policies into their one form, in place. Comments stay with what they speak of; - formats standard input."""
    return max(_format(file, write=not only_check and not diff, diff=diff) for file in files)


def _format(file: Path, *, write: bool, diff: bool) -> Ending:
    """Format one file. A text with syntax errors is left as it is and its errors are shown."""
    given = file is STANDARD_INPUT
    name = "<input>" if given else str(file)
    source = decoded(sys.stdin.buffer.read() if given else file.read_bytes(), name)
    if isinstance(source, Diagnostic):
        return _refused(name, [source])
    parsed = parse(source)
    errors = [finding for finding in parsed.diagnostics if finding.severity is Severity.ERROR]
    if errors:
        return _refused(name, errors)
    text = format_text(parsed)
    if given and write:
        click.echo(text, nl=False)
        return Ending.FINE
    if text == source.text:
        return Ending.FINE
    if write:
        write_atomically(file, text)
        console.say(f"formatted {harmless(name)}", problem=True)
        return Ending.FINE
    if diff:
        _print_difference(source, text)
    console.say(f"{harmless(name)} would be formatted", problem=True)
    return Ending.FINDINGS


def _refused(name: str, errors: list[Diagnostic]) -> Ending:
    console.show(errors, problem=True)
    console.say(f"{summary(name, errors, None, console.paint(sys.stderr))}; it is left as it is", problem=True)
    return Ending.FINDINGS


def _print_difference(source: Source, text: str) -> None:
    paint = console.paint()
    before, after = (one.splitlines(keepends=True) for one in (source.text, text))
    for line in unified_diff(before, after, source.name, f"{source.name}, formatted", lineterm=""):
        shown = harmless(line.removesuffix("\n"))
        console.say(paint(_ROLES[line[0]], shown) if line[0] in _ROLES else shown)

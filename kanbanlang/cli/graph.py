"""`kanban graph`: how goods and signals flow, as a picture."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import click

from kanbanlang.cli import console
from kanbanlang.cli.arguments import PolicyFile
from kanbanlang.cli.endings import Ending, example
from kanbanlang.cli.files import write_atomically
from kanbanlang.cli.policies import drawable
from kanbanlang.flow.graph import build_graph
from kanbanlang.model.policy import Policy
from kanbanlang.report.cells import harmless
from kanbanlang.report.dot import dot
from kanbanlang.report.drawing import drawing_of
from kanbanlang.report.graphml import graphml
from kanbanlang.report.mermaid import mermaid

_SUFFIXES = {".svg": "svg", ".dot": "dot", ".gv": "dot", ".mmd": "mermaid", ".mermaid": "mermaid", ".graphml": "graphml"}


@click.command(
    epilog=example("kanban graph my_line.kanban --output my_line.svg", "kanban graph my_line.kanban --format mermaid"),
)
@click.argument("file", type=PolicyFile(), metavar="FILE")
@click.option(
    "--format",
    "form",
    type=click.Choice(["svg", "dot", "mermaid", "graphml"]),
    help="By default what the ending of the output file says, else dot. svg needs Graphviz.",
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it. By default to the terminal.")
def command(file: Path, form: str | None, output: Path | None) -> int:
    """Draw the flow of goods and signals."""
    form = form or _SUFFIXES.get(output.suffix if output else "", "dot")
    policy = drawable(file)
    if policy is None:
        return Ending.FINDINGS
    text = _drawn(policy, form)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_atomically(output, text)
        console.say(f"wrote {console.named(output)}", problem=True)
    return Ending.FINE


def _drawn(policy: Policy, form: str) -> str:
    graph = build_graph(policy)
    match form:
        case "graphml":
            return graphml(graph)
        case "mermaid":
            return mermaid(drawing_of(graph))
        case "dot":
            return dot(drawing_of(graph))
        case _:
            return _svg(dot(drawing_of(graph)))


def _svg(text: str) -> str:
    """The picture that Graphviz makes. Raises ClickException where there is no Graphviz, or it fails."""
    program = shutil.which("dot")
    if program is None:
        raise click.ClickException(
            "an SVG needs Graphviz, whose `dot` is not installed here; install the package `graphviz`, "
            "or use `--format mermaid`, which wikis and code hosts draw themselves"
        )
    done = subprocess.run([program, "-Tsvg"], input=text, capture_output=True, encoding="utf-8", check=False)  # noqa: S603 - the user's own Graphviz
    if done.returncode:
        raise click.ClickException(f"Graphviz could not draw it: {harmless(done.stderr.strip())}")
    return done.stdout

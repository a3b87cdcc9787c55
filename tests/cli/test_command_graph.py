"""`kanban graph`: the flow of goods and signals, in every form that draws it."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import networkx as nx
import pytest
from cli_runs import PLANT, Kanban
from syrupy.assertion import SnapshotAssertion

from kanbanlang.flow.graph import build_graph
from kanbanlang.model import load

AWKWARD = """\
policy awkward "A \\"title\\" with # and <b> & | ] and \x1b[31m"

item bolt "M8 x \\"40\\"" {
  pack 200 pcs
}

vlm end "the end" {
  tray 1
}

supplier subgraph

buffer graph of bolt in end tray 1 {
  kanban 2 cards
  from subgraph
  serves customers
}
"""


@pytest.fixture
def awkward() -> str:
    Path("awkward.kanban").write_text(AWKWARD.replace('\\"', "'"))
    return "awkward.kanban"


@pytest.mark.parametrize("form", ["dot", "mermaid"])
def test_a_line_is_drawn(kanban: Kanban, snapshot: SnapshotAssertion, form: str) -> None:
    Path("plant.kanban").write_text(PLANT)
    done = kanban("graph", "plant.kanban", "--format", form)
    assert (done.code, done.err) == (0, "")
    assert done.out == snapshot


@pytest.mark.parametrize("form", ["dot", "mermaid", "graphml"])
def test_names_that_the_drawing_language_uses_itself_do_no_harm(
    kanban: Kanban, awkward: str, snapshot: SnapshotAssertion, form: str
) -> None:
    done = kanban("graph", awkward, "--format", form)
    assert done.code == 0
    assert "\x1b" not in done.out
    assert done.out == snapshot


def test_graphml_holds_the_whole_graph(kanban: Kanban, policies: Path) -> None:
    text = kanban("graph", "table_driven.kanban", "--format", "graphml").out
    read = nx.read_graphml(io.BytesIO(text.encode()), force_multigraph=True)
    policy = load(policies / "table_driven.kanban").policy
    assert policy is not None
    graph = build_graph(policy)
    assert dict(read.nodes(data=True)) == dict(graph.nodes(data=True))
    assert {edge[:3]: edge[3] for edge in read.edges(keys=True, data=True)} == {
        edge[:3]: edge[3] for edge in graph.edges(keys=True, data=True)
    }


def test_every_edge_of_a_drawing_joins_places_that_are_drawn(kanban: Kanban, policies: Path) -> None:
    del policies
    text = kanban("graph", "table_driven.kanban", "--format", "mermaid").out
    drawn = set(re.findall(r"^ *(?:subgraph )?(n\d+)[\[(]", text, re.MULTILINE))
    joined = set(re.findall(r"\bn\d+\b", "\n".join(line for line in text.splitlines() if "->" in line)))
    assert joined
    assert joined <= drawn


@pytest.mark.parametrize(
    ("name", "begins"), [("a.mmd", "flowchart LR"), ("a.graphml", "<graphml"), ("a.gv", "digraph"), ("a.txt", "digraph")]
)
def test_the_ending_of_the_file_says_the_form(kanban: Kanban, policies: Path, name: str, begins: str) -> None:
    del policies
    done = kanban("graph", "two_bin.kanban", "--output", name)
    assert (done.code, done.out, done.err) == (0, "", f"wrote `{name}`\n")
    assert Path(name).read_text().startswith(begins)


def test_without_graphviz_the_way_out_is_named(kanban: Kanban, policies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(policies))
    done = kanban("graph", "two_bin.kanban", "--output", "a.svg")
    assert done.code == 2
    assert "install the package `graphviz`" in done.err
    assert "--format mermaid" in done.err
    assert not Path("a.svg").exists()


def fake_graphviz(folder: Path, script: str) -> None:
    program = folder / "dot"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for Graphviz is a shell script")
def test_graphviz_draws_the_svg(kanban: Kanban, policies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{policies}{os.pathsep}{os.environ['PATH']}")
    fake_graphviz(policies, 'test "$1" = -Tsvg && echo "<svg>" && grep digraph && echo "</svg>"')
    done = kanban("graph", "two_bin.kanban", "--format", "svg")
    assert (done.code, done.out) == (0, "<svg>\ndigraph policy {\n</svg>\n")


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for Graphviz is a shell script")
def test_what_graphviz_complains_of_is_said(kanban: Kanban, policies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{policies}{os.pathsep}{os.environ['PATH']}")
    fake_graphviz(policies, 'cat >/dev/null; echo "no fonts" >&2; exit 1')
    done = kanban("graph", "two_bin.kanban", "--format", "svg")
    assert (done.code, done.err) == (2, "Error: Graphviz could not draw it: no fonts\n")


def test_a_policy_with_errors_is_not_drawn_but_one_whose_flow_is_wrong_is(kanban: Kanban) -> None:
    text = "policy a\nitem bolt { pack 200 pcs }\nbuffer line of bolt { kanban 2 cards; serves customers }\n"
    Path("flow.kanban").write_text(text)
    assert kanban("check", "flow.kanban").code == 1
    assert kanban("graph", "flow.kanban").code == 0
    Path("wrong.kanban").write_text(text.replace("of bolt", "of bold"))
    done = kanban("graph", "wrong.kanban")
    assert (done.code, done.out) == (1, "")
    assert "did you mean `bolt`" in done.err

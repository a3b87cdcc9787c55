"""A flow graph in the language of Graphviz."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.report.drawing import Drawing, Edge, Node

_SHAPES = {
    "supplier": 'shape=house, fillcolor="#f3e9d8"',
    "dock": 'shape=cds, fillcolor="#f3e9d8"',
    "buffer": 'shape=box, style="rounded,filled", fillcolor="#e3eefa"',
    "station": 'shape=box, fillcolor="#e6e6e6"',
    "loop": 'shape=ellipse, fillcolor="#ffffff"',
    "customers": 'shape=oval, fillcolor="#e4f2e2"',
}


def dot(drawing: Drawing) -> str:
    """The whole text of a `digraph`: goods flow from left to right in solid lines, signals against them in dashed ones."""
    return "".join(f"{line}\n" for line in _lines(drawing))


def _lines(drawing: Drawing) -> Iterator[str]:
    yield "digraph policy {"
    yield f"  graph [rankdir=LR, label={_quoted(drawing.title)}, labelloc=t, fontname=Helvetica, nodesep=0.4, ranksep=0.9]"
    yield "  node [style=filled, fontname=Helvetica, fontsize=11, margin=0.15]"
    yield "  edge [fontname=Helvetica, fontsize=9]"
    for number, (store, buffers) in enumerate(drawing.stores):
        yield f"  subgraph cluster_{number} {{"
        yield f'    graph [label={_quoted(*store.lines)}, style="rounded", color="#808080"]'
        for buffer in buffers:
            yield f"    {_node(buffer)}"
        if not buffers:
            yield f"    {_quoted(store.name)} [shape=point, style=invis]"
        yield "  }"
    for place in drawing.places:
        yield f"  {_node(place)}"
    for edge in drawing.edges:
        yield f"  {_edge(edge)}"
    yield "}"


def _node(node: Node) -> str:
    return f"{_quoted(node.name)} [label={_quoted(*node.lines)}, {_SHAPES[node.kind]}]"


def _edge(edge: Edge) -> str:
    properties = [f"label={_quoted(edge.label)}"] if edge.label else []
    if edge.signal:
        properties += ["style=dashed", 'color="#b03a2e"', 'fontcolor="#b03a2e"', "constraint=false"]
    shown = f" [{', '.join(properties)}]" if properties else ""
    return f"{_quoted(edge.start)} -> {_quoted(edge.end)}{shown}"


def _quoted(*lines: str) -> str:
    escaped = [line.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for line in lines]
    return '"' + "\\n".join(escaped) + '"'

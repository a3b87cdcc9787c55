"""A flow graph in the language of Mermaid, which many wikis and code hosts draw."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanbanlang.report.drawing import Drawing, Node

_SHAPES = {
    "supplier": '[/"{}"\\]',
    "dock": '[["{}"]]',
    "buffer": '("{}")',
    "station": '["{}"]',
    "loop": '(("{}"))',
    "customers": '(["{}"])',
}
_SPECIAL = re.compile(r'["#<>&`\\]')


def mermaid(drawing: Drawing) -> str:
    """The whole text of a flow chart: goods in solid lines, signals against them in dotted ones."""
    return "".join(f"{line}\n" for line in _lines(drawing))


def _lines(drawing: Drawing) -> Iterator[str]:
    # A name may be a word of Mermaid (`end`), so nodes are numbered.
    nodes = [node for store, buffers in drawing.stores for node in (store, *buffers)] + list(drawing.places)
    ids = {node.name: f"n{number}" for number, node in enumerate(nodes, 1)}
    yield "flowchart LR"
    for store, buffers in drawing.stores:
        yield f'  subgraph {ids[store.name]}["{_text(*store.lines)}"]'
        for buffer in buffers:
            yield f"    {_node(ids[buffer.name], buffer)}"
        yield "  end"
    for place in drawing.places:
        yield f"  {_node(ids[place.name], place)}"
    for edge in drawing.edges:
        arrow = "-.->" if edge.signal else "-->"
        label = f'|"{_text(edge.label)}"|' if edge.label else ""
        yield f"  {ids[edge.start]} {arrow}{label} {ids[edge.end]}"


def _node(name: str, node: Node) -> str:
    return name + _SHAPES[node.kind].format(_text(*node.lines))


def _text(*lines: str) -> str:
    """Lines as a label; what Mermaid would read as its own stands there as a number."""
    escaped = (_SPECIAL.sub(lambda found: f"#{ord(found[0])};", line).replace("\n", " ") for line in lines)
    return "<br>".join(escaped)

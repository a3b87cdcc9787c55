"""What every drawing of a flow graph shows alike: the words in a node, and which buffers lie in which store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from kanbanlang.flow.graph import CUSTOMERS
from kanbanlang.report.cells import harmless

if TYPE_CHECKING:
    from networkx import MultiDiGraph


@frozen
class Node:
    """A place: its name, its kind, and its lines of text, the first the most important one."""

    name: str
    kind: str
    lines: tuple[str, ...]


@frozen
class Edge:
    """Goods (solid) or a signal (dashed) from one place to another."""

    start: str
    end: str
    signal: bool
    label: str


@frozen
class Drawing:
    """A flow graph, ready to be drawn: places by themselves, the stores with what lies in them, and the edges."""

    title: str
    places: tuple[Node, ...]
    stores: tuple[tuple[Node, tuple[Node, ...]], ...]
    edges: tuple[Edge, ...]


def drawing_of(graph: MultiDiGraph[str]) -> Drawing:
    """The drawing of a flow graph, as `kanbanlang.flow.graph.build_graph` makes it, in the same order."""
    nodes = {name: _node(name, data) for name, data in graph.nodes(data=True)}
    inside = {name: data.get("in_store", "") for name, data in graph.nodes(data=True)}
    stores = [node for node in nodes.values() if node.kind == "store"]
    held = {store.name: tuple(node for node in nodes.values() if inside[node.name] == store.name) for store in stores}
    in_stores = {node.name for ones in held.values() for node in ones}
    return Drawing(
        harmless(graph.graph["title"] or graph.graph["name"]),
        tuple(node for node in nodes.values() if node.kind != "store" and node.name not in in_stores),
        tuple((store, held[store.name]) for store in stores),
        tuple(
            Edge(start, end, data["kind"] == "signal", harmless(data["label"] or data.get("quantity", "")))
            for start, end, data in graph.edges(data=True)
        ),
    )


def _node(name: str, data: dict[str, str]) -> Node:
    title = data.get("title", "")
    lines = ["customers"] if name == CUSTOMERS else [title, name] if title else [name]
    if data["kind"] == "buffer":
        tray = f"tray {data['tray']}" if data["tray"] else ""
        lines += [part for part in (data["item"], data["rule"], tray) if part]
    return Node(name, data["kind"], tuple(harmless(line) for line in lines))

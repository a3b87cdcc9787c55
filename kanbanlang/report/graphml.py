"""A flow graph in GraphML, for the programs that analyse graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanbanlang.report.cells import harmless

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def graphml(graph: MultiDiGraph[str]) -> str:
    """The whole text of the XML document, with every attribute of nodes and edges."""
    import networkx as nx  # noqa: PLC0415 - slow to import, and other drawings do without

    clean: MultiDiGraph[str] = nx.MultiDiGraph()
    clean.graph.update(_clean(graph.graph))
    for name, data in graph.nodes(data=True):
        clean.add_node(name, **_clean(data))
    for start, end, key, data in graph.edges(keys=True, data=True):
        clean.add_edge(start, end, key, **_clean(data))
    return "".join(f"{line}\n" for line in nx.generate_graphml(clean))


def _clean(attributes: dict[str, str]) -> dict[str, str]:
    """XML has no way to write most control characters."""
    return {name: harmless(value) for name, value in attributes.items()}

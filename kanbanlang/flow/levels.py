"""How far the places of a policy are from its customers, which says whose turn it is first."""

from __future__ import annotations

from kanbanlang.flow.graph import build_graph
from kanbanlang.model.policy import Policy


def levels_of(policy: Policy) -> dict[str, int]:
    """How far each place is from the customers: 0 is the furthest downstream; a ring of places counts as one place."""
    import networkx as nx  # noqa: PLC0415 - costs a tenth of a second, and only compiling needs it

    material: nx.DiGraph[str] = nx.DiGraph()
    graph = build_graph(policy)
    material.add_nodes_from(graph.nodes)
    material.add_edges_from((u, v) for u, v, edge in graph.edges(data=True) if edge["kind"] == "material")
    rings = nx.condensation(material)
    level: dict[int, int] = {}
    for ring in reversed(list(nx.topological_sort(rings))):
        level[ring] = 1 + max((level[after] for after in rings.successors(ring)), default=-1)
    return {place: level[ring] for place, ring in rings.graph["mapping"].items()}

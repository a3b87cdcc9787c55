"""What holds for the flow graph and the static checks of any plant."""

from __future__ import annotations

from collections import Counter

import networkx as nx
from flow_plants import plants, turned_round
from hypothesis import given

from kanbanlang.diagnostics import CATALOGUE
from kanbanlang.flow.checks import check_flow
from kanbanlang.flow.graph import CUSTOMERS, build_graph
from kanbanlang.model.policy import Policy


@given(plants())
def test_every_signal_runs_against_a_way_of_goods(policy: Policy) -> None:
    graph = build_graph(policy)
    edges = list(graph.edges(data=True))
    ways = {(start, end, edge["item"]) for start, end, edge in edges if edge["kind"] == "material"}
    for asker, giver, edge in edges:
        if edge["kind"] == "signal":
            straight = (giver, asker, edge["item"]) in ways
            by_dock = any({(giver, dock, edge["item"]), (dock, asker, edge["item"])} <= ways for dock in policy.stores)
            assert straight or by_dock


@given(plants())
def test_what_goes_into_a_buffer_is_its_item(policy: Policy) -> None:
    for _, end, edge in build_graph(policy).edges(data=True):
        if edge["kind"] == "material" and end in policy.buffers:
            assert edge["item"] == policy.buffers[end].item.name


@given(plants())
def test_every_declared_place_is_in_the_graph_and_nothing_else(policy: Policy) -> None:
    declared = [*policy.suppliers, *policy.stores, *policy.buffers, *policy.stations, CUSTOMERS]
    assert sorted(build_graph(policy).nodes) == sorted(declared)


@given(plants())
def test_the_order_of_declarations_does_not_matter(policy: Policy) -> None:
    one, other = build_graph(policy), build_graph(turned_round(policy))
    assert dict(one.nodes(data=True)) == dict(other.nodes(data=True))
    assert sorted(one.edges(keys=True, data="label")) == sorted(other.edges(keys=True, data="label"))
    assert Counter(found.code for found in check_flow(policy)) == Counter(found.code for found in check_flow(turned_round(policy)))


@given(plants())
def test_every_graph_can_be_written_as_graphml(policy: Policy) -> None:
    graph = build_graph(policy)
    again = nx.parse_graphml("\n".join(nx.generate_graphml(graph)), force_multigraph=True)
    assert sorted(again.nodes) == sorted(graph.nodes)
    assert again.number_of_edges() == graph.number_of_edges()


@given(plants())
def test_findings_are_listed_and_end_without_a_full_stop(policy: Policy) -> None:
    for found in check_flow(policy):
        assert found.code in CATALOGUE
        assert found.severity is CATALOGUE[found.code].severity
        assert found.message[-1] not in ".!"
        assert "None" not in found.message + (found.help or "")

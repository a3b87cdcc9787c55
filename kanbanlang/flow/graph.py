"""The flow graph of a policy: who gives goods to whom, and which signals pull them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanbanlang.flow.places import parts_at_stations
from kanbanlang.flow.wording import amount, delay, rule_sentence, share_text, signal_label, takes_time, terms_label
from kanbanlang.model.policy import Buffer, Cards, From, Policy, Unlimited

if TYPE_CHECKING:
    from networkx import MultiDiGraph

CUSTOMERS = "(customers)"
"""The key of the one node that stands for all customers; no name of a policy has brackets."""


def build_graph(policy: Policy) -> MultiDiGraph[str]:
    """The flow graph: nodes are places, edges are goods (`kind="material"`) and the signals against them (`kind="signal"`).

    Nodes have the names of their declarations and `CUSTOMERS`, and carry `kind` (supplier, dock, store, buffer, station, loop or
    customers) and `title`; a buffer also `item`, `rule` (its sentence), `at_station`, `in_store` and `tray`. Edges carry `kind`, `item`,
    `label`, and for goods `quantity` where one pull always moves the same. All attributes are texts, empty where there is nothing to
    say, so that every graph format can hold them. A signal runs straight from the buffer to its source, also where the goods come by a
    dock. Nodes and edges are in the order of the policy's text.
    """
    from networkx import MultiDiGraph  # noqa: PLC0415 - costs a tenth of a second, and most commands draw nothing

    graph: MultiDiGraph[str] = MultiDiGraph(name=policy.name, title=policy.title or "")
    _add_places(graph, policy)
    for buffer in policy.buffers.values():
        for number, source in enumerate(buffer.sources):
            _add_source(graph, policy, buffer, source, number)
    _add_trigger_pulls(graph, policy)
    _add_parts(graph, policy)
    _add_customers(graph, policy)
    return graph


def _add_places(graph: MultiDiGraph[str], policy: Policy) -> None:
    for supplier in policy.suppliers.values():
        graph.add_node(supplier.name, kind="supplier", title=supplier.title or "")
    for store in policy.stores.values():
        graph.add_node(store.name, kind="dock" if store.kind == "dock" else "store", title=store.title or "")
    for buffer in policy.buffers.values():
        graph.add_node(
            buffer.name,
            kind="buffer",
            title=buffer.title or "",
            item=buffer.item.name,
            rule=_rule_text(buffer),
            at_station=buffer.at_station or "",
            in_store=buffer.in_store or "",
            tray="" if buffer.tray is None else str(buffer.tray),
        )
    for station in policy.stations.values():
        graph.add_node(station.name, kind="station", title=station.title or "")


def _rule_text(buffer: Buffer) -> str:
    """The rule of a buffer, and what is kept beside it just in case."""
    rule, unit = rule_sentence(buffer.rule, buffer.item.unit), buffer.item.unit
    kept = f"safety {amount(buffer.safety, unit)}" if buffer.safety else ""
    return ", ".join(part for part in (rule, kept) if part)


def _add_source(graph: MultiDiGraph[str], policy: Policy, buffer: Buffer, source: From, number: int) -> None:
    """The way from a source to a buffer, by a dock or straight, and the signal against it."""
    if source.source not in graph:
        graph.add_node(source.source, kind="loop", title="")
    item, unit, terms = buffer.item.name, buffer.item.unit, source.terms
    quantity = amount(buffer.rule.quantity, unit) if isinstance(buffer.rule, Cards) else ""
    label = ", ".join(part for part in (share_text(source), terms_label(terms, unit)) if part)
    key = f"{buffer.name} {number}"
    start = source.source
    if terms.via is not None and terms.via in policy.stores:
        dock = policy.stores[terms.via]
        graph.add_edge(start, dock.name, f"material {key}", kind="material", item=item, label=label, quantity=quantity)
        start = dock.name
        label = f"handling time {delay(dock.handling_time)}" if takes_time(dock.handling_time) else ""
    graph.add_edge(start, buffer.name, f"material {key}", kind="material", item=item, label=label, quantity=quantity)
    if buffer.rule is not None and not isinstance(buffer.rule, Unlimited):
        graph.add_edge(buffer.name, source.source, f"signal {key}", kind="signal", item=item, label=signal_label(buffer.rule, unit))


def _add_trigger_pulls(graph: MultiDiGraph[str], policy: Policy) -> None:
    for trigger in policy.triggers:
        for number, action in enumerate(trigger.actions):
            buffer = policy.buffers.get(action.target)
            if action.verb != "pull" or buffer is None or not buffer.sources:
                continue
            for nth, source in enumerate(buffer.sources):
                key = f"signal {trigger.name} {number}" + (f" {nth}" if nth else "")
                graph.add_edge(buffer.name, source.source, key, kind="signal", item=buffer.item.name, label=f"trigger {trigger.name}")


def _add_parts(graph: MultiDiGraph[str], policy: Policy) -> None:
    """From the buffers at a station to the station, for each of its recipes."""
    feeding = parts_at_stations(policy)
    for station in policy.stations.values():
        for recipe in station.recipes:
            product = policy.items[recipe.product]
            for part, steps in recipe.parts.items():
                for buffer in feeding.get((station.name, part), ()):
                    quantity = amount(steps, buffer.item.unit)
                    graph.add_edge(
                        buffer.name,
                        station.name,
                        f"material {buffer.name} {recipe.product}",
                        kind="material",
                        item=part,
                        label=f"{quantity} for {amount(recipe.per, product.unit)} of {product.name}",
                        quantity=quantity,
                    )


def _add_customers(graph: MultiDiGraph[str], policy: Policy) -> None:
    graph.add_node(CUSTOMERS, kind="customers", title="")
    for buffer in policy.buffers.values():
        if buffer.serves_customers:
            item = buffer.item.name
            graph.add_edge(buffer.name, CUSTOMERS, f"material {buffer.name}", kind="material", item=item, label="", quantity="")
            graph.add_edge(CUSTOMERS, buffer.name, f"signal {buffer.name}", kind="signal", item=item, label="orders")

"""Random plants, right and wrong ones: a few suppliers, docks, stations and buffers that say `from` whatever they like."""

from __future__ import annotations

from attrs import evolve
from hypothesis import strategies as st

from kanbanlang.diagnostics import Source
from kanbanlang.model.policy import (
    AsNeeded,
    Buffer,
    Cards,
    From,
    Item,
    Keep,
    Policy,
    Recipe,
    ReorderLot,
    ReorderUpTo,
    Rule,
    Station,
    Store,
    Supplier,
    Terms,
    Unlimited,
    Zones,
)
from kanbanlang.model.values import Delay, Draw, Unit

PCS = Unit("pcs")
_TEXT = Source("plant.kanban", "\n" * 200)
_HERE = _TEXT.span(0, 1)

_amounts = st.integers(1, 60)
_rules: st.SearchStrategy[Rule | None] = st.one_of(
    st.none(),
    st.builds(Cards, st.integers(1, 4), _amounts, st.booleans(), place=st.just(_HERE)),
    st.builds(Keep, _amounts, place=st.just(_HERE)),
    st.builds(ReorderLot, _amounts, _amounts, place=st.just(_HERE)),
    st.builds(ReorderUpTo, _amounts, _amounts, place=st.just(_HERE)),
    st.builds(Zones, _amounts, _amounts, _amounts, place=st.just(_HERE)),
    st.just(AsNeeded(place=_HERE)),
    st.just(Unlimited(place=_HERE)),
)


def _item(name: str, line: int) -> Item:
    return Item(name, None, name, PCS, 20, None, place=_TEXT.span(line, line + 1))


def _store(name: str, line: int) -> Store:
    return Store(name, None, "dock", Delay(), 1, (), (), None, {}, Delay(Draw.constant(600_000_000)), place=_TEXT.span(line, line + 1))


@st.composite
def plants(draw: st.DrawFn) -> Policy:
    """A policy of up to a dozen declarations whose names are all known, whatever they say."""
    items = [_item(f"item_{number}", number) for number in range(draw(st.integers(1, 3)))]
    suppliers = [Supplier(f"supplier_{number}", None, None, None, place=_HERE) for number in range(2)]
    docks = [_store(f"dock_{number}", number) for number in range(2)]
    stations = []
    for number in range(draw(st.integers(0, 2))):
        products = draw(st.lists(st.sampled_from(items), max_size=2, unique=True))
        parts = st.dictionaries(st.sampled_from([item.name for item in items]), st.integers(1, 5), max_size=2)
        recipes = tuple(Recipe(product.name, 1, draw(parts), place=_HERE) for product in products)
        place = _TEXT.span(20 + number, 21 + number)
        stations.append(Station(f"station_{number}", None, recipes, {}, Delay(), 1, None, "release", place=place))
    names = [f"buffer_{number}" for number in range(draw(st.integers(1, 5)))]
    givers = st.sampled_from([*names, *(one.name for one in (*suppliers, *stations))])
    docks_or_none = st.sampled_from([None, *(dock.name for dock in docks)])
    terms = st.builds(Terms, docks_or_none, st.sampled_from([Delay(), Delay(Draw.constant(86_400_000_000))]), st.integers(0, 30), _amounts)
    sources = st.lists(st.builds(From, givers, terms, place=st.just(_HERE)), max_size=2).map(tuple)
    at_station = st.sampled_from([None, *(station.name for station in stations)])
    buffers = [
        Buffer(
            name,
            None,
            draw(st.sampled_from(items)),
            draw(at_station),
            None,
            None,
            draw(_rules),
            draw(sources),
            draw(st.booleans()),
            draw(st.none() | st.integers(1, 200)),
            0,
            5,
            None,
            None,
            place=_TEXT.span(30 + number, 31 + number),
        )
        for number, name in enumerate(names)
    ]
    return Policy(
        name="plant",
        title=None,
        currency=None,
        zone="UTC",
        carrying_cost=None,
        units={"pcs": PCS},
        calendars={},
        roles=(),
        items={item.name: item for item in items},
        stores={dock.name: dock for dock in docks},
        suppliers={supplier.name: supplier for supplier in suppliers},
        stations={station.name: station for station in stations},
        buffers={buffer.name: buffer for buffer in buffers},
        triggers=(),
        invariants=(),
        scenarios={},
        tests=(),
    )


def turned_round(policy: Policy) -> Policy:
    """The same policy with its declarations in the opposite order."""
    return evolve(
        policy,
        items=dict(reversed(policy.items.items())),
        stores=dict(reversed(policy.stores.items())),
        suppliers=dict(reversed(policy.suppliers.items())),
        stations=dict(reversed(policy.stations.items())),
        buffers=dict(reversed(policy.buffers.items())),
    )

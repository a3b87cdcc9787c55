"""Random plants, right and wrong ones: a few suppliers, docks, stations and buffers that say `from` whatever they like."""

from __future__ import annotations

from attrs import evolve
from hypothesis import strategies as st

from kanbanlang.diagnostics import Source
from kanbanlang.model.expression import Constant, Operation, Operator, State, Word
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
    Trigger,
    TriggerAction,
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


_words = st.sampled_from([Word.ON_HAND, Word.AVAILABLE, Word.INCOMING, Word.POSITION, Word.BACKLOG, Word.RESERVED, Word.WAITING])
_comparisons = st.sampled_from([Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST, Operator.EQUAL, Operator.UNEQUAL])


def _triggers(buffers: list[str]) -> st.SearchStrategy[tuple[Trigger, ...]]:
    """A few `when` triggers with a pull each."""
    of = st.sampled_from(buffers)
    constants = st.builds(Constant, st.integers(0, 20))
    words = st.builds(State, _words, of)
    compared = st.builds(lambda how, one, other: Operation(how, (one, other)), _comparisons, words, constants | words)
    joined = st.builds(
        lambda how, one, other: Operation(how, (one, other)), st.sampled_from([Operator.AND, Operator.OR]), compared, compared
    )
    pulls = st.builds(TriggerAction, st.just("pull"), of, st.none(), constants, place=st.just(_HERE))
    parts = st.lists(st.tuples(compared | joined, pulls), max_size=3)
    return parts.map(
        lambda pairs: tuple(
            Trigger(f"trigger_{number}", None, None, None, condition, (pull,), place=_HERE)
            for number, (condition, pull) in enumerate(pairs)
        )
    )


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
    return _policy(items, suppliers, docks, stations, buffers, draw(_triggers(names)))


_kinds = st.sampled_from(["kanban", "keep", "lot", "up to"])


def _rule(kind: str, low: int, more: int) -> Rule:
    match kind:
        case "kanban":
            return Cards(low, 1 + more, place=_HERE)
        case "keep":
            return Keep(low, place=_HERE)
        case "lot":
            return ReorderLot(low, 1 + more, place=_HERE)
        case _:
            return ReorderUpTo(low, low + more, place=_HERE)


@st.composite
def lines(draw: st.DrawFn, *, triggers: bool = True, rings: bool = False) -> Policy:
    """A policy that is in order but for its rings and triggers: every buffer has a rule and a source that can give its item.

    Buffers of `part` pull from the supplier (not where `rings` are wanted) or from each other; one stands at the cell, which makes
    `product` from it.
    """
    part, product = _item("part", 0), _item("product", 1)
    supplier = Supplier("supplier", None, None, None, place=_HERE)
    cell = Station(
        "cell", None, (Recipe("product", 1, {"part": draw(st.integers(1, 3))}, place=_HERE),), {}, Delay(), 1, None, "release", place=_HERE
    )
    names = [f"part_{number}" for number in range(draw(st.integers(1, 4)))]
    made = [f"product_{number}" for number in range(draw(st.integers(0, 2)))]
    buffers = []
    for number, name in enumerate([*names, *made]):
        same = names if name in names else made
        giver = [] if rings and len(names) > 1 and name in names else [supplier.name if name in names else cell.name]
        others = [*giver, *(other for other in same if other != name)]
        rule = _rule(draw(_kinds), draw(st.integers(1, 9)), draw(st.integers(0, 9)))
        source = From(draw(st.sampled_from(others)), Terms(minimum=draw(st.sampled_from([0, 0, 1, 5]))), place=_HERE)
        at = "cell" if number == 0 else None
        limit = draw(st.none() | st.integers(100, 200))
        item = part if name in names else product
        place = _TEXT.span(30 + number, 31 + number)
        buffers.append(
            Buffer(name, None, item, at, None, None, rule, (source,), name in {"part_1", "product_0"}, limit, 0, 5, None, None, place=place)
        )
    pulled = [buffer.name for buffer in buffers if not isinstance(buffer.rule, Cards)]
    return _policy([part, product], [supplier], [], [cell], buffers, draw(_triggers(pulled)) if triggers and pulled else ())


def _policy(
    items: list[Item],
    suppliers: list[Supplier],
    docks: list[Store],
    stations: list[Station],
    buffers: list[Buffer],
    triggers: tuple[Trigger, ...],
) -> Policy:
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
        triggers=triggers,
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

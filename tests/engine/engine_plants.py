"""Random plants that are in order: suppliers, a cell, buffers under every kind of rule, and triggers on every kind of event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

from attrs import evolve
from engine_loops import looped
from engine_text import policy_text
from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from kanbanlang.diagnostics import Severity, Source
from kanbanlang.flow.checks import check_flow
from kanbanlang.model.expression import Constant, EventField, Expression, Field, Operation, Operator, State, Word
from kanbanlang.model.full import full_stock
from kanbanlang.model.policy import (
    RELEASE_SAFETY,
    USUAL_PRIORITY,
    AsNeeded,
    Buffer,
    Cards,
    Event,
    EventKind,
    From,
    InLoop,
    Item,
    Keep,
    Policy,
    Recipe,
    ReorderLot,
    ReorderUpTo,
    Rule,
    Shortage,
    Spikes,
    Station,
    Store,
    Supplier,
    Terms,
    Test,
    Tray,
    Trigger,
    TriggerAction,
    Unlimited,
    When,
    Zones,
)
from kanbanlang.model.schedule import Schedule
from kanbanlang.model.values import DAY, Delay, Draw, Unit

HERE = Source("plant.kanban", "plant\n").span(0, 5)
PCS = Unit("pcs")
SUPPLIER, OTHER_SUPPLIER, CELL, DOCK, RACK = "acme", "beta", "cell", "dock", "rack"
A_DAY = Delay(Draw.constant(DAY))
A_WAY = Terms(lead_time=A_DAY)


def item(name: str) -> Item:
    return Item(name, None, name, PCS, None, None, place=HERE)


def station(name: str, recipes: Sequence[Recipe], machines: int = 1, parts_taken: str = "release", paced_every: int = 0) -> Station:
    return Station(name, None, tuple(recipes), {}, Delay(), machines, None, parts_taken, paced_every=paced_every, place=HERE)


def recipe(product: str, parts: Mapping[str, int], per: int = 1) -> Recipe:
    return Recipe(product, per, parts, place=HERE)


def source(name: str, terms: Terms | None = None) -> From:
    return From(name, terms or Terms(), place=HERE)


def buffer(  # noqa: PLR0913 - a buffer says so much
    name: str,
    what: str,
    rule: Rule | None,
    come_from: From | tuple[From, ...] | None,
    *,
    at: str | None = None,
    limit: int | None = None,
    shop: bool = False,
    priority: int = USUAL_PRIORITY,
    review: Schedule | None = None,
    at_most: int | None = None,
    if_short: str | None = None,
) -> Buffer:
    sources = come_from if isinstance(come_from, tuple) else () if come_from is None else (come_from,)
    return Buffer(
        name,
        None,
        item(what),
        at,
        None,
        None,
        rule,
        sources,
        shop,
        limit,
        0,
        priority,
        None,
        None,
        at_most=at_most,
        review=review,
        if_short=if_short,
        place=HERE,
    )


def policy(
    buffers: Sequence[Buffer],
    stations: Sequence[Station] = (),
    triggers: Sequence[Trigger] = (),
    suppliers: Sequence[str] = (),
    orders: Sequence[Event] = (),
) -> Policy:
    """A policy; `orders` are those that its tests speak of."""
    names = suppliers or (SUPPLIER,)
    return Plant(
        name="plant",
        title=None,
        currency=None,
        zone="UTC",
        carrying_cost=None,
        units={"pcs": PCS},
        calendars={},
        roles=("buyer",),
        items={one.item.name: one.item for one in buffers},
        stores={DOCK: Store(DOCK, None, "dock", Delay(), 1, (), (), None, {}, Delay(), place=HERE)},
        suppliers={name: Supplier(name, None, None, None, place=HERE) for name in names},
        stations={one.name: one for one in stations},
        buffers={one.name: one for one in buffers},
        triggers=tuple(triggers),
        invariants=(),
        scenarios={},
        tests=(Test("orders", (), tuple(When(None, one, (), place=HERE) for one in orders), place=HERE),),
    )


class Plant(Policy):
    """A policy whose failing example is shown as it would be written."""

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        printer.text("Plant(...)" if cycle else policy_text(self))


# ---------------------------------------------------------------- triggers
def trigger(
    name: str,
    *actions: TriggerAction,
    event: Event | None = None,
    when: Expression | None = None,
    schedule: Schedule | None = None,
) -> Trigger:
    return Trigger(name, None, event, schedule, when, tuple(actions), place=HERE)


def event(kind: EventKind, of: str, **modifiers: int | str) -> Event:
    return Event(kind, of, None, None, None, modifiers, place=HERE)


def alert() -> TriggerAction:
    return TriggerAction("alert", "buyer", "look", place=HERE)


def pull(to: str, quantity: Expression) -> TriggerAction:
    return TriggerAction("pull", to, None, quantity, place=HERE)


_WORDS = st.sampled_from(
    [Word.ON_HAND, Word.AVAILABLE, Word.INCOMING, Word.POSITION, Word.BACKLOG, Word.RESERVED, Word.WAITING, Word.EMPTY]
)
_COMPARED = st.sampled_from([Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST, Operator.EQUAL, Operator.UNEQUAL])
_FIELD_OF = {
    EventKind.ORDER: Field.ORDERED,
    EventKind.CONSUMPTION: Field.CONSUMED,
    EventKind.RECEIPT: Field.RECEIVED,
    EventKind.COUNT: Field.DIFFERENCE,
    EventKind.REJECTION: Field.REJECTED,
}
_HAPPENS = [
    EventKind.ORDER,
    EventKind.CONSUMPTION,
    EventKind.RECEIPT,
    EventKind.PICK,
    EventKind.COMPLETION,
    EventKind.SCAN,
    EventKind.COUNT,
    EventKind.REJECTION,
    EventKind.RELEASE,
]


def _conditions(buffers: Sequence[str]) -> st.SearchStrategy[Expression]:
    words = st.builds(State, _WORDS, st.sampled_from(buffers))
    compared = st.builds(lambda how, one, most: Operation(how, (one, Constant(most))), _COMPARED, words, st.integers(0, 4))
    pairs = st.builds(
        lambda how, one, other: Operation(how, (one, other)), st.sampled_from([Operator.AND, Operator.OR]), compared, compared
    )
    return compared | pairs


@st.composite
def _triggers(draw: st.DrawFn, buffers: Sequence[Buffer], stations: Sequence[Station]) -> list[Trigger]:
    names = [one.name for one in buffers]
    pulling = [one.name for one in buffers if one.sources and not isinstance(one.rule, Unlimited)]
    found = []
    for number in range(draw(st.integers(0, 3))):
        name = f"trigger_{number}"
        condition = draw(_conditions(names))
        to = draw(st.sampled_from(pulling)) if pulling else None
        match draw(st.sampled_from(["event", "level", "keep pulling", "clock"])):
            case "event":
                kind = draw(st.sampled_from(_HAPPENS))
                at = draw(st.sampled_from(names))
                quantity: Expression = (
                    EventField(_FIELD_OF[kind]) if kind in _FIELD_OF and draw(st.booleans()) else Constant(draw(st.integers(0, 3)))
                )
                action = alert() if to is None else pull(to, quantity)
                switch = TriggerAction(draw(st.sampled_from(["hold", "resume", "expedite"])), draw(st.sampled_from(names)), place=HERE)
                found.append(trigger(name, switch, action, event=event(kind, at), when=draw(st.none() | st.just(condition))))
            case "level":
                held = TriggerAction("hold", draw(st.sampled_from(names)), place=HERE)
                found.append(trigger(name, draw(st.sampled_from([alert(), held])), when=condition))
            case "keep pulling" if to is not None:
                level = Operation(Operator.LESS, (State(Word.POSITION, to), Constant(draw(st.integers(1, 5)))))
                found.append(trigger(name, pull(to, Constant(draw(st.integers(1, 3)))), when=level))
            case _:
                standing = draw(st.sampled_from([SUPPLIER, *(one.name for one in stations)]))
                happens = event(draw(st.sampled_from([EventKind.DOWN, EventKind.UP])), standing)
                action = alert() if to is None else pull(to, Constant(2))
                if draw(st.booleans()):
                    found.append(trigger(name, action, event=happens))
                else:
                    found.append(trigger(name, action, schedule=Schedule(every=DAY), when=draw(st.none() | st.just(condition))))
    return found


# ---------------------------------------------------------------- plants
_SIGNALS = st.sampled_from(["emptied", "emptied", "opened", "scanned"])
_CARDS = st.builds(
    lambda cards, quantity, signal, collect: Cards(cards, quantity, signal=signal, collect=min(collect, cards), within=DAY, place=HERE),
    st.integers(1, 3),
    st.integers(1, 3),
    _SIGNALS,
    st.sampled_from([1, 1, 2]),
)
_POSITION = st.one_of(
    st.builds(Keep, st.integers(1, 4), place=st.just(HERE)),
    st.builds(ReorderLot, st.integers(0, 3), st.integers(1, 4), place=st.just(HERE)),
    st.builds(lambda at, more: ReorderUpTo(at, at + more, place=HERE), st.integers(1, 3), st.integers(0, 4)),
)
_AS_NEEDED = st.builds(AsNeeded, place=st.just(HERE))
_LEAD = st.sampled_from([Delay(), A_DAY])
_VIA = st.none() | st.just(DOCK)
_REVIEW = st.sampled_from([None, None, None, Schedule(every=DAY), Schedule(every=2 * DAY)])
_PARTS_TAKEN = st.sampled_from(["release", "start", "report"])
_OVER = st.sampled_from([(0, 1), (1, 2)])
_AT_MOST = st.none() | st.none() | st.integers(1, 4)
_PRIORITY = st.sampled_from([USUAL_PRIORITY, 1, 9])


@st.composite
def _refilled(draw: st.DrawFn, name: str, what: str, giver: str, *, at: str | None = None, shop: bool = False) -> Buffer:
    """A buffer with a rule, and terms that the rule can live with."""
    rule = draw(_CARDS | _POSITION)
    lead, via, priority = draw(_LEAD), draw(_VIA), draw(_PRIORITY)
    review = None if isinstance(rule, Cards) else draw(_REVIEW)
    least = rule.quantity if isinstance(rule, Cards) else 1
    at_most = draw(st.none() | st.none() | st.integers(least, least + 4))
    if isinstance(rule, Cards | ReorderLot):
        return buffer(
            name,
            what,
            rule,
            source(giver, Terms(via=via, lead_time=lead, accepts_over=draw(_OVER))),
            at=at,
            shop=shop,
            priority=priority,
            review=review,
            at_most=at_most,
        )
    multiple = draw(st.integers(1, 3))
    rounding = {"minimum": draw(st.integers(0, 3)), "multiple": multiple, "within": draw(st.sampled_from([(0, 1), (1, 2)]))}
    terms = Terms(via=via, lead_time=lead, accepts_over=draw(_OVER), **rounding)
    limit = draw(st.none() | st.integers(8, 12))
    return buffer(
        name,
        what,
        rule,
        source(giver, terms),
        at=at,
        limit=limit,
        shop=shop,
        priority=priority,
        review=review,
        at_most=at_most and max(at_most, 4),
    )


def plants() -> st.SearchStrategy[Policy]:
    """Plants of every sort; in a fourth of them sources cancel."""
    cancelled = sorts()["cancelled"]
    usual = st.sampled_from([sort for name, sort in sorts().items() if name != "cancelled"]).flatmap(lambda found: found)
    return st.sampled_from([usual, usual, usual, cancelled]).flatmap(lambda found: found)


def sorts() -> dict[str, st.SearchStrategy[Policy]]:
    """Each sort of plant by itself, for a search that is not to be thinner with each sort that is added."""
    return {
        "lines": _lines(),
        "bare": _bare(),
        "crowds": _crowds(),
        "rivals": _rivals(),
        "signals": _signals(),
        "choices": _choices(),
        "shares": _shares(),
        "shorts": _shorts(),
        "lost": _lost(),
        "shelves": _shelves(),
        "safety stock": _secured(),
        "jobs with safety stock": _secured_jobs(),
        "fewer": _fewer(),
        "fed": _fed(),
        "picked": _picked(_rivals() | _bare() | _lines()),
        "picked at the start": _picked(_waits_for_parts()),
        "picked together": _picked(_fed()),
        "ahead": _ahead(),
        "lent": _lent(),
        "zones": _zoned(),
        "sequences": _sequences(),
        "seats": _seats(),
        "loops": looped(),
        "cancelled": _cancelled(_bought() | _crowds() | _crowds() | _bare() | _sequences()),
        "cancelled seats": _cancelled(_seats()),
        "cancelled zones": _cancelled(_zoned()),
    }


@st.composite
def _bought(draw: st.DrawFn) -> Policy:
    """A shelf that a supplier fills: nearly all that happens concerns its pulls."""
    cards = st.builds(Cards, st.integers(1, 3), st.integers(1, 2), place=st.just(HERE))
    shelf = buffer("shelf", "part", draw(cards | _POSITION | _AS_NEEDED), source(SUPPLIER, A_WAY), shop=True)
    return policy([shelf], triggers=draw(_triggers([shelf], [])))


@st.composite
def _bare(draw: st.DrawFn) -> Policy:
    """A cell without stock before it: its parts are pulled exactly as needed, from a stock or from a supplier."""
    sources = {"stock": source("stock", Terms(lead_time=draw(_LEAD))), SUPPLIER: source(SUPPLIER, Terms(via=draw(_VIA)))}
    givers = tuple(sources[name] for name in draw(st.permutations([*sources]))[: draw(st.sampled_from([1, 1, 2]))])
    shop = draw(st.booleans())
    bare = buffer(
        "line", "part", draw(_AS_NEEDED), givers, at=CELL, shop=shop, limit=draw(st.sampled_from([None, None, 8])), at_most=draw(_AT_MOST)
    )
    stock = buffer("stock", "part", draw(_AS_NEEDED | _POSITION), source(SUPPLIER, Terms(lead_time=draw(_LEAD))))
    made, spares = draw(_refilled("made", "product", CELL)), draw(_refilled("spares", "other", CELL))
    recipes = [recipe("product", {"part": draw(st.integers(1, 2))}, draw(st.integers(1, 2))), recipe("other", {"part": 1})]
    cell = station(CELL, recipes, draw(st.integers(1, 2)), draw(_PARTS_TAKEN))
    buffers = [stock, bare, made, spares]
    return policy(buffers, [cell], draw(_triggers(buffers, [cell])))


_FROZEN = st.sampled_from([None, DAY])
"""How long before they are due the places of orders are frozen: when that is, the runs say."""


@st.composite
def _seats(draw: st.DrawFn) -> Policy:
    """Orders by number, and a supplier who brings a part for each: nearly all that happens concerns them."""
    sources = (source(SUPPLIER, Terms(via=draw(_VIA))), source(OTHER_SUPPLIER))[: draw(st.integers(1, 2))]
    shop = buffer("shop", "part", draw(_AS_NEEDED), sources, shop=True)
    return policy([evolve(shop, in_sequence=True, frozen=draw(_FROZEN))], suppliers=(SUPPLIER, OTHER_SUPPLIER))


@st.composite
def _sequences(draw: st.DrawFn) -> Policy:
    """Orders by number: with a pull for each, or out of a stock; from suppliers, a pile, a cell."""
    terms = Terms(via=draw(_VIA), lead_time=draw(_LEAD))
    sources = {SUPPLIER: source(SUPPLIER, terms), "pile": source("pile", Terms(lead_time=draw(_LEAD))), CELL: source(CELL)}
    givers = tuple(sources[name] for name in draw(st.permutations([*sources]))[: draw(st.sampled_from([1, 1, 2]))])
    rule = draw(_AS_NEEDED | _AS_NEEDED | _AS_NEEDED | _CARDS | _POSITION)
    at_most = None if isinstance(rule, Cards) else draw(_AT_MOST)
    shop = buffer("shop", "part", rule, givers, shop=True, at_most=at_most, if_short=draw(st.sampled_from([None, None, "wait"])))
    pile = buffer("pile", "part", draw(_POSITION), source(SUPPLIER))
    pins = buffer("pins", "pin", draw(_AS_NEEDED | _POSITION), source(SUPPLIER), at=CELL)
    buffers = [evolve(shop, in_sequence=True, frozen=draw(_FROZEN)), pile, pins]
    cell = station(CELL, [recipe("part", {"pin": 1})])
    return policy(buffers, [cell], draw(_triggers(buffers, [cell])))


@st.composite
def _cancelled(draw: st.DrawFn, among: st.SearchStrategy[Policy]) -> Policy:
    """A plant in which sources cancel; some buffers ask again by themselves."""
    plant = draw(among)
    buffers = {name: evolve(one, asks_again=draw(st.sampled_from([None, None, 0, DAY]))) for name, one in plant.buffers.items()}
    name = next(iter(buffers))
    cancelled = When(None, event(EventKind.CANCELLATION, name), (), place=HERE)
    gone = trigger("gone", alert(), event=event(EventKind.CANCELLATION, name))
    again = trigger("again", alert(), event=event(EventKind.REISSUE, name))
    test = Test("cancelled", (), (cancelled,), place=HERE)
    return evolve(plant, buffers=buffers, tests=(*plant.tests, test), triggers=(*plant.triggers, gone, again))


@st.composite
def _lost(draw: st.DrawFn) -> Policy:
    """A stock that is short, whose customers do not wait, or not for long."""
    stock = draw(_refilled("stock", "part", SUPPLIER, shop=True))
    steps = st.builds(Shortage, lose=st.booleans(), after=st.sampled_from([0, DAY]), alerts=st.sampled_from([(), (("buyer", "short"),)]))
    stock = evolve(stock, shortage=draw(steps), if_short=draw(st.sampled_from([None, "wait", "split"])))
    line = draw(_refilled("line", "part", "stock"))
    orders = [event(EventKind.ORDER, "stock", priority=priority) for priority in draw(st.lists(_PRIORITY, min_size=1, max_size=2))]
    return policy([stock, line], orders=orders)


@st.composite
def _secured(draw: st.DrawFn) -> Policy:
    """A stock with pieces kept just in case, which triggers release, or whoever is short; a line behind it, with some of its own."""
    against = st.sampled_from([(), (SUPPLIER,), (SUPPLIER,), (SUPPLIER, OTHER_SUPPLIER)])
    told = st.sampled_from(
        [Shortage(), Shortage(releases=1), Shortage(releases=1), Shortage(releases=2, told=1, alerts=(("buyer", "few"),))]
    )
    stock = draw(_refilled("stock", "part", SUPPLIER, shop=True))
    stock = evolve(stock, safety=draw(st.integers(1, 5)), safety_against=draw(against), shortage=draw(told))
    stock = evolve(stock, if_short=draw(st.sampled_from([None, None, "wait", "split"])))
    line = draw(_refilled("line", "part", "stock"))
    line = evolve(line, safety=draw(st.sampled_from([0, 2])), safety_against=draw(against))
    release = [TriggerAction(RELEASE_SAFETY, name, place=HERE) for name in ("stock", "line")]
    kept = release[: 1 + bool(line.safety)]
    strike = trigger(
        "strike", *kept, event=event(draw(st.sampled_from([EventKind.DOWN, EventKind.ORDER])), draw(st.sampled_from(["stock", SUPPLIER])))
    )
    few = trigger("few", kept[-1], when=Operation(Operator.LESS, (State(Word.AVAILABLE, "stock"), Constant(1))))
    orders = [event(EventKind.ORDER, "stock", priority=priority) for priority in draw(st.lists(_PRIORITY, min_size=1, max_size=2))]
    found = draw(st.sampled_from([[], [strike], [few], [strike, few]]))
    return policy([stock, line], triggers=found, suppliers=(SUPPLIER, OTHER_SUPPLIER), orders=orders)


@st.composite
def _secured_jobs(draw: st.DrawFn) -> Policy:
    """A cell whose parts are kept just in case as well."""
    plant = draw(_rivals())
    line = evolve(plant.buffers["line"], safety=draw(st.integers(1, 4)), shortage=Shortage(releases=1))
    line = evolve(line, safety_against=draw(st.sampled_from([(), (SUPPLIER,), (CELL, SUPPLIER)])))
    return evolve(plant, buffers={**plant.buffers, "line": line})


@st.composite
def _zoned(draw: st.DrawFn) -> Policy:
    """A stock with zones, which counts some of what is ordered ahead; its pulls and orders can be cancelled."""
    sizes = st.integers(0, 3)
    rule = Zones(draw(sizes), 1 + draw(sizes), draw(sizes), place=HERE)
    spikes = draw(st.none() | st.builds(Spikes, st.integers(1, 3), st.sampled_from([DAY, 2 * DAY]), place=st.just(HERE)))
    terms = Terms(lead_time=draw(_LEAD), minimum=draw(st.integers(0, 3)), multiple=draw(st.integers(1, 2)))
    stock = buffer("stock", "part", rule, source(SUPPLIER, terms), shop=True, review=draw(_REVIEW))
    orders = [event(EventKind.CANCELLATION, "stock")]
    stock = evolve(stock, spikes=spikes, asks_again=draw(st.sampled_from([None, DAY, 0])))
    return policy([stock], orders=orders)


@st.composite
def _ahead(draw: st.DrawFn) -> Policy:
    """A stock for which customers order ahead, in whatever class, which they may cancel, and of which a trigger is told."""
    bare = buffer("stock", "part", AsNeeded(place=HERE), source(SUPPLIER, A_WAY), shop=True)
    stock = draw(_refilled("stock", "part", SUPPLIER, shop=True) | st.just(bare))
    steps = st.sampled_from([Shortage(), Shortage(lose=True, after=DAY), Shortage(alerts=(("buyer", "short"),))])
    orders = [event(EventKind.ORDER, "stock", priority=draw(_PRIORITY), due=DAY) for _ in range(draw(st.integers(1, 2)))]
    orders += [event(EventKind.CANCELLATION, "stock")] * draw(st.integers(0, 1))
    told = [trigger("told", alert(), event=event(EventKind.ORDER, "stock"))]
    return policy([evolve(stock, shortage=draw(steps)), draw(_refilled("line", "part", "stock"))], triggers=told, orders=orders)


@st.composite
def _lent(draw: st.DrawFn) -> Policy:
    """A stock that others help when it is short, of whom others ask too."""
    stock = draw(_refilled("stock", "part", SUPPLIER, shop=True))
    uses = draw(st.sampled_from([(("spare", 1),), (("spare", 1),), (("spare", 1), ("yard", 2)), (("pile", 1), ("spare", 3))]))
    told = {"alerts": (("buyer", "few"),), "told": 2} if draw(st.booleans()) else {}
    stock = evolve(stock, shortage=Shortage(uses=uses, **told), if_short=draw(st.sampled_from([None, None, "wait", "split"])))
    buffers = [stock, draw(_refilled("spare", "part", SUPPLIER)), draw(_refilled("line", "part", "stock"))]
    buffers += [draw(_refilled("side", "part", draw(st.sampled_from(["stock", "spare"])))), draw(_refilled("pile", "part", SUPPLIER))]
    buffers.append(buffer("yard", "part", Unlimited(place=HERE), None))
    orders = [event(EventKind.ORDER, name, priority=draw(_PRIORITY)) for name in ("stock", "spare")]
    return policy(buffers, orders=orders)


@st.composite
def _crowds(draw: st.DrawFn) -> Policy:
    """A small stock of which everybody asks, in whatever class."""
    stock = draw(_refilled("stock", "part", SUPPLIER, shop=draw(st.booleans())))
    large = draw(st.builds(Cards, st.integers(1, 2), st.integers(2, 4), place=st.just(HERE)))
    askers = [buffer("large", "part", large, source("stock"), priority=draw(st.sampled_from([USUAL_PRIORITY, 1])))]
    if draw(st.booleans()):
        askers.append(buffer("small", "part", draw(_CARDS | _POSITION), source("stock"), priority=draw(_PRIORITY)))
    orders = [event(EventKind.ORDER, "stock", priority=priority) for priority in draw(st.lists(_PRIORITY, min_size=1, max_size=2))]
    return policy([stock, *askers], orders=orders)


@st.composite
def _rivals(draw: st.DrawFn) -> Policy:
    """A cell that makes one product for two buffers, in whatever class, of parts that are scarce."""
    parts = draw(_refilled("line", "part", SUPPLIER, at=CELL, shop=draw(st.booleans())))
    buffers = [parts, draw(_refilled("made", "product", CELL)), draw(_refilled("spares", "product", CELL))]
    made = recipe("product", {"part": draw(st.integers(1, 2))})
    cell = station(CELL, [made], draw(st.integers(1, 2)), draw(_PARTS_TAKEN), draw(st.sampled_from([0, 0, DAY])))
    return policy(buffers, [cell], draw(_triggers(buffers, [cell])))


@st.composite
def _choices(draw: st.DrawFn) -> Policy:
    """A stock with several sources: suppliers, a pile of which others ask too, a cell; with shares, with conditions, or just in order."""
    terms = Terms(via=draw(_VIA), lead_time=draw(_LEAD))
    names = draw(st.permutations([SUPPLIER, OTHER_SUPPLIER, "pile", CELL]) | st.just(["pile", SUPPLIER]))[: draw(st.integers(2, 4))]
    shares = draw(st.sampled_from([[None] * 4, [(7, 10), (3, 10), (1, 10), (2, 5)]]))
    few = Operation(Operator.LESS, (State(Word.ON_HAND, draw(st.sampled_from(["pile", "line"]))), Constant(draw(st.integers(1, 3)))))
    sources = tuple(
        From(name, Terms() if name == CELL else terms, share, draw(st.sampled_from([None, None, few])), place=HERE)
        for name, share in zip(names, shares, strict=False)
    )
    rule = draw(_CARDS | _POSITION)
    review = None if isinstance(rule, Cards) else draw(_REVIEW)
    stock = buffer("stock", "part", rule, sources, shop=True, review=review, at_most=draw(st.none() | st.integers(3, 5)))
    buffers = [stock, draw(_refilled("pile", "part", SUPPLIER)), draw(_refilled("line", "part", "stock"))]
    buffers += [draw(_refilled("pins", "pin", SUPPLIER, at=CELL)), draw(_refilled("side", "part", "pile"))]
    cell = station(CELL, [recipe("part", {"pin": 1})])
    return policy(buffers, [cell], draw(_triggers(buffers, [cell])), suppliers=(SUPPLIER, OTHER_SUPPLIER))


@st.composite
def _shares(draw: st.DrawFn) -> Policy:
    """A shop whose suppliers have shares, and nothing else."""
    shares = draw(st.sampled_from([[(7, 10), (3, 10)], [(1, 2), (1, 2)], [(1, 5), (4, 5)]]))
    sources = tuple(From(name, Terms(), share, None, place=HERE) for name, share in zip((SUPPLIER, OTHER_SUPPLIER), shares, strict=True))
    shop = buffer("shop", "part", draw(_CARDS | _POSITION), sources, shop=True)
    return policy([shop], suppliers=(SUPPLIER, OTHER_SUPPLIER))


@st.composite
def _shorts(draw: st.DrawFn) -> Policy:
    """A small stock that says how it goes on where somebody asks for more than there is: customers, containers, a position."""
    rule = draw(
        st.builds(Keep, st.integers(2, 4), place=st.just(HERE)) | st.builds(Cards, st.just(3), st.integers(1, 2), place=st.just(HERE))
    )
    terms = Terms(via=draw(_VIA), lead_time=draw(_LEAD))
    stock = buffer("stock", "part", rule, source(SUPPLIER, terms), shop=True, if_short=draw(st.sampled_from(["wait", "split"])))
    return policy([stock, buffer("line", "part", draw(_CARDS | _POSITION), source("stock"))])


@st.composite
def _fewer(draw: st.DrawFn) -> Policy:
    """Signals and crowds in which more cards go round than the policy has."""
    plant = draw(_signals() | _crowds())
    more = {name: draw(st.integers(1, 2)) if isinstance(one.rule, Cards) else 0 for name, one in plant.buffers.items()}
    return evolve(plant, buffers={name: evolve(one, retiring=more[name]) for name, one in plant.buffers.items()})


@st.composite
def _fed(draw: st.DrawFn) -> Policy:
    """One pile for two cells that take from it together."""
    cells = [
        station("drill", [recipe("cover", {"housing": draw(st.integers(1, 2))}, draw(st.integers(1, 2)))], parts_taken=draw(_PARTS_TAKEN)),
        station("mill", [recipe("frame", {"housing": draw(st.integers(1, 2))})]),
    ]
    pile = evolve(draw(_refilled("pile", "housing", SUPPLIER)), feeds=("drill", "mill"))
    buffers = [pile, draw(_refilled("covers", "cover", "drill", shop=True)), draw(_refilled("frames", "frame", "mill", shop=True))]
    return policy(buffers, cells)


@st.composite
def _waits_for_parts(draw: st.DrawFn) -> Policy:
    """A cell that takes the parts of a job when it begins, and nothing else."""
    parts, made = buffer("line", "part", Keep(3, place=HERE), source(SUPPLIER), at=CELL), draw(_refilled("made", "product", CELL))
    return policy([parts, made], [station(CELL, [recipe("product", {"part": draw(st.integers(1, 2))})], parts_taken="start")])


@st.composite
def _picked(draw: st.DrawFn, usual: st.SearchStrategy[Policy]) -> Policy:
    """Plants in which it takes time to pick parts."""
    plant = draw(usual)
    in_time = {name: draw(st.sampled_from([A_DAY, A_DAY, None])) for name in plant.buffers}
    return evolve(plant, buffers={name: evolve(one, picking_time=in_time[name]) for name, one in plant.buffers.items()})


@st.composite
def _shelves(draw: st.DrawFn) -> Policy:
    """Stocks that share one bay with little room, so that each may only pull what the others leave."""
    first = draw(_refilled("first", "part", SUPPLIER, shop=True))
    first = evolve(first, safety=draw(st.sampled_from([0, 0, 2])), shortage=Shortage(releases=1))
    others = [draw(_refilled(name, what, SUPPLIER)) for name, what in (("second", "part"), ("third", "pin"))]
    line = draw(_refilled("line", "part", "first"))
    orders = [event(EventKind.ORDER, name) for name in draw(st.sampled_from([("first",), ("first", "third")]))]
    return on_one_shelf(
        policy([first, *others, line], orders=orders), ("first", "second", "third"), draw(st.integers(1, 4)), each=draw(st.booleans())
    )


def on_one_shelf(plant: Policy, names: Collection[str], room: int, *, each: bool) -> Policy:
    """A plant in which these buffers lie in one bay that just holds them all when they are full.

    Compartments have room for so many `each`; without, the bay has so much more room for each item.
    """
    full: Counter[str] = Counter()
    for name in names:
        full[plant.buffers[name].item.name] += full_stock(plant.buffers[name]) + plant.buffers[name].safety
    compartments = sum(max(1, -(-steps // room)) for steps in full.values()) if each else len(full)
    tray = Tray(1, compartments, {what: room if each else steps + room for what, steps in full.items()}, each, ())
    rack = Store(RACK, None, "rack", Delay(), 1, (), (), None, {1: tray}, Delay(), place=HERE)
    placed = {name: evolve(one, in_store=RACK, tray=1) if name in names else one for name, one in plant.buffers.items()}
    return evolve(plant, stores={**plant.stores, RACK: rack}, buffers=placed)


@st.composite
def _signals(draw: st.DrawFn) -> Policy:
    """Cards that are scanned, collected or gone ahead, out of which a line is served."""
    cards = Cards(draw(st.integers(2, 3)), draw(st.integers(1, 2)), place=HERE)
    rule = evolve(
        cards, signal=draw(st.sampled_from(["opened", "scanned", "emptied"])), collect=draw(st.integers(1, cards.cards)), within=DAY
    )
    stock = buffer("stock", "part", rule, source(SUPPLIER, Terms(lead_time=draw(_LEAD))), shop=True)
    buffers = [stock, draw(_refilled("line", "part", "stock"))]
    hurry = trigger(
        "hurry",
        pull("stock", Constant(draw(st.integers(1, 3)))),
        event=event(EventKind.CONSUMPTION, draw(st.sampled_from(["stock", "line"]))),
    )
    return policy(buffers, triggers=[*draw(_triggers(buffers, [])), *draw(st.sampled_from([[], [hurry]]))])


@st.composite
def _lines(draw: st.DrawFn) -> Policy:
    """A plant of up to seven buffers: stocks, lines that draw on them, a cell that makes products, shops that sell them."""
    buffers: list[Buffer] = []
    parts: dict[str, int] = {}
    makes = draw(st.booleans())
    for number in range(draw(st.integers(1, 2))):
        what = f"part_{number}"
        giver = SUPPLIER
        if draw(st.booleans()):
            giver = f"stock_{number}"
            endless = draw(st.booleans())
            buffers.append(buffer(giver, what, Unlimited(place=HERE), None) if endless else draw(_refilled(giver, what, SUPPLIER)))
        buffers.append(draw(_refilled(f"line_{number}", what, giver, at=CELL if makes else None, shop=makes and draw(st.booleans()))))
        parts[what] = draw(st.integers(1, 2))
        if giver != SUPPLIER and draw(st.booleans()):  # two who ask the same stock
            buffers.append(draw(_refilled(f"side_{number}", what, giver)))
    stations = []
    if makes:
        recipes = [recipe("product", parts, draw(st.integers(1, 2)))]
        stations.append(station(CELL, recipes, draw(st.integers(1, 2)), draw(_PARTS_TAKEN)))
        buffers.append(draw(_refilled("made", "product", CELL)))
        if draw(st.booleans()):
            buffers.append(draw(_refilled("shop", "product", "made")))
        if draw(st.booleans()):  # two who ask the same cell
            buffers.append(draw(_refilled("spares", "product", CELL)))
    asked = [one.name for one in buffers if one.at_station is None or one.serves_customers]
    orders = [
        event(EventKind.ORDER, name, priority=draw(_PRIORITY))
        for name in draw(st.lists(st.sampled_from(asked), max_size=2) if asked else st.just([]))
    ]
    return policy(buffers, stations, draw(_triggers(buffers, stations)), orders=orders)


def in_order(plant: Policy) -> bool:
    """Whether the checks let it run: no errors. A job whose parts never all fit may be stuck here."""
    return all(one.severity is not Severity.ERROR or one.code == "KB323" for one in check_flow(plant))


# ---------------------------------------------------------------- the same plant several times, side by side
def side_by_side(plant: Policy, copies: int) -> Policy:
    """One policy with the plant `copies` times; the first keeps its names but for `_0` behind them."""
    halls = [_hall(plant, number) for number in range(copies)]
    return evolve(
        plant,
        items={name: one for hall in halls for name, one in hall.items.items()},
        suppliers={name: one for hall in halls for name, one in hall.suppliers.items()},
        stores={name: one for hall in halls for name, one in hall.stores.items()},
        stations={name: one for hall in halls for name, one in hall.stations.items()},
        buffers={name: one for hall in halls for name, one in hall.buffers.items()},
        loops={name: one for hall in halls for name, one in hall.loops.items()},
        triggers=tuple(one for hall in halls for one in hall.triggers),
        tests=tuple(one for hall in halls for one in hall.tests),
    )


def _in_the_hall(store: Store, renamed: Callable[[str], str]) -> Store:
    trays = {number: evolve(tray, holds={renamed(what): room for what, room in tray.holds.items()}) for number, tray in store.trays.items()}
    return evolve(store, name=renamed(store.name), trays=trays)


def _hall(plant: Policy, number: int) -> Policy:
    def renamed(name: str) -> str:
        return name if name == "buyer" else f"{name}_{number}"

    def expression(one: Expression) -> Expression:
        if isinstance(one, State):
            return evolve(one, of=renamed(one.of))
        return evolve(one, operands=tuple(map(expression, one.operands))) if isinstance(one, Operation) else one

    def action(one: TriggerAction) -> TriggerAction:
        return evolve(one, target=renamed(one.target), quantity=None if one.quantity is None else expression(one.quantity))

    def come_from(one: From) -> From:
        terms = evolve(one.terms, via=one.terms.via and renamed(one.terms.via))
        return evolve(one, source=renamed(one.source), terms=terms, when=one.when and expression(one.when))

    def of_item(one: Item) -> Item:
        return evolve(one, name=renamed(one.name), code=renamed(one.code))

    return evolve(
        plant,
        items={renamed(name): of_item(one) for name, one in plant.items.items()},
        suppliers={renamed(name): evolve(one, name=renamed(name)) for name, one in plant.suppliers.items()},
        stores={renamed(name): _in_the_hall(one, renamed) for name, one in plant.stores.items()},
        stations={
            renamed(name): evolve(
                one,
                name=renamed(name),
                recipes=tuple(
                    evolve(made, product=renamed(made.product), parts={renamed(part): steps for part, steps in made.parts.items()})
                    for made in one.recipes
                ),
            )
            for name, one in plant.stations.items()
        },
        buffers={
            renamed(name): evolve(
                one,
                name=renamed(name),
                item=of_item(one.item),
                at_station=one.at_station and renamed(one.at_station),
                in_store=one.in_store and renamed(one.in_store),
                feeds=tuple(map(renamed, one.feeds)),
                review=one.review and evolve(one.review, every=one.review.every + number),  # a hall has reviews of its own
                sources=tuple(map(come_from, one.sources)),
                safety_against=tuple(map(renamed, one.safety_against)),
                shortage=evolve(one.shortage, uses=tuple((renamed(name), step) for name, step in one.shortage.uses)),
                rule=evolve(one.rule, enters=tuple(map(renamed, one.rule.enters))) if isinstance(one.rule, InLoop) else one.rule,
            )
            for name, one in plant.buffers.items()
        },
        loops={
            renamed(name): evolve(
                one,
                name=renamed(name),
                fills=tuple((renamed(place), renamed(into)) for place, into in one.fills),
                moves=tuple((renamed(giver), renamed(taker)) for giver, taker in one.moves),
                holds=tuple(map(renamed, one.holds)),
                lies=tuple(map(renamed, one.lies)),
            )
            for name, one in plant.loops.items()
        },
        triggers=tuple(
            evolve(
                one,
                name=renamed(one.name),
                event=one.event and evolve(one.event, of=renamed(one.event.of)),
                condition=one.condition and expression(one.condition),
                actions=tuple(map(action, one.actions)),
            )
            for one in plant.triggers
        ),
        tests=tuple(
            evolve(one, steps=tuple(evolve(step, event=evolve(step.event, of=renamed(step.event.of))) for step in one.steps))
            for one in plant.tests
        ),
    )

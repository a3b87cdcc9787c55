"""Small policies that between them have every rule kind, every input kind and every kind of source, in every variant that a row can say."""

from __future__ import annotations

from attrs import evolve
from engine_loops import looped_policy
from engine_plants import (
    A_DAY,
    A_WAY,
    CELL,
    DOCK,
    HERE,
    OTHER_SUPPLIER,
    SUPPLIER,
    alert,
    buffer,
    event,
    on_one_shelf,
    policy,
    pull,
    recipe,
    source,
    station,
    trigger,
)

from kanbanlang.model.expression import Constant, EventField, Expression, Field, Operation, Operator, State, Word
from kanbanlang.model.policy import (
    RELEASE_SAFETY,
    AsNeeded,
    Cards,
    EventKind,
    From,
    Keep,
    Policy,
    ReorderLot,
    ReorderUpTo,
    Shortage,
    Spikes,
    Terms,
    TriggerAction,
    Unlimited,
    Zones,
)
from kanbanlang.model.schedule import Schedule
from kanbanlang.model.values import DAY


def _of(operator: Operator, *operands: Expression) -> Operation:
    return Operation(operator, operands)


def _word(word: Word, of: str) -> State:
    return State(word, of)


def stock_and_lines() -> Policy:
    """A stock under a reorder point, asked by cards, by a position rule whose goods travel, and by customers."""
    terms = Terms(lead_time=A_DAY, minimum=2, multiple=3, within=(1, 2))
    return policy(
        [
            buffer("stock", "gear", ReorderUpTo(2, 6, place=HERE), source(SUPPLIER, terms), limit=12),
            buffer("line", "gear", Cards(2, 3, place=HERE), source("stock")),
            buffer("side", "gear", Keep(3, place=HERE), source("stock", Terms(lead_time=A_DAY))),
        ]
    )


def endless_source() -> Policy:
    """What never runs out, asked in lots and by single cards that travel; cards from a supplier."""
    return policy(
        [
            buffer("yard", "sand", Unlimited(place=HERE), None),
            buffer("heap", "sand", ReorderLot(1, 4, place=HERE), source("yard")),
            buffer("bins", "sand", Cards(1, 1, place=HERE), source("yard", Terms(lead_time=A_DAY))),
            buffer("bought", "salt", Cards(2, 2, place=HERE), source(SUPPLIER)),
            buffer("sacks", "lime", ReorderLot(0, 3, place=HERE), source(SUPPLIER, Terms(lead_time=A_DAY))),
        ]
    )


def cell_on_release() -> Policy:
    """A station that takes two kinds of parts when a job is released: from cards and from a kept level. Its work is pulled by cards."""
    return policy(
        [
            buffer("gears", "gear", Cards(2, 4, place=HERE), source(SUPPLIER), at=CELL),
            buffer("oil", "oil", Keep(5, place=HERE), source(SUPPLIER), at=CELL, shop=True),
            buffer("boxes", "box", Cards(2, 2, place=HERE), source(CELL)),
        ],
        [station(CELL, [recipe("box", {"gear": 2, "oil": 3}, per=2)])],
    )


def cell_on_start() -> Policy:
    """Two machines that take their parts when they begin; work is pulled by lots and one for one."""
    return policy(
        [
            buffer("gears", "gear", ReorderUpTo(4, 9, place=HERE), source(SUPPLIER), at=CELL),
            buffer("boxes", "box", ReorderLot(1, 2, place=HERE), source(CELL)),
            buffer("shop", "box", Keep(2, place=HERE), source("boxes")),
            buffer("kits", "kit", Keep(2, place=HERE), source(CELL)),
        ],
        [station(CELL, [recipe("box", {"gear": 1}), recipe("kit", {})], machines=2, parts_taken="start", paced_every=DAY)],
    )


def asked_by_triggers() -> Policy:
    """Triggers on every event, at times and at levels, that alert and pull; to buffers with a rule and without, with terms and a limit."""
    box, gear = "boxes", "gears"
    ordered, consumed, received = EventField(Field.ORDERED), EventField(Field.CONSUMED), EventField(Field.RECEIVED)
    few = _of(Operator.LESS, _word(Word.AVAILABLE, gear), Constant(3))
    low = _of(Operator.AT_MOST, _word(Word.POSITION, gear), Constant(4))
    terms = Terms(minimum=2, multiple=2)
    return policy(
        [
            buffer(gear, "gear", None, source(SUPPLIER, terms), at=CELL, limit=20),
            buffer(box, "box", Keep(2, place=HERE), source(CELL)),
            buffer("shop", "box", Cards(2, 1, place=HERE), source(box)),
            buffer("back", "box", None, source(box)),
        ],
        [station(CELL, [recipe("box", {"gear": 2})])],
        [
            trigger("ordered", pull(gear, _of(Operator.MULTIPLY, ordered, Constant(2))), event=event(EventKind.ORDER, "shop")),
            trigger("taken", alert(), pull(gear, consumed), event=event(EventKind.CONSUMPTION, gear), when=few),
            trigger(
                "came",
                pull(gear, _of(Operator.DIVIDE, received, Constant(2))),
                event=event(EventKind.RECEIPT, gear),
                when=_of(Operator.OR, few, _of(Operator.EQUAL, _word(Word.WAITING, box), Constant(0))),
            ),
            trigger("picked", pull(box, Constant(1)), pull("back", Constant(1)), event=event(EventKind.PICK, "shop")),
            trigger("finished", alert(), event=event(EventKind.COMPLETION, box), when=_of(Operator.NOT, _word(Word.DOWN, CELL))),
            trigger("stopped", pull(box, Constant(2)), event=event(EventKind.DOWN, SUPPLIER)),
            trigger("runs", alert(), event=event(EventKind.UP, SUPPLIER), when=_of(Operator.MORE, _word(Word.WIP, CELL), Constant(0))),
            trigger("daily", pull(gear, _word(Word.BACKLOG, box)), schedule=Schedule(every=DAY), when=low),
            trigger(
                "short",
                alert(),
                when=_of(
                    Operator.AND,
                    _of(Operator.AT_LEAST, _of(Operator.MINIMUM, _word(Word.ON_HAND, gear), _word(Word.INCOMING, gear)), Constant(2)),
                    _of(Operator.UNEQUAL, _of(Operator.MAXIMUM, _word(Word.EMPTY, "shop"), _word(Word.PROMISED, box)), Constant(1)),
                ),
            ),
            trigger("fill", pull(gear, _of(Operator.SUBTRACT, Constant(6), _word(Word.POSITION, gear))), when=low),
        ],
    )


def by_dock() -> Policy:
    """Goods that come by a dock: to a stock that containers wait for, to cards, on from a stock, and to where parts are taken."""
    at_dock, later = Terms(via=DOCK), Terms(via=DOCK, lead_time=A_DAY)
    return policy(
        [
            buffer("stock", "gear", Keep(4, place=HERE), source(SUPPLIER, at_dock)),
            buffer("line", "gear", Cards(2, 3, place=HERE), source("stock")),
            buffer("side", "gear", Keep(3, place=HERE), source("stock", later)),
            buffer("bins", "salt", Cards(2, 2, place=HERE), source(SUPPLIER, later)),
            buffer("sacks", "salt", Cards(2, 2, place=HERE), source("bins", A_WAY)),
            buffer("parts", "pin", Cards(1, 3, place=HERE), source(SUPPLIER, at_dock), at=CELL),
            buffer("boxes", "box", Keep(1, place=HERE), source(CELL)),
        ],
        [station(CELL, [recipe("box", {"pin": 1})])],
    )


def three_classes() -> Policy:
    """A stock and a cell, each asked in three classes: by cards, by positions, by customers of two classes."""
    return policy(
        [
            buffer("stock", "gear", ReorderUpTo(2, 6, place=HERE), source(SUPPLIER, Terms(via=DOCK)), shop=True),
            buffer("line", "gear", Cards(2, 3, place=HERE), source("stock"), priority=1, at=CELL),
            buffer("side", "gear", Keep(3, place=HERE), source("stock"), priority=9),
            buffer("oil", "oil", Keep(5, place=HERE), source(SUPPLIER), at=CELL),
            buffer("urgent", "box", Keep(2, place=HERE), source(CELL), priority=2),
            buffer("usual", "box", Cards(1, 2, place=HERE), source(CELL)),
            buffer("kits", "kit", Keep(2, place=HERE), source(CELL), priority=9),
        ],
        [station(CELL, [recipe("box", {"gear": 2}), recipe("kit", {"gear": 1, "oil": 1})])],
        orders=[event(EventKind.ORDER, "stock", priority=1)],
    )


def reviewed() -> Policy:
    """Position rules of every sort that look at two reviews alone, from a supplier and from a stock."""
    daily, weekly = Schedule(every=DAY), Schedule(every=7 * DAY)
    terms = Terms(lead_time=A_DAY, minimum=2, multiple=3, within=(1, 2))
    return policy(
        [
            buffer("stock", "gear", ReorderUpTo(None, 6, place=HERE), source(SUPPLIER, terms), limit=12, review=weekly),
            buffer("line", "gear", ReorderUpTo(1, 4, place=HERE), source("stock"), review=daily),
            buffer("side", "gear", ReorderLot(1, 2, place=HERE), source("stock"), review=daily),
            buffer("shop", "gear", Keep(3, place=HERE), source("stock"), review=weekly),
        ]
    )


def cards_of_every_sort() -> Policy:
    """Cards that signal when opened, when scanned, and together; in all ways at once; a cell that takes parts of them."""
    return policy(
        [
            buffer("stock", "gear", Cards(3, 4, signal="opened", collect=2, within=DAY, place=HERE), source(SUPPLIER)),
            buffer("line", "gear", Cards(2, 2, signal="scanned", place=HERE), source("stock"), at=CELL),
            buffer("side", "gear", Cards(3, 2, signal="scanned", collect=3, place=HERE), source("stock", A_WAY)),
            buffer("boxes", "box", Cards(2, 1, signal="opened", place=HERE), source(CELL)),
        ],
        [station(CELL, [recipe("box", {"gear": 1})])],
        [trigger("scanned", alert(), event=event(EventKind.SCAN, "line"))],
    )


def room_for_few() -> Policy:
    """Pulls that wait for room on the way: of cards and of positions, by triggers too; from a supplier, a stock and a cell."""
    terms = Terms(lead_time=A_DAY, minimum=2, multiple=2)
    return policy(
        [
            buffer("stock", "gear", ReorderUpTo(2, 9, place=HERE), source(SUPPLIER, terms), limit=12, at_most=5),
            buffer("line", "gear", Cards(3, 2, place=HERE), source("stock"), at_most=3),
            buffer("side", "gear", Keep(4, place=HERE), source("stock", A_WAY), at_most=2),
            buffer("parts", "pin", ReorderLot(1, 4, place=HERE), source(SUPPLIER), at=CELL, at_most=3),
            buffer("boxes", "box", Keep(3, place=HERE), source(CELL), at_most=2),
        ],
        [station(CELL, [recipe("box", {"pin": 1})])],
        [trigger("daily", pull("side", Constant(3)), pull("stock", Constant(2)), schedule=Schedule(every=DAY))],
    )


def held_by_triggers() -> Policy:
    """Buffers of every rule on hold by events and levels; pulls of triggers to cards, whatever these wait for."""
    low = _of(Operator.LESS, _word(Word.ON_HAND, "stock"), Constant(2))
    hold, resume = (TriggerAction(verb, "stock", place=HERE) for verb in ("hold", "resume"))
    return policy(
        [
            buffer("stock", "gear", ReorderLot(2, 4, place=HERE), source(SUPPLIER), at_most=5),
            buffer("line", "gear", Cards(3, 2, signal="scanned", collect=2, within=DAY, place=HERE), source("stock")),
            buffer("side", "gear", Cards(2, 1, place=HERE), source("stock"), at_most=1),
            buffer("pins", "pin", Keep(3, place=HERE), source(SUPPLIER), at=CELL),
            buffer("boxes", "box", Cards(2, 1, collect=2, place=HERE), source(CELL)),
            buffer("bins", "nut", Cards(2, 2, signal="scanned", place=HERE), source(SUPPLIER, A_WAY)),
        ],
        [station(CELL, [recipe("box", {"pin": 1})])],
        [
            trigger("hurry", pull("boxes", Constant(1)), pull("bins", Constant(1)), event=event(EventKind.ORDER, "boxes")),
            trigger("strike", hold, TriggerAction("hold", "line", place=HERE), event=event(EventKind.DOWN, SUPPLIER)),
            trigger("over", resume, TriggerAction("resume", "line", place=HERE), event=event(EventKind.UP, SUPPLIER)),
            trigger("low", TriggerAction("hold", "side", place=HERE), TriggerAction("hold", "pins", place=HERE), when=low),
            trigger("daily", TriggerAction("resume", "side", place=HERE), pull("line", Constant(3)), schedule=Schedule(every=DAY)),
            trigger(
                "taken", pull("side", EventField(Field.CONSUMED)), pull("pins", Constant(1)), event=event(EventKind.CONSUMPTION, "pins")
            ),
        ],
    )


def several_sources() -> Policy:
    """Sources in order: a pile that others ask too, a supplier, a cell; one while a condition holds, one without room on the way."""
    few = _of(Operator.LESS, _word(Word.ON_HAND, "pile"), Constant(3))
    return policy(
        [
            buffer("pile", "gear", Keep(4, place=HERE), source(SUPPLIER), at=CELL),
            buffer("line", "gear", Cards(2, 3, place=HERE), (source("pile"), source(SUPPLIER))),
            buffer("bins", "gear", Cards(2, 1, place=HERE), (From(SUPPLIER, Terms(), None, few, place=HERE), source("pile")), at_most=1),
            buffer("boxes", "box", Keep(1, place=HERE), (source(CELL), source(SUPPLIER))),
        ],
        [station(CELL, [recipe("box", {"gear": 1})])],
    )


def sources_with_shares() -> Policy:
    """Two suppliers with shares, under a lot that is reviewed and under cards, to which a trigger pulls as well."""
    thirds = (From(SUPPLIER, Terms(), (2, 3), place=HERE), From(OTHER_SUPPLIER, Terms(), (1, 3), place=HERE))
    return policy(
        [
            buffer("shop", "gear", ReorderLot(1, 2, place=HERE), thirds, review=Schedule(every=DAY)),
            buffer("bins", "nut", Cards(2, 1, place=HERE), thirds[::-1]),
        ],
        triggers=[trigger("more", pull("bins", Constant(1)), pull("shop", Constant(1)), event=event(EventKind.CONSUMPTION, "shop"))],
        suppliers=(SUPPLIER, OTHER_SUPPLIER),
    )


def cancelled() -> Policy:
    """Pulls and orders that are cancelled: of cards and position rules, at suppliers, a stock and a cell; asked again by whomever."""
    terms = Terms(lead_time=A_DAY)
    return policy(
        [
            buffer("stock", "gear", ReorderUpTo(2, 9, place=HERE), source(SUPPLIER, terms), shop=True),
            buffer("line", "gear", Cards(3, 2, place=HERE), source("stock"), at=CELL),
            evolve(buffer("side", "gear", Keep(4, place=HERE), source("stock", A_WAY)), asks_again=DAY),
            evolve(buffer("bins", "pin", Cards(2, 2, signal="opened", place=HERE), source(SUPPLIER, terms)), asks_again=0),
            buffer("pins", "pin", ReorderLot(1, 4, place=HERE), (source("bins"), source(SUPPLIER))),
            buffer("nuts", "nut", ReorderLot(1, 4, place=HERE), source(SUPPLIER)),
            buffer("boxes", "box", Keep(3, place=HERE), source(CELL)),
            buffer("spares", "box", None, source(CELL)),
        ],
        [station(CELL, [recipe("box", {"gear": 1})])],
        [
            trigger("gone", alert(), pull("spares", Constant(1)), event=event(EventKind.CANCELLATION, "line")),
            trigger("again", alert(), event=event(EventKind.REISSUE, "line")),
        ],
    )


def as_needed() -> Policy:
    """No stock: for customers, for two products of a cell, by a dock, with room for few, from two sources, after a cancellation too."""
    bare, at_dock = AsNeeded(place=HERE), Terms(via=DOCK, lead_time=A_DAY)
    return policy(
        [
            buffer("stock", "gear", bare, source(SUPPLIER, at_dock), shop=True),
            buffer("line", "gear", bare, (source("stock"), source(SUPPLIER)), at=CELL, limit=9),
            buffer("oil", "oil", bare, source(SUPPLIER), at=CELL, at_most=3),
            buffer("boxes", "box", bare, source(CELL), shop=True),
            buffer("kits", "kit", Keep(2, place=HERE), source(CELL)),
        ],
        [station(CELL, [recipe("box", {"gear": 1, "oil": 3}, per=2), recipe("kit", {"gear": 1})])],
        orders=[event(EventKind.ORDER, "stock", due=DAY), event(EventKind.ORDER, "line", due=DAY)],
    )


def as_needed_and_cancelled() -> Policy:
    """The same, where sources cancel and customers do."""
    plant = as_needed()
    asks_again = {"stock": DAY, "line": None, "oil": 0, "boxes": None, "kits": DAY}
    gone = trigger("gone", alert(), event=event(EventKind.CANCELLATION, "line"))
    buffers = {name: evolve(one, asks_again=asks_again[name]) for name, one in plant.buffers.items()}
    return evolve(plant, buffers=buffers, triggers=(gone,))


def in_sequence() -> Policy:
    """Orders by number: with a pull for each from two suppliers, from a cell that was let wait, out of a stock that never runs out."""
    bare = AsNeeded(place=HERE)
    buffers = [
        buffer("seats", "seat", bare, (source(SUPPLIER, Terms(via=DOCK, lead_time=A_DAY)), source(OTHER_SUPPLIER)), shop=True),
        buffer("boxes", "box", bare, source(CELL), shop=True, at_most=3),
        buffer("pins", "pin", Keep(4, place=HERE), source(SUPPLIER), at=CELL),
        buffer("bins", "pin", Keep(3, place=HERE), source(SUPPLIER), shop=True),
        buffer("yard", "sand", Unlimited(place=HERE), None, shop=True),
        buffer("kits", "silt", bare, source("heap", A_WAY), shop=True),
        buffer("heap", "silt", Keep(3, place=HERE), source("yards")),
        buffer("yards", "silt", Unlimited(place=HERE), None),
    ]
    ordered = trigger("ordered", alert(), event=event(EventKind.ORDER, "seats"))
    plant = policy(buffers, [station(CELL, [recipe("box", {"pin": 1})])], [ordered], suppliers=(SUPPLIER, OTHER_SUPPLIER))
    served, frozen = {"seats", "boxes", "bins", "yard", "kits"}, {"seats": DAY, "kits": 2 * DAY}
    buffers_in_sequence = {name: evolve(one, in_sequence=name in served, frozen=frozen.get(name)) for name, one in plant.buffers.items()}
    return evolve(plant, buffers=buffers_in_sequence)


def in_sequence_and_cancelled() -> Policy:
    """The same, where sources cancel and customers do."""
    plant = in_sequence()
    gone = trigger("gone", alert(), event=event(EventKind.CANCELLATION, "seats"))
    return evolve(plant, triggers=(*plant.triggers, gone))


def together_or_in_parts() -> Policy:
    """A stock from which all goes together, and one from which containers go in parts, straight from the dock too."""
    return policy(
        [
            buffer("stock", "gear", Keep(4, place=HERE), source(SUPPLIER, Terms(via=DOCK)), shop=True, if_short="wait"),
            buffer("side", "gear", Keep(3, place=HERE), source("stock")),
            buffer("bins", "nut", Cards(3, 2, place=HERE), source(SUPPLIER, Terms(via=DOCK)), shop=True, if_short="split"),
            buffer("line", "nut", Cards(2, 3, place=HERE), source("bins", A_WAY)),
        ]
    )


def short_of_everything() -> Policy:
    """Who is short: in two classes, of containers that split and customers who wait for all; lost at once, or noticed and lost later."""
    shop = buffer("shop", "pin", Keep(3, place=HERE), source(SUPPLIER), shop=True, if_short="wait")
    return policy(
        [
            evolve(
                buffer("stock", "gear", Keep(4, place=HERE), source(SUPPLIER), shop=True),
                if_short="split",
                shortage=Shortage(lose=True, alerts=(("buyer", "short"),)),
            ),
            buffer("line", "gear", Cards(2, 3, place=HERE), source("stock"), priority=1),
            buffer("side", "gear", Keep(3, place=HERE), source("stock")),
            evolve(shop, shortage=Shortage(lose=True, after=DAY)),
            evolve(buffer("bins", "nut", Keep(3, place=HERE), source(SUPPLIER), shop=True, if_short="wait"), shortage=Shortage(lose=True)),
            buffer("box", "nut", Keep(2, place=HERE), source("bins")),
        ],
        orders=[event(EventKind.ORDER, "shop", priority=9), event(EventKind.ORDER, "shop"), event(EventKind.ORDER, "stock", priority=9)],
    )


def one_bay_for_three() -> Policy:
    """Three stocks in one bay, two of them of one item, each of which may pull what the others leave room for."""
    buffers = [
        buffer("first", "part", Keep(4, place=HERE), source(SUPPLIER, A_WAY), shop=True),
        buffer("second", "part", ReorderUpTo(1, 3, place=HERE), source(SUPPLIER)),
        buffer("third", "pin", ReorderLot(1, 2, place=HERE), source(SUPPLIER), shop=True),
    ]
    return on_one_shelf(policy(buffers), ("first", "second", "third"), 2, each=True)


def kept_just_in_case() -> Policy:
    """Safety stock of a position rule and of who asks it, against one thing and several; released where somebody is short."""
    stock = evolve(
        buffer("stock", "gear", ReorderUpTo(2, 6, place=HERE), source(SUPPLIER, Terms(via=DOCK)), shop=True, limit=9),
        safety=4,
        safety_against=(SUPPLIER, CELL),
        shortage=Shortage(releases=2, told=1, lose=True, after=DAY, lost=3, alerts=(("buyer", "short"),)),
    )
    line = buffer("line", "gear", Cards(2, 3, place=HERE), source("stock"), priority=1, at=CELL)
    side = buffer("side", "gear", Keep(3, place=HERE), source("stock", A_WAY), if_short="wait")
    release = [TriggerAction(RELEASE_SAFETY, name, place=HERE) for name in ("stock", "line")]
    return policy(
        [
            stock,
            evolve(line, safety=2, safety_against=(SUPPLIER,), shortage=Shortage(releases=1)),
            evolve(side, safety=3, shortage=Shortage(releases=1)),
            buffer("boxes", "box", Keep(1, place=HERE), source(CELL)),
        ],
        [station(CELL, [recipe("box", {"gear": 1})])],
        [trigger("strike", *release, event=event(EventKind.DOWN, SUPPLIER))],
        orders=[event(EventKind.ORDER, "stock", priority=9)],
    )


def bins_just_in_case() -> Policy:
    """Safety stock of opened bins, and of what a station makes."""
    bins = buffer("bins", "nut", Cards(2, 2, signal="opened", place=HERE), source(SUPPLIER, A_WAY), shop=True, at=CELL)
    release = TriggerAction(RELEASE_SAFETY, "bins", place=HERE)
    few = _of(Operator.LESS, _word(Word.SAFETY, "bins"), _word(Word.BACKLOG, "bins"))
    return policy(
        [
            evolve(bins, safety=3, safety_against=(SUPPLIER,), shortage=Shortage(releases=1)),
            evolve(buffer("boxes", "box", Keep(1, place=HERE), source(CELL)), safety=2),
        ],
        [station(CELL, [recipe("box", {"nut": 1})])],
        [trigger("few", alert(), release, when=few)],
    )


def fewer_cards() -> Policy:
    """A line in which two cards more go round than the policy has, and one that scans."""
    line = buffer("line", "part", Cards(2, 2, place=HERE), source(SUPPLIER), shop=True)
    bench = buffer("bench", "part", Cards(1, 2, signal="scanned", place=HERE), source("line"))
    return policy([evolve(line, retiring=2), evolve(bench, retiring=1)])


def fed_together() -> Policy:
    """One pile of housings for two cells that take them together; one of the cells makes two products of them, two from one housing."""
    cells = [
        station("drill", [recipe("cover", {"housing": 1}), recipe("lid", {"housing": 1}, 2)]),
        station("mill", [recipe("frame", {"housing": 2})]),
    ]
    buffers = [
        evolve(buffer("housings", "housing", Cards(2, 2, place=HERE), source(SUPPLIER)), feeds=("drill", "mill")),
        buffer("covers", "cover", Cards(2, 1, place=HERE), source("drill"), shop=True),
        buffer("lids", "lid", Keep(2, place=HERE), source("drill"), shop=True),
        buffer("frames", "frame", Cards(2, 1, place=HERE), source("mill"), shop=True),
    ]
    return policy(buffers, cells)


def picked_together() -> Policy:
    """The same, where a pick takes time, and one of the cells waits for the picks of another part as well."""
    plant = fed_together()
    frame = recipe("frame", {"housing": 2, "pin": 3}, 2)
    stations = {**plant.stations, "mill": station("mill", [frame])}
    pins = evolve(buffer("pins", "pin", Keep(4, place=HERE), source(SUPPLIER), at="mill"), picking_time=A_DAY)
    housings = evolve(plant.buffers["housings"], picking_time=A_DAY)
    return evolve(
        plant, stations=stations, items={**plant.items, "pin": pins.item}, buffers={**plant.buffers, "pins": pins, "housings": housings}
    )


def picked_for_jobs() -> Policy:
    """Jobs of two classes whose parts are picked: with cards, with safety stock, also asked for by others, out of a pile without end."""
    gears = buffer("gears", "gear", Cards(3, 2, place=HERE), source(SUPPLIER), at=CELL)
    pins = evolve(buffer("pins", "pin", Keep(4, place=HERE), source(SUPPLIER), at=CELL), safety=2, shortage=Shortage(releases=1))
    return policy(
        [
            evolve(gears, picking_time=A_DAY),
            pins,
            buffer("side", "gear", Keep(1, place=HERE), source("gears")),
            evolve(buffer("sand", "sand", Unlimited(place=HERE), None, at="press"), picking_time=A_DAY),
            buffer("boxes", "box", Keep(3, place=HERE), source(CELL), priority=1, shop=True),
            buffer("kits", "box", Cards(2, 2, place=HERE), source(CELL)),
            buffer("bricks", "brick", Keep(2, place=HERE), source("press")),
        ],
        [
            station(CELL, [recipe("box", {"gear": 1, "pin": 3}, per=2)], 2, "start", DAY),
            station("press", [recipe("brick", {"sand": 1})]),
        ],
    )


def ordered_ahead() -> Policy:
    """Orders for later in two classes, which may be cancelled; out of a stock, an endless source, and cards of which not all can give."""
    ahead = [event(EventKind.ORDER, "stock", priority=priority, due=DAY) for priority in (2, 5)]
    return policy(
        [
            buffer("stock", "gear", Keep(4, place=HERE), source(SUPPLIER, A_WAY), shop=True),
            buffer("line", "gear", Cards(2, 3, place=HERE), source("stock")),
            buffer("sand", "sand", Unlimited(place=HERE), None, shop=True),
        ],
        triggers=[trigger("told", alert(), pull("line", Constant(1)), event=event(EventKind.ORDER, "stock"))],
        orders=[*ahead, event(EventKind.ORDER, "sand", due=DAY), event(EventKind.CANCELLATION, "stock")],
    )


def helped_by_others() -> Policy:
    """A stock that others help, in two classes: one of them a yard that never runs out; who travels full, and who does not."""
    steps = Shortage(uses=(("bins", 1), ("yard", 3)), alerts=(("buyer", "few"),), told=2)
    return policy(
        [
            evolve(buffer("stock", "gear", Keep(4, place=HERE), source(SUPPLIER, Terms(via=DOCK)), shop=True), shortage=steps),
            buffer("bins", "gear", Cards(3, 2, place=HERE), source(SUPPLIER, A_WAY)),
            buffer("yard", "gear", Unlimited(place=HERE), None),
            buffer("side", "gear", Keep(3, place=HERE), source("stock", A_WAY), at_most=2, priority=1),
        ],
        triggers=[trigger("more", pull("side", Constant(1)), event=event(EventKind.ORDER, "stock"))],
    )


def helped_with_cards() -> Policy:
    """A pile of cards that others help, and who asks it: customers, cards and one of two sources."""
    return policy(
        [
            evolve(buffer("pile", "gear", Cards(2, 2, place=HERE), source(SUPPLIER)), shortage=Shortage(uses=(("bins", 1),))),
            buffer("bins", "gear", Cards(3, 2, place=HERE), source(SUPPLIER, A_WAY)),
            buffer("line", "gear", Cards(2, 3, place=HERE), source("pile"), priority=1),
            buffer("back", "gear", ReorderLot(1, 2, place=HERE), (source("pile"), source("bins"))),
        ],
        triggers=[trigger("more", pull("line", Constant(2)), event=event(EventKind.ORDER, "pile"))],
        orders=[event(EventKind.ORDER, "pile")],
    )


def in_loops() -> Policy:
    """A loop that begins with a buffer, another within it, and one from which nobody pulls."""
    return looped_policy(
        """
policy plant
item plate
item frame
item pin
supplier acme
station saw { makes frame from 1 plate; parts taken on start }
station weld { }
station press { makes pin }
buffer plates of plate at saw { from acme { lead time 1 d } }
buffer sawn of frame at weld { limit 3 pcs }
buffer shop of frame { keep 3 pcs; from line; serves customers }
loop line of frame { through plates, saw, sawn, weld; kanban 2 cards of 2 pcs }
loop inner of frame { through weld; kanban 1 card of 2 pcs }
loop pins of pin { through press; kanban 2 cards of 1 pcs }
"""
    )


def zones_of_every_sort() -> Policy:
    """Zones that look at every change, at their reviews, and that may rest; with orders for later, and where nobody orders ahead."""
    rule, spikes = Zones(1, 2, 3, place=HERE), Spikes(3, 2 * DAY, place=HERE)
    again = evolve(buffer("stock", "gear", rule, source(SUPPLIER, A_WAY), shop=True), asks_again=0, spikes=spikes)
    return policy(
        [
            again,
            buffer("pins", "pin", Zones(0, 1, 0, place=HERE), source(SUPPLIER, Terms(multiple=2)), shop=True),
            buffer("nuts", "nut", rule, source(SUPPLIER), shop=True, review=Schedule(every=DAY)),
            buffer("line", "gear", Zones(1, 1, 1, place=HERE), source("stock")),
            buffer("oil", "oil", rule, (source(SUPPLIER), source(OTHER_SUPPLIER)), shop=True),
        ],
        suppliers=(SUPPLIER, OTHER_SUPPLIER),
        orders=[event(EventKind.CANCELLATION, "stock")],
    )


SAMPLES = {
    one.__name__: one
    for one in (
        stock_and_lines,
        endless_source,
        cell_on_release,
        cell_on_start,
        asked_by_triggers,
        by_dock,
        three_classes,
        reviewed,
        cards_of_every_sort,
        room_for_few,
        held_by_triggers,
        several_sources,
        sources_with_shares,
        cancelled,
        as_needed,
        in_sequence,
        in_sequence_and_cancelled,
        as_needed_and_cancelled,
        together_or_in_parts,
        short_of_everything,
        one_bay_for_three,
        kept_just_in_case,
        bins_just_in_case,
        fewer_cards,
        fed_together,
        picked_together,
        picked_for_jobs,
        ordered_ahead,
        helped_by_others,
        helped_with_cards,
        in_loops,
        zones_of_every_sort,
    )
}

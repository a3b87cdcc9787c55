"""Calendars, units, items, and the places where goods rest and are worked on."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import gcd, lcm

from kanbanlang.diagnostics import Related
from kanbanlang.model.build.amounts import RATE_TIMES
from kanbanlang.model.build.context import Context, Statements
from kanbanlang.model.build.evaluate import Evaluator
from kanbanlang.model.build.findings import Scope
from kanbanlang.model.build.names import Declared
from kanbanlang.model.build.times import WEEK_DAYS, dates_of, days_of, hours_of, overlapping, schedule_of
from kanbanlang.model.calendar import Calendar, Span
from kanbanlang.model.holidays import holiday_dates
from kanbanlang.model.policy import Item, Recipe, Station, Store, Supplier, Tray
from kanbanlang.model.values import Delay, Unit
from kanbanlang.syntax import tree
from kanbanlang.syntax.kept import the_table

_HOLIDAY_YEARS = range(2000, 2061)
_HIGHEST_PLACE = 10**9
_MOST_PLACES = 10_000
"""More places than any store has; a slip of the finger does not make a million of them."""


def within(node: tree.Node, scope: Scope) -> list[tuple[tree.Node, Scope]]:
    """The statements of a declaration, each with its scope."""
    return [(statement, scope) for statement in node.statements]  # type: ignore[attr-defined] # every declaration that has a block


def title(context: Context, node: tree.Node, scope: Scope) -> str | None:
    """The title of a declaration, as it reads in this row."""
    text: tree.Text | None = node.title  # type: ignore[attr-defined] # every declaration with a name may have one
    return None if text is None else context.names.filled(text.text, text, scope)


# ------------------------------------------------------------------ units and calendars
def declare_unit(context: Context, one: Declared) -> None:
    """A unit and its step."""
    assert isinstance(one.node, tree.Unit)  # noqa: S101 - what the name was declared with
    step = Fraction(1)
    if one.name in RATE_TIMES:
        context.findings.say("KB204", one.place, f"`{one.name}` is a unit of time", "give the unit another name")
        return
    context.units[one.name] = Unit(one.name)
    if one.name in _words():
        context.findings.say("KB204", one.place, f"`{one.name}` is a word of the language", "give the unit another name")
        return
    if one.node.step is not None:
        number = Evaluator(context).number(one.node.step.text, one.node.step, one.scope)
        if number is None:
            return
        if number <= 0:
            context.findings.say("KB207", one.scope.span(one.node.step), "a step is more than 0", "as in `unit m step 0.001`")
            return
        step = number
    context.units[one.name] = Unit(one.name, step)


@cache
def _words() -> frozenset[str]:
    """The words of the language."""
    return the_table().words


def calendar(context: Context, one: Declared) -> Calendar:
    """A calendar with its shifts, one-off hours and holidays; single dates win over weekdays, the later statement over the earlier."""
    scope = one.scope
    week: list[tuple[Span, ...]] = [()] * 7
    dates: dict[int, tuple[Span, ...]] = {}
    for statement, _ in within(one.node, scope):
        match statement:
            case tree.OpenDays(days=ranges, hours=hours):
                spans = hours_of(context, hours, scope)
                both = {day: tuple(sorted((*week[day], *spans))) for day in days_of(ranges)}
                if clashing := [WEEK_DAYS[day] for day, both_hours in both.items() if overlapping(both_hours)]:
                    _overlap(context, ", ".join(clashing), statement, scope)
                for day, open_hours in both.items():
                    week[day] = open_hours
            case tree.OpenDates(dates=ranges, hours=hours):
                spans = hours_of(context, hours, scope)
                if overlapping(spans):
                    _overlap(context, "that day", statement, scope)
                dates.update(dict.fromkeys(dates_of(context, ranges, scope), spans))
            case tree.ClosedDates(dates=ranges):
                dates.update(dict.fromkeys(dates_of(context, ranges, scope), ()))
            case tree.ClosedHolidays(country=country):
                found = holiday_dates(country.text, _HOLIDAY_YEARS)
                if isinstance(found, str):
                    context.findings.say("KB209", scope.span(country), found, None)
                else:
                    dates.update((day, ()) for day in found if day not in dates)
            case _:
                pass
    return Calendar(one.name, tuple(week), dates, context.zone)


def _overlap(context: Context, day: str, statement: tree.Node, scope: Scope) -> None:
    context.findings.say("KB209", scope.span(statement), f"the open hours of {day} overlap", "let one end where the next begins")


# ------------------------------------------------------------------ items
def item(evaluator: Evaluator, one: Declared) -> Item:
    """What flows."""
    context, scope = evaluator.context, one.scope
    said = Statements(context, within(one.node, scope))
    unit = context.units["pcs"]
    if (counted := said.one(tree.CountedIn)) is not None:
        name = context.names.filled(counted[0].unit.text, counted[0].unit, scope)
        if name is not None and evaluator.measure_of(name, counted[0].unit, scope) is not None and name in context.units:
            unit = context.units[name]
    plain = Item(one.name, title(context, one.node, scope), one.name, unit, None, None, place=one.place)
    code = plain.code
    if (coded := said.one(tree.Code)) is not None:
        code = context.names.filled(coded[0].code.text, coded[0].code, scope) or code
    pack = said.one(tree.Pack)
    worth = said.one(tree.Worth)
    tracked, shelf_life = said.one(tree.Tracked), said.one(tree.ShelfLife)
    life = None if shelf_life is None else evaluator.above(evaluator.time(shelf_life[0].life, scope), 1, shelf_life[0].life, scope)
    left = None if shelf_life is None or shelf_life[0].left is None else evaluator.time(shelf_life[0].left, scope)
    if shelf_life is not None and life is not None and left is not None and left >= life:
        context.findings.say(
            "KB208", scope.span(shelf_life[0]), f"`{one.name}` would never be fit to be used", "let less be left than it has when it comes"
        )
    return Item(
        one.name,
        plain.title,
        code,
        unit,
        evaluator.positive(pack[0].quantity, scope, plain) if pack else None,
        evaluator.money(worth[0].money, scope) if worth else None,
        tracked[0].by.text if tracked else None,
        life,
        left or 0,
        place=one.place,
    )


# ------------------------------------------------------------------ where goods rest
def roles(context: Context, said: tuple[tree.Access, Scope] | None) -> tuple[str, ...]:
    """The roles that an `access` names."""
    if said is None:
        return ()
    found = [context.names.find(name, said[1], "role") for name in said[0].roles]
    return tuple(one.name for one in found if one is not None)


def works(context: Context, said: Statements) -> Calendar | None:
    """The calendar that a place works by."""
    found = said.one(tree.Works)
    one = context.names.find(found[0].calendar, found[1], "calendar") if found else None
    return None if one is None else context.calendars[one.name]


def store(evaluator: Evaluator, one: Declared) -> Store:
    """A lift, carousel, rack or dock."""
    context, scope = evaluator.context, one.scope
    said = Statements(context, within(one.node, scope), frozenset({tree.Place}))
    kind = one.node.kind.text if isinstance(one.node, tree.Store) else "dock"
    retrieval, handling, openings = said.one(tree.RetrievalTime), said.one(tree.HandlingTime), said.one(tree.Openings)
    access = roles(context, said.one(tree.Access))
    aids = said.one(tree.PickAids)
    trays: dict[int, Tray] = {}
    for place, _ in said.all(tree.Place):
        _trays(evaluator, place, scope, access, trays)
    return Store(
        one.name,
        title(context, one.node, scope),
        kind,
        (evaluator.delay(retrieval[0].time, scope) if retrieval else None) or Delay(),
        (evaluator.count(openings[0].number, scope, 1) if openings else None) or 1,
        tuple(name.text for name in aids[0].aids) if aids else (),
        access,
        works(context, said),
        trays,
        (evaluator.delay(handling[0].time, scope) if handling else None) or Delay(),
        place=one.place,
    )


def _trays(evaluator: Evaluator, node: tree.Place, scope: Scope, store_access: tuple[str, ...], trays: dict[int, Tray]) -> None:
    """One place of a store, or many alike."""
    context = evaluator.context
    first = evaluator.count(node.first, scope, most=_HIGHEST_PLACE)
    last = evaluator.count(node.last, scope, most=_HIGHEST_PLACE) if node.last else first
    said = Statements(context, within(node, scope), frozenset({tree.Holds}))
    holds: dict[str, int] = {}
    each: set[bool] = set()
    for held, _ in said.all(tree.Holds):
        found = context.names.find(held.item, scope, "item")
        if found is None:
            continue
        room = evaluator.positive(held.quantity, scope, context.items[found.name])
        if room is not None:
            holds[found.name] = room
            each.add(held.each is not None)
    if len(each) > 1:
        context.findings.say(
            "KB210",
            scope.span(node),
            "`holds ... each` and `holds` without `each` in one place",
            "say the room in the same way for every item",
        )
    compartments = said.one(tree.Compartments)
    divisions = (evaluator.count(compartments[0].number, scope, 1) if compartments else None) or 1
    access = roles(context, said.one(tree.Access)) or store_access
    if first is None or last is None:
        return
    if last < first:
        context.findings.say(
            "KB207", scope.span(node), f"`{node.kind.text} {first}..{last}` ends before it begins", "write the smaller number first"
        )
    if last - first >= _MOST_PLACES:
        written = f"{node.kind.text} {first}..{last}"
        context.findings.say("KB207", scope.span(node), f"`{written}` are too many", f"write at most {_MOST_PLACES} in one statement")
        return
    for number in range(first, last + 1):
        if number in trays:
            context.findings.say(
                "KB202",
                scope.between(node.start, (node.last or node.first).end),
                f"{node.kind.text} {number} is described twice",
                "describe each once",
            )
            return
        trays[number] = Tray(number, divisions, holds, True in each, access)


# ------------------------------------------------------------------ who makes and delivers
def supplier(evaluator: Evaluator, one: Declared) -> Supplier:
    """Who delivers from outside."""
    context, scope = evaluator.context, one.scope
    said = Statements(context, within(one.node, scope))
    delivers = said.one(tree.Delivers)
    schedule = schedule_of(evaluator, delivers[0].schedule, scope) if delivers else None
    return Supplier(one.name, title(context, one.node, scope), schedule, works(context, said), place=one.place)


_STATION_REPEATS: frozenset[type[tree.Node]] = frozenset({tree.Makes, tree.CycleTime})


def station(evaluator: Evaluator, one: Declared, statements: list[tuple[tree.Node, Scope]]) -> Station:
    """Where work is done; `statements` are its own, or those that a scenario changed."""
    context, scope = evaluator.context, one.scope
    said = Statements(context, statements, _STATION_REPEATS)
    recipes: dict[str, Recipe] = {}
    for makes, where in said.all(tree.Makes):
        recipe = _recipe(evaluator, makes, where)
        if recipe is not None and recipes.setdefault(recipe.product, recipe) is not recipe:
            related = (Related(recipes[recipe.product].place, "it is said here"),)
            context.findings.say(
                "KB210", recipe.place, f"`{one.name}` says twice what `{recipe.product}` is made from", "say it once", related
            )
    cycles: dict[str, Delay] = {}
    for cycle, where in said.all(tree.CycleTime):
        product = context.names.find(cycle.product, where, "item") if cycle.product else None
        time = evaluator.delay(cycle.time, where)
        if time is None or (cycle.product and product is None):
            continue
        if cycles.setdefault(product.name if product else "", time) is not time:
            context.findings.say("KB210", where.span(cycle), f"`{where.written(cycle)}` says again what is already said", "say it once")
    paced, setup = said.one(tree.Paced), said.one(tree.SetupTime)
    machines, taken, rejects = said.one(tree.Machines), said.one(tree.PartsTaken), said.one(tree.Rejects)
    return Station(
        one.name,
        title(context, one.node, scope),
        tuple(recipes.values()),
        cycles,
        (evaluator.delay(setup[0].time, setup[1]) if setup else None) or Delay(),
        (evaluator.count(machines[0].number, machines[1], 1) if machines else None) or 1,
        works(context, said),
        taken[0].on.text if taken else "release",
        paced_every=(evaluator.above(evaluator.time(paced[0].every, paced[1]), 1, paced[0].every, paced[1]) or 0) if paced else 0,
        rejects=share_of_bad(evaluator, rejects[0].share, rejects[1], one.name) if rejects else None,
        reworks=_reworks(evaluator, said, one.name),
        place=one.place,
    )


def _reworks(evaluator: Evaluator, said: Statements, name: str) -> tuple[tuple[int, int], Delay] | None:
    """What is done again, and how long it takes; never all of it, and not where a machine is held until its job is handed over."""
    reworks, taken = said.one(tree.Reworks), said.one(tree.PartsTaken)
    if reworks is None:
        return None
    node, scope = reworks
    share, time = share_of_bad(evaluator, node.share, scope, name), evaluator.delay(node.time, scope)
    if taken is not None and taken[0].on.text == "start":
        evaluator.context.findings.say(
            "KB221",
            scope.span(node),
            f"the parts of `{name}` are taken on start, so a job that is done again would hold its machine",
            "leave `parts taken on start` out: the parts are taken when a job is released",
        )
    return None if share is None or time is None else (share, time)


def share_of_bad(evaluator: Evaluator, node: tree.Expression, scope: Scope, name: str) -> tuple[int, int] | None:
    """How many of the goods that somebody gives are bad; never all of them."""
    part = evaluator.share(node, scope)
    if part is None or part[0] < part[1]:
        return part
    message = f"`{name}` would give nothing but bad goods, and be asked again for ever"
    evaluator.context.findings.say("KB207", scope.span(node), message, "write less than 100 %")
    return None


def _recipe(evaluator: Evaluator, node: tree.Makes, scope: Scope) -> Recipe | None:
    context = evaluator.context
    product = context.names.find(node.product, scope, "item")
    shares: dict[str, Fraction] = {}
    for part in node.parts or ():
        found = context.names.find(part.item, scope, "item")
        number = evaluator.number(part.number.text, part.number, scope)
        if found is None or number is None:
            continue
        unit = context.items[found.name].unit
        if part.unit is not None and context.names.filled(part.unit.text, part.unit, scope) != unit.name:
            context.findings.say(
                "KB205",
                scope.span(part),
                f"`{found.name}` is counted in {unit.name}, not in {part.unit.text}",
                f"write `{part.number.text} {unit.name} of {found.name}`",
                (Related(context.items[found.name].place, f"`{found.name}` is declared here"),),
            )
            continue
        steps = evaluator.steps(number, unit, part, scope)
        if steps is None or evaluator.above(steps, 1, part, scope) is None:
            continue
        if found.name in shares:
            context.findings.say("KB210", scope.span(part), f"`{found.name}` is a part twice", "write how much of it in one place")
        shares[found.name] = Fraction(steps)
    if product is None:
        return None
    return _in_whole_steps(product.name, context.items[product.name].unit, shares, node, scope)


def _in_whole_steps(product: str, unit: Unit, parts: dict[str, Fraction], node: tree.Node, scope: Scope) -> Recipe:
    """The least number of steps of the product that takes whole steps of every part. `parts` are for one whole unit."""
    for_a_step = {name: steps * unit.step for name, steps in parts.items()}
    per = lcm(*(share.denominator for share in for_a_step.values())) if for_a_step else 1
    whole = {name: int(share * per) for name, share in for_a_step.items()}
    common = gcd(per, *whole.values()) if whole else 1
    return Recipe(product, per // common, {name: steps // common for name, steps in whole.items()}, place=scope.span(node))

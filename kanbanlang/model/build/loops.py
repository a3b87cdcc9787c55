"""Loops of work: each becomes places that fill one from another, so that what follows knows buffers and stations alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import define, evolve, field, frozen

from kanbanlang.diagnostics import Related, Span
from kanbanlang.model.build.context import Context, Statements
from kanbanlang.model.build.evaluate import Evaluator
from kanbanlang.model.build.findings import Scope
from kanbanlang.model.build.names import Declared
from kanbanlang.model.build.plant import within
from kanbanlang.model.policy import USUAL_PRIORITY, Buffer, From, InLoop, Item, Loop, Policy, Recipe, Station, Terms
from kanbanlang.syntax import tree

Said = tuple[tree.Node, Scope]


@frozen
class Written:
    """A loop as the text has it."""

    name: str
    title: str | None
    item: Item
    places: tuple[str, ...]
    cards: int
    lot: int
    place: Span


@define
class Loops:
    """Reads the loops of a policy, and closes them."""

    evaluator: Evaluator
    declared: Sequence[Declared]

    @property
    def context(self) -> Context:
        """What the builder shares."""
        return self.evaluator.context

    def closed(self, policy: Policy, changed: dict[str, list[Said]] | None = None) -> Policy:
        """The policy with the places of its loops filled; `changed` are statements of a scenario that replace a loop's own of that kind."""
        found = []
        for one in self.declared:
            said = within(one.node, one.scope)
            own = (changed or {}).get(one.name, [])
            kinds = {type(node) for node, _ in own}
            written = self._written(one, [(node, scope) for node, scope in said if type(node) not in kinds] + own, policy)
            if written is not None:
                found.append(written)
        return Closing(self.context, policy).close(found) if found else policy

    def _written(self, one: Declared, statements: list[Said], policy: Policy) -> Written | None:
        context, scope = self.context, one.scope
        assert isinstance(one.node, tree.Loop)  # noqa: S101 - what the name was declared with
        said = Statements(context, statements)
        through, kanban = said.one(tree.Through), said.one(tree.Kanban)
        if through is None or kanban is None:
            lacking = "through which places it goes" if through is None else "how many cards it has"
            self._say(
                "KB230", one.place, f"`{one.name}` does not say {lacking}", "write `through lathe, mill` and `kanban 12 cards of 1 pcs`"
            )
            return None
        named = [context.names.find(name, through[1], "station", "buffer") for name in through[0].places]
        places = [place.name for place in named if place is not None]
        own = context.names.find(one.node.item, scope, "item") if one.node.item is not None else None
        if len(places) < len(named) or (one.node.item is not None and own is None):
            return None
        twice = next((name for name in places if places.count(name) > 1), None)
        if twice is not None:
            self._say(
                "KB231", through[1].span(through[0]), f"`{one.name}` comes through `{twice}` twice", "name each place once", (one.place,)
            )
            return None
        item = context.items.get(own.name) if own is not None else _comes_out(places[-1], policy)
        if item is None:
            help_ = "say what goes round: `loop line of gearbox`"
            self._say("KB230", one.place, f"what goes round in `{one.name}` is not said", help_)
            return None
        cards = self.evaluator.count(kanban[0].cards, kanban[1], 1)
        lot = item.pack if kanban[0].quantity is None else self.evaluator.positive(kanban[0].quantity, kanban[1], item)
        if kanban[0].quantity is None and lot is None:
            self._say(
                "KB211",
                kanban[1].span(kanban[0]),
                f"how much a card of `{one.name}` is for is not said",
                f"write `of 1 {item.unit.name}` behind it, or give `{item.name}` a `pack`",
            )
        title = one.node.title.text if one.node.title else None
        return None if cards is None or lot is None else Written(one.name, title, item, tuple(places), cards, lot, one.place)

    def _say(self, code: str, span: Span, message: str, help_: str, related: Iterable[Span] = ()) -> None:
        notes = tuple(Related(place, "the loop is here") for place in related)
        self.context.findings.say(code, span, message, help_, notes)


def _comes_out(place: str, policy: Policy) -> Item | None:
    """What a last place gives; None where that is not one thing alone."""
    if place in policy.buffers:
        return policy.buffers[place].item
    recipes = policy.stations[place].recipes if place in policy.stations else ()
    return policy.items.get(recipes[0].product) if len(recipes) == 1 else None


Made = tuple[str, str]
"""A station and what it makes there; or a buffer and what it holds."""


class _Open(Exception):  # noqa: N818 - says where a loop does not close, and never leaves this module
    """A finding that ends the reading of one loop."""


@define
class Closing:
    """The places of all loops of one policy, while what each hands on to the next is found out."""

    context: Context
    policy: Policy
    stations: dict[str, Station] = field(init=False)
    buffers: dict[str, Buffer] = field(init=False)
    following: dict[Made, str] = field(factory=dict)
    made: dict[str, tuple[Made, ...]] = field(factory=dict)  # of each loop its places, with what they make or hold

    def __attrs_post_init__(self) -> None:
        self.stations, self.buffers = dict(self.policy.stations), dict(self.policy.buffers)

    def close(self, loops: Sequence[Written]) -> Policy:
        """The policy with all of it."""
        closed = [loop for loop in loops if self._hands_on(loop)]
        if sum(not self._starts_and_fits(loop, closed) for loop in closed):  # each of them says what is wrong
            return self.policy
        outputs = self._outputs(closed)
        finals = {loop.name: outputs[self.made[loop.name][-1]] for loop in closed}
        self._pulled(closed, finals)
        self._filled(closed, outputs, finals)
        return evolve(
            self.policy,
            stations=self.stations,
            buffers=self.buffers,
            loops={loop.name: self._loop(loop, outputs) for loop in closed},
        )

    # ------------------------------------------------------------ what goes from place to place
    def _hands_on(self, loop: Written) -> bool:
        """Go through a loop from its end; False where one place does not hand on to the next, which is said."""
        made: list[Made] = []
        wanted = loop.item.name
        try:
            for number in reversed(range(len(loop.places))):
                place = loop.places[number]
                before = loop.places[number - 1] if number else None
                behind = loop.places[number + 1] if number + 1 < len(loop.places) else None
                made.append((place, wanted))
                if place in self.buffers:
                    self._buffer(loop, place, wanted, behind)
                else:
                    wanted = self._station(loop, place, wanted, before)
                if before is not None and self.following.setdefault((before, wanted), place) != place:
                    other = self.following[before, wanted]
                    raise self._open(loop, "KB231", f"`{before}` cannot go on both to `{other}` and to `{place}`", "let one loop end there")
        except _Open:
            return False
        self.made[loop.name] = tuple(reversed(made))
        return True

    def _buffer(self, loop: Written, place: str, wanted: str, behind: str | None) -> None:
        buffer = self.policy.buffers[place]
        if buffer.item.name != wanted:
            raise self._open(
                loop, "KB231", f"`{loop.name}` brings `{wanted}` to `{place}`, which holds `{buffer.item.name}`", "name the buffer of it"
            )
        if behind in self.stations and behind != buffer.at_station:
            raise self._open(loop, "KB231", f"`{place}` does not stand at `{behind}`", f"write `buffer {place} of {wanted} at {behind}`")
        if buffer.rule is not None:
            raise self._open(
                loop,
                "KB232",
                f"`{place}` has a rule of its own, and `{loop.name}` fills it",
                "leave the rule out, or the place out of `through`",
            )

    def _station(self, loop: Written, place: str, product: str, before: str | None) -> str:
        """Returns what comes in from the place before."""
        station = self.stations[place]
        recipe = next((one for one in station.recipes if one.product == product), None)
        if recipe is None:
            if station.recipes:
                raise self._open(loop, "KB231", f"`{place}` does not make `{product}`", f"add `makes {product} from ...` to it")
            recipe = Recipe(product, 1, {}, place=loop.place)
        comes = product if before is None else self._comes(loop, recipe, place, before)
        if before is not None and comes not in recipe.parts:  # it is worked on and stays what it is
            recipe = evolve(recipe, parts={**recipe.parts, comes: recipe.per})
        if before is not None and recipe.parts[comes] != recipe.per:
            raise self._open(
                loop,
                "KB233",
                f"`{place}` takes more or less than one `{comes}` for one `{product}`",
                "a card goes with its pieces one for one",
            )
        others = tuple(one for one in station.recipes if one.product != product)
        self.stations[place] = evolve(station, recipes=(*others, recipe))
        return comes

    def _comes(self, loop: Written, recipe: Recipe, place: str, before: str) -> str:
        """What a place hands on to a station that makes something by a recipe."""
        if before in self.buffers:
            given = {self.policy.buffers[before].item.name}
        else:
            given = {one.product for one in self.policy.stations[before].recipes} or {recipe.product}
        found = [item for item in recipe.parts if item in given] or [item for item in (recipe.product,) if item in given]
        if len(found) != 1:
            raise self._open(
                loop, "KB231", f"nothing of `{before}` goes into `{recipe.product}` at `{place}`", f"let `{place}` make it from what comes"
            )
        return found[0]

    def _starts_and_fits(self, loop: Written, loops: Sequence[Written]) -> bool:
        """Whether its first place has what to begin with, places within none of their own, and who shares a place cards of one size."""
        filled = set(self.following.values())
        for number, place in enumerate(loop.places):
            buffer = self.policy.buffers.get(place)
            if buffer is None:
                continue
            if place in filled and buffer.sources:
                self._open(loop, "KB232", f"`{place}` says from where it comes, and `{loop.name}` fills it", "leave `from` out")
                return False
            if place not in filled and number == 0 and len(buffer.sources) != 1:
                self._open(loop, "KB232", f"`{place}` comes first in `{loop.name}` and has not one source", "write one `from`")
                return False
        before = loops[: loops.index(loop)]
        other = next((one for one in before if one.lot != loop.lot and set(one.places) & set(loop.places)), None)
        if other is not None:
            self._open(loop, "KB233", f"`{loop.name}` and `{other.name}` share a place, and their cards are not alike", "make them alike")
        return other is None

    def _open(self, loop: Written, code: str, message: str, help_: str) -> _Open:
        self.context.findings.say(code, loop.place, message, help_)
        return _Open()

    # ------------------------------------------------------------ where the pieces lie
    def _outputs(self, loops: Sequence[Written]) -> dict[Made, str]:
        """Where what a place makes lies, until the next takes it: a buffer of the loop, or one that nobody wrote down."""
        outputs: dict[Made, str] = {}
        for loop in loops:
            for place, product in self.made[loop.name]:
                if (place, product) in outputs:
                    continue
                behind = self.following.get((place, product))
                if place in self.buffers:
                    outputs[place, product] = place
                elif behind in self.buffers:
                    outputs[place, product] = behind
                else:
                    name = loop.name if behind is None else f"{loop.name} after {place}"
                    outputs[place, product] = name
                    self.buffers[name] = self._unwritten(loop, name, product, behind)
        return outputs

    def _unwritten(self, loop: Written, name: str, product: str, at_station: str | None) -> Buffer:
        return Buffer(
            name=name,
            title=loop.title,
            item=self.policy.items[product],
            at_station=at_station,
            in_store=None,
            tray=None,
            rule=None,
            sources=(),
            serves_customers=False,
            limit=None,
            safety=0,
            priority=USUAL_PRIORITY,
            holding_cost=None,
            shortage_cost=None,
            of_loop=loop.name,
            place=loop.place,
        )

    def _pulled(self, loops: Sequence[Written], finals: dict[str, str]) -> None:
        """Who says `from` a loop takes from where its last place puts what is done."""
        by_name = {loop.name: loop for loop in loops}
        for name, buffer in self.policy.buffers.items():
            if any(source.source in finals for source in buffer.sources):
                sources = tuple(evolve(source, source=finals.get(source.source, source.source)) for source in buffer.sources)
                self.buffers[name] = evolve(self.buffers[name], sources=sources)
            for source in buffer.sources:
                if source.source in by_name and self.made[source.source][-1] in self.following:
                    behind = self.following[self.made[source.source][-1]]
                    self._open(
                        by_name[source.source], "KB231", f"`{source.source}` goes on to `{behind}`", f"take `{name}` from where that ends"
                    )

    def _filled(self, loops: Sequence[Written], outputs: dict[Made, str], finals: dict[str, str]) -> None:
        """Each place is filled from the one before it; the first takes cards, and the last goes on where nobody pulls."""
        pulled_from = {source.source for buffer in self.buffers.values() for source in buffer.sources}
        all_cards = sum(loop.cards * loop.lot for loop in loops)
        for loop in loops:
            for place, product in self.made[loop.name]:
                lies = outputs[place, product]
                entered = [one.name for one in loops if outputs[self.made[one.name][0]] == lies and one.name in self.made]
                ends = lies in finals.values() and lies not in pulled_from and (lies, product) not in self.following
                rule = InLoop(loop.lot, tuple(entered), all_cards if ends else 0, place=loop.place)
                sources = self.buffers[lies].sources
                if place != lies:
                    sources = (From(place, Terms(), place=loop.place),)
                elif not sources:
                    before = next(key for key, behind in self.following.items() if behind == place)
                    sources = (From(before[0], Terms(), place=loop.place),)
                self.buffers[lies] = evolve(self.buffers[lies], rule=rule, sources=sources)

    def _loop(self, loop: Written, outputs: dict[Made, str]) -> Loop:
        """Where the pieces of a loop are, for whoever counts them."""
        made = self.made[loop.name]
        lies = [outputs[one] for one in made]
        return Loop(
            name=loop.name,
            title=loop.title,
            item=loop.item,
            places=loop.places,
            cards=loop.cards,
            lot=loop.lot,
            fills=tuple((place, into) for (place, _), into in zip(made, lies, strict=True) if place != into),
            moves=tuple(
                (giver, taker) for giver, taker in zip(loop.places, loop.places[1:], strict=False) if {giver, taker} <= self.buffers.keys()
            ),
            holds=tuple(dict.fromkeys((*lies[:-1], *(place for place in loop.places[-1:] if place in self.buffers)))),
            lies=tuple(dict.fromkeys(lies)),
            place=loop.place,
        )

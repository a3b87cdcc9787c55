"""Lowering of triggers: who listens to which event, what their conditions read, what they ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import define, field

from kanbanlang.flow.builder import Builder, Draft, Word
from kanbanlang.flow.postfix import Resolve, compile_expression, lists_of
from kanbanlang.flow.program import BufferCounters, Row, Terms
from kanbanlang.flow.stockwords import stock_terms
from kanbanlang.model.expression import Constant, EventField, Expression, Operation, Operator, State
from kanbanlang.model.expression import Word as StockWord
from kanbanlang.model.policy import (
    RELEASE_SAFETY,
    Buffer,
    Cards,
    Event,
    EventKind,
    From,
    Policy,
    Route,
    Station,
    Store,
    Supplier,
    Trigger,
    TriggerAction,
)
from kanbanlang.model.schedule import Schedule
from kanbanlang.rules import expression as code
from kanbanlang.rules import react


def _places(kind: EventKind, buffer: Buffer, source: From | None) -> set[str]:
    """What an event sentence may call what happens to this buffer (by this source)."""
    places = {buffer.name, buffer.item.name}
    if source is not None and kind in {EventKind.PICK, EventKind.COMPLETION}:
        places.add(source.source)
    return places


def _listens(event: Event, buffer: Buffer, source: From | None) -> bool:
    """Whether an event sentence that speaks of this buffer speaks of its item, and of this source too."""
    origin = event.modifiers.get("from")
    if origin is not None and (source is None or origin != source.source):
        return False
    return event.item is None or event.item == buffer.item.name


def _audits(buffer: Buffer) -> Iterator[Trigger]:
    """What `count` statements of a buffer say, as triggers."""
    count = TriggerAction("count", buffer.name, place=buffer.place)
    if buffer.count_at is not None:
        yield Trigger(f"count of {buffer.name}", None, None, buffer.count_at, None, (count,), place=buffer.place)
    if buffer.count_when_empty:
        empty = Operation(Operator.EQUAL, (State(StockWord.ON_HAND, buffer.name), Constant(0)))
        yield Trigger(f"count of {buffer.name} when empty", None, None, None, empty, (count,), place=buffer.place)


@define
class Reactions:
    """The triggers of a policy on the bench: a flag and an event quantity for each, a counter of what they ask for each buffer."""

    policy: Policy
    builder: Builder
    triggers: tuple[Trigger, ...] = field(init=False)  # those of the text, and the audits of buffers
    flags: dict[str, tuple[int, int]] = field(init=False)
    asked: dict[str, int] = field(init=False)
    on_hold: dict[str, int] = field(init=False)
    releases: dict[str, int] = field(init=False)
    down: dict[str, int] = field(factory=dict)
    _by_event: dict[tuple[EventKind, str], list[tuple[int, Trigger, Event]]] = field(factory=dict)
    """The triggers by what their events are called, each with its place among all of them."""

    def __attrs_post_init__(self) -> None:
        new = self.builder.counter
        audits = (one for buffer in self.policy.buffers.values() for one in _audits(buffer))
        self.triggers = (*self.policy.triggers, *audits)
        for nth, trigger in enumerate(self.triggers):
            if (event := trigger.event) is not None:
                self._by_event.setdefault((event.kind, event.of), []).append((nth, trigger, event))
        self.flags = {
            trigger.name: (new(f"told({trigger.name})"), new(f"quantity({trigger.name})"))
            for trigger in self.triggers
            if trigger.event is not None or trigger.schedule is not None
        }
        pulled = dict.fromkeys(action.target for trigger in self.triggers for action in trigger.actions if action.verb == "pull")
        self.asked = {name: new(f"asked by triggers({name})") for name in pulled}
        held = dict.fromkeys(action.target for trigger in self.triggers for action in trigger.actions if action.verb == "hold")
        self.on_hold = {name: new(f"on hold({name})") for name in held}
        released = dict.fromkeys(action.target for trigger in self.triggers for action in trigger.actions if action.verb == RELEASE_SAFETY)
        self.releases = {name: new(f"to release({name})") for name in released}

    # ------------------------------------------------------------ who listens
    def _list(self, triggers: list[Trigger]) -> list[Word]:
        words: list[Word] = [len(triggers)]
        for trigger in triggers:
            words += self.flags[trigger.name]
        return words

    def listeners(self, kind: EventKind, buffer: Buffer, source: From | None = None) -> list[Word]:
        """The list of (flag, quantity) counters of the triggers that answer this kind of event at this buffer."""
        heard = (one for place in _places(kind, buffer, source) for one in self._by_event.get((kind, place), ()))
        return self._list([trigger for _, trigger, event in sorted(heard, key=lambda one: one[0]) if _listens(event, buffer, source)])

    @staticmethod
    def together(one: list[Word], other: list[Word]) -> list[Word]:
        """Two lists of listeners as one."""
        pairs = [*one[1:], *other[1:]]
        return [len(pairs) // 2, *pairs]

    # ------------------------------------------------------------ suppliers, stations, stores and routes
    def place_standing(self) -> dict[str, Draft]:
        """A row for everything that can be down."""
        drafts: dict[str, Draft] = {}
        things: list[Supplier | Station | Store | Route] = [
            *self.policy.suppliers.values(),
            *self.policy.stations.values(),
            *self.policy.stores.values(),
            *self.policy.routes.values(),
        ]
        for thing in things:
            self.down[thing.name] = self.builder.counter(f"down({thing.name})")
            draft = self.builder.draft(Row(-1, react.STANDING, f"{thing.name} standing", thing.place))
            draft.words = {
                react.DOWN: self.down[thing.name],
                react.ON_DOWN: self._list(self._of(EventKind.DOWN, thing.name)),
                react.ON_UP: self._list(self._of(EventKind.UP, thing.name)),
            }
            drafts[thing.name] = draft
        return drafts

    def _of(self, kind: EventKind, name: str) -> list[Trigger]:
        return [t for t in self.triggers if t.event is not None and t.event.kind is kind and t.event.of == name]

    # ------------------------------------------------------------ rules
    def place_triggers(self, counters: dict[str, BufferCounters], in_work: Mapping[str, Terms]) -> list[tuple[Schedule, Draft]]:
        """A row for each trigger, in the order they are written. Returns those at which the clock strikes, and when."""
        clocks: list[tuple[Schedule, Draft]] = []
        for trigger in self.triggers:
            pulls = [action for action in trigger.actions if action.verb == "pull"]
            others = tuple(action for action in trigger.actions if action.verb != "pull")

            def resolve(word: State | EventField, trigger: Trigger = trigger) -> list[int]:
                if isinstance(word, EventField):
                    return [code.COUNTER, self.flags[trigger.name][1]]
                return self.word(word, counters, in_work)

            def steps(expression: Expression, resolve: Resolve = resolve) -> list[Word]:
                return lists_of(compile_expression(expression, resolve))

            condition = steps(trigger.condition) if trigger.condition is not None else 0
            asks: list[list[Word]] = [[self.asked[pull.target], steps(pull.quantity)] for pull in pulls if pull.quantity is not None]
            if trigger.name in self.flags:
                draft = self.builder.draft(Row(-1, react.ON, trigger.name, trigger.place, trigger=trigger, actions=others))
                together = [word for ask in asks for word in ask]
                draft.words = {
                    react.FLAG: self.flags[trigger.name][0],
                    react.CONDITION: condition,
                    react.PULLS: [len(asks), *together],
                    react.SWITCHES: self._switches(trigger),
                }
                if trigger.schedule is not None:
                    clocks.append((trigger.schedule, draft))
                continue
            if others:
                flag = self.builder.counter(f"held({trigger.name})")
                draft = self.builder.draft(Row(-1, react.WHEN, trigger.name, trigger.place, trigger=trigger, actions=others))
                draft.words = {react.FLAG: flag, react.CONDITION: condition, react.SWITCHES: self._switches(trigger)}
            for number, ask in enumerate(asks, 1):
                key = f"{trigger.name} pull {number}"
                draft = self.builder.draft(Row(-1, react.WHILE, key, trigger.place, trigger=trigger))
                draft.words = {react.CONDITION: condition, react.PULLS: [1, *ask]}
        return clocks

    def _switches(self, trigger: Trigger) -> list[Word]:
        """What a trigger holds and resumes, and the safety stocks that it releases; to resume what nothing holds does nothing."""
        words: list[Word] = [0]
        for one in trigger.actions:
            if one.verb == RELEASE_SAFETY:
                words += [self.releases[one.target], 1]
            elif one.verb in {"hold", "resume"} and one.target in self.on_hold:
                words += [self.on_hold[one.target], int(one.verb == "hold")]
        words[0] = len(words) // 2
        return words

    def word(self, word: State, counters: dict[str, BufferCounters], in_work: Mapping[str, Terms]) -> list[int]:
        """The postfix steps of one word."""
        if word.word is StockWord.DOWN:
            return [code.COUNTER, self.down[word.of]]
        if word.word is StockWord.CARDS:
            rule = self.policy.buffers[word.of].rule
            return [code.CONSTANT, rule.cards if isinstance(rule, Cards) else 0]
        terms = in_work[word.of] if word.word is StockWord.WIP else stock_terms(word.word, counters[word.of])
        if not terms:
            return [code.CONSTANT, 0]
        steps: list[int] = []
        for sign, counter in terms:
            steps += [code.COUNTER, counter]
            if len(steps) > 2:  # noqa: PLR2004 - one step so far: nothing to add it to
                steps += [code.ADD if sign > 0 else code.SUBTRACT, 0]
        return steps

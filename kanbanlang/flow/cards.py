"""Lowering of cards: the counters through which a card goes from its emptied container to the pull."""

from __future__ import annotations

from kanbanlang.flow.builder import Builder
from kanbanlang.flow.program import Row
from kanbanlang.flow.reactions import Reactions
from kanbanlang.model.policy import Buffer, Cards, EventKind
from kanbanlang.rules import cards


def place_cards(builder: Builder, reactions: Reactions, buffer: Buffer) -> tuple[int, ...]:
    """The counters in which a free card of the buffer can be: the first is for emptied containers, the last is where its rule looks."""
    rule, name, new = buffer.rule, buffer.name, builder.counter
    if not isinstance(rule, Cards):
        return ()
    scanned, collected = rule.signal == "scanned", rule.collect > 1
    chain = [new(f"emptied({name})"), new(f"unscanned({name})")] if scanned else []
    chain += [new(f"collecting({name})")] if collected else []
    chain += [new(f"cards_free({name})")]
    if scanned:
        emptied, unscanned, to, *_ = chain
        draft = builder.draft(Row(-1, cards.EMPTIED, f"{name} scans", rule.place, buffer=buffer))
        listeners = reactions.listeners(EventKind.SCAN, buffer)
        draft.words = {cards.JUST_EMPTIED: emptied, cards.UNSCANNED: unscanned, cards.SCANNED: to, cards.ON_SCAN: listeners}
    if collected:
        *_, collecting, to = chain
        draft = builder.draft(Row(-1, cards.COLLECTED, f"{name} collects", rule.place, buffer=buffer))
        draft.words = {
            cards.COLLECTING: collecting,
            cards.GO_TO: to,
            cards.LEAST: rule.collect,
            cards.BEGUN: new(f"begun({name})"),
            cards.COLLECTION: new(f"collections({name})"),
        }
    return tuple(chain)


def place_retirement(builder: Builder, buffer: Buffer, first: int) -> int:
    """The row that takes cards out of the plant, which the policy no longer has. Returns the counter of those that still go round."""
    retiring = builder.counter(f"retiring({buffer.name})", buffer.retiring)
    place = buffer.place if buffer.rule is None else buffer.rule.place
    draft = builder.draft(Row(-1, cards.RETIRE, f"{buffer.name} retires", place, buffer=buffer))
    draft.words = {cards.RETIRING: retiring, cards.OUT_OF: first}
    return retiring

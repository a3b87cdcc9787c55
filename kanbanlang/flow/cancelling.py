"""Lowering of cancellations: which policies speak of them, and where what was cancelled rests."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from kanbanlang.flow.builder import Builder, Draft, Word
from kanbanlang.flow.program import BufferCounters, Row
from kanbanlang.flow.reactions import Reactions
from kanbanlang.model.policy import AsNeeded, Buffer, Cards, Event, EventKind, Keep, Policy, ReorderLot, ReorderUpTo, Zones
from kanbanlang.rules import as_needed, cancel, later, zones

_SPOKEN_OF = frozenset({EventKind.CANCELLATION, EventKind.REISSUE})


def can_cancel(policy: Policy) -> bool:
    """Whether anything in a policy speaks of cancellations: only then do rules look whether they rest."""
    said = policy.runs_live or any(buffer.asks_again is not None for buffer in policy.buffers.values())
    return said or any(event.kind in _SPOKEN_OF for event in _events(policy))


def _events(policy: Policy) -> Iterator[Event]:
    yield from (trigger.event for trigger in policy.triggers if trigger.event is not None)
    for test in policy.tests:
        yield from (step.event for step in test.steps)
    for scenario in policy.scenarios.values():
        yield from (one.event for one in scenario.recorded if one.event is not None)


@frozen
class Rest:
    """Where the cancelled pulls of a buffer rest: the counter to which they come, the row (None: they ask again at once), its counters."""

    just: int
    resting: int = 0
    row: Draft | None = None


def place_rest(builder: Builder, reactions: Reactions, buffer: Buffer, stock: Draft, at: BufferCounters, needs: Word) -> Rest:
    """Where the cards of cancelled pulls rest, or the position rule itself. `needs` is what the jobs of a station need."""
    free = at.cards[-1] if at.cards else 0  # where the rule of cards looks
    cards = isinstance(buffer.rule, Cards)
    if not cards and (buffer.review is not None or not isinstance(buffer.rule, Keep | ReorderLot | ReorderUpTo | Zones | AsNeeded)):
        return Rest(0)
    if buffer.asks_again == 0:
        return Rest(free)
    name, new = buffer.name, builder.counter
    kind = cancel.CANCELLED_CARD if cards else zones.CANCELLED_ZONES if at.qualified else cancel.CANCELLED_PULL
    draft = builder.draft(Row(-1, kind, f"{name} cancelled", buffer.place, buffer=buffer))
    just, resting = new(f"cancelled({name})"), new(f"resting({name})")
    draft.words = {
        cancel.JUST: just,
        cancel.RESTING: resting,
        cancel.TOTAL: new(f"cancelled so far({name})"),
        cancel.ON_REISSUE: reactions.listeners(EventKind.REISSUE, buffer),
        cancel.GOES_TO: free,
    }
    if not cards:
        draft.words |= {cancel.OF: stock, cancel.HAD: new(f"had({name})"), cancel.OWED: new(f"owed({name})"), as_needed.NEEDS: needs}
        draft.words[later.QUALIFIED_DEMAND] = at.qualified
        signals = zones.ZONES_SIGNAL if at.qualified else cancel.SIGNALS_AGAIN
        again = builder.draft(Row(-1, signals, f"{name} signals again", buffer.place, buffer=buffer))
        again.words = dict(draft.words)
    return Rest(just, resting, draft)


def cancels(rest: Rest | None, listeners: list[Word]) -> Word:
    """What a row says of cancellations."""
    return 0 if rest is None else [rest.just, *listeners]

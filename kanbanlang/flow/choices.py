"""Lowering of several sources of one buffer: what the rows of the sources need to know of each other."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import lcm

from kanbanlang.flow.builder import Builder, Draft, Word
from kanbanlang.flow.postfix import compile_expression, lists_of
from kanbanlang.flow.program import BufferCounters, Terms
from kanbanlang.flow.reactions import Reactions
from kanbanlang.model.expression import EventField, State
from kanbanlang.model.policy import Buffer, From, Policy
from kanbanlang.rules import choice


def chooses(buffer: Buffer) -> bool:
    """Whether each pull of a buffer has to be given to one of its sources first."""
    return len(buffer.sources) > 1 or any(source.when is not None for source in buffer.sources)


def called(buffer: Buffer, source: From) -> str:
    """A source as its rows name it: which of them it is, where a buffer says `from` one place twice."""
    same = [one for one in buffer.sources if one.source == source.source]
    number = "" if len(same) == 1 else f" {1 + same.index(source)}"
    return f" from {source.source}{number}" if chooses(buffer) else ""


def connect(
    policy: Policy,
    builder: Builder,
    reactions: Reactions,
    groups: list[list[Draft]],
    counters: dict[str, BufferCounters],
    in_work: Mapping[str, Terms],
) -> None:
    """Give the rows of the sources of each rule their common list. Everything that can be down has its counter by now."""

    def resolve(word: State | EventField) -> list[int]:
        assert isinstance(word, State)  # noqa: S101 - a source is no event
        return reactions.word(word, counters, in_work)

    pulled: dict[str, int] = {}
    for drafts in groups:
        sources = [draft.row.source for draft in drafts if draft.row.source is not None]
        weights = _weights(sources)
        words: list[Word] = [len(drafts), sum(weights)]
        for draft, source, weight in zip(drafts, sources, weights, strict=True):
            assert draft.row.buffer is not None  # noqa: S101 - a refill rule has one
            name = f"{draft.row.buffer.name}{called(draft.row.buffer, source)}"
            if weight and name not in pulled:
                pulled[name] = builder.counter(f"pulled({name})")
            when = lists_of(compile_expression(source.when, resolve)) if source.when is not None else 0
            down = [reactions.down[one] for one in _needed(policy, source) if one in reactions.down]
            words += [draft, when, [len(down), *down], weight, pulled.get(name, 0)]
        for draft in drafts:
            draft.words[choice.CHOICES] = words


def _weights(sources: list[From]) -> list[int]:
    """The shares as whole numbers, 0 where there are none."""
    shares = [Fraction(0) if source.share is None else Fraction(*source.share) for source in sources]
    common = lcm(*(share.denominator for share in shares))
    return [int(share * common) for share in shares]


def _needed(policy: Policy, source: From) -> list[str]:
    """What must not be down for a source to give anything: itself, the store in which it stands, and the way from there."""
    giver = policy.buffers.get(source.source)
    store = giver.in_store if giver is not None else None
    return [name for name in (source.source, store, source.terms.route, source.terms.via) if name is not None]

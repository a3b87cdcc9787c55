"""What was said in a run that went wrong, as a policy with a test that a person can read, check and run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import frozen
from engine_text import policy_text

from kanbanlang.engine import InputKind, State
from kanbanlang.flow import Row
from kanbanlang.model.policy import USUAL_PRIORITY
from kanbanlang.model.values import DAY
from kanbanlang.rules import feed

if TYPE_CHECKING:
    from engine_ledger import Ledger
    from engine_runs import Message

TITLE = "the shortest story"
_OF_A_BUFFER = {
    InputKind.ORDER: "order",
    InputKind.PLACED_ORDER: "order",
    InputKind.ORDER_FOR_LATER: "order",
    InputKind.CONSUMPTION: "consumption",
    InputKind.UNASKED: "completion",
    InputKind.COUNT: "count",
    InputKind.REJECTION: "rejection",
    InputKind.RELEASE: "release",
    InputKind.OVER: "receipt",
}
_OF_A_PULL = {
    InputKind.RECEIPT: "receipt",
    InputKind.PICK: "pick",
    InputKind.COMPLETION: "completion",
    InputKind.CANCELLATION: "cancellation",
    InputKind.KITTED: "pick",
    InputKind.SCRAP: "rejection",
}
_WITHOUT_QUANTITY = {InputKind.DOWN: "down", InputKind.UP: "up", InputKind.SCAN: "scan", InputKind.REISSUE: "reissue"}


@frozen
class Said:
    """A message, and the row that it spoke of when it was said."""

    message: Message
    row: Row


def story(books: Ledger, on_hand: dict[str, int] | None, told: Sequence[Said], state: State | None, wrong: str) -> str:
    """The plant and what was said, the last of which broke something. What the books say is expected where the engine says something else.

    The books are kept from the rules that fired, so they tell what should have come of these. Without a state they are not complete, and
    say nothing.
    """
    given = [f"  {'and' if number else 'given'} {name} has {steps} pcs" for number, (name, steps) in enumerate((on_hand or {}).items())]
    expected = (_differences(books, state) if state is not None else []) or [f"on_hand({next(iter(books.on_hand))}) >= 0 pcs"]
    keys = [one.message.key for one in told]
    lines = [f'test "{TITLE}" {{', *given]
    for number, one in enumerate(told):
        key = f' as "{one.message.key}"' if keys.count(one.message.key) > 1 else ""
        sentence = sentence_of(one)
        lines += [f"  # here it goes wrong: {' '.join(wrong.split())}"] if number == len(told) - 1 else []
        lines.append(f"  when {sentence}{key}" if sentence else f"  # and then: {one.message.kind.name.lower()} of {one.row.key}")
    if any(map(sentence_of, told)):
        lines += [f"  {word} {one}" for word, one in zip(("then", *["and"] * len(expected)), expected, strict=False)]
    return policy_text(books.program.policy, "\n".join((*lines, "}")))


def sentence_of(one: Said) -> str | None:
    """The event as people say it; None for what only time brings, and for what is a part of something else that is said."""
    message, row, kind = one.message, one.row, one.message.kind
    name = row.buffer.name if row.buffer is not None else row.key.removesuffix(" standing")
    if kind in _WITHOUT_QUANTITY:
        return f"{_WITHOUT_QUANTITY[kind]} of {name}"
    if kind in _OF_A_BUFFER:
        return f"{_OF_A_BUFFER[kind]} of {message.quantity} pcs of {name}{''.join(_details(one))}"
    if kind in _OF_A_PULL:
        at = f" at {row.source.source}" if kind in {InputKind.KITTED, InputKind.SCRAP} and row.source is not None else ""
        number = "" if kind is InputKind.SCRAP or (row.buffer is not None and row.buffer.in_sequence) else f" number {message.number}"
        return f"{_OF_A_PULL[kind]} of {message.quantity} pcs of {name}{at}{number}"
    if kind is InputKind.FED and message.number != feed.GONE:
        return f"pick of {message.quantity} pcs of {name}"
    return None


def _details(one: Said) -> Iterator[str]:
    if one.message.kind in {InputKind.ORDER, InputKind.ORDER_FOR_LATER} and one.row.priority != USUAL_PRIORITY:
        yield f" priority {one.row.priority}"
    if one.message.kind is InputKind.ORDER_FOR_LATER:
        yield f" due day {2 + one.message.number // DAY}"
    if one.message.kind is InputKind.PLACED_ORDER:
        yield f" number {max(one.message.number, 0)}"


def _differences(books: Ledger, state: State) -> list[str]:
    """What the books say of the stock where the engine says something else."""
    found = []
    for name, at in books.program.buffers.items():
        words = (
            ("on_hand", at.on_hand, books.on_hand[name]),
            ("reserved", at.reserved, books.reserved[name]),
            ("incoming", at.incoming, books.incoming[name]),
            ("backlog", at.backlog, books.backlog(name) + books.safeties.owed[name]),
        )
        found += [f"{word}({name}) = {steps} pcs" for word, counter, steps in words if state.c[counter] != steps]
    return found

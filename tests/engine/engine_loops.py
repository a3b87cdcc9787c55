"""What a loop has to keep to, said once more: how much is in it, and what its places need; and random policies that have loops."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from kanbanlang.flow import Row
from kanbanlang.model import load_text
from kanbanlang.model.policy import Buffer, Loop, Policy

if TYPE_CHECKING:
    from engine_ledger import Ledger


# ------------------------------------------------------------ the books
def entered(books: Ledger, row: Row, quantity: int) -> None:
    """Before a place of a loop pulls: no more than it lacks or one card is for, and never beyond the cards."""
    rule = row.buffer.rule
    assert 0 < quantity <= min(rule.lot, _lacking(books, row.buffer)), "more than is needed, or than a card is for"
    for name in rule.enters:
        assert _cards_free(books, name) >= quantity, f"more is in {name} than it has cards for"


def nobody_sleeps_in_a_loop(books: Ledger, buffer: Buffer) -> None:
    """A place that lacks something pulls it, unless it has no room or no cards."""
    wanted = min(_lacking(books, buffer), buffer.rule.lot)
    if wanted > 0 and books.fits(buffer, wanted):
        assert any(_cards_free(books, name) < wanted for name in buffer.rule.enters), f"{buffer.name} lacks something and does not pull"


def _lacking(books: Ledger, buffer: Buffer) -> int:
    if buffer.rule.endless:
        return buffer.rule.endless - books.incoming[buffer.name]
    return _needed(books, buffer.name) - books.position(buffer.name)


def _needed(books: Ledger, name: str) -> int:
    """What the jobs of the next place wait for, and what that lacks for want of cards."""
    loops = books.program.policy.loops.values()
    behind = {after for loop in loops for before, after in zip(loop.lies, loop.lies[1:], strict=False) if before == name}
    gated = [after for after in behind if any(loop.lies[0] == after for loop in loops)]
    return books.needed(name) + sum(_needed(books, after) - books.position(after) for after in gated)


def _cards_free(books: Ledger, name: str) -> int:
    """Cards go with what lies between the places, with jobs that are released, and with all that the first place pulled."""
    loop: Loop = books.program.policy.loops[name]
    inside = sum(books.on_hand[place] for place in loop.holds)
    for pull in books.pulls.values():
        source = pull.row.source
        if source is None or pull.row.buffer.name not in loop.lies:
            continue
        if pull.row.buffer.name == loop.lies[0]:
            inside += pull.asked - pull.received
        elif source.source in books.program.stations_wip:
            inside += pull.promised - pull.received
        else:
            inside += pull.picked - pull.received
    return loop.cards * loop.lot - inside


# ------------------------------------------------------------ random policies
@cache
def looped_policy(text: str) -> Policy:
    """A policy with loops; its text has no errors."""
    loaded = load_text(text)
    assert loaded.policy is not None, loaded.diagnostics
    return loaded.policy


@st.composite
def looped(draw: st.DrawFn) -> Policy:
    """A chain of stations with cards: what comes first and last in it, who pulls from it, and a second loop within."""
    lot, middle, last = draw(st.integers(1, 2)), draw(st.sampled_from(["", "limit 3 pcs", "limit 9 pcs"])), draw(st.booleans())
    places = ["plates"] * draw(st.booleans()) + ["saw"] + ["sawn"] * (middle != "") + ["weld", "paint"] + ["store"] * last
    pin = draw(st.sampled_from(["", ", 1 pin"]))
    rule = draw(st.sampled_from(["keep 3 pcs", "kanban 2 cards of 2 pcs", "reorder at 1 pcs order 2 pcs", ""]))
    taken = draw(st.sampled_from(["release", "start"]))
    lines = [
        "policy plant",
        *(f"item {name}" for name in ("plate", "frame", "pin")),
        "supplier acme",
        f"station saw {{ makes frame from 1 plate; cycle time 1 min; parts taken on {taken} }}",
        f"station weld {{ makes frame{' from' if pin else ''}{pin[1:]}; cycle time 1 min; machines 2 }}",
        "station paint { cycle time 1 min }",
        f"buffer plates of plate at saw {{ {'from acme' if places[0] == 'plates' else 'keep 2 pcs; from acme'} {{ lead time 1 d }} }}",
        "buffer pins of pin at weld { keep 2 pcs; from acme }" if pin else "",
        f"buffer sawn of frame at weld {{ {middle} }}" if middle else "",
        f"buffer store of frame {{ limit {draw(st.integers(2, 6))} pcs }}" if last else "",
        f"buffer shop of frame {{ {rule}; from line; serves customers }}" if rule else "",
        f"loop line of frame {{ through {', '.join(places)}; kanban {draw(st.integers(1, 3))} cards of {lot} pcs }}",
    ]
    inner = draw(st.sampled_from([(), ("weld",), ("weld", "paint"), ("saw",)]))
    if inner:
        lines.append(f"loop inner of frame {{ through {', '.join(inner)}; kanban {draw(st.integers(1, 2))} cards of {lot} pcs }}")
    return looped_policy("\n".join(line for line in lines if line) + "\n")

"""Whether what a loop begins with has cards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kanbanlang.diagnostics import Diagnostic, Related, Span, diagnose
from kanbanlang.flow.places import Places
from kanbanlang.flow.wording import amount


def check_loops(places: Places) -> Iterator[Diagnostic]:
    """KB330."""
    if not places.policy.loops:
        return
    for scenario in places.policy.scenarios.values():
        yield from _begins(places, scenario.start, scenario.place)
    for test in places.policy.tests:
        given = {one.of: one.on_hand for one in test.given if one.on_hand is not None}
        yield from _begins(places, given, test.place)


def _begins(places: Places, on_hand: Mapping[str, int], place: Span) -> Iterator[Diagnostic]:
    """Each piece that lies in a loop at the start has a card, so there cannot be more of them."""
    for loop in places.policy.loops.values():
        inside, unit = sum(on_hand.get(name, 0) for name in loop.holds), loop.item.unit
        if inside > loop.cards * loop.lot:
            yield diagnose(
                "KB330",
                place,
                f"{amount(inside, unit)} are in `{loop.name}` at the start, and its cards are for {amount(loop.cards * loop.lot, unit)}",
                "begin with fewer, or give it more cards",
                (Related(loop.place, "the loop is here"),),
            )

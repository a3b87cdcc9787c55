"""What is wrong with the flow of a policy, seen before anything runs."""

from __future__ import annotations

from kanbanlang.diagnostics import Diagnostic
from kanbanlang.flow.checks_feeding import check_feeding
from kanbanlang.flow.checks_lending import check_lending
from kanbanlang.flow.checks_levels import check_levels
from kanbanlang.flow.checks_loops import check_loops
from kanbanlang.flow.checks_places import check_places
from kanbanlang.flow.checks_safety import check_safety
from kanbanlang.flow.checks_sequence import check_sequence
from kanbanlang.flow.checks_sources import check_sources
from kanbanlang.flow.checks_stores import check_stores
from kanbanlang.flow.checks_triggers import check_triggers
from kanbanlang.flow.checks_zones import check_zones
from kanbanlang.flow.places import places_of
from kanbanlang.model.policy import Policy


def check_flow(policy: Policy) -> list[Diagnostic]:
    """All findings KB3xx about a policy whose names are resolved, in the order of the text.

    Linear in the size of the policy; a policy without findings of severity error can be compiled.
    """
    places = places_of(policy)
    found = [
        *check_sources(places),
        *check_loops(places),
        *check_sequence(places),
        *check_levels(places),
        *check_places(places),
        *check_stores(places),
        *check_feeding(places),
        *check_triggers(places),
        *check_safety(places),
        *check_lending(places),
        *check_zones(places),
    ]
    return sorted(found, key=lambda one: (one.span.file, one.span.line, one.span.column, one.code, one.message))

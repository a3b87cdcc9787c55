"""Who may touch which place: every access to a tray has an operator with the right to it, and names the right tray."""

from __future__ import annotations

from collections.abc import Mapping

from kanbanlang.model.policy import Buffer, Policy

_PLACES = {"vlm": "tray", "carousel": "carrier", "rack": "bay"}


def denied(policy: Policy, buffer: Buffer, said: Mapping[str, int | str]) -> str | None:
    """Why an event may not touch the pieces of a buffer, as a sentence; None where it may.

    `said` are the modifiers of the event: `at` a store, `tray` a place in it, `by` the role of who does it. What was not said is taken
    to be right: a sender that must name its operator is held to that where it comes in.
    """
    at, number, role = said.get("at"), said.get("tray"), said.get("by")
    store = policy.stores.get(buffer.in_store or "")
    if store is None:
        return None if number is None else f"{buffer.name} lies in no {_place(policy, at)}"
    place = _PLACES.get(store.kind, "place")
    if at in policy.stores and at != store.name:
        return f"{buffer.name} is in {store.name}, not in {at}"
    if number is not None and number != buffer.tray:
        lies = f"in {place} {buffer.tray}" if buffer.tray is not None else f"in no {place} of its own"
        return f"{buffer.name} lies {lies} of {store.name}, not in {place} {number}"
    allowed = store.access if buffer.tray is None else store.trays[buffer.tray].access
    if role is None or not allowed or role in allowed:
        return None
    where = store.name if buffer.tray is None else f"{place} {buffer.tray} of {store.name}"
    return f"{role} has no access to {where}; {' and '.join(allowed)} {'has' if len(allowed) == 1 else 'have'}"


def _place(policy: Policy, at: int | str | None) -> str:
    store = policy.stores.get(str(at))
    return "tray" if store is None else _PLACES.get(store.kind, "place")

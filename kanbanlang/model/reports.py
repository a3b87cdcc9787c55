"""What somebody reports, in columns: `kind, of, quantity, ...` as the event that it means, or the reason why it means none.

A recorded file and a live sender say the same things in the same columns, so they are read here, once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import frozen

from kanbanlang.diagnostics import Span
from kanbanlang.model.build.events import SPEAKS_OF
from kanbanlang.model.build.numerals import exact
from kanbanlang.model.build.orders import moment_of
from kanbanlang.model.build.priorities import LOWEST_PRIORITY, NO_SUCH_PRIORITY
from kanbanlang.model.build.sequences import NO_SEQUENCE, in_sequence
from kanbanlang.model.clockwork import Zone
from kanbanlang.model.event import Event, EventKind
from kanbanlang.model.plant import Buffer, Item, Station
from kanbanlang.model.policy import Policy

CONTENT = ("kind", "of", "item", "quantity", "lot", "number", "tray", "operator", "card", "due", "priority")
"""The columns that make a second report under the same source and key the same as the first."""
COLUMNS = ("at", "source", "key", *CONTENT)
"""Every column that a report can have."""

NOWHERE = Span("", 1, 1, 1, 1)
"""The place of a report that stands in no file."""

_KINDS = {kind.value: kind for kind in EventKind}
_NUMBERS = ("number", "tray", "card")
_PRIORITIES = {str(number) for number in range(1, LOWEST_PRIORITY + 1)}
_MAY_BE_NOTHING = frozenset({EventKind.COUNT})
_COUNTS_NOTHING = frozenset({EventKind.DOWN, EventKind.UP})
_SENDS = frozenset({"supplier", "station", "buffer", "loop"})


class UnsoundError(Exception):
    """Why a report means no event, as people read it."""


@frozen
class Vocabulary:
    """What a policy gives names to: `kind_of` says as what (None: nothing is called so), `item_of_code` which item others call so."""

    kind_of: Callable[[str], str | None]
    item_of_code: Callable[[str], str | None]
    items: Mapping[str, Item]
    buffers: Mapping[str, Buffer]
    stations: Mapping[str, Station]
    zone: Callable[[], Zone]

    def event(self, said: Mapping[str, str], place: Span = NOWHERE) -> Event:
        """The event that a report means; `said` maps columns to what stands there. Raises UnsoundError where it means none."""
        kind = _KINDS.get(said.get("kind", ""))
        if kind is None:
            raise UnsoundError(f"`{said.get('kind', '')}` is no kind of input")
        of, kind_of = self._named(said.get("of", ""), SPEAKS_OF.get(kind, ()))
        item = of if kind_of == "item" else self._item(said.get("item") or None)
        steps = None if kind in _COUNTS_NOTHING else self._steps(kind, said.get("quantity") or None, self._item_of(of, kind_of, item))
        if said.get("priority") and kind is not EventKind.ORDER:
            raise UnsoundError(f"a {kind.value} has no priority")
        if said.get("due") and kind is not EventKind.ORDER:
            raise UnsoundError(f"a {kind.value} is not due at any time")
        if said.get("number") and kind is EventKind.ORDER and not in_sequence(self.buffers.values(), of):
            raise UnsoundError(f"`{of}` {NO_SEQUENCE}")
        return Event(kind, of, item, steps, said.get("key") or None, self._modifiers(said), place=place)

    def _named(self, name: str, kinds: tuple[str, ...]) -> tuple[str, str]:
        """What a report speaks of, by name or by code, and what kind of thing that is."""
        if (declared := self.kind_of(name)) is not None:
            if kinds and declared not in kinds:
                raise UnsoundError(f"`{name}` is a {declared}, and such an input speaks of a {' or a '.join(kinds)}")
            return name, declared
        item = self.item_of_code(name)
        if item is None or (kinds and "item" not in kinds):
            raise UnsoundError(f"nothing is called `{name}`")
        return item, "item"

    def _item(self, name: str | None) -> str | None:
        if name is None:
            return None
        item = name if name in self.items else self.item_of_code(name)
        if item is None:
            raise UnsoundError(f"no item is called `{name}`")
        return item

    def _item_of(self, of: str, kind_of: str, item: str | None) -> str | None:
        """The item that is counted: the one that is named, the buffer's, or the only one that the station makes."""
        if item is None and of in self.buffers:
            return self.buffers[of].item.name
        station = self.stations.get(of) if kind_of == "station" else None
        if item is None and station is not None and len(station.recipes) == 1:
            return station.recipes[0].product
        return item

    def _steps(self, kind: EventKind, text: str | None, item: str | None) -> int | None:
        if text is None:
            return None
        number = exact(text)
        if number is None:
            raise UnsoundError(f"`{text}` is not a quantity")
        if number == 0 and kind not in _MAY_BE_NOTHING:
            raise UnsoundError("a quantity of 0 says nothing")
        if item is None:
            raise UnsoundError("it does not say of which item")
        unit = self.items[item].unit
        steps = number if unit.step == 1 else number / unit.step
        if steps.denominator != 1:
            raise UnsoundError(f"{text} {unit.name} of `{item}` is not a whole number of steps")
        return steps.numerator

    def _modifiers(self, said: Mapping[str, str]) -> dict[str, int | str]:
        found: dict[str, int | str] = {}
        if said.get("operator"):
            found["by"] = said["operator"]
        if said.get("lot"):
            found["lot"] = said["lot"]
        if self.kind_of(said.get("source", "")) in _SENDS:
            found["from"] = said["source"]
        for name in _NUMBERS:
            if said.get(name):
                if not (said[name].isascii() and said[name].isdigit()):
                    raise UnsoundError(f"`{said[name]}` is no {name}")
                found[name] = int(said[name])
        if said.get("priority"):
            if said["priority"] not in _PRIORITIES:
                raise UnsoundError(f"there is no priority `{said['priority']}`: {NO_SUCH_PRIORITY}")
            found["priority"] = int(said["priority"])
        if said.get("due"):
            due = moment_of(said["due"], self.zone())
            if due is None:
                raise UnsoundError(f"`{said['due']}` is not a moment")
            found["due"] = due
        return found


def vocabulary_of(policy: Policy) -> Vocabulary:
    """The names of a policy that is whole."""
    kinds = {
        name: kind
        for kind, names in (
            ("role", policy.roles),
            ("item", policy.items),
            ("store", (name for name, store in policy.stores.items() if store.kind != "dock")),
            ("dock", (name for name, store in policy.stores.items() if store.kind == "dock")),
            ("supplier", policy.suppliers),
            ("station", policy.stations),
            ("buffer", (name for name, buffer in policy.buffers.items() if buffer.of_loop is None)),
            ("loop", policy.loops),
            ("route", policy.routes),
        )
        for name in names
    }
    codes = {item.code: item.name for item in policy.items.values()}
    zone = Zone(policy.zone)
    return Vocabulary(kinds.get, codes.get, policy.items, policy.buffers, policy.stations, lambda: zone)

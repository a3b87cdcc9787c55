"""Recorded inputs of a scenario: each row of a file as the event that it reports, or the reason why it reports none."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve, field, frozen

from kanbanlang.diagnostics import did_you_mean
from kanbanlang.model.build.context import Context
from kanbanlang.model.build.events import SPEAKS_OF
from kanbanlang.model.build.files import Sheet, sheet
from kanbanlang.model.build.findings import SAME_MISTAKE, Scope
from kanbanlang.model.build.numerals import exact
from kanbanlang.model.build.orders import moment_of
from kanbanlang.model.build.priorities import LOWEST_PRIORITY, NO_SUCH_PRIORITY
from kanbanlang.model.build.sequences import DUE_LATER, NO_SEQUENCE, in_sequence
from kanbanlang.model.csvfile import Row
from kanbanlang.model.policy import Buffer, Event, EventKind, RecordedInput
from kanbanlang.syntax import tree

_KINDS = {kind.value: kind for kind in EventKind}
_MUST = ("at", "kind", "of")
_CONTENT = ("kind", "of", "item", "quantity", "lot", "number", "tray", "operator", "card", "due", "priority")
_COLUMNS = (*_MUST, "source", "key", *_CONTENT)
_NUMBERS = ("number", "tray", "card")
_PRIORITIES = {str(number) for number in range(1, LOWEST_PRIORITY + 1)}
_MAY_BE_NOTHING = frozenset({EventKind.COUNT})
_COUNTS_NOTHING = frozenset({EventKind.DOWN, EventKind.UP})


class _Unsound(Exception):  # noqa: N818 - it is no error of the program
    """Why a row reports nothing."""


@frozen
class Replays:
    """Reads the recorded inputs of one scenario; `buffers` are those of its policy."""

    context: Context
    buffers: dict[str, Buffer]
    _faults: list[str] = field(factory=list)

    def inputs(self, node: tree.Replay, scope: Scope) -> tuple[RecordedInput, ...]:
        """The rows of a file, as they stand. Only a missing or unknown column, or a row at no moment, is a mistake of the policy."""
        read = sheet(self.context, node.file, scope)
        if read is None:
            return ()
        columns = read.table.columns
        missing = [name for name in _MUST if name not in columns]
        unknown = [name for name in columns if name not in _COLUMNS]
        if missing:
            listed = "recorded inputs have the columns `at`, `kind`, `of` and, where they matter, `quantity`, `item`, `source` and `key`"
            self.context.findings.say("KB505", read.place(1), f"the table has no column `{missing[0]}`", listed)
            return ()
        if unknown:
            close = did_you_mean(unknown[0], _COLUMNS)
            help_ = f"did you mean `{close}`?" if close else f"known are {', '.join(_COLUMNS)}"
            self.context.findings.say("KB505", read.place(1), f"recorded inputs have no column `{unknown[0]}`", help_)
            return ()
        found = [self._input(read, row) for row in read.table.rows]
        return tuple(one for one in found if one is not None)

    def _input(self, read: Sheet, row: Row) -> RecordedInput | None:
        said = {name: cell.strip() for name, cell in zip(read.table.columns, row.cells, strict=True)}
        at = moment_of(said["at"], self.context.clock())
        if at is None:
            self._say(read, row, f"`{said['at']}` is not a moment")
            return None
        place = read.place(row.line)
        plain = RecordedInput(
            at=at,
            file=Path(read.source.name).name,
            row=row.number,
            kind=said["kind"],
            of=said["of"],
            item=said.get("item") or None,
            quantity=said.get("quantity") or None,
            source=said.get("source", ""),
            key=said.get("key") or None,
            content=tuple(said.get(name, "") for name in _CONTENT),
            place=place,
        )
        try:
            return self._with_event(plain, said)
        except _Unsound as reason:
            return evolve(plain, reason=str(reason))

    def _say(self, read: Sheet, row: Row, message: str) -> None:
        self._faults.append(message)
        if len(self._faults) <= SAME_MISTAKE:
            help_ = "write 2026-01-05 08:00, or with its offset 2026-01-05T08:00:00+01:00"
            self.context.findings.say("KB505", read.place(row.line), f"row {row.number}: {message}", help_)

    # ------------------------------------------------------------ what a row reports
    def _with_event(self, plain: RecordedInput, said: dict[str, str]) -> RecordedInput:
        kind = _KINDS.get(plain.kind)
        if kind is None:
            raise _Unsound(f"`{plain.kind}` is no kind of input")
        of, kind_of = self._named(plain.of, SPEAKS_OF.get(kind, ()))
        item = of if kind_of == "item" else self._item(plain.item)
        steps = None if kind in _COUNTS_NOTHING else self._steps(kind, plain.quantity, self._item_of(of, kind_of, item))
        if said.get("priority") and kind is not EventKind.ORDER:
            raise _Unsound(f"a {kind.value} has no priority")
        if said.get("due") and kind is not EventKind.ORDER:
            raise _Unsound(f"a {kind.value} is not due at any time")
        if said.get("number") and kind is EventKind.ORDER and not in_sequence(self.buffers.values(), of):
            raise _Unsound(f"`{of}` {NO_SEQUENCE}")
        if said.get("due") and in_sequence(self.buffers.values(), of):
            raise _Unsound(f"{DUE_LATER} is not executed yet")
        event = Event(kind, of, item, steps, plain.key, self._modifiers(said), place=plain.place)
        return evolve(plain, event=event)

    def _named(self, name: str, kinds: tuple[str, ...]) -> tuple[str, str]:
        """What a row speaks of, by name or by code, and what kind of thing that is."""
        if (declared := self.context.names.declared.get(name)) is not None:
            if kinds and declared.kind not in kinds:
                raise _Unsound(f"`{name}` is a {declared.kind}, and such an input speaks of a {' or a '.join(kinds)}")
            return name, declared.kind
        item = self.context.item_of_code(name)
        if item is None or (kinds and "item" not in kinds):
            raise _Unsound(f"nothing is called `{name}`")
        return item, "item"

    def _item(self, name: str | None) -> str | None:
        if name is None:
            return None
        item = name if name in self.context.items else self.context.item_of_code(name)
        if item is None:
            raise _Unsound(f"no item is called `{name}`")
        return item

    def _item_of(self, of: str, kind_of: str, item: str | None) -> str | None:
        """The item that is counted: the one that is named, the buffer's, or the only one that the station makes."""
        if item is None and of in self.buffers:
            return self.buffers[of].item.name
        station = self.context.stations.get(of) if kind_of == "station" else None
        if item is None and station is not None and len(station.recipes) == 1:
            return station.recipes[0].product
        return item

    def _steps(self, kind: EventKind, text: str | None, item: str | None) -> int | None:
        if text is None:
            return None
        number = exact(text)
        if number is None:
            raise _Unsound(f"`{text}` is not a quantity")
        if number == 0 and kind not in _MAY_BE_NOTHING:
            raise _Unsound("a quantity of 0 says nothing")
        if item is None:
            raise _Unsound("it does not say of which item")
        unit = self.context.items[item].unit
        steps = number / unit.step
        if steps.denominator != 1:
            raise _Unsound(f"{text} {unit.name} of `{item}` is not a whole number of steps")
        return steps.numerator

    def _modifiers(self, said: dict[str, str]) -> dict[str, int | str]:
        found: dict[str, int | str] = {}
        if said.get("operator"):
            found["by"] = said["operator"]
        if said.get("lot"):
            found["lot"] = said["lot"]
        source = self.context.names.declared.get(said.get("source", ""))
        if source is not None and source.kind in {"supplier", "station", "buffer", "loop"}:
            found["from"] = source.name
        for name in _NUMBERS:
            if said.get(name):
                if not (said[name].isascii() and said[name].isdigit()):
                    raise _Unsound(f"`{said[name]}` is no {name}")
                found[name] = int(said[name])
        if said.get("priority"):
            if said["priority"] not in _PRIORITIES:
                raise _Unsound(f"there is no priority `{said['priority']}`: {NO_SUCH_PRIORITY}")
            found["priority"] = int(said["priority"])
        if said.get("due"):
            due = moment_of(said["due"], self.context.clock())
            if due is None:
                raise _Unsound(f"`{said['due']}` is not a moment")
            found["due"] = due
        return found

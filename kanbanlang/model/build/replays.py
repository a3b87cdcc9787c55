"""Recorded inputs of a scenario: each row of a file as the event that it reports, or the reason why it reports none."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve, field, frozen

from kanbanlang.diagnostics import did_you_mean
from kanbanlang.model.build.context import Context
from kanbanlang.model.build.files import Sheet, sheet
from kanbanlang.model.build.findings import SAME_MISTAKE, Scope
from kanbanlang.model.build.orders import moment_of
from kanbanlang.model.csvfile import Row
from kanbanlang.model.policy import Buffer, RecordedInput
from kanbanlang.model.reports import CONTENT, UnsoundError, Vocabulary
from kanbanlang.syntax import tree

_MUST = ("at", "kind", "of")
_COLUMNS = (*_MUST, "source", "key", *CONTENT[2:])


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
            content=tuple(said.get(name, "") for name in CONTENT),
            place=place,
        )
        try:
            return evolve(plain, event=self._vocabulary().event(said, place))
        except UnsoundError as reason:
            return evolve(plain, reason=str(reason))

    def _vocabulary(self) -> Vocabulary:
        """What the policy gives names to, as far as it is read."""
        context = self.context
        return Vocabulary(self._kind_of, context.item_of_code, context.items, self.buffers, context.stations, context.clock)

    def _kind_of(self, name: str) -> str | None:
        declared = self.context.names.declared.get(name)
        return None if declared is None else declared.kind

    def _say(self, read: Sheet, row: Row, message: str) -> None:
        self._faults.append(message)
        if len(self._faults) <= SAME_MISTAKE:
            help_ = "write 2026-01-05 08:00, or with its offset 2026-01-05T08:00:00+01:00"
            self.context.findings.say("KB505", read.place(row.line), f"row {row.number}: {message}", help_)

"""What every part of the builder shares while one policy is built."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from attrs import define, field

from kanbanlang.diagnostics import Related, Source
from kanbanlang.model.build.amounts import KNOWN_UNITS, Amount
from kanbanlang.model.build.files import Read, Sheet, on_disk
from kanbanlang.model.build.findings import Findings, Scope
from kanbanlang.model.build.names import Names
from kanbanlang.model.calendar import Calendar
from kanbanlang.model.policy import Item, Station, Store, Supplier, Value
from kanbanlang.model.values import Unit
from kanbanlang.model.zone import Zone
from kanbanlang.syntax import tree

Statement = TypeVar("Statement", bound=tree.Node)


@define
class Context:
    """The names, units and finished declarations of a policy, and its findings."""

    findings: Findings
    names: Names
    folders: Mapping[str, Path]
    """The folder of each text, by the name of its source."""
    currency: str | None = None
    zone: str = "UTC"
    valid_from: int | None = None
    """The instant from which the policy holds in the plant; None: at once."""
    units: dict[str, Unit] = field(factory=lambda: {name: Unit(name) for name in KNOWN_UNITS})
    calendars: dict[str, Calendar] = field(factory=dict)
    items: dict[str, Item] = field(factory=dict)
    stores: dict[str, Store] = field(factory=dict)
    suppliers: dict[str, Supplier] = field(factory=dict)
    stations: dict[str, Station] = field(factory=dict)
    values: list[Value] = field(factory=list)
    sheets: dict[Path, Sheet | None] = field(factory=dict)
    amounts: dict[object, Amount] = field(factory=dict)
    """Quantities that were worked out already, by their words."""
    read: Read = on_disk
    _clock: Zone | None = None
    _codes: dict[str, str] | None = None

    def folder_of(self, source: Source) -> Path:
        """Where the files lie that a text names."""
        return self.folders.get(source.name, Path())

    def item_of_code(self, code: str) -> str | None:
        """The item that other systems call so."""
        if self._codes is None:
            self._codes = {item.code: item.name for item in self.items.values()}
        return self._codes.get(code)

    def clock(self) -> Zone:
        """Local time of the policy."""
        if self._clock is None:
            self._clock = Zone(self.zone)
        return self._clock


class Statements:
    """The statements of one block by their class, each with the scope it is read in; says where one stands twice."""

    def __init__(
        self,
        context: Context,
        statements: Iterable[tuple[tree.Node, Scope]],
        repeatable: frozenset[type[tree.Node]] = frozenset(),
    ) -> None:
        self._by_class: dict[type[tree.Node], list[tuple[Any, Scope]]] = {}
        for statement, scope in statements:
            same = self._by_class.setdefault(type(statement), [])
            if same and type(statement) not in repeatable:
                context.findings.say(
                    "KB210",
                    scope.span(statement),
                    f"`{scope.written(statement)}` says again what is already said",
                    "say it once",
                    (Related(same[0][1].span(same[0][0]), "it is said here"),),
                )
            same.append((statement, scope))

    def all(self, kind: type[Statement]) -> list[tuple[Statement, Scope]]:
        """All statements of a class, in the order of the text."""
        return self._by_class.get(kind, [])

    def one(self, kind: type[Statement]) -> tuple[Statement, Scope] | None:
        """The statement of a class, the first where there are several."""
        same = self._by_class.get(kind)
        return same[0] if same else None

    def __contains__(self, kind: type[tree.Node]) -> bool:
        return kind in self._by_class

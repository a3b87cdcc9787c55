"""What every node of the tree has, and the smallest nodes: the words, names, numbers and texts that a person wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NoReturn, dataclass_transform

from kanbanlang.diagnostics import Source, Span

if TYPE_CHECKING:
    from dataclasses import KW_ONLY


@dataclass_transform(frozen_default=True)
class Value:
    """What cannot be changed, and equals what says the same. `field_names` are the fields that a class declares, in order.

    A start makes two hundred classes of nodes. Libraries for such classes compile methods for each of them, which takes longer than
    checking a policy; here all share these.
    """

    field_names: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls.field_names = tuple(name for name in cls.__annotations__ if not name.startswith("_"))
        cls.__match_args__ = cls.field_names  # type: ignore[misc,attr-defined]  # mypy takes it that only a library sets it

    def __init__(self, *values: object, **place: int) -> None:
        names = self.field_names
        if len(values) != len(names):
            raise TypeError(f"{type(self).__name__} has {len(names)} fields, not {len(values)}")
        self.__dict__.update(place)
        self.__dict__.update(zip(names, values, strict=True))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be changed")

    def says(self) -> tuple[object, ...]:
        """The values of the fields, in the order of `field_names`."""
        return tuple(getattr(self, name) for name in self.field_names)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and isinstance(other, Value) and self.says() == other.says()

    def __hash__(self) -> int:
        return hash((type(self), self.says()))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.field_names)
        return f"{type(self).__name__}({fields})"


class Node(Value):
    """A piece of a policy. `start` and `end` are character offsets into its source; the end is exclusive.

    Two nodes are equal when they say the same, wherever they stand.
    """

    _: KW_ONLY
    start: int
    end: int

    def span(self, source: Source) -> Span:
        """The place of this node in the text that it was read from."""
        return source.span(self.start, self.end)


class Name(Node):
    """What the author calls something, a unit included; may contain columns, as in `line_{sku}`."""

    text: str


class Word(Node):
    """One of the language's own words where there is a choice (`oldest`, `tray`), or words left for later to understand (`fill rate`).

    Several words are joined by one space.
    """

    text: str


class Number(Node):
    """A bare number as written, or a column such as `{cards}`."""

    text: str


class Text(Node):
    """A text in quotation marks: what stands between them, with escaped quotation marks undone; may contain columns."""

    text: str


class Time(Node):
    """A clock time as written: `06:00`."""

    text: str


class Date(Node):
    """A date as written: `2026-12-24`."""

    text: str

"""What every node of the tree has, and the smallest nodes: the words, names, numbers and texts that a person wrote."""

from __future__ import annotations

from attrs import field, frozen

from kanbanlang.diagnostics import Source, Span


@frozen
class Node:
    """A piece of a policy. `start` and `end` are character offsets into its source; the end is exclusive.

    Two nodes are equal when they say the same, wherever they stand.
    """

    start: int = field(kw_only=True, eq=False, repr=False)
    end: int = field(kw_only=True, eq=False, repr=False)

    def span(self, source: Source) -> Span:
        """The place of this node in the text that it was read from."""
        return source.span(self.start, self.end)


@frozen
class Name(Node):
    """What the author calls something, a unit included; may contain columns, as in `line_{sku}`."""

    text: str


@frozen
class Word(Node):
    """One of the language's own words where there is a choice (`oldest`, `tray`), or words left for later to understand (`fill rate`).

    Several words are joined by one space.
    """

    text: str


@frozen
class Number(Node):
    """A bare number as written, or a column such as `{cards}`."""

    text: str


@frozen
class Text(Node):
    """A text in quotation marks: what stands between them, with escaped quotation marks undone; may contain columns."""

    text: str


@frozen
class Time(Node):
    """A clock time as written: `06:00`."""

    text: str


@frozen
class Date(Node):
    """A date as written: `2026-12-24`."""

    text: str

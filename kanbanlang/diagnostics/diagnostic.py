"""What the tools say about a text: where, how bad, in which words, and what to do about it."""

from __future__ import annotations

from bisect import bisect_right
from enum import Enum

from attrs import field, frozen


class Severity(Enum):
    """How bad a finding is: an error stops a policy from running, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Source:
    """One text and its name. Turns character offsets into the lines and columns that people read."""

    __slots__ = ("_line_starts", "name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._line_starts: list[int] | None = None

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1, columns in characters."""
        if self._line_starts is None:
            self._line_starts = [0]
            find, at = self.text.find, 0
            while (at := find("\n", at) + 1) > 0:
                self._line_starts.append(at)
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line (counted from 1), without its end."""
        self.position(0)
        starts = self._line_starts or [0]
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def span(self, start: int, end: int) -> Span:
        """The place between two offsets; an empty or reversed range is widened to one character."""
        end = max(end, start + 1)
        line, column = self.position(start)
        end_line, end_column = self.position(end)
        return Span(self.name, line, column, end_line, end_column, self)


@frozen
class Span:
    """A place in a text. Lines and columns count from 1; the end is the first character behind it.

    `origin` is the row of the table for which a statement of a template was read.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    source: Source | None = field(default=None, eq=False, repr=False)
    origin: Span | None = field(default=None, eq=False, repr=False)


@frozen
class Related:
    """A second place that explains a finding: the other declaration of a name, the row of a table."""

    span: Span
    message: str


@frozen
class Edit:
    """Replace the text of a place by another."""

    span: Span
    text: str


@frozen
class Fix:
    """A change that would mend a finding."""

    title: str
    edits: tuple[Edit, ...]


@frozen
class Diagnostic:
    """One finding. `code` is stable and listed in the catalogue; `message` uses the author's own words."""

    code: str
    severity: Severity
    span: Span
    message: str
    help: str | None = None
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()

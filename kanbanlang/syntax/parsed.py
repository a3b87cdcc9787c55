"""What reading one text gives."""

from __future__ import annotations

from attrs import frozen

from kanbanlang.diagnostics import Diagnostic, Source
from kanbanlang.syntax.tree import File


@frozen
class Comment:
    """A comment from its `#` to the end of its line, as character offsets (the end is exclusive)."""

    start: int
    end: int


@frozen
class Parsed:
    """One text, read: the tree of every statement that could be read, and a diagnostic for each that could not.

    `unread` holds the words of the statements that are missing from the tree: a name that is unknown elsewhere may have been
    declared there, so a complaint about it would only repeat the one about the statement.
    """

    source: Source
    tree: File
    diagnostics: tuple[Diagnostic, ...]
    comments: tuple[Comment, ...]
    unread: frozenset[str]

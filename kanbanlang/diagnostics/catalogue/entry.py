"""What the catalogue says of one code."""

from __future__ import annotations

from attrs import frozen

from kanbanlang.diagnostics.diagnostic import Severity


@frozen
class Entry:
    """One code: its short title, how bad it is, and the page that `kanban explain` prints."""

    code: str
    title: str
    severity: Severity
    explanation: str


def page(code: str, title: str, explanation: str, severity: Severity = Severity.ERROR) -> Entry:
    """An entry as its author writes it: an error, unless something else is said."""
    return Entry(code, title, severity, explanation.strip() + "\n")

"""Findings about a text: what they are, which there are, and how they are shown."""

from __future__ import annotations

from kanbanlang.diagnostics.catalogue import CATALOGUE, Entry
from kanbanlang.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity, Source, Span
from kanbanlang.diagnostics.spelling import did_you_mean

__all__ = [
    "CATALOGUE",
    "Diagnostic",
    "Edit",
    "Entry",
    "Fix",
    "Related",
    "Severity",
    "Source",
    "Span",
    "diagnose",
    "did_you_mean",
]


def diagnose(
    code: str,
    span: Span,
    message: str,
    help: str | None = None,
    related: tuple[Related, ...] = (),
    fixes: tuple[Fix, ...] = (),
) -> Diagnostic:
    """A finding with the severity that the catalogue gives its code; one about a generated statement names the row of the table.

    Raises KeyError for a code that the catalogue does not list.
    """
    if span.origin is not None:
        related = (*related, Related(span.origin, "made for this row of the table"))
    return Diagnostic(code, CATALOGUE[code].severity, span, message, help, related, fixes)

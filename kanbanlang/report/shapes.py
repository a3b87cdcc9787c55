"""Findings in the shapes that programs read: JSON, and the commands by which a build server marks lines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kanbanlang.diagnostics import Diagnostic, Severity, Span

if TYPE_CHECKING:
    from kanbanlang.model.policy import Value

FORMAT = 1
"""The number of the shapes. Keys may be added under it; changing or removing one needs the next."""


def as_json(shape: dict[str, Any]) -> str:
    """A shape as one line of JSON. ASCII only, so that it is the same whatever the terminal's encoding."""
    return json.dumps(shape, ensure_ascii=True, allow_nan=False)


def checked(findings: Iterable[Diagnostic], values: Iterable[Value]) -> dict[str, Any]:
    """What `kanban check --json` prints."""
    return {
        "format": FORMAT,
        "diagnostics": [finding_shape(finding) for finding in findings],
        "values": [value_shape(value) for value in values],
    }


def finding_shape(finding: Diagnostic) -> dict[str, Any]:
    """A finding with its place, related places and fixes; lines and columns count from 1, the end is exclusive."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "help": finding.help,
        "file": finding.span.file,
        **_range(finding.span),
        "related": [
            {"file": one.span.file, "line": one.span.line, "column": one.span.column, "message": one.message} for one in finding.related
        ],
        "fixes": [
            {"title": fix.title, "edits": [{"file": edit.span.file, **_range(edit.span), "text": edit.text} for edit in fix.edits]}
            for fix in finding.fixes
        ],
    }


def _range(span: Span) -> dict[str, int]:
    return {"line": span.line, "column": span.column, "end_line": span.end_line, "end_column": span.end_column}


def value_shape(value: Value) -> dict[str, Any]:
    """A formula with its result and the numbers it was made of."""
    return {
        "file": value.place.file,
        "line": value.place.line,
        "text": value.text,
        "value": value.value,
        "unit": value.unit,
        "working": value.working,
    }


_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def github_line(finding: Diagnostic) -> str:
    """A finding as the workflow command that GitHub shows beside the line it is about."""
    span = finding.span
    properties = {
        "file": span.file,
        "line": span.line,
        "col": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
        "title": finding.code,
    }
    named = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in properties.items())
    text = f"{finding.message}\n{finding.help}" if finding.help else finding.message
    return f"::{_COMMANDS[finding.severity]} {named}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text

"""Policies as a test writes them: the plant around a statement, what a text was checked to be, and the findings about it."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from kanbanlang.diagnostics import CATALOGUE, Diagnostic, Severity, Span
from kanbanlang.model import Loaded, load_text
from kanbanlang.model.policy import Buffer, Policy

HEAD = """policy line { currency EUR }
"""
PLANT = """policy line { currency EUR }
calendar weekdays { mon..fri 06:00..22:00 }
role picker
role supervisor
unit m step 0.001
item gear { code "GM2-0040"; pack 20 pcs; value 14.50 EUR }
item shaft { pack 10 pcs }
item gearbox
item cable { unit m }
supplier acme { delivers mon, wed, fri at 06:00; works weekdays }
supplier cables
dock receiving { handling time 10 min }
vlm lift { tray 7; tray 8 }
station assembly { makes gearbox from 2 gear, 1 shaft; works weekdays }
buffer line_gears of gear at assembly { kanban 3 cards; from lift_gears }
buffer line_shafts of shaft at assembly { two bins; from acme }
buffer lift_gears of gear in lift tray 7 { reorder at 120 pcs up to 300 pcs; from acme }
buffer drum of cable { keep 40 m; from cables; serves customers }
buffer shipping of gearbox { keep 8 pcs; from assembly; serves customers }
"""
"""A small plant with one of each kind of thing; a test adds its own statements behind it."""

NOWHERE = Path("/nonexistent")


@frozen
class Fault:
    """A finding as its reader sees it: the code, the marked words, the sentence, the help, and the words of the second place."""

    code: str
    marked: str
    message: str
    help: str | None = None
    also: tuple[str, ...] = ()


def marked(span: Span) -> str:
    """The words that a place covers."""
    assert span.source is not None, "a finding about a text knows the text"
    first, last = span.line, span.end_line
    lines = [span.source.line(number) for number in range(first, last + 1)]
    if first == last:
        return lines[0][span.column - 1 : span.end_column - 1]
    return "\n".join([lines[0][span.column - 1 :], *lines[1:-1], lines[-1][: span.end_column - 1]])


def read(text: str, folder: Path | None = None) -> Loaded:
    """What a text gives, in a folder that need not exist."""
    return load_text(text, "plant.kanban", folder or NOWHERE)


def checked(text: str, folder: Path | None = None) -> Policy:
    """The policy that a text without any finding gives."""
    loaded = read(text, folder)
    assert [*map(summary, loaded.diagnostics)] == []
    assert loaded.policy is not None
    return loaded.policy


def plant(text: str = "", folder: Path | None = None) -> Policy:
    """The small plant with more statements."""
    return checked(PLANT + text, folder)


def buffer(statements: str, of: str = "gear") -> Buffer:
    """A buffer of the small plant, made of its statements."""
    return plant(f"buffer tested of {of} {{ {statements} }}").buffers["tested"]


def faults(text: str, folder: Path | None = None) -> list[Fault]:
    """The errors about a text."""
    loaded = read(text, folder)
    errors = [one for one in loaded.diagnostics if one.severity is Severity.ERROR]
    assert (loaded.policy is None) == bool(errors), "a policy is there exactly if no finding is an error"
    return [_fault(one) for one in errors]


def fault(text: str, folder: Path | None = None) -> Fault:
    """The only error about a text."""
    found = faults(text, folder)
    assert len(found) == 1, found
    return found[0]


def plant_fault(text: str, folder: Path | None = None) -> Fault:
    """The only error about the small plant with more statements."""
    return fault(PLANT + text, folder)


def summary(finding: Diagnostic) -> str:
    """A finding in one line, for the failure of a test."""
    return f"{finding.span.file}:{finding.span.line}:{finding.span.column} {finding.code} {finding.message}"


def assert_sound(loaded: Loaded) -> None:
    """Every finding is in the catalogue and lies within a text; there is a policy exactly if none is an error."""
    for finding in loaded.diagnostics:
        assert finding.code in CATALOGUE, summary(finding)
        assert finding.message
        assert "\n" not in finding.message, summary(finding)
        for span in (finding.span, *(one.span for one in finding.related)):
            _assert_within_its_text(span)
    assert (loaded.policy is None) == any(one.severity is Severity.ERROR for one in loaded.diagnostics)


def _assert_within_its_text(span: Span) -> None:
    assert span.file
    assert (1, 1) <= (span.line, span.column) < (span.end_line, span.end_column), span
    if span.source is not None:
        lines = span.source.text.count("\n") + 1
        assert span.line <= lines, span
        assert span.column <= len(span.source.line(span.line)) + 2, span  # the end of a line is a place too


def _fault(finding: Diagnostic) -> Fault:
    also = tuple(marked(one.span) for one in finding.related if one.span.source is not None)
    return Fault(finding.code, marked(finding.span), finding.message, finding.help, also)

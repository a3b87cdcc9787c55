"""A finding as people see it, and as programs do."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from kanbanlang.diagnostics import Diagnostic, Edit, Fix, Related, Severity, Source, Span, diagnose
from kanbanlang.report.findings import finding_text, summary
from kanbanlang.report.paint import Paint
from kanbanlang.report.shapes import as_json, checked, github_line

TEXT = Source("line.kanban", "policy a\n\nbuffer gears of gear {\n\tkanban 3 cards of 20\n  limit 30 pcs\n}\n")
CARDS = TEXT.span(TEXT.text.index("20"), TEXT.text.index("20") + 2)
LIMIT = TEXT.span(TEXT.text.index("limit"), TEXT.text.index("30 pcs") + 6)
ELSEWHERE = Span("parts.csv", 1200, 3, 1200, 4)
FINDING = diagnose(
    "KB307",
    CARDS,
    "three containers of `20` are more than the limit",
    "raise the limit to 60 pcs",
    (Related(LIMIT, "the limit is said here"), Related(ELSEWHERE, "for this row")),
    (Fix("write `20 pcs`", (Edit(CARDS, "20 pcs"),)), Fix("drop the limit", (Edit(LIMIT, ""), Edit(ELSEWHERE, "x")))),
)


@pytest.mark.parametrize("colour", [False, True], ids=["plain", "coloured"])
def test_a_finding_with_everything(snapshot: SnapshotAssertion, colour: bool) -> None:
    assert finding_text(FINDING, Paint(colour), 80) == snapshot


def test_a_finding_without_a_text(snapshot: SnapshotAssertion) -> None:
    assert finding_text(diagnose("KB320", ELSEWHERE, "goods go nowhere")) == snapshot


def test_a_related_place_on_an_empty_line_still_says_why() -> None:
    shown = finding_text(diagnose("KB320", CARDS, "m", related=(Related(TEXT.span(9, 9), "here"),)))
    assert "::: line.kanban:2:1: here" in shown


@given(st.text(), st.text(), st.text(), st.text(min_size=1), st.data())
def test_whatever_a_policy_holds_the_terminal_is_not_steered(message: str, help_: str, file: str, text: str, data: st.DataObject) -> None:
    source = Source(file, text)
    span = source.span(data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text))))
    finding = Diagnostic("KB101", Severity.ERROR, span, message, help_, (Related(span, message),), (Fix(message, (Edit(span, text),)),))
    shown = finding_text(finding)
    assert not [one for one in shown if not one.isprintable() and one not in "\n\u200c\u200d" and not one.isspace()]
    assert "\r" not in shown


def test_a_summary_counts_the_worst_first() -> None:
    findings = [diagnose("KB320", CARDS, "a"), FINDING, diagnose("KB319", CARDS, "b"), FINDING]
    assert summary("line.kanban", findings, None) == "2 errors, 1 warning, 1 note in line.kanban"


def test_the_json_of_a_finding_has_every_key() -> None:
    assert json.loads(as_json(checked([FINDING], []))) == {
        "format": 1,
        "values": [],
        "diagnostics": [
            {
                "code": "KB307",
                "severity": "error",
                "message": "three containers of `20` are more than the limit",
                "help": "raise the limit to 60 pcs",
                "file": "line.kanban",
                "line": 4,
                "column": 20,
                "end_line": 4,
                "end_column": 22,
                "related": [
                    {"file": "line.kanban", "line": 5, "column": 3, "message": "the limit is said here"},
                    {"file": "parts.csv", "line": 1200, "column": 3, "message": "for this row"},
                ],
                "fixes": [
                    {
                        "title": "write `20 pcs`",
                        "edits": [
                            {"file": "line.kanban", "line": 4, "column": 20, "end_line": 4, "end_column": 22, "text": "20 pcs"},
                        ],
                    },
                    {
                        "title": "drop the limit",
                        "edits": [
                            {"file": "line.kanban", "line": 5, "column": 3, "end_line": 5, "end_column": 15, "text": ""},
                            {"file": "parts.csv", "line": 1200, "column": 3, "end_line": 1200, "end_column": 4, "text": "x"},
                        ],
                    },
                ],
            }
        ],
    }


@given(st.text(st.characters(exclude_categories=())))
def test_json_is_one_line_of_ascii_whatever_it_holds(text: str) -> None:
    line = as_json(checked([Diagnostic("KB101", Severity.ERROR, CARDS, text)], []))
    assert line.isascii()
    assert "\n" not in line
    assert json.loads(line)["diagnostics"][0]["message"] == text


def test_a_workflow_command_is_one_line_with_its_marks_escaped() -> None:
    finding = diagnose("KB320", Span("a,b:c.kanban", 1, 2, 1, 3), "100 %\nof it", "do")
    assert github_line(finding) == ("::warning file=a%2Cb%3Ac.kanban,line=1,col=2,endLine=1,endColumn=3,title=KB320::100 %25%0Aof it%0Ado")

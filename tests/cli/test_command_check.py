"""`kanban check`: every finding, in the form that was asked for, and an exit code that a gate can trust."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_runs import Kanban
from syrupy.assertion import SnapshotAssertion

FINE = """\
policy fine
item bolt { pack 200 pcs }
supplier acme
buffer line of bolt { kanban 2 cards; from acme; serves customers }
"""
WARNED = FINE + "buffer spare of bolt { keep 3 pcs; from acme }\n"
WRONG = """\
policy wrong

item bolt { pack 200 pcs }

buffer line of bolt {
\tkanban 2 cards; from amce
  serves customers
}

supplier acme
"""


def write(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")


def test_a_policy_that_is_fine_says_what_it_holds(kanban: Kanban, snapshot: SnapshotAssertion) -> None:
    write("fine.kanban", FINE)
    assert str(kanban("check", "fine.kanban")) == snapshot


def test_an_error_is_shown_at_its_place_and_exits_with_1(kanban: Kanban, snapshot: SnapshotAssertion) -> None:
    write("wrong.kanban", WRONG)
    assert str(kanban("check", "wrong.kanban")) == snapshot


def test_warnings_let_a_policy_pass_unless_they_are_to_count_as_errors(kanban: Kanban) -> None:
    write("warned.kanban", WARNED)
    passed = kanban("check", "warned.kanban")
    assert passed.code == 0
    assert "warning[KB320]" in passed.out
    assert kanban("check", "warned.kanban", "--warnings-as-errors").code == 1


def test_every_file_is_checked_whatever_is_wrong_with_the_others(kanban: Kanban) -> None:
    write("wrong.kanban", WRONG)
    write("fine.kanban", FINE)
    done = kanban("check", "wrong.kanban", "fine.kanban")
    assert done.code == 1
    assert "1 error in wrong.kanban" in done.out
    assert "fine.kanban: fine" in done.out


def test_errors_in_the_flow_are_found_once_the_words_are_right(kanban: Kanban) -> None:
    write("flow.kanban", FINE.replace("from acme; ", ""))
    done = kanban("check", "flow.kanban")
    assert done.code == 1
    assert "error[KB302]" in done.out


@pytest.mark.parametrize("option", [["--json"], ["--format", "json"]])
def test_json_is_one_object(kanban: Kanban, option: list[str]) -> None:
    write("wrong.kanban", WRONG)
    done = kanban("check", *option, "wrong.kanban")
    assert done.code == 1
    assert done.out.count("\n") == 1
    found = json.loads(done.out)
    assert list(found) == ["format", "diagnostics", "values"]
    (finding,) = found["diagnostics"]
    assert (finding["file"], finding["line"], finding["column"], finding["end_column"]) == ("wrong.kanban", 6, 23, 27)
    assert finding["severity"] == "error"
    assert finding["fixes"] or finding["help"]


def test_github_marks_lines(kanban: Kanban) -> None:
    write("wrong.kanban", WRONG)
    done = kanban("check", "--format", "github", "wrong.kanban")
    assert done.code == 1
    assert done.out.startswith("::error file=wrong.kanban,line=6,col=23,endLine=6,endColumn=27,title=KB2")


def test_values_show_formulas_with_their_numbers(kanban: Kanban) -> None:
    write("sized.kanban", FINE.replace("2 cards", "cards_for(demand 100 pcs per d, lead time 2 d, safety 10 %) cards of 200 pcs"))
    done = kanban("check", "--values", "sized.kanban")
    assert done.code == 0, done.out
    assert "cards_for(" in done.out
    (value,) = json.loads(kanban("check", "--values", "--json", "sized.kanban").out)["values"]
    assert list(value) == ["file", "line", "text", "value", "unit", "working"]
    assert value["text"].startswith("cards_for(")
    assert (value["value"], value["unit"], value["line"]) == ("2", "cards", 4)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("fin.kanban", "there is no file `fin.kanban`; did you mean `fine.kanban`?"),
        ("folder", "`folder` is a folder; name a policy file in it"),
        ("bad\0name", "`bad␀name` cannot be the name of a file"),
    ],
)
def test_what_cannot_be_read_is_wrong_use(kanban: Kanban, name: str, said: str) -> None:
    write("fine.kanban", FINE)
    Path("folder").mkdir()
    done = kanban("check", name)
    assert done.code == 2
    assert done.err.startswith(f"Error: {said}")
    assert done.err.count("\n") == 1
    assert done.out == ""


def test_bytes_that_are_no_text_are_a_finding(kanban: Kanban) -> None:
    Path("latin.kanban").write_bytes('policy a "Caf\xe9"\n'.encode("latin-1"))
    done = kanban("check", "latin.kanban")
    assert done.code == 1
    assert "error[KB502]" in done.out


def test_what_a_policy_holds_does_not_steer_the_terminal(kanban: Kanban) -> None:
    write("esc.kanban", "policy a\n\x1b[2Jbuffer\x07 x\n")
    done = kanban("check", "esc.kanban")
    assert done.code == 1
    assert "\x1b" not in done.out + done.err
    assert "\x07" not in done.out + done.err

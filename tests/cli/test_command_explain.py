"""`kanban explain`: a page for every code."""

from __future__ import annotations

import pytest
from cli_runs import Kanban

from kanbanlang.diagnostics import CATALOGUE


@pytest.mark.parametrize("code", ["KB302", "kb302"])
def test_a_page_has_code_title_severity_and_text(kanban: Kanban, code: str) -> None:
    done = kanban("explain", code)
    assert done.code == 0
    assert done.out == f"KB302: a signal that nobody answers (error)\n\n{CATALOGUE['KB302'].explanation}"


def test_without_a_code_all_are_listed(kanban: Kanban) -> None:
    lines = kanban("explain").out.splitlines()
    assert [line.split()[0] for line in lines] == sorted(CATALOGUE)
    assert f"KB302  error    {CATALOGUE['KB302'].title}" in lines

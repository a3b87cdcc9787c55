"""What is said to lie somewhere before anything happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanbanlang.live.lines import Lines
from kanbanlang.live.records import JournalError
from kanbanlang.model import load, load_text

PLANT = """\
policy heaps

item gear { unit pcs; pack 10 pcs }
item sand { unit pcs }
station press { makes gear from 1 sand }
buffer line of gear { kanban 2 cards; from press; serves customers }
buffer heap of sand at press { unlimited }
"""
SAID = {
    "in a test": 'test "t" { given heap has 5 pcs; when consumption of 1 pcs of line; then nothing }\n',
    "in a scenario": "scenario s { start heap 5 pcs }\n",
    "as full": "scenario s { start heap full }\n",
}


@pytest.mark.parametrize("where", SAID)
def test_nobody_counts_what_never_runs_out(where: str) -> None:
    found = [one for one in load_text(PLANT + SAID[where]).diagnostics if one.severity.value == "error"]
    assert [(one.code, one.message) for one in found] == [("KB407", "`heap` is `unlimited`: nobody counts what lies there")]


def test_a_table_of_stock_counts_only_what_is_counted(tmp_path: Path) -> None:
    (tmp_path / "stock.csv").write_text("buffer,quantity\nline,20\nheap,5\n")
    (tmp_path / "heaps.kanban").write_text(PLANT + 'scenario s { start from "stock.csv" }\n')
    (found,) = [one for one in load(tmp_path / "heaps.kanban").diagnostics if one.severity.value == "error"]
    assert (found.code, found.span.line) == ("KB407", 3)
    (tmp_path / "heaps.kanban").write_text(PLANT)
    policy = load(tmp_path / "heaps.kanban").policy
    assert policy is not None
    with pytest.raises(JournalError, match="row 3: `heap` is `unlimited`"):
        Lines.stock(tmp_path / "stock.csv", policy)

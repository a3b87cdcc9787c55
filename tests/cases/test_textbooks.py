"""Long-run results from textbooks, within the interval of a short run; `textbook.py` runs them at full width."""

from __future__ import annotations

import pytest
from textbook import LEVEL, TEXTBOOKS, Textbook, measured, scenario_of, shortened

from kanbanlang.dryrun import dry_run

SHORTER = 8


@pytest.mark.parametrize("book", TEXTBOOKS, ids=lambda book: book.title)
def test_the_interval_of_a_short_run_holds_the_published_value(book: Textbook) -> None:
    run = dry_run(shortened(scenario_of(book.file, book.scenario), SHORTER), level=LEVEL)
    found = measured(run, book.of)
    outside = {metric: (value, found[metric]) for metric, value in book.values.items() if not found[metric][1] <= value <= found[metric][2]}
    assert outside == {}
    assert all(found[metric][2] - found[metric][1] < value for metric, value in book.values.items())

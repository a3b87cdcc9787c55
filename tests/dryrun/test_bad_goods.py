"""Bad goods and wrong counts lose nothing: what began and what came is there, set aside, or has left."""

from __future__ import annotations

from pathlib import Path

from kanbanlang.dryrun import dry_run
from kanbanlang.model import load

BOOK = Path(__file__).resolve().parents[1] / "language" / "bad_goods.kanban"


def test_the_books_of_every_buffer_balance() -> None:
    policy = load(BOOK).policy
    assert policy is not None
    runs = [dry_run(scenario) for scenario in policy.scenarios.values()]
    assert [(run.scenario, one) for run in runs for one in run.balance if not one.holds] == []

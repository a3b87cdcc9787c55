"""Thousands of control cycles from a table: compiled into graph and program, and dry-run over years of weekly orders."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.stock_items import ITEMS, WEEKS, write_store
from benchmarks.timing import cpu, in_turn
from kanbanlang.dryrun import dry_run
from kanbanlang.flow import compile_program
from kanbanlang.model import load


def measure(*, quick: bool) -> list[Figure]:
    """CPU seconds to compile the store, and to dry-run it once it is read and compiled."""
    items = ITEMS // 10 if quick else ITEMS
    with tempfile.TemporaryDirectory() as folder:
        policy = load(write_store(Path(folder), items)).policy
    assert policy is not None
    scenario = policy.scenarios["history"]
    program = compile_program(scenario.policy)
    run = dry_run(scenario, program=program)
    assert all(one.holds for one in run.balance)
    timed = in_turn(
        {"compile": cpu(lambda: compile_program(policy)), "dry run": cpu(lambda: dry_run(scenario, program=program))},
        rounds=3 if quick else 5,
    )
    return [
        Figure(
            "compile",
            f"{items} control cycles into graph and program",
            timed.median("compile"),
            must=3,
            aim=1,
            unit="s",
            detail=f"{len(program.rows)} rows, {len(program.counters)} counters",
        ),
        Figure(
            "items",
            f"{items} items over {WEEKS} weeks, after reading",
            timed.median("dry run"),
            must=3,
            aim=0.6,
            unit="s",
            detail=f"{run.events} inputs",
        ),
    ]

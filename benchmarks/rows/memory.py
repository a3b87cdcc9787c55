"""What a buffer takes in a loaded program, and whether a dry run grows with its length."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable

from attrs import evolve

from benchmarks.figure import Figure
from benchmarks.rows.engine import line_text
from benchmarks.rows.input_cost import lines_text
from kanbanlang.dryrun import dry_run
from kanbanlang.engine import Engine
from kanbanlang.flow import compile_program
from kanbanlang.model import load_text
from kanbanlang.model.values import MINUTE


def measure(*, quick: bool) -> list[Figure]:
    """Kilobytes a buffer for program, engine and state; the most that a run needs, as a multiple of a run of a tenth."""
    buffers = 1_000 if quick else 10_000
    policy = load_text(lines_text(buffers)).policy
    assert policy is not None
    line = load_text(line_text()).policy
    assert line is not None
    program = compile_program(line)
    minutes = 500 if quick else 3_000

    def loaded() -> object:
        engine = Engine(compile_program(policy))
        return engine, engine.start()

    def run(length: int) -> Callable[[], object]:
        return lambda: dry_run(evolve(line.scenarios["run"], lasts=length * MINUTE), program=program)

    run(10)()  # what is made once is there
    kept, _ = _traced(loaded)
    _, short = _traced(run(minutes))
    _, long = _traced(run(10 * minutes))
    return [
        Figure("memory", "a buffer in a loaded program", kept / buffers / 1000, must=10, aim=3, unit="kB", detail=f"{buffers} buffers"),
        Figure("memory", "the most of a dry run, against one of a tenth", long / short, must=1.1, aim=1.05, detail=f"{long / 1000:.0f} kB"),
    ]


def _traced(work: Callable[[], object]) -> tuple[int, int]:
    """Bytes that are kept by what work gives, and the most that there were meanwhile."""
    gc.collect()
    tracemalloc.start()
    result = work()
    gc.collect()
    kept, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del result
    return kept, most

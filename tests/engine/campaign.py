"""Ten thousand random runs, or as many as are asked for: all that must hold is held after every input.

python tests/engine/campaign.py [RUNS]        runs of every sort of plant alike, and as many of all sorts mixed
"""

from __future__ import annotations

import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from engine_plants import in_order, plants, sorts
from engine_runs import Move, Run, moves
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from kanbanlang.flow.lower import compile_program
from kanbanlang.model.policy import Policy

RUNS = 10_000
MIXED = "all sorts mixed"


def searched(name: str, runs: int) -> Counter[str]:
    """So many runs of one sort of plant: what happened in them. Raises AssertionError with the smallest run in which something is wrong."""
    seen: Counter[str] = Counter()
    sort = plants() if name == MIXED else sorts()[name]

    @seed(2026)
    @settings(max_examples=runs, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(sort.filter(in_order), st.none() | st.integers(0, 6), moves())
    def search(plant: Policy, start: int | None, said: list[Move]) -> None:
        run = Run.of(compile_program(plant), None if start is None else dict.fromkeys(plant.buffers, start))
        for move in said:
            run.play(move)
        seen.update({"runs": 1, "inputs": len(run.said), "accepted": len(run.accepted), "actions": len(run.answers)})

    search()
    return seen


def main(runs: int) -> int:
    """Run them on all cores and print what happened."""
    names = [*sorts(), MIXED]
    shares = [runs // 2 // (len(names) - 1) + 1] * (len(names) - 1) + [runs // 2]
    total: Counter[str] = Counter()
    with ProcessPoolExecutor() as pool:
        for name, seen in zip(names, pool.map(searched, names, shares), strict=True):
            total += seen
            print(f"{name:24} " + "  ".join(f"{count:8,} {what}" for what, count in seen.items()), flush=True)  # noqa: T201 - this is a command
    print(f"{'together':24} " + "  ".join(f"{count:8,} {what}" for what, count in total.items()))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS))

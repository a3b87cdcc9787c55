"""How long a command takes to start, against a bare Python."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.policy_text import policy_text
from benchmarks.timing import cpu_of_command, in_turn


def measure(*, quick: bool) -> list[Figure]:
    """CPU time of `kanban --version`, and of a check of a short policy, as multiples of a Python that does nothing."""
    kanban = str(Path(sys.executable).with_name("kanban"))
    with tempfile.TemporaryDirectory() as folder:
        policy = Path(folder) / "short.kanban"
        policy.write_text(_sixty_lines())
        timed = in_turn(
            {
                "python": cpu_of_command([sys.executable, "-c", "pass"]),
                "version": cpu_of_command([kanban, "--version"]),
                "check": cpu_of_command([kanban, "check", str(policy)]),
            },
            rounds=5 if quick else 21,
        )
    milliseconds = {name: 1000 * timed.median(name) for name in timed.seconds}
    return [
        Figure(
            "start-up",
            f"`kanban {what}`, against bare Python",
            timed.ratio(name, "python"),
            must=must,
            aim=aim,
            detail=f"{milliseconds[name]:.0f} ms, Python {milliseconds['python']:.0f} ms",
        )
        for name, what, must, aim in (("version", "--version", 5, 3), ("check", "check` of 60 lines", 25, 12))
    ]


def _sixty_lines() -> str:
    """The first sixty lines or so of a made-up policy: its head and the plain part of a cell, whole declarations only."""
    lines = policy_text(60).splitlines()
    end = next(number for number in range(60, 0, -1) if lines[number] == "}")
    return "\n".join(lines[: end + 1]) + "\n"

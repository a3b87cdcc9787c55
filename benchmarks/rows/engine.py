"""The reference engine on a serial pull line, all checks and reasons on, against a SimPy model of the same line."""

from __future__ import annotations

from attrs import evolve

from benchmarks.figure import Figure
from benchmarks.peers.serial_line import SerialLine
from benchmarks.timing import cpu, in_turn
from kanbanlang.dryrun import dry_run
from kanbanlang.flow import compile_program
from kanbanlang.model import load_text
from kanbanlang.model.values import MINUTE

STATIONS, CARDS, DEMAND_RATE, LEAD_TIME = 5, 6, 0.64, 1.5
"""Stations, cards behind each buffer, orders a minute (four fifths of what the line can do), and minutes from the supplier."""

EVENTS_A_PIECE = 2 * (STATIONS + 1)
"""An order, a card that goes back and a piece finished at each station, and the same at shipping."""


def line_text() -> str:
    """The line as a policy."""
    lines = ['policy line "Serial pull line"', "supplier mill"]
    lines += [f"item part_{n} {{ pack 1 pcs }}" for n in range(STATIONS + 1)]
    for n in range(STATIONS):
        source = "from mill { lead time 1.5 min }" if n == 0 else f"from cell_{n - 1}"
        lines.append(f"station cell_{n} {{ makes part_{n + 1} from 1 part_{n}; cycle time exponential(1 min) }}")
        lines.append(f"buffer stock_{n} of part_{n} at cell_{n} {{ kanban {CARDS} cards; {source} }}")
    lines.append(f"buffer shipping of part_{STATIONS} {{ kanban {CARDS} cards; from cell_{STATIONS - 1}; serves customers }}")
    lines.append(f"scenario run {{ lasts 1000 min; repeat 1 times; orders of part_{STATIONS} poisson {DEMAND_RATE} per min }}")
    return "\n".join(lines) + "\n"


def measure(*, quick: bool) -> list[Figure]:
    """How many times as many events a second."""
    minutes = 3_000 if quick else 20_000
    policy = load_text(line_text()).policy
    assert policy is not None
    scenario = evolve(policy.scenarios["run"], lasts=minutes * MINUTE)
    program = compile_program(policy)
    pieces = round(minutes * DEMAND_RATE)
    peer_events = SerialLine(STATIONS, CARDS, DEMAND_RATE, LEAD_TIME, seed=1).run(minutes)
    timed = in_turn(
        {
            "engine": cpu(lambda: dry_run(scenario, program=program)),
            "SimPy": cpu(lambda: SerialLine(STATIONS, CARDS, DEMAND_RATE, LEAD_TIME, seed=1).run(minutes)),
        },
        rounds=3 if quick else 7,
    )
    ours, theirs = pieces * EVENTS_A_PIECE, peer_events
    return [
        Figure(
            "engine",
            "events a second on a serial line, against SimPy",
            ours / theirs / timed.ratio("engine", "SimPy"),
            must=1.5,
            aim=3,
            at_least=True,
            detail=f"{ours / timed.median('engine') / 1e6:.2f} M events/s, SimPy {theirs / timed.median('SimPy') / 1e6:.2f} M",
        )
    ]

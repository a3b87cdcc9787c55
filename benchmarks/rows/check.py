"""Checking a long policy, and ten times as long a one."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.figure import Figure
from benchmarks.peers.lark_parser import lark_parser
from benchmarks.policy_text import policy_text
from benchmarks.timing import cpu, in_turn
from kanbanlang.flow.checks import check_flow
from kanbanlang.model import load_text


def measure(*, quick: bool) -> list[Figure]:
    """Check time as a multiple of Lark's parse, and what ten times the lines cost."""
    lines = 1_000 if quick else 10_000
    short, long, lark = policy_text(lines), policy_text(10 * lines), lark_parser()
    against = in_turn({"check": cpu(_checks(short)), "Lark": cpu(lambda: lark(short))}, rounds=3 if quick else 9)
    growth = in_turn({"long": cpu(_checks(long)), "short": cpu(_checks(short))}, rounds=3 if quick else 5)
    longer = long.count("\n") / short.count("\n")
    return [
        Figure(
            "check",
            "parse, resolve, units and flow, against Lark's parse",
            against.ratio("check", "Lark"),
            must=4,
            aim=2,
            detail=f"{short.count(chr(10))} lines in {against.median('check'):.3f} s, Lark {against.median('Lark'):.3f} s",
        ),
        Figure(
            "check",
            "ten times the lines",
            growth.ratio("long", "short") * 10 / longer,
            must=11,
            aim=11,
            detail=f"{long.count(chr(10))} lines in {growth.median('long'):.2f} s",
        ),
    ]


def _checks(text: str) -> Callable[[], None]:
    def check() -> None:
        policy = load_text(text).policy
        assert policy is not None
        assert not check_flow(policy)

    return check

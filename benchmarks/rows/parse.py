"""Reading a long policy to its typed tree, against Lark's own tree from the same grammar."""

from __future__ import annotations

from benchmarks.figure import Figure
from benchmarks.peers.lark_parser import lark_parser
from benchmarks.policy_text import policy_text
from benchmarks.timing import cpu, in_turn
from kanbanlang.diagnostics import Source
from kanbanlang.syntax import parse


def measure(*, quick: bool) -> list[Figure]:
    """Parse time as a multiple of Lark's."""
    text = policy_text(2_000 if quick else 10_000)
    source, lark = Source("cells.kanban", text), lark_parser()
    ours, theirs = parse(source), lark(text)
    assert not ours.diagnostics
    assert len(ours.tree.declarations) == len(theirs.children)
    timed = in_turn({"kanbanlang": cpu(lambda: parse(source)), "Lark": cpu(lambda: lark(text))}, rounds=3 if quick else 9)
    seconds = timed.median("kanbanlang")
    return [
        Figure(
            "parse",
            "policy text to typed tree, against Lark",
            timed.ratio("kanbanlang", "Lark"),
            must=1.5,
            aim=1.0,
            detail=f"{text.count(chr(10))} lines in {seconds:.3f} s, Lark {timed.median('Lark'):.3f} s",
        )
    ]

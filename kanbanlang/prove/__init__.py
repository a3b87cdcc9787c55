"""Proofs about programs: the rule texts themselves, run on symbols."""

from __future__ import annotations

from importlib.util import find_spec

from kanbanlang.prove.answer import Answer, Claim, Proof, Result, Story
from kanbanlang.prove.proof import prove_program

__all__ = ["Answer", "Claim", "Proof", "Result", "Story", "can_prove", "prove_program"]


def can_prove() -> bool:
    """Whether the solver is installed, which comes with the extra `prove`."""
    return find_spec("z3") is not None

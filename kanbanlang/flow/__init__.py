"""From a checked policy to its flow graph, and from the graph to the program that the engine runs."""

from __future__ import annotations

from kanbanlang.flow.lower import compile_program
from kanbanlang.flow.program import BufferCounters, Program, Row

__all__ = ["BufferCounters", "Program", "Row", "compile_program"]

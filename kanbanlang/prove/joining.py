"""The rule texts with their ways joined again where that is harmless.

A recipe of six parts takes from six buffers, and each of them may be full, opened or without cards: taken one by one these are thousands
of ways through one release. But a function that is not given the slots only counts: it moves counters and gives back a number, and what
comes after does not ask which way it took. So the ways through such a function are joined behind it: each counter then is "this on that
way, that on the other", one term. Everything that concerns slots and queues keeps its ways apart, so that addresses stay plain.

The code that runs is the code of the rules, word for word; only what its calls find is exchanged.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

from attrs import define, evolve, field

from kanbanlang.prove.cells import Cells
from kanbanlang.rules import INPUTS, KINDS, Input, InputKind, Kind

_RULES = "kanbanlang.rules."


@define
class Texts:
    """Copies of the rule functions that call each other, those that only count with their ways joined."""

    _copies: dict[FunctionType, Callable[..., Any]] = field(factory=dict)

    def kind(self, number: int) -> Kind:
        """A rule kind with these functions as its text."""
        kind = KINDS[number]
        return evolve(kind, guard=self._copy(kind.guard), apply=self._copy(kind.apply))

    def input(self, kind: InputKind) -> Input:
        """An input kind with these functions as its text."""
        one = INPUTS[kind]
        return evolve(one, check=self._copy(one.check), apply=self._copy(one.apply))

    def _copy(self, function: Callable[..., Any]) -> Callable[..., Any]:
        assert isinstance(function, FunctionType)  # noqa: S101 - the dialect has functions only
        if function not in self._copies:
            found = dict(function.__globals__)
            copy = FunctionType(function.__code__, found, function.__name__)
            self._copies[function] = _joined(copy) if _only_counts(function) else copy
            for name in function.__code__.co_names:
                called = found.get(name)
                if isinstance(called, FunctionType) and called.__module__.startswith(_RULES):
                    found[name] = self._copy(called)
        return self._copies[function]


def _only_counts(function: FunctionType) -> bool:
    """Whether a function is given the counters and not the slots."""
    parameters = function.__code__.co_varnames[: function.__code__.co_argcount]
    return "c" in parameters and "s" not in parameters


def _joined(function: FunctionType) -> Callable[..., Any]:
    at = function.__code__.co_varnames.index("c")

    def call(*arguments: Any) -> Any:  # noqa: ANN401 - as the rules have it: numbers, or what stands for them
        cells: Cells = arguments[at]
        return cells.joined(lambda: function(*arguments))

    return call

"""A symbol stands for every number: what a rule text gives on symbols is, for any numbers put in, what it gives on them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanbanlang.prove.answer import Answer
from kanbanlang.prove.cells import Cells
from kanbanlang.prove.symbols import Path, Value, ways
from kanbanlang.rules import expression as code
from kanbanlang.rules import memory as m
from kanbanlang.rules import refill

numbers = st.integers(-30, 30)
QUICK = settings(max_examples=60)


def on_symbols(play: Callable[..., Value], values: list[int]) -> tuple[int, Callable[[int], bool]]:
    """How many ways there are once the symbols have these values, and whether a number is what came out."""

    def fixed(path: Path) -> Value:
        symbols = [path.number(f"x{number}") for number in range(len(values))]
        for symbol, value in zip(symbols, values, strict=True):
            path.assume(symbol == value)
        return play(*symbols)

    found = [(path, given) for path, given in ways(fixed)]
    return len(found), lambda expected: found[0][0].answer([found[0][1] == expected])[0] is Answer.PROVED


@given(wanted=numbers, least=numbers, there=numbers, minimum=st.integers(0, 9), multiple=st.integers(1, 7), limit=st.integers(0, 40))
@QUICK
def test_rounding_to_terms_is_the_same_on_symbols(wanted: int, least: int, there: int, minimum: int, multiple: int, limit: int) -> None:
    P = [0] * m.ROW  # noqa: N806 - the name of the memory in every rule
    P[refill.MINIMUM], P[refill.MULTIPLE], P[refill.DROP], P[refill.LIMIT] = minimum, multiple, multiple // 2, limit
    P[m.ON_HAND], P[m.INCOMING] = 1, 2

    def terms(wanted: Value, least: Value, there: Value) -> Value:
        return refill.on_terms([0, there, 0], P, [0], 0, wanted, least)

    count, gives = on_symbols(terms, [wanted, least, there])
    assert count == 1
    assert gives(terms(wanted, least, there))


@given(there=numbers, surplus=st.integers(0, 9), opened=st.integers(0, 5), taken=st.integers(0, 30), container=st.integers(0, 6))
@QUICK
def test_taking_pieces_is_the_same_on_symbols(there: int, surplus: int, opened: int, taken: int, container: int) -> None:
    P = list(range(m.ROW))  # noqa: N806 - each column is a counter of its own
    P[m.CONTAINER] = container

    def after(there: Value, surplus: Value, opened: Value, taken: Value) -> list[Value]:
        c: list[Value] = [0] * m.ROW
        c[m.ON_HAND], c[m.SURPLUS], c[m.OPENED] = there, surplus, opened
        m.take(c, P, 0, taken)
        return c

    expected = after(there, surplus, opened, taken)
    for counter in (m.ON_HAND, m.SURPLUS, m.OPENED, m.CARDS_FREE):
        count, gives = on_symbols(lambda *numbers, counter=counter: after(*numbers)[counter], [there, surplus, opened, taken])
        assert count == 1
        assert gives(expected[counter])


_TWO = [code.ADD, code.SUBTRACT, code.MULTIPLY, code.LESS, code.AT_MOST, code.EQUAL, code.LEAST, code.MOST]


@given(st.lists(st.sampled_from(_TWO), min_size=1, max_size=7), st.lists(numbers, min_size=8, max_size=8), st.integers(1, 5))
@QUICK
def test_expressions_are_the_same_on_symbols(operations: list[int], values: list[int], divisor: int) -> None:
    """With up to four numbers at once, and with up to eight."""
    steps = [word for number in range(len(operations) + 1) for word in (code.COUNTER, number)]
    steps += [word for operation in operations for word in (operation, 0)] + [code.DIVIDE, divisor]
    deep = [1, code.DEEP, 3] if len(operations) + 1 > code.REGISTERS else []
    B = [*deep, len(steps) // 2, *steps]  # noqa: N806

    def value(*counters: Value) -> Value:
        return code.value(list(counters), B, 0)

    count, gives = on_symbols(value, values)
    assert count == 1
    assert gives(value(*values))


def test_every_way_is_taken_and_only_possible_ones() -> None:
    def sign(path: Path) -> int:
        x = path.number("x")
        path.assume(x >= -1)
        if x < 0:
            return -1
        if x > 0:
            return 2 if x < 0 else 1
        return 0

    assert sorted(given for _, given in ways(sign)) == [-1, 0, 1]


def test_what_is_not_in_the_dialect_does_not_run_on_symbols() -> None:
    for path, x in ways(lambda path: path.number("x")):
        with pytest.raises(TypeError, match="condition"):
            bool(x)
        with pytest.raises(TypeError, match="address"):
            [1, 2, 3][x]
        with pytest.raises(TypeError, match="divisor"):
            x // x
        with pytest.raises(TypeError, match="divisor"):
            x // 0
        with pytest.raises(TypeError, match="addressed"):
            Cells(path, "c", {}, counts=True)[x]
        with pytest.raises(TypeError, match="addressed"):
            Cells(path, "c", {}, counts=True)[-1]

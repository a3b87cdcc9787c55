"""Expressions as postfix steps: the same value, on four registers or on eight."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanbanlang.dryrun import run_tests
from kanbanlang.dryrun.words import value
from kanbanlang.flow import compile_program
from kanbanlang.flow.builder import Builder
from kanbanlang.flow.postfix import TooDeepError, compile_expression, lists_of
from kanbanlang.model import load_text
from kanbanlang.model.expression import Constant, Expression, Operation, Operator
from kanbanlang.rules import expression as code
from kanbanlang.rules.kind import EITHER
from kanbanlang.rules.kinds.touches import counters

_NUMBERS = (Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY, Operator.MINIMUM, Operator.MAXIMUM)
_COMPARED = (Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST, Operator.EQUAL, Operator.UNEQUAL)


def full(depth: int, operators: list[Operator], leaves: list[int]) -> Expression:
    """A tree both of whose sides are equally deep: it needs `depth` numbers kept at once."""
    if depth == 1:
        return Constant(leaves[0])
    half = len(leaves) // 2
    sides = full(depth - 1, operators[1:], leaves[:half]), full(depth - 1, operators[::-1][1:], leaves[half:])
    return Operation(operators[0], sides)


POLICY = load_text("policy line\nitem gear { unit pcs }\nsupplier acme\nbuffer shelf of gear { keep 5 pcs; from acme }").policy
assert POLICY is not None
PROGRAM = compile_program(POLICY)


def run(expression: Expression) -> int:
    """What the rule text makes of an expression."""
    builder = Builder(PROGRAM.policy)
    at = builder.number_of(lists_of(compile_expression(expression, lambda _: [])))
    return code.value([], builder.lists, at)


@given(
    st.integers(2, 8).flatmap(
        lambda depth: st.tuples(
            st.just(depth),
            st.lists(st.sampled_from(_NUMBERS), min_size=depth, max_size=depth),
            st.lists(st.integers(-9, 9), min_size=2 ** (depth - 1), max_size=2 ** (depth - 1)),
            st.sampled_from(_COMPARED),
        )
    )
)
def test_the_rule_text_gives_the_value_of_the_tree(drawn: tuple[int, list[Operator], list[int], Operator]) -> None:
    depth, operators, leaves, compared = drawn
    tree = full(depth, operators, leaves)
    whole = Operation(compared, (tree, Constant(3)))
    assert run(tree) == value(PROGRAM, None, tree)  # type: ignore[arg-type] # constants need no state
    assert run(whole) == value(PROGRAM, None, whole)  # type: ignore[arg-type]


def test_nine_numbers_at_once_are_refused() -> None:
    assert run(full(8, [Operator.ADD] * 8, [1] * 128)) == 128
    with pytest.raises(TooDeepError):
        compile_expression(full(9, [Operator.ADD] * 9, [1] * 256), lambda _: [])


def test_every_counter_of_a_deep_expression_is_touched() -> None:
    steps = [word for number in range(6) for word in (code.COUNTER, number)] + [code.ADD, 0] * 5
    builder = Builder(PROGRAM.policy)
    at = builder.number_of(lists_of(steps))
    assert list(counters(builder.lists, at)) == [(number, EITHER) for number in range(6)]


def test_a_trigger_with_a_deep_condition_fires() -> None:
    """Both sides of each `max` and `min` are equally deep, so that no order of reading spares a number."""

    def nested(depth: int) -> str:
        return f"{'max' if depth % 2 else 'min'}({nested(depth - 1)}, {nested(depth - 1)})" if depth > 1 else "available(shelf)"

    text = f"""
    policy line
    item gear {{ unit pcs }}
    supplier acme
    role buyer
    buffer shelf of gear {{ keep 5 pcs; from acme {{ lead time 1 d }}; serves customers }}
    trigger low {{
      when {nested(6)} < 3 pcs
      alert buyer "low"
    }}
    test "it fires below 3" {{
      when order of 2 pcs of gear
      then deliver 2 pcs of gear from shelf
      and replenish 2 pcs from acme to shelf
      and nothing else
      when order of 1 pcs of gear
      then alert buyer "low"
    }}
    """
    policy = load_text(text).policy
    assert policy is not None
    assert [one.message for one in run_tests(policy)] == [None]

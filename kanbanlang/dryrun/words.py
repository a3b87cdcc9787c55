"""What the words for stock say of a state, and what people's conditions come to: for tests, measures and invariants."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from kanbanlang.engine import State
from kanbanlang.flow import Program
from kanbanlang.flow.program import Terms
from kanbanlang.flow.stockwords import stock_terms
from kanbanlang.model.expression import Constant, EventField, Expression, Operation, Operator, Word
from kanbanlang.model.expression import State as StateOf
from kanbanlang.model.policy import Cards
from kanbanlang.rules import memory as m
from kanbanlang.rules import react

_TWO_PLACE: dict[Operator, Callable[[int, int], int]] = {
    Operator.ADD: lambda a, b: a + b,
    Operator.SUBTRACT: lambda a, b: a - b,
    Operator.MULTIPLY: lambda a, b: a * b,
    Operator.DIVIDE: lambda a, b: a // b,
    Operator.LESS: lambda a, b: int(a < b),
    Operator.AT_MOST: lambda a, b: int(a <= b),
    Operator.MORE: lambda a, b: int(a > b),
    Operator.AT_LEAST: lambda a, b: int(a >= b),
    Operator.EQUAL: lambda a, b: int(a == b),
    Operator.UNEQUAL: lambda a, b: int(a != b),
    Operator.AND: lambda a, b: a & b,
    Operator.OR: lambda a, b: a | b,
    Operator.MINIMUM: min,
    Operator.MAXIMUM: max,
}


def terms_of(program: Program, word: Word, of: str) -> Terms:
    """A word of one place as a sum over counters; words that never change, and those that nothing counts yet, have none."""
    if word is Word.WIP:
        return program.in_work[of]
    if word is Word.DOWN:
        return ((1, program.P[program.standing[of] * m.ROW + react.DOWN]),)
    return stock_terms(word, program.buffers[of])


def word_value(program: Program, state: State, word: Word, of: str) -> int:
    """What a word says now."""
    if word is Word.CARDS:
        rule = program.policy.buffers[of].rule
        return rule.cards if isinstance(rule, Cards) else 0
    return sum(coefficient * state.c[counter] for coefficient, counter in terms_of(program, word, of))


def value(program: Program, state: State, expression: Expression) -> int:
    """What an expression comes to now; a truth value is 0 or 1. A field of an event is 0: there is no event here."""
    match expression:
        case Constant():
            return expression.value
        case StateOf():
            return word_value(program, state, expression.word, expression.of)
        case EventField():
            return 0
        case Operation():
            first, *others = (value(program, state, operand) for operand in expression.operands)
            return 1 - first if expression.operator is Operator.NOT else reduce(_TWO_PLACE[expression.operator], others, first)


def words_in(expression: Expression) -> list[StateOf]:
    """The words that an expression speaks of, each once, in the order of the text."""
    match expression:
        case StateOf():
            return [expression]
        case Operation(operands=operands):
            return list(dict.fromkeys(word for operand in operands for word in words_in(operand)))
        case _:
            return []

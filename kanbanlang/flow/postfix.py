"""From an expression of the model to postfix steps on four registers, or on eight."""

from __future__ import annotations

from collections.abc import Callable

from kanbanlang.flow.builder import Word
from kanbanlang.model.expression import Constant, EventField, Expression, Operation, Operator, State
from kanbanlang.rules import expression as code

Sum = tuple[tuple[int, int], ...]
"""(+1 or -1, counter) terms of a word for stock, and constants as (value, -1)."""

Resolve = Callable[[State | EventField], list[int]]
"""The postfix steps of a word: pairs of (operation, argument) in one flat list."""

_TWO_PLACE = {
    Operator.ADD: code.ADD,
    Operator.SUBTRACT: code.SUBTRACT,
    Operator.MULTIPLY: code.MULTIPLY,
    Operator.LESS: code.LESS,
    Operator.AT_MOST: code.AT_MOST,
    Operator.EQUAL: code.EQUAL,
    Operator.AND: code.AND,
    Operator.OR: code.OR,
    Operator.MINIMUM: code.LEAST,
    Operator.MAXIMUM: code.MOST,
}
_COMMUTES = frozenset({code.ADD, code.MULTIPLY, code.EQUAL, code.AND, code.OR, code.LEAST, code.MOST})
_NOT = [code.NOT, 0]


class TooDeepError(Exception):
    """The expression needs more than eight registers, however its operands are ordered."""


def registers(steps: list[int]) -> int:
    """How many registers the steps need at the most."""
    depth = most = 0
    for what in steps[::2]:
        if what <= code.COUNTER:
            depth += 1
        elif what not in (code.NOT, code.DIVIDE):
            depth -= 1
        most = max(most, depth)
    return most


def _reversed(operation: int, left: list[int], right: list[int]) -> list[int]:
    """The same value with the right operand computed first."""
    if operation in _COMMUTES:
        return [*right, *left, operation, 0]
    if operation == code.LESS:  # left < right  is  not right <= left
        return [*right, *left, code.AT_MOST, 0, *_NOT]
    if operation == code.AT_MOST:
        return [*right, *left, code.LESS, 0, *_NOT]
    return [*right, *left, code.SUBTRACT, 0, code.CONSTANT, -1, code.MULTIPLY, 0]


def _join(operation: int, left: list[int], right: list[int]) -> list[int]:
    if registers(right) > registers(left):
        return _reversed(operation, left, right)
    return [*left, *right, operation, 0]


def compile_expression(expression: Expression, resolve: Resolve) -> list[int]:
    """Postfix steps of an expression, words through `resolve`. Raises TooDeepError."""
    steps = _compile(expression, resolve)
    if registers(steps) > code.DEEP_REGISTERS:
        raise TooDeepError
    return steps


def lists_of(steps: list[int]) -> list[Word]:
    """The list of an expression: how many steps, and the steps; a deep expression is one step whose argument is its own list."""
    if registers(steps) > code.REGISTERS:
        return [1, code.DEEP, [len(steps) // 2, *steps]]
    return [len(steps) // 2, *steps]


def _compile(expression: Expression, resolve: Resolve) -> list[int]:
    if isinstance(expression, Constant):
        return [code.CONSTANT, expression.value]
    if isinstance(expression, Operation):
        return _operation(expression, resolve)
    return resolve(expression)


def _operation(operation: Operation, resolve: Resolve) -> list[int]:
    operands = [_compile(operand, resolve) for operand in operation.operands]
    match operation.operator:
        case Operator.NOT:
            return operands[0] + _NOT
        case Operator.MORE:
            return _join(code.LESS, operands[1], operands[0])
        case Operator.AT_LEAST:
            return _join(code.AT_MOST, operands[1], operands[0])
        case Operator.UNEQUAL:
            return _join(code.EQUAL, operands[0], operands[1]) + _NOT
        case Operator.DIVIDE:
            divisor = operation.operands[1]
            if not isinstance(divisor, Constant) or divisor.value < 1:
                message = "the model lets only positive constants divide"
                raise ValueError(message)
            return [*operands[0], code.DIVIDE, divisor.value]
        case two_place:
            steps = operands[0]
            for operand in operands[1:]:
                steps = _join(_TWO_PLACE[two_place], steps, operand)
            return steps

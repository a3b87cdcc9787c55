"""Sums and conditions that people write, as postfix steps on four registers, the rare deep ones on eight.

There is no stack to run out of: the compiler orders the operands so that four registers are enough for `value`, and where they are not,
gives it a single step, DEEP, that hands the whole expression to `deep_value`. It takes more than a hundred numbers in brackets within
brackets to need more than eight; those the compiler refuses.
"""

from __future__ import annotations

from kanbanlang.rules.memory import Memory

# one step is two words of a B list: what to do, and with what
CONSTANT, COUNTER, ADD, SUBTRACT, MULTIPLY, DIVIDE, LESS, AT_MOST, EQUAL, AND, OR, NOT, LEAST, MOST, DEEP = range(15)

REGISTERS = 4
DEEP_REGISTERS = 8


def value(c: Memory, B: Memory, code: int) -> int:
    """The value of the expression whose step count stands at B[code] and whose steps follow. A truth value is 0 or 1."""
    x0 = 0
    x1 = 0
    x2 = 0
    x3 = 0
    at = code + 1
    for _ in range(B[code]):
        what = B[at]
        if what <= COUNTER:
            x3 = x2
            x2 = x1
            x1 = x0
            x0 = B[at + 1] if what == CONSTANT else c[B[at + 1]]
        elif what == NOT:
            x0 = 1 - x0
        elif what == DIVIDE:
            x0 = x0 // B[at + 1]
        elif what == DEEP:
            x0 = deep_value(c, B, B[at + 1])
        else:
            if what == ADD:
                x0 = x1 + x0
            elif what == SUBTRACT:
                x0 = x1 - x0
            elif what == MULTIPLY:
                x0 = x1 * x0
            elif what == LESS:
                x0 = 1 if x1 < x0 else 0
            elif what == AT_MOST:
                x0 = 1 if x1 <= x0 else 0
            elif what == EQUAL:
                x0 = 1 if x1 == x0 else 0
            elif what == AND:
                x0 = x1 * x0
            elif what == OR:
                x0 = 1 if x1 + x0 > 0 else 0
            elif what == LEAST:
                x0 = x1 if x1 < x0 else x0
            else:
                x0 = x0 if x1 < x0 else x1
            x1 = x2
            x2 = x3
        at += 2
    return x0


def joined(what: int, left: int, right: int) -> int:
    """Two numbers made one."""
    if what == ADD:
        return left + right
    if what == SUBTRACT:
        return left - right
    if what == MULTIPLY:
        return left * right
    if what == LESS:
        return 1 if left < right else 0
    if what == AT_MOST:
        return 1 if left <= right else 0
    if what == EQUAL:
        return 1 if left == right else 0
    if what == AND:
        return left * right
    if what == OR:
        return 1 if left + right > 0 else 0
    if what == LEAST:
        return left if left < right else right
    return right if left < right else left


def deep_value(c: Memory, B: Memory, code: int) -> int:
    """The same as `value`, on eight registers."""
    x0 = 0
    x1 = 0
    x2 = 0
    x3 = 0
    x4 = 0
    x5 = 0
    x6 = 0
    x7 = 0
    at = code + 1
    for _ in range(B[code]):
        what = B[at]
        if what <= COUNTER:
            x7 = x6
            x6 = x5
            x5 = x4
            x4 = x3
            x3 = x2
            x2 = x1
            x1 = x0
            x0 = B[at + 1] if what == CONSTANT else c[B[at + 1]]
        elif what == NOT:
            x0 = 1 - x0
        elif what == DIVIDE:
            x0 = x0 // B[at + 1]
        else:
            x0 = joined(what, x1, x0)
            x1 = x2
            x2 = x3
            x3 = x4
            x4 = x5
            x5 = x6
            x6 = x7
        at += 2
    return x0

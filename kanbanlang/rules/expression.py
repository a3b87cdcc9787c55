"""Sums and conditions that people write, as postfix steps on four registers.

`value` has no stack to run out of: the compiler orders the operands so that four registers are enough, and refuses the rare
expression for which they are not.
"""

from __future__ import annotations

from kanbanlang.rules.memory import Memory

# one step is two words of a B list: what to do, and with what
CONSTANT, COUNTER, ADD, SUBTRACT, MULTIPLY, DIVIDE, LESS, AT_MOST, EQUAL, AND, OR, NOT, LEAST, MOST = range(14)

REGISTERS = 4


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

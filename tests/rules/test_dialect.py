"""The rule text stays within its dialect, and whatever leaves it is named with its line."""

from __future__ import annotations

import ast

import pytest

from kanbanlang.rules import INPUTS, KINDS
from kanbanlang.rules.dialect import TEXTS, check, text_of
from kanbanlang.rules.kinds import MODULES

HEAD = """
from kanbanlang.rules.memory import take, tell
from kanbanlang.rules.expression import value

LIMIT = 3
"""


@pytest.mark.parametrize("module", TEXTS)
def test_the_rules_are_written_in_the_dialect(module: str) -> None:
    assert check(text_of(module)) == []


def test_every_guard_apply_and_check_stands_in_a_checked_module() -> None:
    texts = {f"kanbanlang.rules.{name}" for name in TEXTS}
    called = [one for kind in KINDS.values() for one in (kind.guard, kind.apply)]
    called += [one for kind in INPUTS.values() for one in (kind.check, kind.apply)]
    assert {one.__module__ for one in called} <= texts


def test_guards_and_checks_are_named_so_that_their_writes_are_forbidden() -> None:
    assert all(kind.guard.__name__.endswith("_guard") for kind in KINDS.values())
    assert all(kind.check.__name__.endswith("_check") for kind in INPUTS.values())


def test_a_small_rule_is_in_the_dialect() -> None:
    rule = """
def some_guard(c, s, P, B, r):
    at = P[r + 1]
    lot = P[r + 2]
    for _ in range(B[at]):
        if c[B[at + 1]] // lot < LIMIT:
            return value(c, B, at)
        at += 2
    return 1 if c[r] > 0 else 0


def some_apply(c, s, P, B, r, q):
    c[P[r + 1]] -= q
    s[r + 1] = c[0]
    take(c, P, r, q)
    return r
"""
    assert check(HEAD + rule) == []


FORBIDDEN = {
    "and": ("x_apply", "if c[1] > 0 and c[2] > 0:\n        return 1", "one comparison"),
    "or": ("x_apply", "q = c[1] or c[2]", "BoolOp"),
    "not": ("x_apply", "if not c[1]:\n        return 1", "one comparison"),
    "a number as condition": ("x_apply", "if c[1]:\n        return 1", "one comparison"),
    "a chain of comparisons": ("x_apply", "if 0 < c[1] < 3:\n        return 1", "two sides"),
    "in": ("x_apply", "if c[1] in P:\n        return 1", "compared by"),
    "while": ("x_apply", "while c[1] > 0:\n        c[1] -= 1", "While"),
    "break": ("x_apply", "for _ in range(3):\n        break", "Break"),
    "count over state": ("x_apply", "for _ in range(c[1]):\n        c[2] += 1", "fixed data"),
    "count over a parameter": ("x_apply", "for _ in range(q):\n        c[2] += 1", "fixed data"),
    "count over state by another name": ("x_apply", "n = P[1]\n    n = c[1]\n    for _ in range(n):\n        c[2] += 1", "fixed data"),
    "float": ("x_apply", "c[1] += 0.5", "whole number"),
    "true": ("x_apply", "c[1] = True", "whole number"),
    "text": ("x_apply", "c[1] = 'one'", "whole number"),
    "division": ("x_apply", "c[1] = q / 2", "Div"),
    "remainder": ("x_apply", "c[1] = q % 2", "Mod"),
    "power": ("x_apply", "c[1] **= 2", "Pow"),
    "division by state": ("x_apply", "c[1] = q // c[2]", "divisor is fixed data"),
    "division by a parameter": ("x_apply", "c[1] //= q", "divisor is fixed data"),
    "division by nothing": ("x_apply", "c[1] = q // 0", "positive"),
    "negative index": ("x_apply", "c[-1] = q", "wrap round"),
    "difference as index": ("x_apply", "q = c[r - 1]", "wrap round"),
    "slice": ("x_apply", "q = c[1:2]", "wrap round"),
    "writing a row": ("x_apply", "P[r] = q", "never written"),
    "writing a list": ("x_apply", "B[r] += q", "never written"),
    "two at a time": ("x_apply", "a, b = c[1], c[2]", "at a time"),
    "a memory by another name": ("x_apply", "d = c", "indexed or handed on"),
    "another memory": ("x_apply", "q = LIMIT[1]", "not one of the memories"),
    "a constant with another meaning": ("x_apply", "LIMIT = 4", "another meaning"),
    "a builtin": ("x_apply", "c[1] = max(q, 1)", "of the rules package"),
    "a method": ("x_apply", "c.append(q)", "of the rules package"),
    "a foreign name": ("x_apply", "q = elsewhere", "neither local"),
    "by keyword": ("x_apply", "take(c, P, r, quantity=q)", "by position"),
    "comprehension": ("x_apply", "q = sum(x for x in P)", "of the rules package"),
    "lambda": ("x_apply", "q = lambda: 1", "Lambda"),
    "try": ("x_apply", "try:\n        return 1\n    finally:\n        return 2", "Try"),
    "recursion": ("x_apply", "return x_apply(c, s, P, B, r, q)", "no recursion"),
    "a guard that writes": ("x_guard", "c[1] = 0", "only looks"),
    "a check that writes": ("x_check", "s[r] = 0", "only looks"),
    "a guard that has another write": ("x_guard", "take(c, P, r, 1)", "may not call `take`"),
    "a guard that calls a writer of its own": ("x_guard", "return spoil(c)", "may not call `spoil`"),
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_is_forbidden_is_found(name: str) -> None:
    function, body, said = FORBIDDEN[name]
    start = f"{HEAD}\ndef spoil(c):\n    c[1] = 0\n    return 0\n\n\ndef {function}(c, s, P, B, r, q):\n"
    source = f"{start}    {body}\n    return 0\n"
    ast.parse(source)
    complaints = check(source)
    assert any(said in one.message for one in complaints), complaints
    assert all(one.line >= start.count("\n") for one in complaints)


@pytest.mark.parametrize(
    "line", ["import os", "from os import path", "TABLE = {1: 2}", "SHARE = 0.5", "class Rule:\n    pass", "for x in range(3):\n    pass"]
)
def test_a_rule_module_holds_constants_and_functions(line: str) -> None:
    assert [one.message for one in check(line)] == ["a rule module holds constants and functions, nothing else"]


@pytest.mark.parametrize("line", ["def f(c, x=1):\n    return x", "def f(*c):\n    return 1", "@f\ndef g(c):\n    return 1"])
def test_parameters_are_plain(line: str) -> None:
    assert any("plain parameters" in one.message for one in check(line))


def test_no_two_kinds_share_a_number() -> None:
    assert len(KINDS) == sum(len(module.KINDS) for module in MODULES)
    assert len(INPUTS) == sum(len(module.INPUTS) for module in MODULES)

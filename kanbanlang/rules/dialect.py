"""The dialect of the rule text: a small part of Python that means the same on whole numbers, on symbols and when compiled.

Allowed in a function: whole numbers, `+ - * //` with a divisor that is fixed data, comparisons, `if`, `for _ in range(...)` over a count
that is fixed data, `c[...] = ...` and `s[...] = ...`, plain local names, and calls of functions of the rules package. Fixed data is a
constant, a word of `P` or `B`, and what is computed from these alone.

Not allowed, with the reason: `and`, `or`, `not` and bare numbers as conditions (each truth value would fork the symbolic run once more),
`while` and counts over state (a proof needs an end), floats and `/` (no float decides anything), `-` within an index (a negative index
wraps round in Python and nowhere else), writing to `P` and `B`, and any write in a guard or a check, also through what it calls.
"""

from __future__ import annotations

import ast
from functools import cache
from importlib import resources

from attrs import frozen

TEXTS = (
    "memory",
    "expression",
    "serve",
    "dock",
    "refill",
    "sequence",
    "as_needed",
    "work",
    "kit",
    "turns",
    "react",
    "review",
    "cards",
    "room",
    "fact",
    "choice",
    "cancel",
    "short",
    "safety",
    "feed",
    "later",
    "lend",
    "late",
    "zones",
    "loop",
)
"""The modules of the rules package that are written in the dialect; the others declare what there is."""

_PACKAGE = "kanbanlang.rules"
_MEMORIES = frozenset({"c", "s", "P", "B"})
_STATE = frozenset({"c", "s"})
_DATA = frozenset({"P", "B"})
_ONLY_LOOK = ("_guard", "_check")
_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.FloorDiv)
_COMPARISONS = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)


@frozen
class Complaint:
    """One place where a rule text leaves the dialect: its line (from 1), and what is wrong there."""

    line: int
    message: str


def text_of(module: str) -> str:
    """The source of a module of the rules package."""
    return resources.files(_PACKAGE).joinpath(f"{module}.py").read_text(encoding="utf-8")


def check(source: str) -> list[Complaint]:
    """Everything in the source of a rule module that the dialect does not have, by line. Raises SyntaxError for what is not Python."""
    module = _Module(ast.parse(source))
    found = list(module.complaints)
    for function in module.functions.values():
        found += _Text(module, function).complaints
    found += _circles(module)
    return sorted(found, key=lambda one: (one.line, one.message))


class _Module:
    """What a module defines and imports, and which of its functions write."""

    def __init__(self, tree: ast.Module) -> None:
        self.complaints: list[Complaint] = []
        self.functions: dict[str, ast.FunctionDef] = {}
        self.names: set[str] = set()
        self.writing: set[str] = set()
        self.imported: set[str] = set()
        for node in tree.body:
            self._statement(node)
        self._spread()

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                pass
            case ast.ImportFrom(module="__future__" | "typing"):
                self.names.update(alias.asname or alias.name for alias in node.names)
            case ast.ImportFrom(module=str(name), level=0) if name.startswith(f"{_PACKAGE}."):
                self._import(name.removeprefix(f"{_PACKAGE}."), node)
            case ast.FunctionDef():
                self.functions[node.name] = node
                self.names.add(node.name)
            case ast.Assign(targets=[target]) if _is_constant(node.value):
                self.names.update(name.id for name in ast.walk(target) if isinstance(name, ast.Name))
            case _:
                self.complaints.append(Complaint(node.lineno, "a rule module holds constants and functions, nothing else"))

    def _import(self, module: str, node: ast.ImportFrom) -> None:
        other = _module(module) if module in TEXTS else None
        for alias in node.names:
            name = alias.asname or alias.name
            self.names.add(name)
            if other is not None and alias.name in other.functions:
                self.imported.add(name)
                if alias.name in other.writing:
                    self.writing.add(name)

    def _spread(self) -> None:
        """A function writes when it assigns to `c` or `s`, or calls one that writes."""
        for name, function in self.functions.items():
            if any(isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) for node in ast.walk(function)):
                self.writing.add(name)
        grown = True
        while grown:
            more = {name for name, function in self.functions.items() if self.writing & _called(function)} - self.writing
            self.writing |= more
            grown = bool(more)


@cache
def _module(name: str) -> _Module:
    return _Module(ast.parse(text_of(name)))


def _is_constant(node: ast.expr) -> bool:
    """Whether a module-level value is fixed for good: whole numbers, and tuples or ranges of them."""
    if isinstance(node, ast.Tuple):
        return all(_is_constant(one) for one in node.elts)
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "range" and all(_is_constant(one) for one in node.args)
    return isinstance(node, ast.Name) or (isinstance(node, ast.Constant) and type(node.value) is int)


def _called(function: ast.FunctionDef) -> set[str]:
    return {node.func.id for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


def _circles(module: _Module) -> list[Complaint]:
    """Functions that call themselves, directly or through others: a loop by another name."""
    reached = {name: _called(function) & module.functions.keys() for name, function in module.functions.items()}
    for _ in reached:
        reached = {name: calls.union(*(reached[one] for one in calls)) for name, calls in reached.items()}
    return [
        Complaint(module.functions[name].lineno, f"`{name}` calls itself: the dialect has no recursion")
        for name, calls in reached.items()
        if name in calls
    ]


class _Text:
    """One function held against the dialect."""

    def __init__(self, module: _Module, function: ast.FunctionDef) -> None:
        self.complaints: list[Complaint] = []
        self._module = module
        self._function = function
        self._only_looks = function.name.endswith(_ONLY_LOOK)
        self._parameters = {one.arg for one in function.args.args}
        self._locals = self._parameters | {
            node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        self._fixed = self._fixed_locals()
        plain = function.args
        if plain.vararg or plain.kwarg or plain.kwonlyargs or plain.posonlyargs or plain.defaults or function.decorator_list:
            self._complain(function, "a rule function has plain parameters and no decorator")
        for statement in function.body:
            self._statement(statement)

    def _complain(self, node: ast.stmt | ast.expr, message: str) -> None:
        self.complaints.append(Complaint(node.lineno, message))

    # ------------------------------------------------------------ what is fixed before a run
    def _fixed_locals(self) -> set[str]:
        """Local names that are only ever given fixed data; a name that follows state anywhere is not among them."""
        given: dict[str, list[ast.expr | None]] = {}
        for node in ast.walk(self._function):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value) | ast.AnnAssign(target=ast.Name(id=name), value=value):
                    given.setdefault(name, []).append(value)
                case ast.AugAssign(target=ast.Name(id=name), value=value):
                    given.setdefault(name, []).append(value)
        fixed = given.keys() - self._parameters
        settled = False
        while not settled:
            kept = {name for name in fixed if all(value is not None and self._is_fixed(value, fixed) for value in given[name])}
            settled = kept == fixed
            fixed = kept
        return set(fixed)

    def _is_fixed(self, node: ast.expr, fixed: set[str]) -> bool:
        match node:
            case ast.Constant():
                return True
            case ast.Name(id=name):
                return name in fixed or name not in self._locals
            case ast.Subscript(value=ast.Name(id=name)):
                return name in _DATA
            case ast.BinOp(left=left, right=right):
                return self._is_fixed(left, fixed) and self._is_fixed(right, fixed)
            case _:
                return False

    # ------------------------------------------------------------ statements
    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Expr(value=ast.Constant(value=str())) if node is self._function.body[0]:
                pass
            case ast.Expr(value=ast.Call() as call):
                self._value(call)
            case ast.Return(value=ast.expr() as value):
                self._value(value)
            case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
                self._target(target)
                self._value(value)
            case ast.AugAssign(target=target, op=op, value=value):
                self._target(target)
                self._operator(node, op, value)
                self._value(value)
            case ast.If(test=test, body=body, orelse=other):
                self._condition(test)
                for one in (*body, *other):
                    self._statement(one)
            case ast.For():
                self._for(node)
            case _:
                self._complain(node, f"the dialect has no `{_word(node)}` here")

    def _for(self, node: ast.For) -> None:
        match node.iter:
            case ast.Call(func=ast.Name(id="range"), args=[count]) if self._is_fixed(count, self._fixed):
                self._value(count)
            case _:
                self._complain(node, "a `for` counts over fixed data: `range` of a constant or of a word of `P` or `B`")
        if not isinstance(node.target, ast.Name):
            self._complain(node, "a `for` has one plain name")
        if node.orelse:
            self._complain(node, "the dialect has no `else` of a `for`")
        for one in node.body:
            self._statement(one)

    def _target(self, node: ast.expr) -> None:
        match node:
            case ast.Name(id=name):
                if name in _MEMORIES or name in self._module.names:
                    self._complain(node, f"`{name}` may not be given another meaning")
            case ast.Subscript(value=ast.Name(id=name), slice=index):
                if name not in _STATE:
                    self._complain(node, f"`{name}` is never written, only `c` and `s` are")
                elif self._only_looks:
                    self._complain(node, f"`{self._function.name}` only looks: it may not write `{name}`")
                self._index(index)
            case _:
                self._complain(node, "one plain name, `c[...]` or `s[...]` is assigned at a time")

    # ------------------------------------------------------------ values
    def _condition(self, node: ast.expr) -> None:
        if not isinstance(node, ast.Compare):
            self._complain(node, "a condition is one comparison; another stands in an `if` under it")
        else:
            self._compare(node)

    def _compare(self, node: ast.Compare) -> None:
        if len(node.ops) > 1:
            self._complain(node, "a comparison has two sides")
        if not all(isinstance(op, _COMPARISONS) for op in node.ops):
            self._complain(node, "numbers are compared by `== != < <= > >=`")
        for side in (node.left, *node.comparators):
            self._value(side)

    def _value(self, node: ast.expr) -> None:
        match node:
            case ast.Constant(value=value):
                if type(value) is not int:
                    self._complain(node, f"`{value!r}` is not a whole number")
            case ast.Name(id=name):
                self._name(node, name)
            case ast.Subscript(value=ast.Name(id=name), slice=index):
                if name not in _MEMORIES:
                    self._complain(node, f"`{name}` is not one of the memories `c`, `s`, `P` and `B`")
                self._index(index)
            case ast.BinOp(left=left, op=op, right=right):
                self._value(left)
                self._operator(node, op, right)
                self._value(right)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                self._value(operand)
            case ast.IfExp(test=test, body=body, orelse=other):
                self._condition(test)
                self._value(body)
                self._value(other)
            case ast.Call():
                self._call(node)
            case _:
                self._complain(node, f"the dialect has no `{_word(node)}` here")

    def _name(self, node: ast.expr, name: str) -> None:
        if name in _MEMORIES:
            self._complain(node, f"the memory `{name}` is indexed or handed on, nothing else")
        elif name not in self._locals and name not in self._module.names:
            self._complain(node, f"`{name}` is neither local nor of the rules package")

    def _operator(self, node: ast.stmt | ast.expr, op: ast.operator, right: ast.expr) -> None:
        if not isinstance(op, _ARITHMETIC):
            self._complain(node, f"the dialect computes with `+ - * //`, not `{_word(op)}`")
        elif isinstance(op, ast.FloorDiv):
            if not self._is_fixed(right, self._fixed):
                self._complain(node, "a divisor is fixed data: a constant or a word of `P` or `B`")
            elif isinstance(right, ast.Constant) and isinstance(right.value, int) and right.value < 1:
                self._complain(node, "a divisor is positive")

    def _index(self, node: ast.expr) -> None:
        if any(isinstance(part, ast.Sub | ast.USub | ast.Slice) for part in ast.walk(node)):
            self._complain(node, "an index is a sum: a negative one would wrap round")
        if not isinstance(node, ast.Slice):
            self._value(node)

    def _call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in self._module.functions and name not in self._module.imported:
            self._complain(node, "only functions of the rules package are called")
        if self._only_looks and name in self._module.writing:
            self._complain(node, f"`{self._function.name}` only looks: it may not call `{name}`, which writes")
        if node.keywords:
            self._complain(node, "arguments are given by position")
        for argument in node.args:
            if not (isinstance(argument, ast.Name) and argument.id in _MEMORIES):
                self._value(argument)


def _word(node: ast.AST) -> str:
    return type(node).__name__

"""`for each row of "parts.csv" where {class} = "A"`: a declaration for each row that fits."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from attrs import frozen

from kanbanlang.model.build.context import Context
from kanbanlang.model.build.files import sheet
from kanbanlang.model.build.findings import Row, Scope
from kanbanlang.model.build.numerals import exact
from kanbanlang.syntax import tree

_COLUMN_NAME = re.compile(r"[a-z_][a-z0-9_]*\Z")
_OPERATORS: Mapping[str, Callable[[str | Fraction, str | Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


@frozen
class Rows:
    """Turns templates into declarations."""

    context: Context

    def declarations(self, node: tree.ForEachRow, scope: Scope) -> Iterator[tuple[tree.Declaration, Scope]]:
        """Every declaration of a template, for every row that its `where` takes."""
        read = sheet(self.context, node.file, scope)
        if read is None:
            return
        for column in read.table.columns:
            if not _COLUMN_NAME.match(column):
                self.context.findings.say(
                    "KB506",
                    read.place(1),
                    f"the column `{column}` cannot be spoken of",
                    "name it with small letters, digits and underscores",
                )
        for row in read.rows():
            inner = Scope(scope.source, Row(row.place, {**scope.row.cells, **row.cells} if scope.row else row.cells))
            if node.where is not None and self._holds(node.where, inner) is not True:
                continue
            for declaration in node.declarations:
                if isinstance(declaration, tree.ForEachRow):
                    yield from self.declarations(declaration, inner)
                else:
                    yield declaration, inner

    def _holds(self, node: tree.Expression, scope: Scope) -> bool | None:
        """Whether a row fits; None after saying why that cannot be known."""
        match node:
            case tree.And(operands=operands):
                return _all([self._holds(operand, scope) for operand in operands])
            case tree.Or(operands=operands):
                found = [self._holds(operand, scope) for operand in operands]
                return None if None in found else any(found)
            case tree.Not(operand=operand):
                inner = self._holds(operand, scope)
                return None if inner is None else not inner
            case tree.Comparison():
                left, right = self._cell(node.left, scope), self._cell(node.right, scope)
                if left is None or right is None:
                    return None
                one, other = exact(left.strip()), exact(right.strip())
                if one is not None and other is not None:
                    return _OPERATORS[node.operator](one, other)
                return _OPERATORS[node.operator](left, right)
        self.context.findings.say(
            "KB216", scope.span(node), f"`{scope.written(node)}` is not true or false", 'compare a column: `{class} = "A"`'
        )
        return None

    def _cell(self, node: tree.Expression, scope: Scope) -> str | None:
        match node:
            case tree.Column(text=text) | tree.Text(text=text):
                return self.context.names.filled(text, node, scope)
            case tree.Quantity(number=number, unit=None, per=()):
                return self.context.names.filled(number, node, scope)
        self.context.findings.say(
            "KB216",
            scope.span(node),
            f"`{scope.written(node)}` is neither a column nor a text nor a number",
            'write `{class} = "A"` or `{cards} > 3`',
        )
        return None


def _all(found: list[bool | None]) -> bool | None:
    return None if None in found else all(found)

"""What the names of a policy stand for: one namespace, any order, any file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import define, field, frozen

from kanbanlang.diagnostics import Edit, Fix, Related, Span, did_you_mean
from kanbanlang.model.build.findings import Findings, Scope
from kanbanlang.syntax import tree

_NAME = re.compile(r"[a-z_][a-z0-9_]*\Z")
_COLUMN = re.compile(r"\{([a-z_][a-z0-9_]*)\}")

ARTICLES = {"item": "an item", "unit": "a unit"}


def called(kind: str) -> str:
    """A kind of declaration with its article: `a buffer`, `an item`."""
    return ARTICLES.get(kind, f"a {kind}")


def alternatives(kinds: Iterable[str]) -> str:
    """`a buffer, a station or a supplier`."""
    *first, last = (called(kind) for kind in kinds)
    return f"{', '.join(first)} or {last}" if first else last


@frozen
class Declared:
    """One declaration: what it declares, under which name, and where."""

    kind: str
    name: str
    node: tree.Node
    scope: Scope
    place: Span = field(repr=False, eq=False)


@define
class Names:
    """The names of a policy, and the words that a row puts in the place of its columns."""

    findings: Findings
    declared: dict[str, Declared] = field(factory=dict)

    # ------------------------------------------------------------ columns
    def filled(self, text: str, node: tree.Node, scope: Scope) -> str | None:
        """A text with the cells of the row in the place of its columns; None (after saying so) where a column is unknown."""
        if "{" not in text:
            return text
        row = scope.row
        if row is not None:
            try:
                if text[0] == "{" and text.find("}") == len(text) - 1:
                    return row.cells[text[1:-1]]
                return _COLUMN.sub(lambda m: row.cells[m[1]], text)
            except KeyError as error:
                missing = str(error.args[0])
        else:
            missing = next((m[1] for m in _COLUMN.finditer(text)), "")
        if row is None:
            self.findings.say(
                "KB213", scope.span(node), f"`{{{missing}}}` is a column, but no table is read here", "stand inside `for each row of`"
            )
            return None
        close = did_you_mean(missing, row.cells)
        columns = ", ".join(f"`{name}`" for name in list(row.cells)[:12])
        help_ = f"did you mean `{{{close}}}`?" if close else f"its columns are {columns}"
        self.findings.say("KB213", scope.span(node), f"the table has no column `{missing}`", help_)
        return None

    def name(self, node: tree.Name, scope: Scope) -> str | None:
        """A name as it reads in this row."""
        text = node.text
        if "{" not in text:
            return text
        filled = self.filled(text, node, scope)
        if filled is None or _NAME.match(filled):
            return filled
        self.findings.say(
            "KB213",
            scope.span(node),
            f"`{text}` becomes `{filled}`, which is not a name",
            "a name has small letters, digits and underscores and begins with a letter; "
            'put what other systems call a thing into `code "..."`',
        )
        return None

    # ------------------------------------------------------------ declarations
    def declare(self, kind: str, node: tree.Node, name: tree.Name, scope: Scope) -> Declared | None:
        """Enter a declaration. None where its name cannot be had, or another thing has it."""
        text = self.name(name, scope)
        if text is None:
            return None
        one = Declared(kind, text, node, scope, scope.between(node.start, name.end))
        other = self.declared.setdefault(text, one)
        if other is one:
            return one
        self.findings.say(
            "KB202",
            scope.span(name),
            f"`{text}` is already the name of {called(other.kind)}",
            "give each thing a name of its own",
            (Related(other.place, f"`{text}` is declared here first"),),
        )
        return None

    def find(self, node: tree.Name, scope: Scope, *kinds: str) -> Declared | None:
        """The declaration that a name speaks of; None (after saying so) where there is none of these kinds."""
        text = self.name(node, scope)
        return None if text is None else self.look_up(text, node, scope, *kinds)

    def look_up(self, text: str, node: tree.Node, scope: Scope, *kinds: str) -> Declared | None:
        """As `find`, for a name that is known as a text."""
        one = self.declared.get(text)
        if one is not None and (not kinds or one.kind in kinds):
            return one
        if one is not None:
            self.findings.say(
                "KB203",
                scope.span(node),
                f"`{text}` is {called(one.kind)}, but {alternatives(kinds)} is needed here",
                related=(Related(one.place, f"`{text}` is declared here"),),
            )
            return None
        if text in self.findings.unread:
            return None
        close = did_you_mean(text, [name for name, other in self.declared.items() if not kinds or other.kind in kinds])
        fixes: tuple[Fix, ...] = ()
        if close and scope.row is None:
            fixes = (Fix(f"write `{close}`", (Edit(scope.span(node), close),)),)
        wanted = alternatives(kinds) if kinds else "anything"
        help_ = (
            f"did you mean `{close}`?" if close else f"declare {called(kinds[0]) if kinds else 'it'} with this name, or correct the name"
        )
        self.findings.say("KB201", scope.span(node), f"`{text}` is not the name of {wanted}", help_, fixes=fixes)
        return None

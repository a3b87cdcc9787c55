"""The typed tree of a policy: one class for each kind of declaration, statement and expression of the language.

The tree says what was written and nothing of what it means: names are not resolved, units not checked, numbers are the digits of the
text. A statement that could not be read is not in the tree; a diagnostic says so.
"""

from __future__ import annotations

from kanbanlang.syntax.tree.buffers import *  # noqa: F403
from kanbanlang.syntax.tree.buffers import Buffer, Loop
from kanbanlang.syntax.tree.events import *  # noqa: F403 - the parts are one vocabulary, split only for reading
from kanbanlang.syntax.tree.events import Invariant, Test, Trigger
from kanbanlang.syntax.tree.expressions import *  # noqa: F403
from kanbanlang.syntax.tree.expressions import Expression
from kanbanlang.syntax.tree.node import *  # noqa: F403
from kanbanlang.syntax.tree.node import Node, Text
from kanbanlang.syntax.tree.plant import *  # noqa: F403
from kanbanlang.syntax.tree.plant import Calendar, Dock, Item, Policy, Role, Station, Store, Supplier, Unit, Use
from kanbanlang.syntax.tree.pulls import *  # noqa: F403
from kanbanlang.syntax.tree.pulls import Route
from kanbanlang.syntax.tree.worlds import *  # noqa: F403
from kanbanlang.syntax.tree.worlds import Scenario


class ForEachRow(Node):
    """`for each row of "parts.csv" where {class} = "A" { declarations }`."""

    file: Text
    where: Expression | None
    declarations: tuple[Declaration, ...]


Declaration = (
    Policy
    | Use
    | Unit
    | Role
    | Calendar
    | Item
    | Store
    | Dock
    | Station
    | Supplier
    | Route
    | Buffer
    | Loop
    | Trigger
    | Invariant
    | Scenario
    | Test
    | ForEachRow
)


class File(Node):
    """All declarations of one file, in the order written."""

    declarations: tuple[Declaration, ...]

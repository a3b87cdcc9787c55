"""Takes statements out of a tree that were only read as far as needed to read what stands in them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any, TypeVar

from attrs import evolve, fields

from kanbanlang.syntax.tree import File, Node

Pruned = TypeVar("Pruned", bound=Node)


def without(file: File, starts: AbstractSet[int]) -> File:
    """The file without the statements that start at these offsets."""
    return _pruned(file, starts) if starts else file


def _pruned(node: Pruned, starts: AbstractSet[int]) -> Pruned:
    """A node whose statements, and those in their blocks, are kept where they do not start at one of `starts`."""
    changes: dict[str, Any] = {}
    for field in fields(type(node)):
        value = getattr(node, field.name)
        if isinstance(value, tuple) and value and isinstance(value[0], Node):
            changes[field.name] = tuple(_pruned(child, starts) for child in value if child.start not in starts)
    return evolve(node, **changes) if changes else node

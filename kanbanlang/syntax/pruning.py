"""Takes statements out of a tree that were only read as far as needed to read what stands in them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import TypeGuard, TypeVar

from kanbanlang.syntax.tree import File, Node

Pruned = TypeVar("Pruned", bound=Node)


def without(file: File, starts: AbstractSet[int]) -> File:
    """The file without the statements that start at these offsets."""
    return _pruned(file, starts) if starts else file


def _pruned(node: Pruned, starts: AbstractSet[int]) -> Pruned:
    """A node whose statements, and those in their blocks, are kept where they do not start at one of `starts`."""
    parts = (
        tuple(_pruned(part, starts) for part in value if part.start not in starts) if _is_list(value) else value for value in node.says()
    )
    return type(node)(*parts, start=node.start, end=node.end)


def _is_list(value: object) -> TypeGuard[tuple[Node, ...]]:
    return isinstance(value, tuple) and len(value) > 0 and isinstance(value[0], Node)

"""The text of a policy and its tree: reading, formatting, and the classes of the tree (`kanbanlang.syntax.tree`)."""

from __future__ import annotations

from kanbanlang.syntax import tree
from kanbanlang.syntax.formatting import format_text
from kanbanlang.syntax.parsed import Comment, Parsed
from kanbanlang.syntax.parser import parse

__all__ = ["Comment", "Parsed", "format_text", "parse", "tree"]

"""How the documentation is built. The project itself fills in two pages: the diagnostics, and what shows each statement."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import tested  # noqa: E402
from kanban_lexer import KanbanLexer  # noqa: E402
from pygments.lexers.special import TextLexer  # noqa: E402

from kanbanlang import __version__  # noqa: E402
from kanbanlang.diagnostics import CATALOGUE  # noqa: E402

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "kanbanlang"
author = "the kanbanlang authors"
copyright = "the kanbanlang authors, Apache-2.0"  # noqa: A001 - the name that Sphinx reads
version = release = __version__
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "kanbanlang"
highlight_language = "text"
myst_heading_anchors = 3
nitpicky = True

BLOCKS = {
    "1": "KB1xx: how a policy is written",
    "2": "KB2xx: names, units and values",
    "3": "KB3xx: how goods and signals flow",
    "4": "KB4xx: scenarios and tests",
    "5": "KB5xx: files and input",
}
STATEMENTS = "language/declarations"


def catalogue() -> str:
    """Every diagnostic as a page section, from the one catalogue."""
    parts: list[str] = []
    block = ""
    for code, entry in sorted(CATALOGUE.items()):
        if code[2] != block:
            block = code[2]
            parts.append(f"## {BLOCKS[block]}\n")
        title = entry.title[0].upper() + entry.title[1:]
        parts.append(f"### {code}: {title}\n\n*{entry.severity.value}*\n\n{entry.explanation}\n")
    return "\n".join(parts)


def fill_in(_app: Sphinx, name: str, text: list[str]) -> None:
    """Put what the project says of itself in the place that a page keeps for it."""
    for mark, write in (("<!-- catalogue -->", catalogue), ("<!-- tested -->", tested.table)):
        if mark in text[0] and name != STATEMENTS:
            text[0] = text[0].replace(mark, write())


def setup(app: Sphinx) -> None:
    """Add the colours of the language and the pages that are filled in. Drawings are shown as their text where nothing draws them."""
    app.add_lexer("kanban", KanbanLexer)
    app.add_lexer("mermaid", TextLexer)
    app.connect("source-read", fill_in)

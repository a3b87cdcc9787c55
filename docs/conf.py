"""How the documentation is built. The project itself fills in three pages: the diagnostics, what is executed, and what shows it."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import examples  # noqa: E402 - stands beside this file
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
    "9": "KB9xx: checked, not executed yet",
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


NOT_YET = re.compile(r"^(.*) is checked, but not executed yet$")


def executed() -> str:
    """Which statements a dry run carries out: the examples of each are checked, and the checker's own word is taken."""
    missing: dict[str, list[str]] = {}
    whole: set[str] = set()
    for example in examples.examples(HERE / f"{STATEMENTS}.md"):
        if example.kind != "kanban" or examples.MISTAKE.match(example.text):
            continue
        with tempfile.TemporaryDirectory() as folder:
            found = examples.findings(examples.in_the_plant(example.text), Path(folder))
        later = [said[1] for one in found if one["code"] == "KB901" and (said := NOT_YET.match(str(one["message"])))]
        missing.setdefault(example.heading, []).extend(later)
        if not later:
            whole.add(example.heading)
    rows = ["| statement | a dry run carries it out |", "| --- | --- |"]
    for heading, parts in missing.items():
        listed = ", ".join(dict.fromkeys(parts))
        answer = "yes" if not parts else f"{'yes, but not' if heading in whole else 'not yet:'} {listed}"
        rows.append(f"| {heading} | {answer} |")
    return "\n".join(rows)


def fill_in(_app: Sphinx, name: str, text: list[str]) -> None:
    """Put what the project says of itself in the place that a page keeps for it."""
    for mark, write in (("<!-- catalogue -->", catalogue), ("<!-- executed -->", executed), ("<!-- tested -->", tested.table)):
        if mark in text[0] and name != STATEMENTS:
            text[0] = text[0].replace(mark, write())


def setup(app: Sphinx) -> None:
    """Add the colours of the language and the pages that are filled in. Drawings are shown as their text where nothing draws them."""
    app.add_lexer("kanban", KanbanLexer)
    app.add_lexer("mermaid", TextLexer)
    app.connect("source-read", fill_in)

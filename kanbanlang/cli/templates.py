"""The policies that come with the project, as a start for one's own."""

from __future__ import annotations

import re
from pathlib import Path

from attrs import frozen

PACKAGE = Path(__file__).resolve().parent.parent
_NAMED_FILE = re.compile(r'"([\w.-]+\.(?:csv|kanban))"')
_POLICY_NAME = re.compile(r"^policy\s+\w+", re.MULTILINE)


@frozen
class Template:
    """A policy to start from: its name, what it shows (the first line of its opening comment), its text and the files it names."""

    name: str
    shows: str
    text: str
    files: tuple[Path, ...]

    def named(self, name: str) -> str:
        """Its text as a policy of another name."""
        return _POLICY_NAME.sub(f"policy {name}", self.text, count=1)


def templates() -> dict[str, Template]:
    """All templates by name. They lie in the package where it was installed, beside it in a checkout."""
    inside = PACKAGE / "policies"
    folder = inside if inside.is_dir() else PACKAGE.parent / "policies"
    return {path.stem: _template(path) for path in sorted(folder.glob("*.kanban"))}


def _template(path: Path) -> Template:
    text = path.read_text(encoding="utf-8")
    shows = text.partition("\n")[0].lstrip("# ").rstrip(".")
    named = dict.fromkeys(_NAMED_FILE.findall(text))
    return Template(path.stem, shows, text, tuple(path.with_name(name) for name in named))

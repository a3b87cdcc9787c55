"""The house is in order: floors, style, types, one catalogue, and nothing in the project that is not about the project."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from kanbanlang.diagnostics import CATALOGUE

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kanbanlang"
BIN = Path(sys.executable).parent
OF_AN_EXTRA = {"live/http.py": "live", "live/mqtt.py": "live", "testing/": "testing"}
"""Modules that are loaded only where somebody asked for what an extra brings."""
IMPORTED_AS = {"paho_mqtt": "paho"}
"""Where a package is imported under another name than its own."""
LONGEST_MODULE = 400
CATALOGUE_PAGES = PACKAGE / "diagnostics" / "catalogue"
BUILT_OR_FETCHED = {".venv", ".git", "_build", "dist", "__pycache__", ".hypothesis", ".benchmarks"}
"""Folders that nobody wrote."""


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def written_files() -> list[Path]:
    """Every text file that somebody wrote: not what was built, cached or fetched, and not the licence."""
    caches = re.compile(r"^\.\w+_cache$")
    found = []
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and path.name != "LICENSE" and not any(p in BUILT_OR_FETCHED or caches.match(p) for p in parts):
            found.append(path)
    return found


@pytest.mark.parametrize(
    "check",
    [["ruff", "check"], ["ruff", "format", "--check"], ["mypy"], ["lint-imports"]],
    ids=["style", "format", "types", "floors"],
)
def test_the_code_passes_its_own_checks(check: list[str]) -> None:
    done = subprocess.run([str(BIN / check[0]), *check[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_part_stands_on_a_floor() -> None:
    """A folder that the contract does not name would be free to import anything."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    floors = {layer.rpartition(".")[2] for layer in contracts[0]["layers"]}
    parts = {path.name for path in PACKAGE.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert parts == floors


def test_no_module_holds_more_than_one_idea() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_the_core_uses_only_what_it_declares() -> None:
    """What stands at the head of a module is needed by whoever loads it, so it must be a dependency; an extra has modules of its own."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    foreign = {}
    for path in modules():
        here = path.relative_to(PACKAGE).as_posix()
        extra = [line for start, name in OF_AN_EXTRA.items() if here.startswith(start) for line in project["optional-dependencies"][name]]
        named = {Requirement(line).name.replace("-", "_") for line in [*project["dependencies"], *extra]}
        declared = {IMPORTED_AS.get(name, name) for name in named}
        for node in ast.parse(path.read_text()).body:
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            for name in (name.partition(".")[0] for name in names):
                if name not in declared and name != "kanbanlang" and name not in sys.stdlib_module_names:
                    foreign[str(path.relative_to(ROOT))] = name
    assert foreign == {}


def test_every_code_is_catalogued_and_every_page_is_needed() -> None:
    used = {code for path in modules() if path.parent != CATALOGUE_PAGES for code in re.findall(r"""["'](KB\d{3})["']""", path.read_text())}
    assert used - set(CATALOGUE) == set(), "a diagnostic that `kanban explain` does not know"
    assert set(CATALOGUE) - used == set(), "a page about a diagnostic that nothing reports"


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_page_explains_and_says_what_to_do(code: str) -> None:
    entry = CATALOGUE[code]
    assert entry.code == code
    assert entry.title == entry.title.strip()
    assert not entry.title.endswith(".")
    assert len(entry.explanation.split()) > 20


STRANGE = {
    "a place on somebody's machine": re.compile(r"(?<![\w.~:/])/(?:work|home|root|Users|private)/\w"),
    "a folder outside the project": re.compile(r"\.\./shared"),
    "a number in somebody's tracker": re.compile(r"\bissues?[ ](?:#|number )?\d+\b", re.IGNORECASE),
    "who or what typed it": re.compile(r"\b(?:generated|written|co-authored)[- ]by\b|\b(?:chat|assistant|sub-?agent)\b", re.IGNORECASE),
}


def test_the_project_speaks_of_itself_alone() -> None:
    found = []
    for path in written_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture, or a fixture of bad bytes
        if path != Path(__file__):
            found += [f"{path.relative_to(ROOT)}: {what}: {m[0]!r}" for what, seen in STRANGE.items() for m in seen.finditer(text)]
    assert found == []

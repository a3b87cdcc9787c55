"""What people install works outside the checkout: the wheel brings all that it needs, the grammar above all."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A command as a stranger would run it: elsewhere, and without a hint to where the checkout is."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON") and name != "VIRTUAL_ENV"}
    return subprocess.run([str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def kanban(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed command. Its dependencies are lent by the environment that runs the tests; kanbanlang itself is not."""
    folder = tmp_path_factory.mktemp("elsewhere") / "environment"
    venv.create(folder)
    python = folder / "bin" / "python"
    done = run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    (packages,) = (folder / "lib").glob("python3*/site-packages")
    # A folder named in a .pth file is searched, but the .pth files in it (an editable install) are not followed.
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    where = run(python, "-c", "import kanbanlang; print(kanbanlang.__file__)", cwd=folder)
    assert where.stdout.startswith(str(folder)), "the test would try the checkout, not the wheel"
    return folder / "bin" / "kanban"


def test_the_wheel_brings_grammar_types_and_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "kanbanlang/syntax/kanban.lark" in names
    assert "kanbanlang/policies/line_side_kanban.kanban" in names
    assert "kanbanlang/policies/parts.csv" in names
    assert "kanbanlang/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "docs/", "benchmarks/"))]


def test_a_new_policy_is_checked_and_runs_outside_the_checkout(kanban: Path, tmp_path: Path) -> None:
    policy = tmp_path / "line.kanban"
    made = run(kanban, "new", "line", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    for command in ["check", "dry-run", "test"]:
        done = run(kanban, command, policy, cwd=tmp_path)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    assert run(kanban, "dry-run", "absent.kanban", cwd=tmp_path).returncode == 2

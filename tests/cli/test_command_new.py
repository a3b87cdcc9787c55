"""`kanban new`: a policy of one's own that runs at once, and nothing that was there before is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_runs import Kanban
from syrupy.assertion import SnapshotAssertion

from kanbanlang.cli.templates import templates


def test_a_new_policy_says_what_to_do_next(kanban: Kanban, snapshot: SnapshotAssertion) -> None:
    assert str(kanban("new", "my_line")) == snapshot
    text = Path("my_line.kanban").read_text()
    assert '\npolicy my_line "' in text


def test_the_templates_are_listed(kanban: Kanban, snapshot: SnapshotAssertion) -> None:
    assert str(kanban("new", "--list")) == snapshot


@pytest.mark.parametrize("template", templates())
def test_every_template_is_fine_as_it_is(kanban: Kanban, template: str) -> None:
    assert kanban("new", "fresh.kanban", "--template", template).code == 0
    assert kanban("check", "fresh.kanban", "--warnings-as-errors").code == 0
    assert kanban("fmt", "--check", "fresh.kanban").code == 0


def test_a_template_brings_the_files_that_it_names(kanban: Kanban) -> None:
    done = kanban("new", "pumps", "--template", "table_driven")
    assert done.out.startswith("wrote pumps.kanban and parts.csv, ")
    assert Path("parts.csv").exists()


@pytest.mark.parametrize("there", ["pumps.kanban", "parts.csv"])
def test_nothing_is_overwritten(kanban: Kanban, there: str) -> None:
    Path(there).write_text("mine")
    done = kanban("new", "pumps", "--template", "table_driven")
    assert (done.code, done.out) == (2, "")
    assert done.err == f"Error: `{there}` is already there and stays as it is; choose another name or folder\n"
    assert [(path.name, path.read_text()) for path in Path().iterdir()] == [(there, "mine")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "say how the policy is to be called"),
        (
            ["My Line"],
            "small letters, digits and `_`, and begins with a letter, for example `my_line`",
        ),
        (["7"], "`7` cannot be the name of a policy"),
        (["a", "--template", "twobin"], "there is no template `twobin`; did you mean `two_bin`?"),
        (["nowhere/a"], "`nowhere/a.kanban` cannot be written: no such file or directory"),
    ],
)
def test_what_cannot_be_made_is_one_sentence(kanban: Kanban, words: list[str], said: str) -> None:
    done = kanban("new", *words)
    assert done.code == 2
    assert said in done.err
    assert list(Path().iterdir()) == []

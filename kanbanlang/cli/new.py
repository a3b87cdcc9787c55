"""`kanban new`: a policy that runs, to be changed into one's own."""

from __future__ import annotations

import re
from pathlib import Path

import click

from kanbanlang.cli import console
from kanbanlang.cli.arguments import known
from kanbanlang.cli.endings import Ending, example
from kanbanlang.cli.files import write_atomically
from kanbanlang.cli.templates import Template, templates
from kanbanlang.report.cells import harmless, padded

DEFAULT = "line_side_kanban"
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@click.command(epilog=example("kanban new my_line", "kanban new bolts --template two_bin"))
@click.argument("name", required=False)
@click.option("--template", default=DEFAULT, show_default=True, metavar="NAME", help="The policy to start from.")
@click.option("--list", "only_list", is_flag=True, help="List the templates.")
def command(name: str | None, template: str, only_list: bool) -> int:
    """Write a policy that runs as it is, into NAME.kanban."""
    all_templates = templates()
    if only_list:
        longest = max(map(len, all_templates), default=0)
        for one in all_templates.values():
            console.say(f"{padded(one.name, longest)}  {one.shows}")
        return Ending.FINE
    if name is None:
        raise click.UsageError("say how the policy is to be called, for example `kanban new my_line`")
    known(template, all_templates, "template")
    _write(_target(name), all_templates[template])
    return Ending.FINE


def _target(name: str) -> Path:
    """The file for a policy; its name is the policy's. Raises ClickException for what cannot be the name of a policy."""
    target = Path(name if name.endswith(".kanban") else f"{name}.kanban")
    if _NAME.fullmatch(target.stem):
        return target
    better = re.sub(r"[^a-z0-9]+", "_", target.stem.lower()).strip("_")
    advice = f", for example `{better}`" if _NAME.fullmatch(better) else ""
    raise click.ClickException(
        f"`{harmless(target.stem)}` cannot be the name of a policy; it has small letters, digits and `_`, and begins with a letter{advice}"
    )


def _write(target: Path, template: Template) -> None:
    """Write the policy and the files that it names. Raises ClickException where one of them is already there."""
    texts = {target.with_name(file.name): file.read_text(encoding="utf-8") for file in template.files}
    texts[target] = template.named(target.stem)
    for path in texts:
        if path.exists() or path.is_symlink():
            raise click.ClickException(f"`{harmless(str(path))}` is already there and stays as it is; choose another name or folder")
    for path, text in texts.items():
        write_atomically(path, text)
    written = " and ".join(harmless(str(path)) for path in reversed(texts))
    console.say(f"wrote {written}, from the template {template.name}: {template.shows}\n\nNext:")
    for verb in ("check", "dry-run", "test"):
        console.say(f"  kanban {verb} {harmless(str(target))}")

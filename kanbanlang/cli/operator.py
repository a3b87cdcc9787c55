"""`kanban operator`: who may say something to a policy that runs."""

from __future__ import annotations

from pathlib import Path

import click

from kanbanlang.cli import console, living
from kanbanlang.cli.endings import Ending, example
from kanbanlang.live.people import Account, admit
from kanbanlang.live.records import JournalError
from kanbanlang.live.text import current
from kanbanlang.report.cells import harmless


@click.group(epilog=example("kanban operator add anna --role picker", "kanban operator list", "kanban operator end anna"))
def command() -> None:
    """Who may say something: people in a role of the policy, and systems that report for them."""


@command.command()
@click.argument("name", metavar="NAME")
@click.option("--role", metavar="ROLE", help="A role of the policy. Without one it is a system, which names who did what it reports.")
@click.option("--manages", is_flag=True, help="May also change the policy and see to parked jobs.")
@living.JOURNAL
def add(name: str, role: str | None, manages: bool, journal: Path | None) -> int:
    """Let somebody in, and print the token, which is shown this once."""
    if not name.isprintable() or not name or len(name) > 100:  # noqa: PLR2004 - a name for people
        raise click.ClickException("a name is one to a hundred characters that can be read")
    with living.reading(living.found(journal)) as opened:
        roles = current(opened).policy().roles
        if role is not None and role not in roles:
            raise click.ClickException(f"the policy has no role `{harmless(role)}`; it has {', '.join(roles) or 'none'}")
        try:
            console.say(admit(opened, Account(name, role, manages)))
        except JournalError as error:
            raise click.ClickException(str(error)) from error
    return Ending.FINE


@command.command("list")
@living.JOURNAL
def list_(journal: Path | None) -> int:
    """Print who may come in."""
    with living.reading(living.found(journal)) as opened:
        for name, role, manages in opened.everybody():
            console.say(harmless(f"{name}: {role or 'a system'}" + (", manages" if manages else "")))
    return Ending.FINE


@command.command()
@click.argument("name", metavar="NAME")
@living.JOURNAL
def end(name: str, journal: Path | None) -> int:
    """Let somebody in no more."""
    with living.reading(living.found(journal)) as opened:
        if not opened.dismiss(name):
            raise click.ClickException(f"nobody called `{harmless(name)}` may come in")
    return Ending.FINE

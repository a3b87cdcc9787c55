"""How a command is found, run and ended.

A command's module is imported when it is called, so that `kanban check` does not pay for what a dry run needs.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn

import click

from kanbanlang import __version__
from kanbanlang.cli.endings import Ending, example
from kanbanlang.diagnostics.spelling import did_you_mean

COMMANDS = {
    "new": "kanbanlang.cli.new",
    "check": "kanbanlang.cli.check",
    "fmt": "kanbanlang.cli.fmt",
    "explain": "kanbanlang.cli.explain",
    "graph": "kanbanlang.cli.graph",
}
"""In the order in which an author meets them. Each module has its command as `command`."""


class Commands(click.Group):
    """The commands, imported one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of their use."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name; None where there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name]).command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names. Raises UsageError, with the nearest one, for a word that names none."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            near = did_you_mean(args[0], COMMANDS)
            raise click.UsageError(f"there is no command `{args[0]}`; {f'did you mean `{near}`?' if near else _ALL}", ctx)
        return super().resolve_command(ctx, args)


_ALL = f"there are {', '.join(COMMANDS)}"


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=example(
        "kanban new my_line",
        "kanban check my_line.kanban",
        "kanban dry-run my_line.kanban",
    ),
)
@click.version_option(__version__, message="kanban %(version)s")
def kanban() -> None:
    """Pull-signal policies for just-in-time material flow: check them, try them, test them."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command that the arguments (by default the process's own) name, and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without the character shows its number
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    try:
        ending = kanban.main(arguments, prog_name="kanban", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return Ending.WRONG_USE
    except click.Abort:
        click.echo("interrupted", err=True)
        return Ending.INTERRUPTED
    except OSError as error:
        if error.errno != errno.EPIPE:
            raise
        # Whoever read the output has left. Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Ending.INTERRUPTED
    return ending if isinstance(ending, int) else Ending.FINE

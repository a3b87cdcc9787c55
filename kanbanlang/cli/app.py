"""How a command is found, run and ended.

A command's module is imported when it is called, so that `kanban check` does not pay for what a dry run needs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

import click

from kanbanlang.cli import VERSION
from kanbanlang.cli.endings import Ending, example

COMMANDS = {
    "new": "start a policy from one that runs",
    "check": "find everything that is wrong with a policy",
    "fmt": "put a policy into its one form",
    "explain": "read the page about a diagnostic",
    "graph": "draw how goods and signals flow",
    "dry-run": "try a policy against a simulated world",
    "test": "run the tests that stand in a policy",
    "run": "let a policy run in a plant",
    "signal": "say something to a policy that runs",
    "why": "read why something was asked for",
    "why-not": "read why nothing is pulled to a buffer",
    "outbox": "see what machines, the ERP and people still have to do",
    "count": "count what lies in the plant, and enter what was counted",
    "reconcile": "compare what the engine, the lifts and the ERP believe to lie where",
    "journal": "read, verify, export, replay and back up what was written down",
    "plan": "see what a new text would change of a policy that runs",
    "apply": "take up a new text of a policy that runs",
    "operator": "say who may come in",
}
"""What each command does, in the order in which an author meets them. Its module has the same name, with the command as `command`."""


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
        command: click.Command = import_module(f"kanbanlang.cli.{cmd_name.replace('-', '_')}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in the help, made without importing the commands."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names. Raises UsageError, with the nearest one, for a word that names none."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            from kanbanlang.diagnostics import did_you_mean  # noqa: PLC0415 - only a wrong word pays for it

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
@click.version_option(message=VERSION)
def kanban() -> None:
    """Pull-signal policies for just-in-time material flow: check them, try them, test them."""


def run(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name; gives its exit code. Only a fault of the program itself is raised."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without the character shows its number
    if "_KANBAN_COMPLETE" in os.environ:
        kanban.main(prog_name="kanban")  # a shell asks how a word could go on; click answers it and exits
    try:
        with kanban.make_context("kanban", list(arguments)) as context:
            ending = kanban.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return Ending.WRONG_USE
    except (KeyboardInterrupt, click.Abort):
        click.echo("\ninterrupted", err=True)
        return Ending.INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has left. Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Ending.INTERRUPTED
    return ending if isinstance(ending, int) else Ending.FINE

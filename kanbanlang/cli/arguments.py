"""What may stand on a command line, and what is said about the rest."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import click

from kanbanlang.diagnostics import did_you_mean
from kanbanlang.report.cells import harmless


class PolicyFile(click.ParamType[Path]):
    """The name of a file that can be read."""

    name = "file"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path. Raises click.BadParameter, with the nearest policy in the folder, for what cannot be opened."""
        del param, ctx
        path = Path(value)
        try:
            with path.open("rb"):
                return path
        except (OSError, ValueError) as error:
            raise NoSuchPolicy(_why_not(path, error)) from None


class NoSuchPolicy(click.ClickException):
    """A file that cannot be read. Unlike a wrong option it needs no reminder of the usage."""


def _why_not(path: Path, error: OSError | ValueError) -> str:
    shown = harmless(str(path))
    match error:
        case FileNotFoundError():
            near = did_you_mean(path.name, (found.name for found in path.parent.glob("*.kanban")))
            return f"there is no file `{shown}`" + (f"; did you mean `{harmless(near)}`?" if near else "")
        case IsADirectoryError():
            return f"`{shown}` is a folder; name a policy file in it"
        case OSError():
            return f"`{shown}` cannot be read: {(error.strerror or str(error)).lower()}"
        case _:
            return f"`{shown}` cannot be the name of a file: {error}"


def known(word: str, names: Collection[str], what: str) -> None:
    """Raises click.ClickException, with the nearest name or all, where a word is none of the names of `what` there is."""
    if word not in names:
        near = did_you_mean(word, names)
        advice = f"did you mean `{near}`?" if near else f"there {'is' if len(names) == 1 else 'are'} {', '.join(names) or 'none'}"
        raise click.ClickException(f"there is no {what} `{harmless(word)}`; {advice}")

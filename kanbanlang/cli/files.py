"""Writing files so that nobody ever meets half of one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from kanbanlang.report.cells import harmless


@contextmanager
def writable(path: Path) -> Iterator[None]:
    """Turns what the system says about a file that cannot be written into a sentence."""
    try:
        yield
    except OSError as error:
        shown = harmless(str(path))
        raise click.ClickException(f"`{shown}` cannot be written: {(error.strerror or str(error)).lower()}") from None


def write_atomically(path: Path, text: str) -> None:
    """Put a text in the place of a file: whoever reads it, and whenever this is cut short, there is the old text or the new one.

    The mode stays, and a link stays a link. Raises ClickException where the folder does not allow it.
    """
    target = Path(os.path.realpath(path))
    with writable(path):
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        fresh = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            fresh.chmod(_mode(target))
            fresh.replace(target)
        except BaseException:
            with suppress(FileNotFoundError):
                fresh.unlink()
            raise


def _mode(target: Path) -> int:
    """The mode of a file, or the one that a new file gets."""
    try:
        return target.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask

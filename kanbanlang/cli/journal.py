"""`kanban journal`: read, verify, export, replay and back up what was written down."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import click

from kanbanlang.cli import console, living
from kanbanlang.cli.endings import Ending, example
from kanbanlang.cli.files import writable
from kanbanlang.cli.watching import bars
from kanbanlang.dryrun.course import kept
from kanbanlang.live.opening import Fold, folded
from kanbanlang.live.records import JournalError, encoded
from kanbanlang.live.sentences import entry_lines
from kanbanlang.live.text import Text
from kanbanlang.model.clockwork import Zone
from kanbanlang.report.cells import harmless


@click.group(epilog=example("kanban journal show --last 20", "kanban journal verify", "kanban journal backup /backup/line.journal"))
def command() -> None:
    """What was heard, what came of it, and what was asked for because of it."""


@command.command(epilog=example("kanban journal show --last 20"))
@click.option("--after", type=click.IntRange(min=0), default=0, metavar="N", help="Only entries behind this one.")
@click.option("--last", type=click.IntRange(min=1), metavar="N", help="Only so many, the last ones.")
@living.JOURNAL
def show(after: int, last: int | None, journal: Path | None) -> int:
    """Print entries, each with what it caused."""
    with living.reading(living.found(journal)) as opened:
        begin = after if last is None else max(after, opened.length - last)
        zone = Zone("UTC")
        for entry in opened.entries():
            said = entry.said
            if "policy" in said:
                zone = Zone(Text.of_shape(said["policy"]).policy().zone)
            if entry.n > begin:
                console.say(harmless("\n".join(entry_lines(entry.n, said, zone))))
    return Ending.FINE


@command.command()
@living.JOURNAL
@living.JSON
def verify(journal: Path | None, as_object: bool) -> int:
    """Look whether every entry is what was written, and none is missing."""
    path = living.found(journal)
    with living.reading(path) as opened:
        faults = list(opened.faults())
        length = opened.length
    said = "\n".join(faults) if faults else f"{length} entries, each as it was written"
    living.shown({"entries": length, "faults": faults}, harmless(said), as_object=as_object)
    return Ending.FINDINGS if faults else Ending.FINE


@command.command()
@click.argument("target", type=click.Path(path_type=Path), metavar="FILE")
@living.JOURNAL
def export(target: Path, journal: Path | None) -> int:
    """Write every entry into a file, one JSON object a line, with the hash that binds it to those before."""
    with living.reading(living.found(journal)) as opened, writable(target), target.open("w", encoding="utf-8", newline="\n") as file:
        for entry in opened.entries():
            file.write(json.dumps({"entry": entry.n, "hash": entry.hash.hex(), **entry.said}, ensure_ascii=True) + "\n")
    return Ending.FINE


@command.command()
@living.JOURNAL
@living.JSON
def replay(journal: Path | None, as_object: bool) -> int:
    """Fold all entries anew, from the first, and look whether the state is that of the last snapshot."""
    path = living.found(journal)
    try:
        with living.reading(path) as opened, bars() as bar:
            move = bar("replay")
            snapshots = dict(opened.snapshots())
            differs: list[int] = []
            fold: Fold | None = None
            for entry in opened.entries():
                fold = folded(entry, fold)
                move(entry.n / opened.length)
                if entry.n in snapshots and encoded(kept(fold.course)) != encoded(
                    {name: snapshots[entry.n][name] for name in kept(fold.course)}
                ):
                    differs.append(entry.n)
            length = opened.length
    except JournalError as error:
        raise click.ClickException(str(error)) from error
    said = f"{length} entries folded; " + (
        f"the snapshot behind entry {differs[0]} says something else" if differs else f"{len(snapshots)} snapshots say the same"
    )
    living.shown({"entries": length, "snapshots": sorted(snapshots), "differ": differs}, said, as_object=as_object)
    return Ending.FINDINGS if differs else Ending.FINE


@command.command()
@click.argument("target", type=click.Path(path_type=Path), metavar="FILE")
@living.JOURNAL
def backup(target: Path, journal: Path | None) -> int:
    """Copy the journal as it is at one instant, also while it is being written, and verify the copy."""
    if target.exists():
        raise click.ClickException(f"{console.named(target)} is there already; name another file")
    source = living.found(journal)
    with living.reading(source), writable(target):
        with closing(sqlite3.connect(source)) as from_, closing(sqlite3.connect(target)) as to:
            from_.backup(to)
        target.chmod(0o600)
    with living.reading(target) as copied:
        faults = list(copied.faults())
        length = copied.length
    if faults:
        raise click.ClickException(f"the copy is not whole: {faults[0]}")
    console.say(f"{length} entries in {console.named(target)}, each as it was written")
    return Ending.FINE

"""`kanban count`: sheets for counting stock, what was counted, and what counts found before."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from attrs import frozen

from kanbanlang.cli import console, living
from kanbanlang.cli.arguments import known
from kanbanlang.cli.endings import Ending, example
from kanbanlang.cli.files import write_atomically
from kanbanlang.cli.run import CONSOLE
from kanbanlang.live.asking import Asking
from kanbanlang.live.counting import Count, counts, moved_since
from kanbanlang.live.journal import Journal
from kanbanlang.live.sentences import action_line
from kanbanlang.live.sheets import CLASSES, Line, chosen, lines
from kanbanlang.live.text import current
from kanbanlang.model.clockwork import Zone
from kanbanlang.model.csvfile import Table, read_table
from kanbanlang.model.policy import Policy
from kanbanlang.report.cells import harmless
from kanbanlang.report.table import Column, table

_COUNTED = ("counted", "quantity")
"""Names that the column with what was counted may have."""


@click.group(epilog=example("kanban count sheet --csv monday.csv", "kanban count enter monday.csv --by anna", "kanban count history"))
def command() -> None:
    """Count what lies in the plant: print sheets, enter what was counted, see what counts found before."""


# ------------------------------------------------------------ sheet
@command.command(epilog=example("kanban count sheet --store lift_1", "kanban count sheet --class A --due 10 --blind --csv monday.csv"))
@click.option("--store", metavar="NAME", help="Only what lies in this store.")
@click.option("--tray", type=click.IntRange(min=0), metavar="N", help="Only what lies in trays of this number.")
@click.option(
    "--class",
    "ranks",
    type=click.Choice(CLASSES),
    multiple=True,
    help="Only what holds 80 % of the value (A), 15 % more (B), the rest (C).",
)
@click.option(
    "--due", type=click.IntRange(min=1), metavar="N", help="Only so many: not counted for the longest, and most often wrong, by turns."
)
@click.option("--blind", is_flag=True, help="Do not say what is to be found.")
@click.option("--csv", "target", type=click.Path(path_type=Path), metavar="FILE", help="Write a table to be filled in.")
@living.JOURNAL
@living.JSON
def sheet(
    store: str | None,
    tray: int | None,
    ranks: tuple[str, ...],
    due: int | None,
    blind: bool,
    target: Path | None,
    journal: Path | None,
    as_object: bool,
) -> int:
    """Print what to count: buffers with their places, by what they are worth and how right the books were before."""
    path = living.found(journal)
    with living.reading(path) as opened:
        policy, past, number = current(opened).policy(), list(counts(opened)), opened.length
    if store is not None:
        known(store, list(policy.stores), "store")
    # the number of the sheet is older than its quantities, so that nothing that moves meanwhile is missed when it is entered
    stock = living.asked(path, "/stock", Asking.stock)["stock"]
    meant = chosen(lines(policy, stock, past), store=store, tray=tray, ranks=ranks, due=due)
    if target is not None:
        write_atomically(target, _csv(meant, number, blind=blind))
        number_of = "1 line" if len(meant) == 1 else f"{len(meant)} lines"
        console.say(f"{number_of} to count in {console.named(target)}; then: kanban count enter {harmless(str(target))} --by NAME")
        return Ending.FINE
    zone = Zone(policy.zone)
    shape = {"sheet": number, "lines": [one.shape(zone, blind=blind) for one in meant]}
    living.shown(shape, harmless(_sheet_text(meant, number, zone, blind=blind)), as_object=as_object)
    return Ending.FINE


def _csv(meant: list[Line], number: int, *, blind: bool) -> str:
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(["sheet", "store", "tray", "buffer", "item", "unit", *([] if blind else ["book"]), "apart", "counted"])
    for one in meant:
        where = [one.store or "", "" if one.tray is None else one.tray]
        rows.writerow([number, *where, one.buffer, one.item, one.unit, *([] if blind else [one.book]), one.apart, ""])
    return written.getvalue()


def _sheet_text(meant: list[Line], number: int, zone: Zone, *, blind: bool) -> str:
    if not meant:
        return "nothing is to be counted there"
    words = {
        "store": [one.store or "" for one in meant],
        "tray": ["" if one.tray is None else str(one.tray) for one in meant],
        "item": [one.item for one in meant],
        "book": [one.book for one in meant],
        "unit": [one.unit for one in meant],
        "class": [one.rank for one in meant],
        "last counted": [_minute(zone, one.counts[0].at) if one.counts else "never" for one in meant],
        "wrong": [f"{one.differences} of {len(one.counts)}" for one in meant],
        "counted": ["........" for _ in meant],
        "leave apart": [one.apart for one in meant],
    }
    if blind:
        del words["book"]
    columns = [Column((name,), tuple(cells), right=name in {"tray", "book", "wrong"}) for name, cells in words.items() if any(cells)]
    names = Column((f"sheet {number}",), tuple(one.buffer for one in meant), right=False)
    return table(names, columns, console.columns())


# ------------------------------------------------------------ enter
@frozen
class _Found:
    """What somebody counted: the buffer, how much, the number of the sheet and under which key it is told."""

    buffer: str
    quantity: str
    sheet: int | None
    key: str | None


@command.command(epilog=example("kanban count enter monday.csv --by anna", "kanban count enter lift_gears 47 --by anna"))
@click.argument("what", metavar="FILE|BUFFER")
@click.argument("quantity", required=False, metavar="[QUANTITY]")
@click.option("--by", metavar="NAME", required=True, help="Who counted: somebody who was let in.")
@click.option("--key", metavar="TEXT", help="With BUFFER QUANTITY: your own name for this count; said again, it changes nothing.")
@click.option("--anyway", is_flag=True, help="Enter also what has moved since its sheet was printed.")
@living.JOURNAL
@living.JSON
def enter(what: str, quantity: str | None, by: str, key: str | None, anyway: bool, journal: Path | None, as_object: bool) -> int:
    """Tell the policy that runs what was counted: a sheet that was filled in, or one buffer."""
    path = living.found(journal)
    if quantity is None and key is not None:
        raise click.UsageError("a sheet has keys of its own: --key goes with BUFFER QUANTITY")
    found = _read(Path(what)) if quantity is None else [_Found(what, quantity, None, key)]
    answers = list(_entered(path, found, by, anyway=anyway))
    with living.reading(path) as opened:
        shapes = [_with_books(opened, one) for one in answers]
    text = "\n".join(line for shape in shapes for line in _answer_lines(shape)) or "nothing was counted: the column `counted` is empty"
    living.shown({"counts": shapes}, harmless(text), as_object=as_object)
    return Ending.FINE if all(one["outcome"] in {"accepted", "duplicate"} for one in shapes) else Ending.FINDINGS


def _read(path: Path) -> list[_Found]:
    """What stands in a sheet that was filled in. Raises ClickException where it is none."""
    try:
        read = read_table(path, path.read_bytes())
    except OSError as error:
        raise click.ClickException(f"{console.named(path)} cannot be read: {(error.strerror or str(error)).lower()}") from None
    if not isinstance(read, Table):
        first = read[0]
        raise click.ClickException(f"{console.named(path)}" + (f" row {first.row}" if first.row else "") + f" {harmless(first.message)}")
    column = next((name for name in _COUNTED if name in read.columns), None)
    if column is None or "buffer" not in read.columns:
        raise click.ClickException(f"{console.named(path)} is no sheet: it needs the columns `buffer` and `counted`")
    rows = [(row.number, {name: cell.strip() for name, cell in zip(read.columns, row.cells, strict=True)}) for row in read.rows]
    found: dict[str, _Found] = {}
    for number, row in rows:
        if not row[column]:
            continue
        sheet = row.get("sheet", "")
        if row["buffer"] in found:
            raise click.ClickException(f"{console.named(path)} row {number}: `{harmless(row['buffer'])}` stands in it twice")
        if sheet and not (sheet.isascii() and sheet.isdigit()):
            raise click.ClickException(f"{console.named(path)} row {number}: `{harmless(sheet)}` is no number of a sheet")
        # without a number the file's own name tells one sheet from the next
        key = f"sheet {sheet or path.name} {row['buffer']}"
        found[row["buffer"]] = _Found(row["buffer"], row[column], int(sheet) if sheet else None, key)
    return list(found.values())


def _entered(path: Path, found: list[_Found], by: str, *, anyway: bool) -> Iterator[dict[str, Any]]:
    """What comes of each count, in the order of the sheet."""
    with living.reading(path) as opened:
        late = {one.buffer: n for one in found if not anyway and (n := _moved(opened, one)) is not None}
    for one in found:
        said = {"buffer": one.buffer, "counted": one.quantity}
        if one.buffer in late:
            reason = (
                f"it has moved since sheet {one.sheet} was printed, last by entry {late[one.buffer]}: "
                "count it again on a new sheet, or say --anyway if it was counted after that"
            )
            yield {**said, "outcome": "not entered", "entry": late[one.buffer], "reason": reason, "actions": []}
            continue
        body = {"kind": "count", "of": one.buffer, "quantity": one.quantity, "operator": by}
        yield {**said, **living.told(path, "/signals", body, one.key)}


def _moved(journal: Journal, found: _Found) -> int | None:
    """The entry that moved a buffer behind its sheet; None: none did, or this very line was entered before."""
    if found.sheet is None or (found.key is not None and journal.seen(CONSOLE, found.key) is not None):
        return None
    return moved_since(journal, found.sheet, found.buffer)


def _with_books(journal: Journal, answer: dict[str, Any]) -> dict[str, Any]:
    """An answer with what the books said when the count came, where it was taken in."""
    if answer["outcome"] not in {"accepted", "duplicate"}:
        return answer
    said = journal.entry(answer["entry"]).said
    count = Count(answer["entry"], said["at"], "", **said["count"])
    return {**answer, "buffer": count.buffer, "book": count.book, "counted": count.counted, "difference": count.difference}


def _answer_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    books = f", the books said {answer['book']}, difference {answer['difference']}" if "book" in answer else ""
    reason = f": {answer['reason']}" if answer["reason"] else ""
    yield f"{answer['buffer']}: counted {answer['counted']}{books}: {answer['outcome']}{reason}"
    for action in answer["actions"]:
        yield f"  {action_line(action)}"


# ------------------------------------------------------------ history
@command.command(epilog=example("kanban count history", "kanban count history lift_gears --last 10"))
@click.argument("buffer", required=False, metavar="[BUFFER]")
@click.option("--last", type=click.IntRange(min=1), metavar="N", help="Only so many, the last ones.")
@living.JOURNAL
@living.JSON
def history(buffer: str | None, last: int | None, journal: Path | None, as_object: bool) -> int:
    """Print what was counted before, short picks among it: when, by whom, what the books said and what was there."""
    with living.reading(living.found(journal)) as opened:
        policy = current(opened).policy()
        found = list(counts(opened, buffer))[:last][::-1]
    if buffer is not None and not found:  # one that an earlier policy had has its history all the same
        known(buffer, list(policy.buffers), "buffer")
    shape = {"counts": [{**one.shape, "at": Zone(policy.zone).text(one.at)} for one in found]}
    living.shown(shape, harmless(_history_text(policy, found)), as_object=as_object)
    return Ending.FINE


def _history_text(policy: Policy, found: list[Count]) -> str:
    if not found:
        return "nothing was counted yet"
    zone = Zone(policy.zone)
    words = {
        "when": [_minute(zone, one.at) for one in found],
        "who": [one.by for one in found],
        "buffer": [one.buffer for one in found],
        "book": [one.book for one in found],
        "counted": [one.counted for one in found],
        "difference": [one.difference for one in found],
    }
    columns = [Column((name,), tuple(cells), right=name in {"book", "counted", "difference"}) for name, cells in words.items()]
    return table(Column(("entry",), tuple(str(one.n) for one in found)), columns, console.columns())


def _minute(zone: Zone, at: int) -> str:
    """An instant for people who look at their watch."""
    return zone.text(at)[:16].replace("T", " ")

"""Living with a policy that runs: where its journal is, whether a runner has it, and how that runner is asked."""

from __future__ import annotations

import json
import sqlite3
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import click

from kanbanlang.cli import console
from kanbanlang.live.desk import Desk
from kanbanlang.live.journal import Journal
from kanbanlang.live.locking import InUseError
from kanbanlang.live.opening import resume
from kanbanlang.live.plant import Plant
from kanbanlang.live.records import JournalError
from kanbanlang.report.shapes import as_json

JOURNAL = click.option(
    "--journal", type=click.Path(path_type=Path), metavar="FILE", help="The journal. By default the only one in this folder."
)
JSON = click.option("--json", "as_object", is_flag=True, help="Print one JSON object.")
_PATIENCE = 60


def found(journal: Path | None) -> Path:
    """The journal that is meant. Raises ClickException where there is none, or more than one to choose from."""
    if journal is not None:
        if not journal.exists():
            raise click.ClickException(f"there is no journal {console.named(journal)}")
        return journal
    here = sorted(Path().glob("*.journal"))
    if len(here) != 1:
        said = "there is no journal in this folder" if not here else f"there are {len(here)} journals in this folder"
        raise click.ClickException(f"{said}; name one with --journal")
    return here[0]


@contextmanager
def reading(journal: Path) -> Iterator[Journal]:
    """A journal to be read, whoever writes it. Raises ClickException where it is none, or damaged."""
    try:
        with closing(Journal.open(journal, alone=False)) as opened:
            yield opened
    except (JournalError, sqlite3.Error) as error:
        raise click.ClickException(str(error)) from error


def asked(journal: Path, path: str, offline: Callable[[Desk], dict[str, Any]], body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Ask the runner of a journal; or, where none runs, the journal itself. Raises ClickException with what was wrong."""
    try:
        with closing(Journal.open(journal)) as opened:
            desk = resume(opened, Plant().outbox)
            opened.begin()
            answer = offline(desk)
            opened.commit()
            return answer
    except InUseError:
        return told(journal, path, body)
    except (JournalError, LookupError, sqlite3.Error) as error:
        raise click.ClickException(str(error.args[0])) from error


def told(journal: Path, path: str, body: Mapping[str, Any] | None = None, key: str | None = None) -> dict[str, Any]:
    """Ask the runner of a journal over HTTP, as the console. Raises ClickException where it does not answer, or says no."""
    with reading(journal) as opened:
        address = opened.about("http")
    token = journal.with_name(journal.name + ".token")
    if address is None or not token.exists():
        raise click.ClickException(f"the runner of {console.named(journal)} takes no questions: it was started without HTTP")
    headers = {"Authorization": f"Bearer {token.read_text('utf-8').strip()}", "Content-Type": "application/json"}
    if key is not None:
        headers["Idempotency-Key"] = key
    request = urllib.request.Request(  # noqa: S310 - the address is one that the runner wrote down
        address + path, None if body is None else json.dumps(body).encode(), headers
    )
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
            shape: dict[str, Any] = json.load(answer)
    except urllib.error.HTTPError as error:
        return _refused(error)
    except OSError as error:
        raise click.ClickException(f"the runner at {address} does not answer: {error}; is `kanban run` running?") from error
    return shape


def _refused(error: urllib.error.HTTPError) -> dict[str, Any]:
    """What a runner says no with: an answer to a signal, or a sentence."""
    with error:
        shape: dict[str, Any] = json.load(error)
    if "outcome" in shape:
        return shape
    raise click.ClickException(str(shape.get("detail", error)))


def quoted(text: str) -> str:
    """A text as part of a path."""
    return urllib.parse.quote(text, safe="")


def shown(shape: dict[str, Any], text: str, *, as_object: bool) -> None:
    """Print an answer for people or for programs."""
    console.say(as_json({"format": 1, **shape}) if as_object else text)

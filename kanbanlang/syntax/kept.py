"""Keeps the parse table between starts: making it takes longer than everything else that a short check does."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from zlib import crc32

from kanbanlang.syntax.grammar import grammar_text, make_table, maker_text
from kanbanlang.syntax.table import Table


@cache
def the_table() -> Table:
    """The table of the language: as kept by an earlier start, else made and kept.

    What is kept holds all that it was made from and is used only where that is unchanged. A folder that cannot be read or written
    costs time, never an answer.
    """
    grammar = grammar_text()
    origin = grammar + maker_text()
    place = _folder() / f"table-{crc32(origin.encode()):08x}.json"
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads(place.read_bytes())
        if kept["origin"] == origin:
            return Table.from_plain(kept["table"])
    table = make_table(grammar)
    _keep(place, json.dumps({"origin": origin, "table": table.plain()}, separators=(",", ":")))
    return table


def _keep(place: Path, text: str) -> None:
    """Writes the file whole or not at all, however many starts do so at once."""
    draft = place.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            draft.write_text(text, encoding="utf-8")
            draft.replace(place)
        except OSError:
            draft.unlink(missing_ok=True)


def _folder() -> Path:
    """Where programs of this user keep what can be made again."""
    if own := os.environ.get("KANBANLANG_CACHE"):
        return Path(own)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", "~")).expanduser() / "kanbanlang"
    if sys.platform == "darwin":
        return Path("~/Library/Caches/kanbanlang").expanduser()
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "kanbanlang"

"""Every code that a diagnostic can have, in one place: what it means and what to do about it. A module for each part of a policy."""

from __future__ import annotations

from kanbanlang.diagnostics.catalogue import files, flow, pulling, values, worlds, writing
from kanbanlang.diagnostics.catalogue.entry import Entry

__all__ = ["CATALOGUE", "Entry"]

CATALOGUE: dict[str, Entry] = {
    entry.code: entry for pages in (writing.PAGES, values.PAGES, flow.PAGES, pulling.PAGES, worlds.PAGES, files.PAGES) for entry in pages
}

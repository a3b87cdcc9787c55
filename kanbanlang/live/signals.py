"""A signal as it comes in: what was said, by which sender, under which key, and who stands behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from kanbanlang.diagnostics import did_you_mean
from kanbanlang.model.reports import COLUMNS, CONTENT

LONGEST = 2_000
"""So many characters of what a sender says are kept, at most, in any one column."""
LONGEST_NAME = 200
"""So many characters has the name of a source, and a key, at most."""


@frozen
class Person:
    """Who did it: the name by which the journal knows them, and the role that the policy gives rights to."""

    name: str
    role: str | None


@frozen
class Signal:
    """What was said: columns and what stands there, all texts. `key` is the sender's own, and makes a repetition one.

    What cannot be taken for a signal at all is one too, so that it is written down: `wrong` says why it is refused whatever stands in
    it, `barred` that the reason is who said it, and `raw` is what came where no columns could be read.
    """

    said: Mapping[str, str]
    source: str
    key: str | None = None
    person: Person | None = None
    via: str | None = None
    """The way by which it came, or the system that passed it on; None: its source brought it over HTTP."""
    wrong: str | None = None
    barred: bool = False
    raw: str | None = None

    @property
    def words(self) -> dict[str, str]:
        """What was said, with the role of who said it and the name of the sender in their columns."""
        words = {name: text for name, text in self.said.items() if name != "operator"}
        if self.person is not None and self.person.role is not None:
            words["operator"] = self.person.role
        return {**words, "source": self.source}

    @property
    def record(self) -> dict[str, Any]:
        """The signal as it is written down."""
        said = {name: self.said[name][:LONGEST] for name in ("at", *CONTENT) if self.said.get(name)}
        unknown = {name[:LONGEST]: text[:LONGEST] for name, text in self.said.items() if name not in COLUMNS}
        record: dict[str, Any] = {"said": {**said, **unknown}, "source": self.source, "key": self.key}
        if self.person is not None:
            record |= {"operator": self.person.name, "role": self.person.role}
        if self.via is not None:
            record["via"] = self.via
        if self.raw is not None:
            record["raw"] = self.raw[:LONGEST]
        return record


def unknown_column(said: Mapping[str, str]) -> str | None:
    """What is wrong with the names of the columns, as a sentence."""
    for name in said:
        if name not in COLUMNS:
            near = did_you_mean(name, COLUMNS)
            return f"a signal has no column `{name}`; " + (f"did you mean `{near}`?" if near else f"it has {', '.join(COLUMNS)}")
    return None

"""One section of a plant's configuration, read with care: a setting that nobody knows, or a value that is none, is a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from kanbanlang.diagnostics import did_you_mean
from kanbanlang.live.records import JournalError

LAST_PORT = 65_535


@frozen
class Settings:
    """What a section says. Whatever is asked for here raises JournalError where the section does not say it as it should."""

    section: str
    said: Mapping[str, Any]

    @classmethod
    def of(cls, section: str, said: object, known: tuple[str, ...]) -> Settings:
        """The settings of a section that has no others than the known ones."""
        if not isinstance(said, Mapping):
            raise JournalError(f"`{section}` is a section: write `[{section}]`, and its settings below it")
        for name in said:
            if name not in known:
                near = did_you_mean(name, known)
                meant = f"did you mean `{near}`?" if near else f"it has {', '.join(known)}"
                raise JournalError(f"`[{section}]` has no setting `{name}`; {meant}")
        return cls(section, said)

    def text(self, name: str) -> str | None:
        """A text that is not empty; None: nothing is said."""
        value = self.said.get(name)
        if value is not None and (not isinstance(value, str) or not value):
            raise JournalError(f'`[{self.section}]`: `{name}` is a text: write `{name} = "..."`')
        return value

    def whole(self, name: str, usual: int, least: int, most: int) -> int:
        """A whole number between two others."""
        value = self.said.get(name, usual)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise JournalError(f"`[{self.section}]`: `{name}` is a whole number from {least} to {most}, for example `{name} = {usual}`")
        return value

    def flag(self, name: str) -> bool:
        """Yes or no; no where nothing is said."""
        value = self.said.get(name, False)
        if not isinstance(value, bool):
            raise JournalError(f"`[{self.section}]`: `{name}` is `true` or `false`")
        return value

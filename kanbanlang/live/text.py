"""The text of a policy that runs, with every file that it reads, so that the journal alone says what ran."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from kanbanlang.live.journal import Journal
from kanbanlang.live.records import JournalError
from kanbanlang.model import Loaded, load
from kanbanlang.model.policy import Policy


@frozen
class Text:
    """A policy's text with every file that it reads, as it was when it was taken up. `main` is the file that was named."""

    main: str
    files: Mapping[str, bytes]

    @classmethod
    def read(cls, path: Path) -> tuple[Text, Loaded]:
        """The text of a policy file, and what it says."""
        files: dict[str, bytes] = {}

        def noted(one: Path) -> bytes:
            files[str(one)] = content = one.read_bytes()
            return content

        loaded = load(path, noted)
        return cls(str(path), files), loaded

    def policy(self) -> Policy:
        """The policy that the text is. Raises JournalError where it is none any more, for this version of the program."""

        def noted(one: Path) -> bytes:
            if str(one) not in self.files:
                raise FileNotFoundError(2, "no such file", str(one))
            return self.files[str(one)]

        loaded = load(Path(self.main), noted)
        if loaded.policy is None:
            first = next((one.message for one in loaded.diagnostics), "it cannot be read")
            raise JournalError(f"the policy that runs, `{self.main}`, is not valid for this version of the program: {first}")
        return evolve(loaded.policy, runs_live=True)

    def same_words(self, other: Text) -> bool:
        """Whether the same stands in the files of both, wherever they lie."""
        return sorted(self.files.values()) == sorted(other.files.values())

    @property
    def shape(self) -> dict[str, Any]:
        """The text as it stands in the journal."""
        return {"main": self.main, "files": {name: body.decode("utf-8", "surrogateescape") for name, body in self.files.items()}}

    @classmethod
    def of_shape(cls, shape: Mapping[str, Any]) -> Text:
        """The text that stands in the journal."""
        return cls(shape["main"], {name: body.encode("utf-8", "surrogateescape") for name, body in shape["files"].items()})


def current(journal: Journal) -> Text:
    """The text that runs, or ran last. Raises JournalError where none ever ran."""
    found: Text | None = None
    for entry in journal.with_policies():
        found = Text.of_shape(entry.said["policy"])
    if found is None:
        raise JournalError(f"`{journal.path}` is empty: no policy ever ran with it")
    return found

"""Beginning a journal, and taking up one that is there: the state is the fold of its entries, and a snapshot only shortens the way."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from attrs import frozen

from kanbanlang.dryrun.course import Course, begin, kept, recalled
from kanbanlang.engine import Engine, Located
from kanbanlang.flow.lower import compile_program
from kanbanlang.live.desk import Desk
from kanbanlang.live.journal import Entry, Journal
from kanbanlang.live.outbox import Outbox
from kanbanlang.live.records import JournalError, decoded, encoded
from kanbanlang.model import Loaded, load
from kanbanlang.model.policy import Policy
from kanbanlang.rules import InputKind

Boxes = Callable[[Policy], Outbox]
"""How jobs are made for a policy: which of its machines have a driver."""


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
        return loaded.policy

    @property
    def shape(self) -> dict[str, Any]:
        """The text as it stands in the journal."""
        return {"main": self.main, "files": {name: body.decode("utf-8", "surrogateescape") for name, body in self.files.items()}}

    @classmethod
    def of_shape(cls, shape: Mapping[str, Any]) -> Text:
        """The text that stands in the journal."""
        return cls(shape["main"], {name: body.encode("utf-8", "surrogateescape") for name, body in shape["files"].items()})


def start(journal: Journal, text: Text, policy: Policy, boxes: Boxes, at: int, on_hand: Mapping[str, int]) -> Desk:
    """Begin a journal: the policy, what lies where in steps, and what its rules do at once."""
    course, fired = begin(Engine(compile_program(policy)), at, on_hand)
    desk = Desk(policy, course, journal, boxes(policy))
    journal.begin()
    desk.opens(fired, {"what": "start", "version": version("kanbanlang"), "policy": text.shape, "on_hand": dict(on_hand)})
    journal.commit()
    return desk


def resume(journal: Journal, boxes: Boxes) -> Desk:
    """Take up the policy of a journal where its last entry left it. Raises JournalError where the journal does not say how."""
    after, course, policy = _nearest(journal)
    for entry in journal.entries(after):
        course, policy = folded(entry, course, policy)
    if course is None or policy is None:
        raise JournalError(f"`{journal.path}` is empty: no policy ever ran with it")
    return Desk(policy, course, journal, boxes(policy))


def _nearest(journal: Journal) -> tuple[int, Course | None, Policy | None]:
    """The newest snapshot that fits the journal, or the beginning."""
    for n, body in journal.snapshots():
        if n <= journal.length:
            said = decoded(zlib.decompress(body))
            if said["hash"] == journal.entry(n).hash.hex():
                policy = Text.of_shape(decoded(journal.entry(said["policy"]).record)["policy"]).policy()
                return n, recalled(Engine(compile_program(policy)), said), policy
    return 0, None, None


def keep(desk: Desk, policy_entry: int) -> None:
    """Write a snapshot of the state behind the last entry."""
    journal = desk.journal
    words = {"hash": journal.entry(journal.length).hash.hex(), "policy": policy_entry, **kept(desk.course)}
    journal.keep(zlib.compress(encoded(words), 1))


def folded(entry: Entry, course: Course | None, policy: Policy | None) -> tuple[Course | None, Policy | None]:
    """What an entry makes of a course. Raises JournalError where it makes something else than it did when it was written."""
    said = entry.said
    if said["what"] == "start":
        policy = Text.of_shape(said["policy"]).policy()
        course, _ = begin(Engine(compile_program(policy)), said["at"], said["on_hand"])
        return course, policy
    if course is None:
        raise JournalError(f"entry {entry.n} stands before any policy")
    if said["what"] == "strike":
        key, _ = course.clock.strike()
        if key != said["key"]:
            raise JournalError(f"entry {entry.n} says that the clock said {said['key']}, and now it says {key}")
        return course, policy
    course.clock.goes_on(said["at"])
    if "take" in said:
        kind, place, quantity, number = said["take"]
        reason, _ = course.take(Located(InputKind(kind), place, quantity, number), "", None, said["lot"])
        if reason:
            raise JournalError(f"entry {entry.n} was accepted when it was written, and is not now")
    return course, policy

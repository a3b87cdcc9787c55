"""Documents that are made once for each job, whatever gets lost on the way.

Tryton makes a second document for a second `create`. So none is created for a job: empty drafts lie ready, and *one* call, which is one
transaction, gives some of them the reference of the job together with all that stands in them. The call also writes a fence, a draft that
is never used, and says in which state it saw all of these (`_timestamp`): of two such calls, however late one of them arrives, only the
first is carried out, and the other is told that something has changed. What follows are steps from one state to the next, which do
nothing where they were done before; so a job that was begun is brought to its end by whoever looks at it next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import frozen

from kanbanlang.backends.contract import BOOK, MAKE, MOVE, PURCHASE
from kanbanlang.backends.tryton.wire import ChangedError, NoAnswerError, RefusedError, Wire

SHIPMENT, PURCHASES, PRODUCTION = "stock.shipment.internal", "purchase.purchase", "production"
MODELS: Mapping[str, str] = {BOOK: SHIPMENT, MOVE: SHIPMENT, PURCHASE: PURCHASES, MAKE: PRODUCTION}
_NEXT, _REFUSED, _REPORTED, _TOLD = "next", "refused", "reported", "told"
_ENDS = re.compile(rf" (?:{_REPORTED}|{_TOLD}(?P<told>(?: \d+)+))$")
"""What follows the id of a job: that all of it is known to the policy, or which reports are."""
_AT_ONCE = 8
"""So many empty drafts are made at a time."""
_TRIES = 12


def key_field(model: str) -> str:
    """Where the id of a job stands. Clerks write the number that a supplier gives to an order into its reference, so not there."""
    return "description" if model == PURCHASES else "reference"


@frozen
class Documents:
    """The documents of one mark: `kanban book 3f2a`, `kanban purchase 77b1 told 1 2`, `kanban move 9c04 reported`; empty: `kanban next`."""

    wire: Wire
    mark: str
    empty: Callable[[str], dict[str, Any]]
    """What an empty draft of a model needs to be one."""

    def key(self, kind: str, job: str) -> str:
        """What stands in the documents of a job."""
        return f"{self.mark} {kind} {job}"

    def of(self, kind: str, job: str) -> list[dict[str, Any]]:
        """The documents of a job, with their states."""
        return self._of(MODELS[kind], [self.key(kind, job)])

    def _of(self, model: str, keys: list[str]) -> list[dict[str, Any]]:
        name = key_field(model)
        exactly: list[object] = [name, "in", [*keys, *(f"{key} {_REPORTED}" for key in keys)]]
        # Only a purchase is told of in parts; the others have an index that serves whole texts.
        parts = [[name, "like", f"{key} {_TOLD} %"] for key in keys] if model == PURCHASES else []
        found = self.wire.rows(model, ["OR", exactly, *parts] if parts else [exactly], [name, "state"])
        return [row for row in found if _ENDS.sub("", row[name]) in keys]

    def find(self, job: str) -> tuple[str, list[dict[str, Any]]] | None:
        """The kind of a job that has documents, and these."""
        for model, kinds in ((SHIPMENT, (BOOK, MOVE)), (PURCHASES, (PURCHASE,)), (PRODUCTION, (MAKE,))):
            keys = {self.key(kind, job): kind for kind in kinds}
            try:
                found = self._of(model, list(keys))
            except RefusedError:
                if model == PRODUCTION:
                    return None  # there is no production in this Tryton, and so no order for one
                raise
            if found:
                return keys[_ENDS.sub("", found[0][key_field(model)])], found
        return None

    def settle(self) -> None:
        """Make sure that no document of a job is on its way: a call that is carried out after this finds the fences changed."""
        for model in (SHIPMENT, PURCHASES, PRODUCTION):
            try:
                self._settle(model)
            except RefusedError:
                if model != PRODUCTION:
                    raise

    def _settle(self, model: str) -> None:
        name, value = key_field(model), self._empty_key
        for nth in range(_TRIES):
            fence = self.wire.rows(model, [[name, "=", value], ["state", "=", "draft"]], ["_timestamp"], 1)
            if not fence:
                return  # nothing was ever begun
            try:
                stamp = {f"{model},{fence[0]['id']}": fence[0]["_timestamp"]}
                self.wire.model(model, "write", [fence[0]["id"]], {name: value}, _timestamp=stamp)
            except ChangedError:
                self.wire.sleep(0.01 * nth)
                continue
            return
        raise NoAnswerError("others were faster each time")

    @property
    def _empty_key(self) -> str:
        return f"{self.mark} {_NEXT}"

    # ------------------------------------------------------------ making them
    def begin(self, kind: str, job: str, contents: Sequence[Mapping[str, Any]]) -> list[int]:
        """The documents of a job: those that are there, or as many as there are contents."""
        model = MODELS[kind]
        for nth in range(_TRIES):
            if there := self.of(kind, job):
                return [row["id"] for row in there]
            fence, *drafts = self._drafts(model, len(contents) + 1)
            chosen = [fence, *drafts[: len(contents)]]
            words: list[object] = [[fence["id"]], {key_field(model): self._empty_key}]
            for row, content in zip(chosen[1:], contents, strict=True):
                words += [[row["id"]], {**content, key_field(model): self.key(kind, job)}]
            stamps = {f"{model},{row['id']}": row["_timestamp"] for row in chosen}
            try:
                self.wire.model(model, "write", *words, _timestamp=stamps)
            except ChangedError:
                self.wire.sleep(0.01 * nth)
                continue
            return [row["id"] for row in chosen[1:]]
        raise NoAnswerError("others were faster each time")

    def _drafts(self, model: str, count: int) -> list[dict[str, Any]]:
        """Empty drafts, the fence first: the oldest of all."""
        domain: list[object] = [[key_field(model), "=", self._empty_key], ["state", "=", "draft"]]
        found = self.wire.rows(model, domain, ["_timestamp"], max(count, _AT_ONCE))
        if len(found) < count:
            one = {**self.empty(model), key_field(model): self._empty_key}
            self.wire.model(model, "create", [one] * (count - len(found) + _AT_ONCE))
            found = self.wire.rows(model, domain, ["_timestamp"], max(count, _AT_ONCE))
        if len(found) < count:
            raise NoAnswerError("the empty drafts are used up by others")
        return found

    # ------------------------------------------------------------ bringing them to their end
    def advance(self, model: str, ids: list[int], steps: Mapping[str, str], goal: frozenset[str]) -> None:
        """Press buttons until all documents are where they are to be: for each state the button that leads on.

        A call of which nobody heard again may be carried out late, and lead on or back in the middle of this. So what Tryton refuses
        counts only where the document is still in the state for which the button was.
        """
        refused: RefusedError | None = None
        before: dict[str, list[int]] = {}
        for nth in range(_TRIES):
            states: dict[str, list[int]] = {}
            for row in self.wire.rows(model, [["id", "in", ids]], ["state"]):
                if row["state"] not in goal:
                    states.setdefault(row["state"], []).append(row["id"])
            if not states:
                return
            if refused is not None and states == before:
                raise refused
            refused, before = None, states
            for state, there in states.items():
                if state not in steps:
                    raise RefusedError(f"its document is {state} in Tryton: somebody has changed it")
                try:
                    self._press(model, there, list(steps.values())[list(steps).index(state) :])
                except RefusedError as error:
                    refused = error
            self.wire.sleep(0.01 * nth)
        raise NoAnswerError(f"its documents do not come further than {' and '.join(sorted(before))}")

    def _press(self, model: str, ids: list[int], buttons: list[str]) -> None:
        """Press one button after the other, which is quicker than to look after each."""
        for button in buttons:
            self.wire.model(model, button, ids)

    def withdraw(self, kind: str, job: str) -> None:
        """Take the documents of a job back that Tryton does not carry out: nothing has moved yet."""
        model = MODELS[kind]
        ids = [row["id"] for row in self.of(kind, job) if row["state"] != "done"]
        if ids:
            self.wire.model(model, "write", ids, {key_field(model): self.key(_REFUSED, job)})
            self.wire.model(model, "cancel", ids)

    def reported(self, kind: str, job: str) -> None:
        """Note in the documents of a job that all of it is known, so that nobody tells of it again."""
        self._note(kind, job, lambda _told: _REPORTED)

    def told(self, kind: str, job: str, sequence: int) -> None:
        """Note in the documents of a job that one report of it is known."""
        self._note(kind, job, lambda told: " ".join([_TOLD, *(str(nth) for nth in sorted({*told, sequence}))]))

    def _note(self, kind: str, job: str, words: Callable[[frozenset[int]], str]) -> None:
        model, key = MODELS[kind], self.key(kind, job)
        for row in self.of(kind, job):
            note = f"{key} {words(_told(row[key_field(model)]))}"
            if not row[key_field(model)].endswith(f" {_REPORTED}") and row[key_field(model)] != note:
                self.wire.model(model, "write", [row["id"]], {key_field(model): note})

    def unreported(self, kind: str, fields: list[str], states: Sequence[str] | None = None) -> list[tuple[str, dict[str, Any]]]:
        """The documents of a kind that are not reported to their end, each with the id of its job; `told`: which reports are known."""
        model, begins = MODELS[kind], self.key(kind, "")
        name = key_field(model)
        domain: list[object] = [[name, "like", f"{begins}%"], [name, "not like", f"% {_REPORTED}"]]
        if states is not None:
            domain.append(["state", "in", list(states)])
        found = self.wire.rows(model, domain, [name, *fields])
        return [(_ENDS.sub("", row[name]).removeprefix(begins), {**row, "told": _told(row[name])}) for row in found]


def _told(text: str) -> frozenset[int]:
    """The numbers of the reports that a document says are known."""
    found = _ENDS.search(text)
    return frozenset(int(nth) for nth in ((found and found["told"]) or "").split())

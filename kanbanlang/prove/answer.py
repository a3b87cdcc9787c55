"""What a proof says: of every claim whether it is proved, or a small story of how it breaks."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import frozen


class Answer(Enum):
    """UNKNOWN is said when the solver gives up, and never counted as proved."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNKNOWN = "unknown"


@frozen
class Story:
    """A state that the laws allow, one step from it, and what is wrong then. Names as the program has them, quantities in steps.

    The state need not be one that the policy ever gets into: it refutes that the laws alone rule the step out.
    """

    before: Mapping[str, int]
    pulls: tuple[str, ...]
    step: str
    after: Mapping[str, int]
    wrong: str

    def text(self) -> str:
        """The story in lines: given, when, then."""
        given = ", ".join(f"{name} = {value}" for name, value in self.before.items()) or "nothing"
        moved = ", ".join(f"{name} = {value}" for name, value in self.after.items()) or "nothing changed"
        return "\n".join(
            [f"given {given}", *(f"  and {pull}" for pull in self.pulls), f"when  {self.step}", f"then  {moved}", f"  but {self.wrong}"]
        )


@frozen
class Claim:
    """What is claimed of one step of a program.

    `step` names the rule or input ("serve: line serves"), `kind` its rule kind or input kind ("serve", "PICK"), `what` the sentence.
    """

    step: str
    kind: str
    what: str


@frozen
class Result:
    """A claim, the answer, and for a refuted one the story."""

    claim: Claim
    answer: Answer
    story: Story | None = None


@frozen
class Proof:
    """All results about one program. `happens` names the steps that some state lets happen at all; the claims of the others are empty."""

    results: tuple[Result, ...]
    happens: frozenset[str]
    queries: int

    @property
    def open(self) -> tuple[Result, ...]:
        """What is not proved."""
        return tuple(one for one in self.results if one.answer is not Answer.PROVED)

    def of_kind(self, kind: str) -> tuple[Result, ...]:
        """The results about one rule kind or input kind."""
        return tuple(one for one in self.results if one.claim.kind == kind)

"""What a dry run hands back: metrics with their intervals, expectations, the state at the end, what was rounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import Enum
from fractions import Fraction

from attrs import field, frozen

from kanbanlang.diagnostics import Span
from kanbanlang.dryrun.draws import Notes
from kanbanlang.engine import Action


@frozen
class Metric:
    """One measure of one place, by its name in the language. `of` is None for the whole plant.

    `values` are those of the replications in which there was something to measure; `low` and `high` bound the mean with probability
    `level` and are None where there are fewer than two values.
    """

    metric: str
    of: str | None
    mean: float | None
    low: float | None
    high: float | None
    level: float
    unit: str
    values: tuple[float, ...] = ()


class Verdict(Enum):
    """Whether an expectation holds for the whole interval, for none of it, or for some of it."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "undecided"


@frozen
class Judged:
    """An expectation of the scenario, judged on the interval. `message` says what was measured, and what would decide it."""

    text: str
    verdict: Verdict
    message: str
    place: Span = field(eq=False, repr=False)

    @property
    def holds(self) -> bool:
        """Whether it surely holds."""
        return self.verdict is Verdict.HOLDS


@frozen
class Final:
    """What the first replication left in a buffer, in steps and as text in its unit."""

    buffer: str
    on_hand: int
    reserved: int
    incoming: int
    backlog: int
    safety: int
    unit: str
    texts: tuple[str, str, str, str, str]


@frozen
class Balance:
    """Pieces of one buffer in the first replication, in steps: what it began with and what came must be there or have left."""

    buffer: str
    began: int
    came: int
    there: int
    left: int

    @property
    def holds(self) -> bool:
        """Nothing was lost and nothing made from nothing."""
        return self.began + self.came == self.there + self.left


@frozen
class Record:
    """One line of a trace: an input that the policy heard and what it answered. Quantities are exact decimals in `unit`."""

    scenario: str
    replication: int
    at: str
    number: int
    kind: str
    of: str
    item: str | None
    quantity: str | None
    unit: str | None
    source: str
    key: str
    outcome: str
    reason: str | None
    actions: tuple[Action, ...]


@frozen
class Heard:
    """What came of a recorded input: accepted, duplicate, conflict or refused, and why; `steps` is what an accepted one counted."""

    file: str
    row: int
    at: str
    kind: str
    of: str
    item: str | None
    quantity: str | None
    source: str
    key: str | None
    outcome: str
    reason: str | None
    unit: str | None
    steps: int


@frozen
class Replayed:
    """What came of every recorded input. `quantities` are exact decimals by unit, `outside` is how many rows lie outside of the run."""

    heard: tuple[Heard, ...]
    quantities: Mapping[str, str]
    outside: int

    def count(self, outcome: str) -> int:
        """How many inputs came to this."""
        return sum(one.outcome == outcome for one in self.heard)

    @property
    def reasons(self) -> Mapping[tuple[str, str], int]:
        """How often inputs were refused, or came a second time, for each reason: by (outcome, reason), the most frequent first."""
        counted = Counter((one.outcome, one.reason or "") for one in self.heard if one.outcome != "accepted")
        return dict(sorted(counted.items(), key=lambda each: (-each[1], each[0])))


@frozen
class Broken:
    """An invariant that did not always hold: how often it came not to, and in which replication and when first."""

    invariant: str
    times: int
    replication: int
    at: str
    place: Span = field(eq=False, repr=False)


@frozen
class Run:
    """A scenario that ran. `complete` is False when it was stopped; it then holds what was measured until then."""

    scenario: str
    seed: int
    replications: int
    complete: bool
    starts: str
    events: int
    duplicates: int
    refused: int
    metrics: tuple[Metric, ...]
    expectations: tuple[Judged, ...]
    final: tuple[Final, ...]
    balance: tuple[Balance, ...]
    broken: tuple[Broken, ...]
    notes: Notes
    level: Fraction
    replayed: Replayed | None = None
    executor: str = "reference"

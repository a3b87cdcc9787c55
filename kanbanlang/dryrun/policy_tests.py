"""A policy's own tests: given a state, when something happens, then exactly this must follow.

A test starts with all full and nothing under way, but for what is given. In a test time passes only by `at`, and nothing arrives that no
`when` says; only the clock goes on, so triggers with a schedule have their turn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from attrs import define, field, frozen

from kanbanlang.dryrun.answers import action_text, actions_of, reason_text
from kanbanlang.dryrun.course import Course, begin
from kanbanlang.dryrun.striking import Clock
from kanbanlang.dryrun.why_not import counters_text, why_not
from kanbanlang.dryrun.words import value, word_value, words_in
from kanbanlang.engine import DUPLICATE, Action, Engine, Nowhere, State
from kanbanlang.flow import Program
from kanbanlang.flow.lower import compile_program
from kanbanlang.model.clockwork import Zone
from kanbanlang.model.expression import Expression, Word
from kanbanlang.model.policy import Event, EventKind, Outcome, Policy, Test, When

_FIRST_DAY = date(2026, 1, 5).toordinal()
"""The Monday on which a test begins."""
_SENDER = "test"
_WITH_ORDERS = frozenset({EventKind.ORDER, EventKind.RELEASE, EventKind.CONSUMPTION, EventKind.SCAN})
"""What people order, take and scan: the class of orders within one instant."""
_PLAIN = frozenset({"nothing", "nothing_else", "refused", "duplicate", "condition"})
"""What a test can expect beside actions."""


@frozen
class TestResult:
    """How one test ended. `message` says what was expected, what happened and why; None when it passed."""

    name: str
    file: str
    line: int
    passed: bool
    message: str | None = None


def run_tests(policy: Policy, only: str | None = None) -> tuple[TestResult, ...]:
    """Run the tests of a policy without errors, or those whose name contains `only`."""
    tests = [test for test in policy.tests if only is None or only in test.name]
    if not tests:
        return ()
    engine = Engine(compile_program(policy))
    return tuple(_result(engine, test) for test in tests)


def _result(engine: Engine, test: Test) -> TestResult:
    trial = _Trial(engine, test)
    message = next((failure for step in test.steps for failure in trial.failures(step)), None)
    return TestResult(test.name, test.place.file, test.place.line, message is None, message)


@frozen
class _Caused:
    """What an event of a test came to: nothing refused it, it was a duplicate, or a reason; and the actions that followed."""

    refused: str | None
    duplicate: bool
    actions: tuple[Action, ...]


@define
class _Trial:
    """A test that is being run."""

    engine: Engine
    test: Test
    course: Course = field(init=False)
    heard: int = 0

    def __attrs_post_init__(self) -> None:
        program = self.engine.program
        on_hand = {fact.of: fact.on_hand for fact in self.test.given if fact.on_hand is not None}
        valid_from = program.policy.valid_from
        begins = Zone(program.policy.zone).instant(_FIRST_DAY, 0) if valid_from is None else valid_from
        self.course, _ = begin(self.engine, begins, on_hand, [fact.of for fact in self.test.given if fact.down])

    @property
    def state(self) -> State:
        """What there is now."""
        return self.course.state

    @property
    def clock(self) -> Clock:
        """What time will bring."""
        return self.course.clock

    def failures(self, step: When) -> Iterator[str]:
        """Let an event happen and say what was expected of it in vain."""
        if step.at is not None:
            self._strike_before(step.at)
        caused = self._happen(step)
        for failure in _judged(self.engine.program, self.state, step, caused):
            yield f"{failure}\n  after `{event_text(self.engine.program.policy, step.event)}` (line {step.place.line})"

    # ------------------------------------------------------------ what happens
    def _strike_before(self, instant: int) -> None:
        """The clock's signals that are due before an instant. What they cause was no event of the test."""
        while self.clock.due() < instant:
            self.clock.strike()
        self.clock.goes_on(instant)

    def _happen(self, step: When) -> _Caused:
        """The event, and at its instant the clock's signals."""
        self.heard += 1
        event = step.event
        self.clock.freeze()
        actions = self._orders_due() if event.kind in _WITH_ORDERS else []
        found = self.course.find(event)
        key = event.key if event.key is not None else f"event {self.heard}"
        sender = str(event.modifiers.get("from", _SENDER)) if event.key is not None else _SENDER
        if isinstance(found, Nowhere):
            return self._nowhere(found, sender, event)
        reason, steps = self.course.take(found, sender, key, event.lot)
        if reason == DUPLICATE:
            return _Caused(None, duplicate=True, actions=())
        if reason:
            return _Caused(reason_text(reason), duplicate=False, actions=())
        actions += actions_of(self.engine, self.state, steps, sender, key)
        while step.at is not None and self.clock.due() == step.at:
            strike, steps = self.clock.strike()
            actions += actions_of(self.engine, self.state, steps, "clock", strike)
        return _Caused(None, duplicate=False, actions=tuple(actions))

    def _orders_due(self) -> list[Action]:
        """What is due at this instant and was ordered before, comes before what is ordered or taken now."""
        actions: list[Action] = []
        while self.clock.orders_due():
            strike, steps = self.clock.strike()
            actions += actions_of(self.engine, self.state, steps, "clock", strike)
        return actions

    def _nowhere(self, found: Nowhere, sender: str, event: Event) -> _Caused:
        """An event that speaks of nothing that is open: a duplicate, where its key was heard before."""
        seen = event.key is not None and (sender, event.key) in self.state.seen
        return _Caused(None if seen else found.reason, duplicate=seen, actions=())


# ---------------------------------------------------------------- what was expected
def _judged(program: Program, state: State, step: When, caused: _Caused) -> Iterator[str]:
    """What an event should have come to and did not."""
    policy, outcomes = program.policy, step.outcomes
    verbs = {outcome.verb for outcome in outcomes}
    if caused.refused is not None and "refused" not in verbs:
        yield f"it was refused: {caused.refused}"
        return
    for outcome in outcomes:
        match outcome.verb:
            case "refused":
                yield from _not_refused(policy, outcome, caused)
            case "duplicate" if not caused.duplicate:
                yield f"expected a duplicate, but {_happened(policy, caused)}"
            case "condition" if outcome.condition is not None and not value(program, state, outcome.condition):
                yield f"expected {outcome.text or 'the condition'} to hold, but it does not: {_words(program, state, outcome.condition)}"
    expected = [outcome for outcome in outcomes if outcome.verb not in _PLAIN]
    pairs = _matched(expected, caused.actions)
    missing = [outcome for number, outcome in enumerate(expected) if number not in pairs]
    if missing:
        yield from _missing(program, state, missing, caused)
    extra = [action for number, action in enumerate(caused.actions) if number not in pairs.values()]
    if extra and ("nothing_else" in verbs or "nothing" in verbs):
        yield _unexpected(policy, extra[0], "nothing else" if expected else "nothing")


def _not_refused(policy: Policy, outcome: Outcome, caused: _Caused) -> Iterator[str]:
    if caused.refused is None:
        yield f"expected it to be refused, but {_happened(policy, caused)}"
    elif outcome.text is not None and outcome.text.lower() not in caused.refused.lower():
        yield f'expected it to be refused with "{outcome.text}", but the reason was: {caused.refused}'


def _missing(program: Program, state: State, missing: Sequence[Outcome], caused: _Caused) -> Iterator[str]:
    policy = program.policy
    expected = " and ".join(outcome_text(policy, outcome) for outcome in missing)
    lines = [f"expected {expected}, but {_happened(policy, caused)}"]
    lines += [f"  {_cause(action)}" for action in caused.actions]
    looked_at = dict.fromkeys(name for outcome in missing for name in (outcome.target, outcome.source) if name in policy.buffers)
    for name in looked_at:
        if name is not None:
            lines.append(f"  {counters_text(program, state, name)}")
            lines += [f"  {sentence}" for sentence in why_not(program, state, name)]
    yield "\n".join(lines)


def _unexpected(policy: Policy, action: Action, expected: str) -> str:
    lines = [f"expected {expected}, but {action_text(policy, action)}", f"  {_cause(action)}"]
    return "\n".join(lines)


def _cause(action: Action) -> str:
    """Which rule acted, and on what counters."""
    read = ", ".join(f"{name} {number}" for name, number in action.why.items())
    return f"{action.kind} by the rule in line {action.rule.line}, which read {read}"


def _happened(policy: Policy, caused: _Caused) -> str:
    if caused.duplicate:
        return "it was a duplicate"
    if caused.refused is not None:
        return f"it was refused: {caused.refused}"
    if not caused.actions:
        return "nothing happened"
    return "what happened was " + ", ".join(action_text(policy, action) for action in caused.actions)


def _words(program: Program, state: State, condition: Expression) -> str:
    """What the words of a condition say."""
    said = []
    for word in words_in(condition):
        number = word_value(program, state, word.word, word.of)
        counted = word.of in program.buffers and word.word not in {Word.WAITING, Word.CARDS, Word.EMPTY}
        unit = program.unit(word.of) if counted else None
        said.append(f"{word.word.value}({word.of}) is {f'{unit.text(number)} {unit.name}' if unit is not None else number}")
    return ", ".join(said) or "its words say so"


# ---------------------------------------------------------------- actions and what they are held against
def _fits(outcome: Outcome, action: Action) -> bool:
    """Whether an action is what an outcome says; what the outcome leaves out may be anything."""
    if outcome.verb != action.kind:
        return False
    if outcome.verb == "alert":
        # nobody in particular is told of pieces that the record cannot explain: whoever is named may be meant
        return action.role in {None, outcome.target} and outcome.text in {None, action.text}
    return (
        outcome.quantity in {None, action.quantity}
        and outcome.item in {None, action.item}
        and outcome.source in {None, action.source}
        and outcome.target in {None, action.target}
        and outcome.by in {None, action.source, action.role}
    )


def _matched(expected: Sequence[Outcome], actions: Sequence[Action]) -> dict[int, int]:
    """As many pairs of (outcome, action) as there can be, each in one pair at most."""
    taken: dict[int, int] = {}  # action -> outcome

    def place(outcome: int, tried: set[int]) -> bool:
        for number, action in enumerate(actions):
            if number not in tried and _fits(expected[outcome], action):
                tried.add(number)
                if number not in taken or place(taken[number], tried):
                    taken[number] = outcome
                    return True
        return False

    for outcome in range(len(expected)):
        place(outcome, set())
    return {outcome: action for action, outcome in taken.items()}


def outcome_text(policy: Policy, outcome: Outcome) -> str:
    """An expected action as it is written."""
    words = [outcome.verb.replace("_", " ")]
    if outcome.quantity is not None:
        buffer = policy.buffers.get(outcome.target or "") or policy.buffers.get(outcome.source or "")
        item = policy.items.get(outcome.item or "") or (buffer.item if buffer is not None else None)
        words.append(f"{item.unit.text(outcome.quantity)} {item.unit.name}" if item is not None else str(outcome.quantity))
    if outcome.item is not None:
        words.append(f"of {outcome.item}")
    if outcome.source is not None:
        words.append(f"from {outcome.source}")
    if outcome.target is not None:
        words.append(f"to {outcome.target}" if outcome.quantity is not None else outcome.target)
    if outcome.text is not None:
        words.append(f'"{outcome.text}"')
    return " ".join(words)


def event_text(policy: Policy, event: Event) -> str:
    """An event as it is written: `consumption of 20 pcs of line_gears`."""
    words = [event.kind.value]
    buffer = policy.buffers.get(event.of)
    item = policy.items.get(event.item or event.of) or (buffer.item if buffer is not None else None)
    if event.quantity is not None and item is not None:
        words.append(f"of {item.unit.text(event.quantity)} {item.unit.name}")
    words.append(f"of {event.of}")
    return " ".join(words)

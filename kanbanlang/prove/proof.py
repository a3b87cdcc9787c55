"""The questions that are put about a program, and their answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import define, field

from kanbanlang.engine.state import start
from kanbanlang.flow import Program, Row
from kanbanlang.prove.answer import Answer, Claim, Proof, Result, Story
from kanbanlang.prove.cells import Cells
from kanbanlang.prove.facts import Fact, Facts, Moment
from kanbanlang.prove.joining import Texts
from kanbanlang.prove.steps import (
    OTHER,
    QUEUED,
    Situation,
    Step,
    Told,
    lay_out,
    perform,
    queue_of,
    queue_served,
    situations,
    steps_of,
    with_queues,
)
from kanbanlang.prove.story import story_of
from kanbanlang.prove.symbols import Path, Value, ways
from kanbanlang.rules import memory as m


@define
class Prover:
    """Puts the questions about one program, and keeps the answers: of a claim asked on many ways, the worst."""

    program: Program
    facts: Facts = field(init=False)
    results: dict[Claim, Result] = field(factory=dict)
    happens: set[str] = field(factory=set)
    queries: int = 0
    _texts: Texts = field(factory=Texts)
    _written: dict[str, set[int]] = field(factory=dict)
    _read: dict[int, set[int]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.facts = Facts(self.program)

    # ------------------------------------------------------------ answers
    def _judge(self, step: Step, moment: Moment, claims: list[Fact]) -> None:
        """Ask for all claims at once, and one by one only where that fails."""
        together, _ = moment.path.answer(claim for _, claim in claims)
        for what, claim in claims:
            answer, model = (together, None) if together is Answer.PROVED else moment.path.answer([claim])
            story = None if model is None else story_of(self.program, step, moment, model, f"this is broken: {what}")
            self._note(Claim(step.name, step.kind_name, what), answer, story)

    def _note(self, claim: Claim, answer: Answer, story: Story | None = None) -> None:
        before = self.results.get(claim)
        if before is None or (before.answer is not Answer.REFUTED and answer is not Answer.PROVED):
            self.results[claim] = Result(claim, answer, story)

    # ------------------------------------------------------------ the start
    def begins_right(self) -> None:
        """Every law holds at the start, whatever is on hand there.

        What a buffer begins with depends on its own pieces alone, so one of them at a time is left open.
        """
        for name in self.program.buffers:

            def play(path: Path, name: str = name) -> list[Value]:
                pieces = path.number(f"on hand of {name}")
                path.assume(pieces >= 0)
                return start(self.program, {name: pieces}).c

            for path, c in ways(play):
                for what, claim in self.facts.at_start(c):
                    known = Answer.PROVED if claim is True else path.answer([claim])[0]
                    self._note(Claim("start", "start", what), known)
                self.queries += path.queries

    # ------------------------------------------------------------ steps keep what holds
    def _moments(self, step: Step, situation: Situation) -> Iterator[Moment]:
        """Every way in which a step can be taken in a situation."""

        def play(path: Path) -> Moment | None:
            c, s = self._laid_out(situation, path)
            told = Told(path.number("quantity"), path.number("number"))
            outcome = perform(self.program, step, c, s, told)
            return None if outcome is None else Moment(path, situation, c, s, told, outcome)

        for path, moment in ways(play):
            if moment is not None:
                yield moment
            self.queries += path.queries

    def _laid_out(self, situation: Situation, path: Path) -> tuple[Cells, Cells]:
        c, s = lay_out(self.program, situation, path)
        self.facts.laid_out(situation, c, s, path)
        c.read.clear()
        return c, s

    def keeps(self, step: Step) -> None:
        """Every law and fact that a step touches is kept by it."""
        written = self._written[step.name] = set()
        for situation in situations(self.program, step):
            for moment in self._moments(step, situation):
                written.update(moment.c.written)
                self.facts.granted(moment)
                if moment.path.possible():
                    self.happens.add(step.name)
                self._judge(step, moment, self.facts.claims(step, moment))

    # ------------------------------------------------------------ guards and checks only look
    def only_looks(self, step: Step) -> None:
        """A guard or check writes nothing, and a guard whose needed counter is 0 is not enabled."""
        kept, needed = True, True
        read = self._read[step.row.number] = set() if step.input is None else self._read.get(step.row.number, set())
        needs = self.program.needs[step.row.number] if step.input is None else m.ONE
        for situation in situations(self.program, step):

            def play(path: Path, situation: Situation = situation) -> tuple[Cells, Cells, Value]:
                c, s = self._laid_out(situation, path)
                return c, s, self._look(step, path, c, s)

            for path, (c, s, seen) in ways(play):
                read.update(c.read)
                kept = kept and not c.written and not s.written
                if needs != m.ONE and path.answer([seen == 0])[0] is not Answer.PROVED:
                    c[needs]
                    path.assume(seen != 0)
                    needed = needed and path.answer([c.before[needs] != 0])[0] is Answer.PROVED
                self.queries += path.queries
        self._note(Claim(step.name, step.kind_name, "it only looks before it is taken"), Answer.PROVED if kept else Answer.REFUTED)
        if needs != m.ONE:
            what = f"it cannot do without {self.program.counters[needs]}"
            self._note(Claim(step.name, step.kind_name, what), Answer.PROVED if needed else Answer.REFUTED)

    def _look(self, step: Step, path: Path, c: Cells, s: Cells) -> Value:
        P, B = self.program.P, self.program.B  # noqa: N806 - the names of the memories in every rule
        if step.input is None:
            return step.kind.guard(c, s, P, B, step.address)
        place = step.place
        return step.input.check(c, s, P, B, place, path.number("quantity"), path.number("number"))

    # ------------------------------------------------------------ wake lists
    def _writes(self, step: Step) -> set[int]:
        """Counters that a step writes on any way."""
        if step.name not in self._written:
            self._written[step.name] = set()
            for situation in situations(self.program, step):
                for moment in self._moments(step, situation):
                    self._written[step.name].update(moment.c.written)
        return self._written[step.name]

    def _reads(self, rule: Row) -> set[int]:
        """Counters that the guard of a rule looks at on any way."""
        if rule.number not in self._read:
            self.only_looks(Step(rule, self._texts.kind(rule.kind), None, ()))
        return self._read[rule.number]

    def wake_lists(self, steps: Iterable[Step]) -> None:
        """Whoever shares a counter with a step and is not on its list stays as it is: not enabled."""
        rules = self.program.rows[: self.program.firing]
        readers: dict[int, set[int]] = {}
        for rule in rules:
            for counter in self._reads(rule):
                readers.setdefault(counter, set()).add(rule.number)
        for step in steps:
            touched = {number for counter in self._writes(step) for number in readers.get(counter, ())}
            if step.input is None:
                touched.add(step.row.number)
            for number in sorted(touched - set(step.wakes)):
                self.not_enabled_by(step, rules[number])

    def not_enabled_by(self, step: Step, rule: Row) -> Answer:
        """Whether a rule that is not enabled stays so after a step; for the step's own rule, whether it is not enabled right after."""
        itself = step.input is None and rule.number == step.row.number
        claim = Claim(step.name, step.kind_name, f"`{rule.key}` needs no look after it")
        wrong = f"`{rule.key}` is enabled and is not looked at"
        self._note(claim, Answer.PROVED)
        for situation in self._with_head_of(step, rule):
            for moment, enabled in self._looked_round(step, rule, situation, itself=itself):
                self.facts.granted(moment)
                answer, model = moment.path.answer([enabled == 0])
                self._note(claim, answer, None if model is None else story_of(self.program, step, moment, model, wrong))
                if answer is Answer.REFUTED:
                    return answer
        return self.results[claim].answer

    def _with_head_of(self, step: Step, rule: Row) -> Iterator[Situation]:
        """The situations of a step, with the first of the queue of another rule.

        To a rule that does not look at the queue of the step, it is all one how many stand there.
        """
        queue = queue_served(self.program, rule)
        own = queue_of(self.program, step)
        looked_at = own is not None and not self._reads(rule).isdisjoint({self.program.P[own + m.HEAD], self.program.P[own + m.TAIL]})
        for situation in situations(self.program, step, QUEUED if looked_at else QUEUED[:1]):
            if queue is None or queue in situation.queues:
                yield situation
            else:
                yield from with_queues(self.program, situation, queue, (OTHER,))

    def _looked_round(self, step: Step, rule: Row, situation: Situation, *, itself: bool) -> Iterator[tuple[Moment, Value]]:
        P, B, guard = self.program.P, self.program.B, self._texts.kind(rule.kind).guard  # noqa: N806

        def play(path: Path) -> tuple[Moment, Value] | None:
            c, s = self._laid_out(situation, path)
            if not itself and guard(c, s, P, B, rule.number * m.ROW) != 0:
                return None
            told = Told(path.number("quantity"), path.number("number"))
            outcome = perform(self.program, step, c, s, told)
            if outcome is None:
                return None
            enabled = guard(c, s, P, B, rule.number * m.ROW)
            return Moment(path, situation, c, s, told, outcome), enabled

        for path, played in ways(play):
            if played is not None and not (isinstance(played[1], int) and played[1] == 0):
                yield played
            self.queries += path.queries


def prove_program(program: Program) -> Proof:
    """All questions about a program."""
    prover = Prover(program)
    steps = steps_of(program)
    prover.begins_right()
    for step in steps:
        prover.only_looks(step)
        prover.keeps(step)
    prover.wake_lists(steps)
    return Proof(tuple(prover.results.values()), frozenset(prover.happens), prover.queries)

"""Blocks whose braces do not match: says so, and puts a brace in or takes it out."""

from __future__ import annotations

from kanbanlang.diagnostics import Diagnostic, Edit, Fix, Related, diagnose
from kanbanlang.syntax.automaton import Automaton
from kanbanlang.syntax.lexer import NEWLINE
from kanbanlang.syntax.reading import Reading
from kanbanlang.syntax.recovery.braces import Block, Braces, Sibling
from kanbanlang.syntax.recovery.ledger import Ledger
from kanbanlang.syntax.recovery.wording import shortened


class BlockMender:
    """Mends the blocks of one reading."""

    def __init__(self, automaton: Automaton, reading: Reading, ledger: Ledger, braces: Braces) -> None:
        self._automaton = automaton
        self._reading = reading
        self._ledger = ledger
        self._braces = braces
        self._misplaced: list[tuple[Diagnostic, int]] = []
        self._stepped_back: set[int] = set()

    def misplaced(self, finding: Diagnostic, brace: int) -> None:
        """Notes that a statement does not belong into the block of `brace` but would further out: perhaps the block should have ended."""
        self._misplaced.append((finding, brace))

    def remove_unmatched(self, at: int) -> int:
        """Takes out a `}` that closes nothing, with those right behind it. Answers where to read on."""
        reading = self._reading
        last = at + 1
        while reading.kind(last) == "}":
            last += 1
        early = self._braces.early_for(at)
        span = reading.span(at if early is None else early)
        self._ledger.tell(diagnose("KB106", span, "this `}` closes nothing", fixes=(Fix("remove the `}`", (Edit(span, ""),)),)))
        reading.replace(at, last)
        return at

    def close_before(self, at: int) -> bool:
        """Closes the blocks that must have been left open for the statement at `at` to stand where it stands, if there are such."""
        unclosed = self._braces.to_close_before(at)
        if unclosed:
            for brace in self._culprits(unclosed, at):
                self._ledger.tell(self._unclosed(brace, at))
            self._reading.replace(at, at, *[("}", "")] * len(unclosed), (NEWLINE, ""))
        return bool(unclosed)

    def read_into_sibling(self, at: int) -> int | None:
        """Where to read on if the statement before this one should hold it: its `{` is missing, or its `}` stands too early."""
        reading, braces = self._reading, self._braces
        sibling = braces.sibling(at)
        if sibling is None or reading.tokens.starts[sibling.first] in self._stepped_back:
            return None
        closed = reading.kind(sibling.last) == "}"
        inside = braces.reads_inside(sibling, sibling.last - closed, at)
        if not inside or not braces.surplus_ahead(at, reading.indent(sibling.first)):
            return None
        self._stepped_back.add(reading.tokens.starts[sibling.first])
        if closed:
            self._ledger.tell(self._closed_early(sibling))
            reading.replace(sibling.last, sibling.last + 1)
        else:
            self._ledger.tell(self._not_opened(sibling))
            reading.replace(sibling.last + 1, sibling.last + 1, ("{", ""))
        return braces.step_back(sibling)

    def join_brace(self, at: int) -> int | None:
        """Where to read on if the `{` at `at`, on a line of its own, opens the block of the statement before it."""
        reading = self._reading
        sibling = self._braces.sibling(at)
        if sibling is None or reading.kind(sibling.last) == "}":
            return None
        if not self._automaton.fits(sibling.states, [*reading.tokens.kinds[sibling.first : sibling.last + 1], "{"]):
            return None
        self._ledger.tell(diagnose("KB107", reading.span(at), "the `{` belongs at the end of the line whose block it opens"))
        reading.replace(sibling.last + 1, at)
        return self._braces.step_back(sibling)

    def _culprits(self, unclosed: list[Block], at: int) -> list[int]:
        """The `{` to blame. Where a statement seemed misplaced in one of these blocks, that block is blamed instead of the statement."""
        culprits = self._braces.culprits(unclosed, at)
        for finding, brace in self._misplaced:
            if brace >= unclosed[-1].brace and finding in self._ledger.findings:
                self._ledger.findings.remove(finding)
                if brace not in culprits:
                    culprits[0] = brace
        self._misplaced.clear()
        return culprits

    def _unclosed(self, brace: int, at: int) -> Diagnostic:
        reading = self._reading
        here, word = reading.span(at), reading.tokens.texts[at]
        before = f"before `{shortened(word)}` in line {here.line}" if word else "at the end of the file"
        fix = Fix("add the missing `}`", (Edit(reading.gap(reading.tokens.starts[at]), "}\n"),))
        related = (Related(here, "a `}` is missing before this"),)
        message = f"the block that this `{{` opens is not closed; a `}}` is missing {before}"
        return diagnose("KB105", reading.span(brace), message, related=related, fixes=(fix,))

    def _closed_early(self, sibling: Sibling) -> Diagnostic:
        span = self._reading.span(sibling.last)
        header = self._reading.tokens.texts[sibling.first]
        fix = Fix("remove the `}`", (Edit(span, ""),))
        return diagnose("KB106", span, f"this `}}` closes the block of `{header}` before its last statement", fixes=(fix,))

    def _not_opened(self, sibling: Sibling) -> Diagnostic:
        reading = self._reading
        header = reading.tokens.texts[sibling.first]
        fix = Fix("add the missing `{`", (Edit(reading.gap(reading.end(sibling.last)), " {"),))
        message = f"a `{{` is missing: what follows belongs to `{header}`"
        return diagnose("KB107", reading.behind(sibling.last), message, fixes=(fix,))

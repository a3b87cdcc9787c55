"""Goes on after a mistake: says what is wrong, changes the tokens into what was probably meant, and sets the reading back to there.

Every mistake ends in an edit of the tokens, so no text is read twice with the same mistake in it, and what follows is read as if
the mistake had not been made. A statement is complained about once: what is wrong in it beyond that may well be a consequence.
"""

from __future__ import annotations

from kanbanlang.diagnostics import Diagnostic, Edit, Fix, Related, Span, diagnose
from kanbanlang.syntax.automaton import STATEMENT_ENDS, Automaton
from kanbanlang.syntax.braces import Braces
from kanbanlang.syntax.complaints import about_repair, about_start, about_word
from kanbanlang.syntax.lexer import MISTAKES, NAME, NEWLINE, STRANGE, STRAY, UNCLOSED
from kanbanlang.syntax.reading import Reading
from kanbanlang.syntax.repairs import Bench, Repair
from kanbanlang.syntax.strays import about, as_name
from kanbanlang.syntax.table import END
from kanbanlang.syntax.wording import shortened, shown

MOST = 500
"""So many mistakes are told of one text."""

DEEPEST = 300
"""So many states may lie on the stack: room for some fifty brackets within each other."""

_PARTS_OF_STATEMENT = 10_000
"""So many words of a statement that could not be read are remembered."""


class Mender:
    """Mends one reading. `diagnostics` grows; `dropped` are the starts of statements that the tree should not hold."""

    def __init__(self, automaton: Automaton, reading: Reading) -> None:
        self._automaton = automaton
        self._reading = reading
        self._braces = Braces(automaton, reading)
        self._blamed = -1
        self._carriage_returns = False
        self._misplaced: list[tuple[Diagnostic, int]] = []
        self._stepped_back: set[int] = set()
        self.diagnostics: list[Diagnostic] = []
        self.dropped: set[int] = set()
        self.unread: set[str] = set()

    def mend(self, at: int) -> int:
        """Deals with the token that does not fit. Answers where to read on."""
        reading = self._reading
        if len(self.diagnostics) >= MOST:
            return self._give_up(at)
        if len(reading.states) > DEEPEST:
            return self._too_deep(at)
        kind = reading.kind(at)
        if kind in MISTAKES and self._mend_token(at):
            return at
        if kind == "PLACEHOLDER" and self._split_placeholder(at):
            return at
        complete = self._automaton.shift(reading.states, ";") is not None
        if reading.previous in {NEWLINE, ";", "{"} or (complete and kind in {"}", END}):
            return self._mend_start(at)
        if reading.previous == "}":
            return self._mend_behind_block(at)
        return self._mend_within(at)

    # ---------------------------------------------------------------- single tokens

    def _mend_token(self, at: int) -> bool:
        """Tokens that are mistakes by themselves become what they were meant to be, or vanish."""
        reading = self._reading
        kind, text = reading.kind(at), reading.tokens.texts[at]
        span = reading.span(at)
        if kind == UNCLOSED:
            end = reading.source.span(reading.end(at), reading.end(at))
            fix = Fix('add the closing `"`', (Edit(_empty(end), '"'),))
            self._blame(at, diagnose("KB102", span, 'the text that begins here has no closing `"`', fixes=(fix,)))
            reading.tokens.kinds[at], reading.tokens.texts[at] = "TEXT", text + '"'
            return True
        if kind == STRANGE:
            word = text.lower()
            if self._automaton.shift(reading.states, word) and word in self._automaton.table.words:
                meant = word
            elif self._automaton.shift(reading.states, NAME):
                meant = as_name(text)
            else:
                return False
            message = f"`{shortened(text)}` is not written in lower case; `{meant}` is" if meant == word else _strange(text, meant)
            self._blame(at, diagnose("KB103", span, message, fixes=(_instead(span, meant),)))
            reading.tokens.kinds[at] = word if meant == word and word in self._automaton.table.words else NAME
            return True
        return self._mend_stray(at)

    def _mend_stray(self, at: int) -> bool:
        reading = self._reading
        text, span = reading.tokens.texts[at], reading.span(at)
        stray = about(text)
        if stray.kind == NEWLINE and self._carriage_returns:
            reading.tokens.kinds[at] = NEWLINE
            return True
        self._carriage_returns |= stray.kind == NEWLINE
        fixes = (_instead(span, stray.instead),) if stray.instead else ()
        if self._blame(at, diagnose("KB104", span, stray.message, fixes=fixes)):
            reading.replace(at, at + 1, *([(stray.kind, text)] if stray.kind else []))
            return True
        return False

    def _split_placeholder(self, at: int) -> bool:
        """`{unlimited}` without spaces is a column, or a block of one word where only a block can stand."""
        reading = self._reading
        text, start = reading.tokens.texts[at], reading.tokens.starts[at]
        word = text[1:-1]
        kind = word if word in self._automaton.table.words else NAME
        if "{" in word or not self._automaton.fits(reading.states, ["{", kind, "}"], ""):
            return False
        reading.tokens.kinds[at : at + 1] = ["{", kind, "}"]
        reading.tokens.texts[at : at + 1] = ["{", word, "}"]
        reading.tokens.starts[at : at + 1] = [start, start + 1, start + 1 + len(word)]
        return True

    # ---------------------------------------------------------------- the beginning of a statement

    def _mend_start(self, at: int) -> int:
        """The token cannot begin a statement here."""
        reading = self._reading
        kind = reading.kind(at)
        if kind == "}":
            return self._unmatched(at)
        unclosed = self._braces.to_close_before(at)
        if unclosed:
            self._tell_unclosed(unclosed, at)
            reading.replace(at, at, *[("}", "")] * len(unclosed), (NEWLINE, ""))
            return at
        if kind == "{":
            return self._brace_at_start(at)
        mended = self._read_into_sibling(at)
        if mended is not None:
            return mended
        bench = self._bench(reading.states, at, at)
        blocks = self._braces.open_blocks()
        header = reading.tokens.texts[blocks[0].header] if blocks else None
        belongs = [] if at > 0 and reading.tokens.starts[at] <= self._blamed else self._belongs(at, bench.stop)
        repair = None if belongs or reading.tokens.starts[at] <= self._blamed else bench.best(start=True)
        if repair is not None and not repair.invents:
            told = repair.sort == "superfluous"
            start = about_start(reading, at, header, belongs, bench.accepted()) if told else about_repair(reading, bench, repair, at)
            self._blame(at, start)
            self._remember(at, bench.stop)
            return self._apply(repair, at)
        finding = about_start(reading, at, header, belongs, bench.accepted())
        if self._blame(at, finding) and blocks and self._braces.fits_outside(at):
            self._misplaced.append((finding, blocks[0].brace))
        return self._drop(at, bench.stop)

    def _belongs(self, at: int, stop: int) -> list[str]:
        """The blocks in which the statement could stand, by the words that open them."""
        kinds = self._reading.tokens.kinds[at : min(stop, at + 12) + 1]
        kinds = [*kinds[:-1], NEWLINE if kinds[-1] in {END, "}"} else kinds[-1]]
        return [word for word, states in self._automaton.contexts if self._automaton.fits(list(states), kinds)]

    def _unmatched(self, at: int) -> int:
        reading = self._reading
        last = at + 1
        while reading.kind(last) == "}":
            last += 1
        span = reading.span(self._braces.early_for(at) or at)
        self.diagnostics.append(diagnose("KB106", span, "this `}` closes nothing", fixes=(Fix("remove the `}`", (Edit(span, ""),)),)))
        reading.replace(at, last)
        return at

    def _tell_unclosed(self, unclosed: list, at: int) -> None:  # type: ignore[type-arg]
        reading = self._reading
        culprits = self._braces.culprits(unclosed, at)
        for finding, brace in self._misplaced:
            if brace >= unclosed[-1].brace and finding in self.diagnostics:
                self.diagnostics.remove(finding)
                if brace not in culprits:
                    culprits[0] = brace
        self._misplaced.clear()
        here = reading.span(at)
        for brace in culprits:
            word = reading.tokens.texts[at]
            before = f"before `{shortened(word)}` in line {here.line}" if word else "at the end of the file"
            fix = Fix("add the missing `}`", (Edit(_empty(here), "}\n"),))
            related = (Related(here, "a `}` is missing before this"),)
            message = f"the block that this `{{` opens is not closed; a `}}` is missing {before}"
            self.diagnostics.append(diagnose("KB105", reading.span(brace), message, related=related, fixes=(fix,)))

    def _brace_at_start(self, at: int) -> int:
        """A `{` of its own: of the statement before it, doubled, or of nothing."""
        reading = self._reading
        sibling = self._braces.sibling(at)
        span = reading.span(at)
        if sibling is not None and reading.kind(sibling.last) != "}" and self._goes_on(sibling, at):
            message = "the `{` belongs at the end of the line whose block it opens"
            self.diagnostics.append(diagnose("KB107", span, message))
            reading.replace(sibling.last + 1, at)
            return self._braces.step_back(sibling)
        doubled = reading.kind(at - 1) == "{"
        self._blame(at, diagnose("KB101", span, "this `{` opens a block that belongs to nothing"))
        if doubled:
            reading.replace(at, at + 1)
            return at
        return self._drop(at, at)

    def _goes_on(self, sibling, at: int) -> bool:  # type: ignore[no-untyped-def]
        kinds = self._reading.tokens.kinds
        return self._automaton.fits(sibling.states, [*kinds[sibling.first : sibling.last + 1], "{"])

    def _read_into_sibling(self, at: int) -> int | None:
        """Where the statement before this one should hold it: its `{` is missing, or its `}` stands too early."""
        reading = self._reading
        sibling = self._braces.sibling(at)
        if sibling is None or reading.tokens.starts[sibling.first] in self._stepped_back:
            return None
        closed = reading.kind(sibling.last) == "}"
        if not self._braces.reads_inside(sibling, sibling.last - closed, at):
            return None
        if not self._braces.surplus_ahead(at, reading.indent(sibling.first)):
            return None
        self._stepped_back.add(reading.tokens.starts[sibling.first])
        span = reading.span(sibling.last)
        header = reading.tokens.texts[sibling.first]
        if closed:
            message = f"this `}}` closes the block of `{header}` before its last statement"
            self.diagnostics.append(diagnose("KB106", span, message, fixes=(Fix("remove the `}`", (Edit(span, ""),)),)))
            reading.replace(sibling.last, sibling.last + 1)
        else:
            end = reading.source.span(reading.end(sibling.last), reading.end(sibling.last))
            fix = Fix("add the missing `{`", (Edit(_empty(end), " {"),))
            self.diagnostics.append(diagnose("KB107", end, f"a `{{` is missing: what follows belongs to `{header}`", fixes=(fix,)))
            reading.replace(sibling.last + 1, sibling.last + 1, ("{", ""))
        return self._braces.step_back(sibling)

    # ---------------------------------------------------------------- within and behind statements

    def _mend_behind_block(self, at: int) -> int:
        """Something stands behind a `}` on its line."""
        reading = self._reading
        if self._automaton.fits(reading.states, [NEWLINE, reading.kind(at)]):
            repair = Repair("missing", at, at, (NEWLINE,))
            bench = self._bench(reading.states, at, at)
            self._blame(at, about_repair(reading, bench, repair, at), until=at)
            return self._apply(repair, at)
        kind, text = reading.kind(at), reading.tokens.texts[at]
        self._blame(
            at, diagnose("KB101", reading.span(at), f"{shown(kind, text)} cannot stand behind a block; expected the end of the line")
        )
        stop = at
        while reading.kind(stop) not in STATEMENT_ENDS:
            stop += 1
        if reading.kind(stop) == "{":
            stop = self._braces.end_of_block(stop)
        self._remember(at, stop)
        reading.replace(at, max(stop, at + 1))
        return at

    def _mend_within(self, at: int) -> int:
        """The statement began well and cannot go on like this."""
        reading = self._reading
        depth = max(index for index in range(len(reading.values)) if reading.states[index] in self._automaton.starts)
        first = self._braces.at_offset(reading.starts[depth])
        bench = self._bench(reading.states[: depth + 1], first, at)
        again = reading.tokens.starts[at] <= self._blamed
        repair = None if again else bench.best()
        if not again:
            ends_here = repair is not None and repair.kinds == (NEWLINE,)
            self._blame(
                at, about_repair(reading, bench, repair, at) if repair else about_word(reading, bench, at), until=at if ends_here else None
            )
        self._remember(first, bench.stop)
        opens = reading.kind(bench.stop) == "{"
        reading.cut_back(depth)
        if repair is not None and (opens or not repair.invents):
            if repair.invents:
                self.dropped.add(reading.tokens.starts[first])
            return self._apply(repair, first)
        bridge = bench.bridge() if opens else None
        if bridge is not None:
            self.dropped.add(reading.tokens.starts[first])
            reading.replace(at, bench.stop, *[(kind, "") for kind in bridge])
            return first
        return self._drop(first, bench.stop)

    def _too_deep(self, at: int) -> int:
        reading = self._reading
        depth = max(index for index in range(len(reading.values)) if reading.states[index] in self._automaton.starts)
        first = self._braces.at_offset(reading.starts[depth])
        self._blame(at, diagnose("KB111", reading.span(at), "brackets within brackets go too deep here to be read"))
        stop = at
        while reading.kind(stop) not in STATEMENT_ENDS:
            stop += 1
        reading.cut_back(depth)
        return self._drop(first, stop)

    # ---------------------------------------------------------------- what all of them do

    def _blame(self, at: int, finding: Diagnostic, until: int | None = None) -> bool:
        """Tells of a mistake, unless its statement is blamed already; then of nothing else up to the statement's end."""
        reading = self._reading
        if reading.tokens.starts[at] <= self._blamed:
            return False
        stop = at if until is None else until
        while until is None and reading.kind(stop) not in STATEMENT_ENDS:
            stop += 1
        self._blamed = reading.tokens.starts[stop] - (until is not None)
        self.diagnostics.append(finding)
        return True

    def _bench(self, base: list[int], first: int, at: int) -> Bench:
        return Bench(self._automaton, self._reading, base, first, at, lambda: self._braces.surplus_ahead(at, self._reading.indent(first)))

    def _remember(self, first: int, last: int) -> None:
        tokens = self._reading.tokens
        self.unread.update(text for text in tokens.texts[first : min(last, first + _PARTS_OF_STATEMENT)] if text[:1].isalpha())

    def _apply(self, repair: Repair, back_to: int) -> int:
        """Edits the tokens and answers where to read on."""
        texts = self._reading.tokens.texts
        if repair.sort == "swapped":
            new = [(repair.kinds[0], texts[repair.first + 1]), (repair.kinds[1], texts[repair.first])]
        else:
            new = [(kind, kind if repair.sort == "misspelt" and kind.isalpha() else "") for kind in repair.kinds]
        self._reading.replace(repair.first, repair.last, *new)
        return back_to

    def _drop(self, first: int, stop: int) -> int:
        """Takes a statement out, with its block, and the separator behind it."""
        reading = self._reading
        if reading.kind(stop) == "{":
            stop = self._braces.end_of_block(stop)
        self._remember(first, stop)
        while reading.kind(stop) in {NEWLINE, ";"}:
            stop += 1
        reading.replace(first, stop)
        return first

    def _give_up(self, at: int) -> int:
        """Leaves the rest of the text unread."""
        reading = self._reading
        self.diagnostics.append(diagnose("KB112", reading.span(at), f"there are more than {MOST} mistakes; the rest is not read"))
        if self._automaton.shift(reading.states, ";") is None and reading.previous not in {NEWLINE, ";", "{"}:
            reading.cut_back(max(index for index in range(len(reading.values)) if reading.states[index] in self._automaton.starts))
        self._remember(at, len(reading.tokens.kinds))
        reading.replace(at, len(reading.tokens.kinds), *[("}", "")] * len(self._braces.open_blocks()), (END, ""))
        return at


def _strange(text: str, name: str) -> str:
    return f"names are written in lower case, digits and `_`; `{shortened(text)}` could be `{name}`"


def _instead(span: Span, text: str) -> Fix:
    return Fix(f"write `{text.strip() or 'a newline'}`" if text != " " else "write a space", (Edit(span, text),))


def _empty(span: Span) -> Span:
    """The place right before a span, for putting something in."""
    return Span(span.file, span.line, span.column, span.line, span.column, span.source)

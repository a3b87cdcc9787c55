"""Tokens that are mistakes by themselves: texts without an end, words not in lower case, characters without a meaning."""

from __future__ import annotations

from kanbanlang.diagnostics import Diagnostic, Edit, Fix, Span, diagnose
from kanbanlang.syntax.automaton import Automaton
from kanbanlang.syntax.lexer import NAME, NEWLINE, STRANGE, UNCLOSED
from kanbanlang.syntax.reading import Reading
from kanbanlang.syntax.recovery.ledger import Ledger
from kanbanlang.syntax.recovery.strays import about, as_name
from kanbanlang.syntax.recovery.wording import shortened


class TokenMender:
    """Turns such tokens into what they were meant to be, in place."""

    def __init__(self, automaton: Automaton, reading: Reading, ledger: Ledger) -> None:
        self._automaton = automaton
        self._reading = reading
        self._ledger = ledger
        self._told_of_carriage_returns = False

    def mend(self, at: int) -> bool:
        """Whether the token `at` is mended; if not, its statement has to be given up."""
        kind = self._reading.kind(at)
        if kind == UNCLOSED:
            return self._close_text(at)
        return self._lower(at) if kind == STRANGE else self._replace_stray(at)

    def split(self, at: int) -> bool:
        """`{unlimited}` without spaces is a column, or a block of one word where only a block can stand."""
        tokens = self._reading.tokens
        word, start = tokens.texts[at][1:-1], tokens.starts[at]
        kind = word if word in self._automaton.table.words else NAME
        if "{" in word or not self._automaton.fits(self._reading.states, ["{", kind, "}"], ""):
            return False
        tokens.kinds[at : at + 1] = ["{", kind, "}"]
        tokens.texts[at : at + 1] = ["{", word, "}"]
        tokens.starts[at : at + 1] = [start, start + 1, start + 1 + len(word)]
        return True

    def _close_text(self, at: int) -> bool:
        reading = self._reading
        fix = Fix('add the closing `"`', (Edit(reading.gap(reading.end(at)), '"'),))
        self._ledger.blame(at, diagnose("KB102", reading.span(at), 'the text that begins here has no closing `"`', fixes=(fix,)))
        reading.tokens.kinds[at] = "TEXT"
        reading.tokens.texts[at] += '"'
        return True

    def _lower(self, at: int) -> bool:
        reading, states = self._reading, self._reading.states
        text = reading.tokens.texts[at]
        word = text.lower()
        if word in self._automaton.table.words and self._automaton.shift(states, word):
            kind = meant = word
        elif self._automaton.shift(states, NAME):
            kind, meant = NAME, as_name(text)
        else:
            return False
        self._ledger.blame(at, _not_lower(reading.span(at), text, meant))
        reading.tokens.kinds[at] = kind
        return True

    def _replace_stray(self, at: int) -> bool:
        reading = self._reading
        text, span = reading.tokens.texts[at], reading.span(at)
        stray = about(text)
        if stray.kind == NEWLINE and self._told_of_carriage_returns:
            reading.tokens.kinds[at] = NEWLINE
            return True
        self._told_of_carriage_returns |= stray.kind == NEWLINE
        fixes = (_instead(span, stray.instead),) if stray.instead else ()
        if not self._ledger.blame(at, diagnose("KB104", span, stray.message, fixes=fixes)):
            return False
        reading.replace(at, at + 1, *([(stray.kind, text)] if stray.kind else []))
        return True


def _not_lower(span: Span, text: str, meant: str) -> Diagnostic:
    message = f"`{shortened(text)}` is not lower case, digits and `_`; write `{shortened(meant)}`"
    return diagnose("KB103", span, message, fixes=(_instead(span, meant),))


def _instead(span: Span, text: str) -> Fix:
    said = {" ": "a space", "\n": "a newline"}.get(text, f"`{shortened(text)}`")
    return Fix(f"write {said}", (Edit(span, text),))

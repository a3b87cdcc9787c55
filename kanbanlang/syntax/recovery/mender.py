"""Goes on after a mistake: says what is wrong, changes the tokens into what was probably meant, and sets the reading back to there.

Every mistake ends in an edit of the tokens, so no text is read twice with the same mistake in it, and what follows is read as if
the mistake had not been made.
"""

from __future__ import annotations

from kanbanlang.diagnostics import diagnose
from kanbanlang.syntax.automaton import DEEPEST, Automaton
from kanbanlang.syntax.lexer import MISTAKES, NEWLINE
from kanbanlang.syntax.reading import Reading
from kanbanlang.syntax.recovery.blocks import BlockMender
from kanbanlang.syntax.recovery.braces import Braces
from kanbanlang.syntax.recovery.complaints import about_repair, about_start, about_word
from kanbanlang.syntax.recovery.ledger import Ledger
from kanbanlang.syntax.recovery.repairs import Bench, Repair
from kanbanlang.syntax.recovery.tokens import TokenMender
from kanbanlang.syntax.recovery.wording import shown
from kanbanlang.syntax.table import END

MOST = 500
"""So many mistakes are told of one text."""

_ENOUGH = 12
"""So many tokens of a statement tell in which blocks it could stand."""


class Mender:
    """Mends one reading, and keeps what it found in `ledger`."""

    def __init__(self, automaton: Automaton, reading: Reading) -> None:
        self.ledger = Ledger(reading)
        self._automaton = automaton
        self._reading = reading
        self._braces = Braces(automaton, reading)
        self._blocks = BlockMender(automaton, reading, self.ledger, self._braces)
        self._tokens = TokenMender(automaton, reading, self.ledger)

    def mend(self, at: int) -> int:
        """Deals with the token that does not fit. Answers where to read on."""
        reading = self._reading
        kind = reading.kind(at)
        if len(self.ledger.findings) >= MOST:
            return self._give_up(at)
        if len(reading.states) > DEEPEST:
            return self._leave_depth(at)
        if (kind in MISTAKES and self._tokens.mend(at)) or (kind == "PLACEHOLDER" and self._tokens.split(at)):
            return at
        if self._at_start() or (kind in {"}", END} and self._is_complete()):
            return self._mend_start(at)
        if reading.previous == "}":
            return self._mend_behind_block(at)
        return self._mend_within(at)

    def _mend_start(self, at: int) -> int:
        """The token cannot begin a statement here."""
        reading, kind = self._reading, self._reading.kind(at)
        if kind == "}":
            return self._blocks.remove_unmatched(at)
        if self._blocks.close_before(at):
            return at
        if kind == "{":
            return self._mend_brace(at)
        inside = self._blocks.read_into_sibling(at)
        if inside is not None:
            return inside
        bench = self._bench(reading.states, at, at)
        blocks = self._braces.open_blocks()
        again = self.ledger.is_blamed(at)
        belongs = [] if again else self._where_it_belongs(at, bench.stop)
        repair = None if again or belongs else bench.best(start=True)
        if repair is not None and repair.invents:
            repair = None
        if repair is not None and repair.sort != "superfluous":
            finding = about_repair(reading, bench, repair, at)
        else:
            header = reading.tokens.texts[blocks[0].header] if blocks else None
            finding = about_start(reading, at, header, belongs, bench.accepted())
        told = self.ledger.blame(at, finding)
        if repair is not None:
            self.ledger.remember(at, bench.stop)
            return self._apply(repair, at)
        if told and blocks and self._braces.fits_outside(at):
            self._blocks.misplaced(finding, blocks[0].brace)
        return self._drop(at, bench.stop)

    def _mend_brace(self, at: int) -> int:
        """A `{` where a statement should begin: of the statement before it, doubled, or of nothing."""
        reading = self._reading
        joined = self._blocks.join_brace(at)
        if joined is not None:
            return joined
        self.ledger.blame(at, diagnose("KB101", reading.span(at), "this `{` opens a block that belongs to nothing"))
        if reading.kind(at - 1) != "{":
            return self._drop(at, at)
        reading.replace(at, at + 1)
        return at

    def _mend_behind_block(self, at: int) -> int:
        """Something stands behind a `}` on its line."""
        reading = self._reading
        if self._automaton.fits(reading.states, [NEWLINE, reading.kind(at)], "}"):
            repair = Repair("missing", at, at, (NEWLINE,), options=(NEWLINE,))
            self.ledger.blame_before(at, about_repair(reading, self._bench(reading.states, at, at), repair, at))
            return self._apply(repair, at)
        word = shown(reading.kind(at), reading.tokens.texts[at])
        message = f"{word} cannot stand behind a block; expected the end of the line"
        self.ledger.blame(at, diagnose("KB101", reading.span(at), message))
        stop = reading.end_of_statement(at)
        if reading.kind(stop) == "{":
            stop = self._braces.end_of_block(stop)
        self.ledger.remember(at, stop)
        reading.replace(at, max(stop, at + 1))
        return at

    def _mend_within(self, at: int) -> int:
        """The statement began well and cannot go on like this."""
        reading = self._reading
        depth = self._depth_of_statement()
        first = self._braces.at_offset(reading.starts[depth])
        bench = self._bench(reading.states[: depth + 1], first, at)
        repair = None if self.ledger.is_blamed(at) else bench.best()
        if repair is None:
            self.ledger.blame(at, about_word(reading, bench, at))
        elif repair.kinds == (NEWLINE,):
            self.ledger.blame_before(at, about_repair(reading, bench, repair, at))
        else:
            self.ledger.blame(at, about_repair(reading, bench, repair, at))
        self.ledger.remember(first, bench.stop)
        reading.cut_back(depth)
        has_block = reading.kind(bench.stop) == "{"
        if repair is not None and not repair.invents:
            return self._apply(repair, first)
        if not has_block:
            return self._drop(first, bench.stop)
        self.ledger.dropped.add(reading.tokens.starts[first])
        if repair is not None:
            return self._apply(repair, first)
        bridge = bench.bridge()
        if bridge is None:
            return self._drop(first, bench.stop)
        reading.replace(at, bench.stop, *[(kind, "") for kind in bridge])
        return first

    def _leave_depth(self, at: int) -> int:
        """Leaves out a statement that is nested too deep."""
        reading = self._reading
        depth = self._depth_of_statement()
        first = self._braces.at_offset(reading.starts[depth])
        self.ledger.blame(at, diagnose("KB111", reading.span(at), "brackets within brackets go too deep here to be read"))
        reading.cut_back(depth)
        return self._drop(first, reading.end_of_statement(at))

    def _give_up(self, at: int) -> int:
        """Leaves the rest of the text unread."""
        reading = self._reading
        self.ledger.tell(diagnose("KB112", reading.span(at), f"there are more than {MOST} mistakes; the rest is not read"))
        if not self._at_start() and not self._is_complete():
            reading.cut_back(self._depth_of_statement())
        end = len(reading.tokens.kinds)
        self.ledger.remember(at, end)
        reading.replace(at, end, *[("}", "")] * len(self._braces.open_blocks()), (END, ""))
        return at

    def _at_start(self) -> bool:
        return self._reading.previous in {NEWLINE, ";", "{"}

    def _is_complete(self) -> bool:
        """Whether the statement could end before the token that does not fit."""
        return self._automaton.shift(self._reading.states, ";") is not None

    def _depth_of_statement(self) -> int:
        """How many values of the stack belong to what stands before the present statement."""
        reading = self._reading
        return max(index for index in range(len(reading.values)) if reading.states[index] in self._automaton.starts)

    def _where_it_belongs(self, at: int, stop: int) -> list[str]:
        """The blocks in which the statement from `at` to `stop` could stand, by the words that open them."""
        kinds = self._reading.tokens.kinds[at : min(stop, at + _ENOUGH) + 1]
        kinds = [*kinds[:-1], NEWLINE if kinds[-1] in {END, "}"} else kinds[-1]]
        return list(dict.fromkeys(word for word, states in self._automaton.contexts if self._automaton.fits(list(states), kinds)))

    def _bench(self, base: list[int], first: int, at: int) -> Bench:
        return Bench(self._automaton, self._reading, base, first, at, lambda: self._braces.surplus_ahead(at, self._reading.indent(first)))

    def _apply(self, repair: Repair, back_to: int) -> int:
        """Edits the tokens and answers where to read on."""
        texts = self._reading.tokens.texts
        if repair.kinds == ("{",) and not self._braces.surplus_ahead(repair.first, 0):
            stop = self._reading.end_of_statement(repair.first)
            self._reading.replace(stop, stop, ("}", ""))
        if repair.sort == "swapped":
            new = [*zip(repair.kinds, reversed(texts[repair.first : repair.last]), strict=True)]
        elif repair.sort == "decimal comma":
            new = [(repair.kinds[0], f"{texts[repair.first]}.{texts[repair.first + 2]}")]
        else:
            new = [(kind, kind if repair.sort == "misspelt" else "") for kind in repair.kinds]
        self._reading.replace(repair.first, repair.last, *new)
        return back_to

    def _drop(self, first: int, stop: int) -> int:
        """Takes a statement out, with its block and the separators behind it."""
        reading = self._reading
        if reading.kind(stop) == "{":
            stop = self._braces.end_of_block(stop)
        self.ledger.remember(first, stop)
        while reading.kind(stop) in {NEWLINE, ";"}:
            stop += 1
        reading.replace(first, stop)
        return first

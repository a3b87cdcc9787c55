"""What is said about a statement that could not be read: the finding for each sort of repair."""

from __future__ import annotations

from kanbanlang.diagnostics import Diagnostic, Edit, Fix, Span, diagnose
from kanbanlang.syntax.automaton import STATEMENT_ENDS
from kanbanlang.syntax.lexer import NEWLINE
from kanbanlang.syntax.reading import Reading
from kanbanlang.syntax.recovery.repairs import Bench, Repair
from kanbanlang.syntax.recovery.wording import VALUES, expected, one_of, shortened, shown


def about_repair(reading: Reading, bench: Bench, repair: Repair, at: int) -> Diagnostic:
    """The finding for a mistake whose mending is known."""
    say = _SAY.get(repair.sort)
    if say is None or not repair.sure:
        return about_word(reading, bench, at)
    return say(reading, repair)


def about_word(reading: Reading, bench: Bench, at: int) -> Diagnostic:
    """The finding for a word or mark that does not fit, where it is not known what was meant."""
    word = shown(reading.kind(at), reading.tokens.texts[at])
    return diagnose("KB101", _place(reading, at), f"{word} cannot stand here; expected {expected(bench.accepted())}")


def about_start(reading: Reading, at: int, header: str | None, belongs: list[str], words: list[str]) -> Diagnostic:
    """The finding for a word that begins no statement here. `header` is the word whose block this is, None outside of all blocks."""
    word = shown(reading.kind(at), reading.tokens.texts[at])
    where = f"in the block of `{header}`" if header else "outside of all blocks"
    if belongs:
        message = f"{word} cannot stand {where}, only in that of {one_of([f'`{name}`' for name in belongs])}"
    else:
        message = f"no statement {where} begins with {word}" if header else f"no declaration begins with {word}"
    known = sorted(kind for kind in words if kind.islower())
    return diagnose("KB110", reading.span(at), message, f"{'statements' if header else 'declarations'} begin with {one_of(known)}")


def _misspelt(reading: Reading, repair: Repair) -> Diagnostic:
    span = reading.span(repair.first)
    word = " ".join(repair.kinds)
    message = f"`{shortened(reading.tokens.texts[repair.first])}` is not known here; did you mean `{word}`?"
    return diagnose("KB108", span, message, fixes=(Fix(f"write `{word}`", (Edit(span, word),)),))


def _missing(reading: Reading, repair: Repair) -> Diagnostic:
    (kind,) = repair.kinds
    at = repair.first
    where = shown(reading.kind(at), reading.tokens.texts[at])
    where = f"at {where}" if reading.kind(at) in {NEWLINE, "$end"} else f"before {where}"
    if kind == NEWLINE:
        message = f"the statement is complete {where}; a `;` or a new line is missing"
        return diagnose("KB109", reading.span(at), message, fixes=(_insert(reading, at, ";"),))
    if reading.tokens.texts[at] == "-" and kind in VALUES:
        return diagnose("KB101", reading.span(at), "there are no negative numbers")
    missing = expected(repair.options)
    fixes = () if not missing.startswith("`") or "NAME" in kind else (_insert(reading, at, kind),)
    return diagnose("KB109", _place(reading, at), f"{missing} is missing {where}", fixes=fixes)


def _swapped(reading: Reading, repair: Repair) -> Diagnostic:
    ends = (repair.first, repair.last - 1)
    left, right = (shortened(reading.tokens.texts[index]) for index in ends)
    first, second = (reading.span(index) for index in ends)
    fix = Fix("swap them", (Edit(first, right), Edit(second, left)))
    return diagnose("KB101", first, f"`{left}` and `{right}` stand the wrong way round", fixes=(fix,))


def _doubled(reading: Reading, repair: Repair) -> Diagnostic:
    span = reading.span(repair.first)
    word = shortened(reading.tokens.texts[repair.first])
    return diagnose("KB101", span, f"`{word}` stands here twice", fixes=(Fix("remove one", (Edit(span, ""),)),))


def _dangling(reading: Reading, repair: Repair) -> Diagnostic:
    word = shortened(reading.tokens.texts[repair.first])
    return diagnose("KB109", reading.span(repair.first), f"the line ends with `{word}`, and nothing follows that belongs to it")


def _place(reading: Reading, at: int) -> Span:
    """Where a statement cannot go on: at the word that does not fit, or, if the statement ends there, behind its last word."""
    return reading.behind(at - 1) if reading.kind(at) in STATEMENT_ENDS - {"{"} else reading.span(at)


def _decimal_comma(reading: Reading, repair: Repair) -> Diagnostic:
    first, last = repair.first, repair.first + 2
    number = f"{reading.tokens.texts[first]}.{reading.tokens.texts[last]}"
    span = reading.source.span(reading.tokens.starts[first], reading.end(last))
    fix = Fix(f"write `{shortened(number)}`", (Edit(span, number),))
    return diagnose("KB101", span, f"a fraction is written with a point: `{shortened(number)}`", fixes=(fix,))


_SAY = {
    "misspelt": _misspelt,
    "missing": _missing,
    "swapped": _swapped,
    "doubled": _doubled,
    "dangling": _dangling,
    "decimal comma": _decimal_comma,
}


def _insert(reading: Reading, at: int, text: str) -> Fix:
    return Fix(f"add `{text}`", (Edit(reading.gap(reading.end(at - 1)), text if text in ";)," else f" {text}"),))

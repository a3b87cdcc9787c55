"""Quantities, times and refill rules in the words of the language, for graphs and findings."""

from __future__ import annotations

from fractions import Fraction

from kanbanlang.model.policy import AsNeeded, Cards, From, InLoop, Keep, ReorderLot, ReorderUpTo, Rule, Terms, Unlimited, Zones
from kanbanlang.model.values import DAY, HOUR, MILLISECOND, MINUTE, SECOND, Clock, Delay, Draw, Shape, Unit

_TIMES = (("d", DAY), ("h", HOUR), ("min", MINUTE), ("s", SECOND), ("ms", MILLISECOND))


def amount(steps: int, unit: Unit) -> str:
    """A quantity in steps with its unit: `20 pcs`, `1.5 kg`."""
    return f"{unit.text(steps)} {unit.name}"


def duration(microseconds: Fraction) -> str:
    """A time in the largest unit of which it is a whole number: `90 min`, `2 d`; below a millisecond rounded down to one."""
    for name, length in _TIMES:
        if microseconds % length == 0:
            return f"{microseconds // length} {name}"
    return f"{microseconds // MILLISECOND} ms"


def _drawn(draw: Draw) -> str:
    if draw.certain:
        return duration(draw.parameters[0])
    if draw.shape is Shape.DATA:
        return "as recorded"
    if draw.shape in {Shape.POISSON, Shape.GEOMETRIC}:
        return f"{draw.shape.value}({float(draw.parameters[0]):g}) * {duration(draw.scale)}"
    return f"{draw.shape.value}({', '.join(duration(parameter) for parameter in draw.parameters)})"


def delay(how_long: Delay) -> str:
    """A delay: `2 d`, `2 working d`, `normal(2 d, 4 h)`."""
    text = _drawn(how_long.draw)
    if how_long.clock is Clock.ELAPSED:
        return text
    number, _, unit = text.rpartition(" ")
    return f"{number} working {unit}" if how_long.draw.certain else f"{text} of working time"


def takes_time(how_long: Delay) -> bool:
    """Whether a delay can be more than nothing."""
    return not (how_long.draw.certain and how_long.draw.parameters[0] == 0)


def rule_sentence(rule: Rule | None, unit: Unit) -> str:
    """A refill rule as it is written: `kanban 3 cards of 20 pcs`; nothing where there is none."""
    match rule:
        case Cards(bins=True, quantity=quantity):
            return f"two bins of {amount(quantity, unit)}"
        case Cards(cards=cards, quantity=quantity):
            return f"kanban {cards} {'card' if cards == 1 else 'cards'} of {amount(quantity, unit)}"
        case Keep(level=level):
            return f"keep {amount(level, unit)}"
        case ReorderLot(at=at, lot=lot):
            return f"reorder at {amount(at, unit)} order {amount(lot, unit)}"
        case ReorderUpTo(at=at, up_to=up_to):
            low = "" if at is None else f"reorder at {amount(at, unit)} "
            return f"{low}up to {amount(up_to, unit)}"
        case Zones(red=red, yellow=yellow, green=green):
            return f"zones red {amount(red, unit)} yellow {amount(yellow, unit)} green {amount(green, unit)}"
        case AsNeeded():
            return "exactly as needed"
        case InLoop(lot=lot):
            return f"in a loop, {amount(lot, unit)} a card"
        case Unlimited():
            return "unlimited"
        case _:
            return ""


def signal_label(rule: Rule | None, unit: Unit) -> str:
    """A refill rule as the label of its signal: `kanban, 3 cards of 20 pcs`, `at 120 up to 300 pcs`."""
    match rule:
        case Cards(bins=False):
            return rule_sentence(rule, unit).replace("kanban ", "kanban, ", 1)
        case ReorderLot(at=at, lot=lot):
            return f"at {unit.text(at)} order {amount(lot, unit)}"
        case ReorderUpTo(at=int(at), up_to=up_to):
            return f"at {unit.text(at)} up to {amount(up_to, unit)}"
        case _:
            return rule_sentence(rule, unit)


def terms_label(terms: Terms, unit: Unit) -> str:
    """What a way costs in time and rounding: `lead time 2 d, minimum 100 pcs, multiple 20 pcs`."""
    parts = []
    if takes_time(terms.lead_time):
        parts.append(f"lead time {delay(terms.lead_time)}")
    if terms.route is not None:
        parts.append(f"by {terms.route}")
    if terms.minimum:
        parts.append(f"minimum {amount(terms.minimum, unit)}")
    if terms.multiple > 1:
        parts.append(f"multiple {amount(terms.multiple, unit)}")
    return ", ".join(parts)


def share_text(source: From) -> str:
    """The share of a source: `70 %`; nothing where there is none."""
    if source.share is None:
        return ""
    return f"{float(Fraction(100 * source.share[0], source.share[1])):g} %"


def listed(names: list[str], word: str) -> str:
    """Names in backticks as a person lists them: "`a`, `b` and `c`"."""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) == 1:
        return quoted[0]
    return f"{', '.join(quoted[:-1])} {word} {quoted[-1]}"

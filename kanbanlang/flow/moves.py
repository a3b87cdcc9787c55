"""What a trigger's `pull` moves at once, and what that does to a condition.

A pull moves some words of some places within its instant: at the buffer that pulls, `incoming` and `position` rise; at its source, what
is asked for and promised, and so on up the stream as far as rules answer. Everything else moves only with later inputs. Two questions
follow from the directions: whether a condition *may* come to hold, and whether repeated pulls *surely* make it false in the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Flag

from attrs import field, frozen

from kanbanlang.flow.places import Places
from kanbanlang.model.expression import Constant, Expression, Operation, Operator, State, Word
from kanbanlang.model.policy import Buffer, Cards, Keep, ReorderLot, ReorderUpTo, Unlimited, Zones


class Way(Flag):
    """In which direction a number can move."""

    STAYS = 0
    UP = 1
    DOWN = 2
    EITHER = 3


_UNSIGNED = frozenset(Word) - {Word.POSITION, Word.NET_FLOW}
"""Words that are never below zero."""


def turned(way: Way) -> Way:
    """The opposite direction."""
    return (Way.DOWN if way & Way.UP else Way.STAYS) | (Way.UP if way & Way.DOWN else Way.STAYS)


# ---------------------------------------------------------------- what a pull moves
@frozen
class Moves:
    """Which way words can move when one buffer pulls, and which of them go on without end if it pulls again and again.

    `drained` are the buffers whose available pieces are then used up to the last one.
    """

    may: dict[State, Way] = field(factory=dict)
    surely: dict[State, Way] = field(factory=dict)
    drained: set[str] = field(factory=set)

    def add(self, name: str, words: Mapping[Word, Way], *, without_end: bool = True) -> None:
        """Words of one place move."""
        for word, way in words.items():
            state = State(word, name)
            self.may[state] = self.may.get(state, Way.STAYS) | way
            if without_end:
                self.surely[state] = self.surely.get(state, Way.STAYS) | way


_PULLS = {Word.INCOMING: Way.UP, Word.POSITION: Way.UP, Word.NET_FLOW: Way.UP}
_USES_CARDS = {Word.EMPTY: Way.DOWN}
_ASKED = {Word.PROMISED: Way.UP, Word.POSITION: Way.DOWN, Word.NET_FLOW: Way.DOWN}
_WAITS = {Word.BACKLOG: Way.UP, Word.WAITING: Way.UP}
_SERVES = {Word.RESERVED: Way.UP, Word.AVAILABLE: Way.DOWN}
_RELEASES = {Word.SAFETY: Way.DOWN, Word.ON_HAND: Way.UP, Word.PROMISED: Way.UP}
_WORKS = {Word.WIP: Way.UP}
_GIVES_PARTS = {Word.ON_HAND: Way.DOWN, Word.AVAILABLE: Way.DOWN, Word.POSITION: Way.DOWN, Word.NET_FLOW: Way.DOWN, Word.EMPTY: Way.UP}


def moves_of_pull(places: Places, pulling: Buffer) -> Moves:
    """What moves when a buffer pulls, its sources and what they pull in turn included.

    Repeated pulls go on up the stream for certain only through buffers whose position has to be made up for: cards come back when
    pieces are taken, which is later, and a station takes parts only while there are some.
    """
    moves = Moves()
    waiting, seen = [(pulling, True)], {pulling.name}
    while waiting:
        buffer, certain = waiting.pop()
        moves.add(buffer.name, _PULLS, without_end=certain)
        if isinstance(buffer.rule, Cards):
            moves.add(buffer.name, _USES_CARDS, without_end=False)
        for source in buffer.sources:
            for giver in _ask(places, moves, buffer, source.source, certain=certain):
                if giver.rule is not None and giver.sources and giver.name not in seen:
                    seen.add(giver.name)
                    waiting.append((giver, certain and _makes_up(giver) and source.source == giver.name))
    return moves


def _makes_up(buffer: Buffer) -> bool:
    """Whether a buffer pulls without end while more and more is asked of it."""
    return buffer.limit is None and isinstance(buffer.rule, Keep | ReorderLot | ReorderUpTo | Zones)


def _ask(places: Places, moves: Moves, buffer: Buffer, source: str, *, certain: bool) -> Iterator[Buffer]:
    """A source is asked: the buffers that feel it at once, because they are asked or because a station takes their parts."""
    giver = places.policy.buffers.get(source)
    if giver is not None:
        certain = certain and not giver.shortage.uses  # what another gives is not made up for here
        moves.add(giver.name, _ASKED, without_end=certain)
        moves.add(giver.name, _SERVES, without_end=False)
        if not isinstance(giver.rule, Unlimited):
            moves.add(giver.name, _WAITS, without_end=certain)
            if certain and giver.name not in places.asked_whole:
                moves.drained.add(giver.name)
            for other, _ in giver.shortage.uses:
                helper = places.policy.buffers[other]
                moves.add(helper.name, {**_ASKED, **_SERVES}, without_end=False)
                yield helper
        if giver.shortage.releases is not None:
            moves.add(giver.name, _RELEASES, without_end=False)
        yield giver
    elif source in places.policy.stations:
        recipe = places.recipes.get((source, buffer.item.name))
        parts = () if recipe is None else tuple(recipe.parts)
        moves.add(source, _WORKS, without_end=certain and not parts)
        for part in parts:
            for taken in places.parts.get((source, part), ()):
                moves.add(taken.name, _GIVES_PARTS, without_end=False)
                if taken.shortage.releases is not None:
                    moves.add(taken.name, _RELEASES, without_end=False)
                yield taken


# ---------------------------------------------------------------- what may come to hold
def _union(ways: Iterator[Way]) -> Way:
    together = Way.STAYS
    for way in ways:
        together |= way
    return together


def _number(expression: Expression, may: Mapping[State, Way]) -> Way:
    """In which directions a sum may move."""
    if isinstance(expression, State):
        return may.get(expression, Way.STAYS)
    if not isinstance(expression, Operation):
        return Way.STAYS
    ways = [_number(operand, may) for operand in expression.operands]
    match expression.operator:
        case Operator.SUBTRACT:
            return ways[0] | turned(ways[1])
        case Operator.ADD | Operator.MINIMUM | Operator.MAXIMUM | Operator.DIVIDE:
            return _union(iter(ways))
        case _:
            return Way.EITHER if any(ways) else Way.STAYS


def may_hold(expression: Expression, may: Mapping[State, Way], *, holds: bool = True) -> bool:
    """Whether moves can bring a condition to hold (or, with `holds` false, to fail)."""
    if not isinstance(expression, Operation):
        return bool(_number(expression, may))
    operands = expression.operands
    match expression.operator:
        case Operator.NOT:
            return may_hold(operands[0], may, holds=not holds)
        case Operator.AND | Operator.OR:
            return any(may_hold(operand, may, holds=holds) for operand in operands)
        case Operator.LESS | Operator.AT_MOST:
            towards = Way.DOWN if holds else Way.UP
            return bool((_number(operands[0], may) | turned(_number(operands[1], may))) & towards)
        case Operator.MORE | Operator.AT_LEAST:
            towards = Way.UP if holds else Way.DOWN
            return bool((_number(operands[0], may) | turned(_number(operands[1], may))) & towards)
        case Operator.EQUAL | Operator.UNEQUAL:
            meet = holds == (expression.operator is Operator.EQUAL)
            return _may_meet(operands, may) if meet else any(_number(operand, may) for operand in operands)
        case _:
            return bool(_number(expression, may))


def _may_meet(operands: tuple[Expression, ...], may: Mapping[State, Way]) -> bool:
    """Whether two values can become the same; a count that rises from zero does not come to be zero."""
    first, second = operands if isinstance(operands[1], Constant) else operands[::-1]
    if second == Constant(0) and isinstance(first, State) and first.word in _UNSIGNED:
        return bool(_number(first, may) & Way.DOWN)
    return bool(_number(first, may) | _number(second, may))


# ---------------------------------------------------------------- what surely ends
_FLIPPED = {
    Operator.LESS: Operator.MORE,
    Operator.AT_MOST: Operator.AT_LEAST,
    Operator.MORE: Operator.LESS,
    Operator.AT_LEAST: Operator.AT_MOST,
}
_NEGATED = {
    Operator.LESS: Operator.AT_LEAST,
    Operator.AT_MOST: Operator.MORE,
    Operator.MORE: Operator.AT_MOST,
    Operator.AT_LEAST: Operator.LESS,
    Operator.EQUAL: Operator.UNEQUAL,
    Operator.UNEQUAL: Operator.EQUAL,
    Operator.AND: Operator.OR,
    Operator.OR: Operator.AND,
}


def _without_end(expression: Expression, moves: Moves) -> Way:
    """The one direction in which a sum goes on without end as the pull is repeated; STAYS where that is not certain."""
    if isinstance(expression, State):
        way = moves.surely.get(expression, Way.STAYS)
        return Way.STAYS if way == Way.EITHER or way != moves.may.get(expression) else way
    if not isinstance(expression, Operation):
        return Way.STAYS
    first, *others = expression.operands
    match expression.operator:
        case Operator.ADD | Operator.SUBTRACT:
            turn = expression.operator is Operator.SUBTRACT
            ways = [(_without_end(first, moves), _number(first, moves.may))]
            for other in others:
                sure, may = _without_end(other, moves), _number(other, moves.may)
                ways.append((turned(sure), turned(may)) if turn else (sure, may))
            surely, possibly = _union(sure for sure, _ in ways), _union(may for _, may in ways)
            return surely if surely == possibly and surely != Way.EITHER else Way.STAYS
        case Operator.MULTIPLY:
            factors = [operand for operand in expression.operands if not (isinstance(operand, Constant) and operand.value > 0)]
            return _without_end(factors[0], moves) if len(factors) == 1 else Way.STAYS
        case Operator.DIVIDE:
            return _without_end(first, moves)
        case _:
            return Way.STAYS


def surely_ends(condition: Expression, moves: Moves) -> bool:
    """Whether a condition is false in the end if the pull is repeated often enough, whatever the state was."""
    if not isinstance(condition, Operation):
        return False
    operands = condition.operands
    match condition.operator:
        case Operator.AND:
            return any(surely_ends(operand, moves) for operand in operands)
        case Operator.OR:
            return all(surely_ends(operand, moves) for operand in operands)
        case Operator.NOT:
            return isinstance(operands[0], Operation) and surely_ends(_negated(operands[0]), moves)
        case Operator.LESS | Operator.AT_MOST:
            return _comparison_ends(Operation(_FLIPPED[condition.operator], operands[::-1]), moves)
        case Operator.MORE | Operator.AT_LEAST:
            return _comparison_ends(condition, moves)
        case Operator.EQUAL:
            return _without_end(Operation(Operator.SUBTRACT, operands), moves) != Way.STAYS
        case _:
            return False


def _negated(condition: Operation) -> Expression:
    if condition.operator is Operator.NOT:
        return condition.operands[0]
    opposite = _NEGATED.get(condition.operator)
    if opposite is None:
        return condition
    if opposite in {Operator.AND, Operator.OR}:
        return Operation(opposite, tuple(Operation(Operator.NOT, (operand,)) for operand in condition.operands))
    return Operation(opposite, condition.operands)


def _comparison_ends(condition: Operation, moves: Moves) -> bool:
    """The same for `a > b` and `a >= b`: a goes down without end against b, or a falls to where b is not met any more."""
    more, less = condition.operands
    if isinstance(more, Operation) and more.operator in {Operator.MAXIMUM, Operator.MINIMUM}:
        every = all if more.operator is Operator.MAXIMUM else any
        return every(_comparison_ends(Operation(condition.operator, (operand, less)), moves) for operand in more.operands)
    if isinstance(less, Operation) and less.operator in {Operator.MAXIMUM, Operator.MINIMUM}:
        every = all if less.operator is Operator.MINIMUM else any
        return every(_comparison_ends(Operation(condition.operator, (more, operand)), moves) for operand in less.operands)
    strict = condition.operator is Operator.MORE
    if isinstance(more, Constant) and isinstance(less, Constant):
        return more.value <= less.value if strict else more.value < less.value
    if _without_end(Operation(Operator.SUBTRACT, (more, less)), moves) == Way.DOWN:
        return True
    if not isinstance(more, State) or more.word is not Word.AVAILABLE or more.of not in moves.drained or _number(less, moves.may):
        return False
    above_zero = isinstance(less, Constant) and less.value >= 1
    return above_zero or (strict and (isinstance(less, Constant) or (isinstance(less, State) and less.word in _UNSIGNED)))

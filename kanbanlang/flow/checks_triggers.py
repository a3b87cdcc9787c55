"""Whether triggers come to rest, and let go again of what they hold.

A `pull` moves some words of some places at once: at the buffer that pulls, `incoming` and `position` rise; at its source, what is asked
for and reserved, and so on up the stream as far as rules answer. Everything else moves only with later inputs. From the directions in
which words can move follows whether a condition can become false, or true again, within the same instant.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Flag

from attrs import frozen

from kanbanlang.diagnostics import Diagnostic, Related, diagnose
from kanbanlang.flow.places import Places
from kanbanlang.flow.postfix import TooDeepError, compile_expression
from kanbanlang.flow.wording import listed
from kanbanlang.model.expression import Constant, EventField, Expression, Operation, Operator, State, Word
from kanbanlang.model.policy import Buffer, Cards, Trigger, TriggerAction, Unlimited
from kanbanlang.rules import expression as code


class Way(Flag):
    """In which direction a number can move."""

    STAYS = 0
    UP = 1
    DOWN = 2
    EITHER = 3


Moves = dict[State, Way]


def check_triggers(places: Places) -> Iterator[Diagnostic]:
    """KB313 to KB315 and KB322."""
    yield from _holds(places)
    yield from _depths(places)
    standing: list[_Standing] = []
    for trigger in places.policy.triggers:
        if trigger.event is not None or trigger.schedule is not None or trigger.condition is None:
            continue
        for action in trigger.actions:
            pulling = _pulling(places, action)
            if pulling is None or action.quantity is None:
                continue
            moves = _moves(places, pulling)
            wanted = Operation(Operator.AND, (trigger.condition, Operation(Operator.AT_LEAST, (action.quantity, Constant(1)))))
            if _truth(wanted, moves) & Way.DOWN:
                standing.append(_Standing(trigger, action, wanted, moves))
            else:
                yield _for_ever(trigger, action)
    yield from _circles(standing)


def _pulling(places: Places, action: TriggerAction) -> Buffer | None:
    """The buffer that a `pull` makes pull, None where it cannot."""
    buffer = places.policy.buffers.get(action.target)
    if action.verb != "pull" or buffer is None or not buffer.sources or isinstance(buffer.rule, Cards | Unlimited):
        return None
    return buffer


# ---------------------------------------------------------------- what a pull moves
_AT_SOURCE = {
    Word.BACKLOG: Way.EITHER,
    Word.WAITING: Way.EITHER,
    Word.PROMISED: Way.UP,
    Word.RESERVED: Way.UP,
    Word.AVAILABLE: Way.DOWN,
    Word.POSITION: Way.DOWN,
    Word.NET_FLOW: Way.DOWN,
}
_AT_STATION = {Word.WIP: Way.UP, Word.WAITING: Way.EITHER, Word.BACKLOG: Way.EITHER}
_OF_PARTS = {Word.ON_HAND: Way.DOWN, Word.AVAILABLE: Way.DOWN, Word.POSITION: Way.DOWN, Word.NET_FLOW: Way.DOWN, Word.EMPTY: Way.UP}
_PULLS = {Word.INCOMING: Way.UP, Word.POSITION: Way.UP, Word.NET_FLOW: Way.UP}
_PULLS_CARDS = {**_PULLS, Word.EMPTY: Way.DOWN}


def _moves(places: Places, pulling: Buffer) -> Moves:
    """Every word that can move at once when a buffer pulls, its sources and what they pull in turn included."""
    moves: Moves = {}
    waiting, seen = [pulling], {pulling.name}
    while waiting:
        buffer = waiting.pop()
        _add(moves, buffer.name, _PULLS_CARDS if isinstance(buffer.rule, Cards) else _PULLS)
        for source in buffer.sources:
            for giver, words in _asked(places, buffer, source.source):
                _add(moves, giver.name, words)
                if giver.rule is not None and giver.name not in seen:
                    seen.add(giver.name)
                    waiting.append(giver)
            if source.source in places.policy.stations:
                _add(moves, source.source, _AT_STATION)
    return moves


def _asked(places: Places, buffer: Buffer, source: str) -> Iterator[tuple[Buffer, dict[Word, Way]]]:
    """The buffers that feel it at once when a buffer asks a source, and how: the source itself, or where a station takes its parts."""
    giver = places.policy.buffers.get(source)
    if giver is not None:
        yield giver, _AT_SOURCE
    recipe = places.recipes.get((source, buffer.item.name))
    for part in recipe.parts if recipe is not None else ():
        for taken in places.parts.get((source, part), ()):
            yield taken, _OF_PARTS


def _add(moves: Moves, name: str, words: dict[Word, Way]) -> None:
    for word, way in words.items():
        state = State(word, name)
        moves[state] = moves.get(state, Way.STAYS) | way


# ---------------------------------------------------------------- what moves an expression
def _turned(way: Way) -> Way:
    return (Way.DOWN if way & Way.UP else Way.STAYS) | (Way.UP if way & Way.DOWN else Way.STAYS)


def _number(expression: Expression, moves: Moves) -> Way:
    """In which direction the value of a sum can move."""
    if isinstance(expression, State):
        return moves.get(expression, Way.STAYS)
    if isinstance(expression, Constant | EventField):
        return Way.STAYS
    ways = [_number(operand, moves) for operand in expression.operands]
    match expression.operator:
        case Operator.ADD | Operator.MINIMUM | Operator.MAXIMUM:
            return _union(ways)
        case Operator.SUBTRACT:
            return ways[0] | _turned(ways[1])
        case Operator.DIVIDE:
            return ways[0]
        case Operator.MULTIPLY:
            return Way.EITHER if _union(ways) else Way.STAYS
        case _:
            return _truth(expression, moves)


def _union(ways: list[Way]) -> Way:
    together = Way.STAYS
    for way in ways:
        together |= way
    return together


def _truth(expression: Expression, moves: Moves) -> Way:
    """Whether a condition can become true (UP) or false (DOWN), whatever else holds."""
    if not isinstance(expression, Operation):
        return _number(expression, moves)
    operands = expression.operands
    match expression.operator:
        case Operator.AND | Operator.OR:
            ways = [_truth(operand, moves) for operand in operands]
            one_is_enough = Way.DOWN if expression.operator is Operator.AND else Way.UP
            every = _turned(one_is_enough)
            all_move = all(way & every for way in ways)
            return (_union(ways) & one_is_enough) | (every if all_move else Way.STAYS)
        case Operator.NOT:
            return _turned(_truth(operands[0], moves))
        case Operator.LESS | Operator.AT_MOST:
            return _turned(_number(operands[0], moves)) | _number(operands[1], moves)
        case Operator.MORE | Operator.AT_LEAST:
            return _number(operands[0], moves) | _turned(_number(operands[1], moves))
        case Operator.EQUAL:
            return _equal(operands, moves)
        case Operator.UNEQUAL:
            return _turned(_equal(operands, moves))
        case _:
            return _number(expression, moves)


def _equal(operands: tuple[Expression, ...], moves: Moves) -> Way:
    """Whether two values can meet or part; a count that rises from zero and above does not come to be zero."""
    first, second = operands if isinstance(operands[1], Constant) else operands[::-1]
    if second == Constant(0) and isinstance(first, State) and first.word not in {Word.POSITION, Word.NET_FLOW}:
        return _turned(_number(first, moves))
    return Way.EITHER if _number(first, moves) | _number(second, moves) else Way.STAYS


def _for_ever(trigger: Trigger, action: TriggerAction) -> Diagnostic:
    return diagnose(
        "KB313",
        action.place,
        f"the `pull` to `{action.target}` cannot make the `when` of `{trigger.name}` false, so it would be repeated for ever",
        f"the pieces come later, a pull raises only `incoming` and `position` at once: "
        f"add for example `and incoming({action.target}) = 0`, compare `position({action.target})`, or pull `on` an event",
        () if trigger.place == action.place else (Related(trigger.place, f"the condition of `{trigger.name}`"),),
    )


# ---------------------------------------------------------------- triggers that wake each other
@frozen
class _Standing:
    """One `pull` of a `when`: it goes on while `wanted` holds, and each time moves what `moves` says."""

    trigger: Trigger
    action: TriggerAction
    wanted: Expression
    moves: Moves


def _woken(expression: Expression, own: Moves, others: Moves) -> bool:
    """Whether others can make true again what the pull itself made false; what it cannot make false may hold throughout."""
    if isinstance(expression, Operation):
        if expression.operator is Operator.AND:
            return all(_woken(operand, own, others) for operand in expression.operands)
        if expression.operator is Operator.OR:
            return any(_woken(operand, own, others) for operand in expression.operands)
    if not _truth(expression, own) & Way.DOWN:
        return True
    return bool(_truth(expression, others) & Way.UP)


def _circles(standing: list[_Standing]) -> Iterator[Diagnostic]:
    """Groups of pulls in which each is woken again by the others, however often it has been made false."""
    readers: dict[State, set[int]] = {}
    for number, one in enumerate(standing):
        for state in _states(one.wanted):
            readers.setdefault(state, set()).add(number)
    wakes = []
    for number, one in enumerate(standing):
        touched = {reader for state in one.moves for reader in readers.get(state, ())} - {number}
        wakes.append({other for other in touched if _woken(standing[other].wanted, standing[other].moves, one.moves)})
    told: set[int] = set()
    for number in range(len(standing)):
        circle = _circle(wakes, number)
        if circle and not told & set(circle):
            told.update(circle)
            yield _circle_found([standing[one] for one in circle])


def _circle(wakes: list[set[int]], start: int) -> list[int]:
    """A shortest way along `wakes` from a pull back to itself, empty where there is none."""
    before: dict[int, int] = {}
    layer = [start]
    while layer:
        following = []
        for at in layer:
            for to in sorted(wakes[at]):
                if to == start:
                    way = [at]
                    while way[-1] != start:
                        way.append(before[way[-1]])
                    return way[::-1]
                if to not in before:
                    before[to] = at
                    following.append(to)
        layer = following
    return []


def _circle_found(circle: list[_Standing]) -> Diagnostic:
    names = list(dict.fromkeys(one.trigger.name for one in circle))
    who = listed(names, "and")
    return diagnose(
        "KB314",
        circle[0].action.place,
        f"{who} keep each other going: each pull makes the next condition true again, so they would fire for ever"
        if len(names) > 1
        else f"the pulls of {who} keep each other going, so it would fire for ever",
        "let one of them compare something that the other's pull does not move, or pull `on` an event",
        tuple(Related(one.action.place, f"`{one.trigger.name}` pulls to `{one.action.target}`") for one in circle[1:]),
    )


def _states(expression: Expression) -> Iterator[State]:
    if isinstance(expression, State):
        yield expression
    elif isinstance(expression, Operation):
        for operand in expression.operands:
            yield from _states(operand)


# ---------------------------------------------------------------- held, and never resumed
def _holds(places: Places) -> Iterator[Diagnostic]:
    resumed = {action.target for trigger in places.policy.triggers for action in trigger.actions if action.verb == "resume"}
    for trigger in places.policy.triggers:
        for action in trigger.actions:
            if action.verb == "hold" and action.target not in resumed:
                yield diagnose(
                    "KB315",
                    action.place,
                    f"nothing resumes `{action.target}` once `{trigger.name}` holds it",
                    f"add a trigger that says `resume {action.target}`",
                )


# ---------------------------------------------------------------- four registers
_SUMS = frozenset({Word.AVAILABLE, Word.PROMISED, Word.POSITION, Word.NET_FLOW})


def _steps(word: State | EventField) -> list[int]:
    """Steps of the shape that a word compiles to: one number, or a sum of two and more, which takes two registers."""
    if isinstance(word, State) and word.word in _SUMS:
        return [code.CONSTANT, 0, code.CONSTANT, 0, code.ADD, 0]
    return [code.CONSTANT, 0]


def _depths(places: Places) -> Iterator[Diagnostic]:
    for trigger in places.policy.triggers:
        conditions = [] if trigger.condition is None else [(trigger.condition, trigger.place)]
        conditions += [(action.quantity, action.place) for action in trigger.actions if action.quantity is not None]
        for expression, place in conditions:
            try:
                compile_expression(expression, _steps)
            except TooDeepError:
                yield diagnose(
                    "KB322",
                    place,
                    f"an expression of `{trigger.name}` is nested too deep",
                    "open its brackets, or say it in two triggers",
                )

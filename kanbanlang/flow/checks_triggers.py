"""Whether triggers come to rest, and let go again of what they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attrs import frozen

from kanbanlang.diagnostics import Diagnostic, Related, diagnose
from kanbanlang.flow.moves import Moves, Way, may_hold, moves_of_pull, surely_ends
from kanbanlang.flow.places import Places
from kanbanlang.flow.postfix import TooDeepError, compile_expression
from kanbanlang.flow.wording import amount, listed
from kanbanlang.model.expression import Constant, EventField, Expression, Operation, Operator, State, Word
from kanbanlang.model.policy import Buffer, Cards, Trigger, TriggerAction, Unlimited
from kanbanlang.rules import expression as code


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
            moves = moves_of_pull(places, pulling)
            wanted = Operation(Operator.AND, (trigger.condition, Operation(Operator.AT_LEAST, (action.quantity, Constant(1)))))
            if surely_ends(wanted, moves):
                standing.append(_Standing(trigger, action, wanted, moves))
            else:
                yield _for_ever(trigger, action, pulling)
    yield from _circles(standing)


def _pulling(places: Places, action: TriggerAction) -> Buffer | None:
    """The buffer that a `pull` makes pull, None where it cannot."""
    buffer = places.policy.buffers.get(action.target)
    if action.verb != "pull" or buffer is None or not buffer.sources or isinstance(buffer.rule, Cards | Unlimited):
        return None
    return buffer


def _for_ever(trigger: Trigger, action: TriggerAction, pulling: Buffer) -> Diagnostic:
    name = pulling.name
    return diagnose(
        "KB313",
        action.place,
        f"the `pull` to `{name}` cannot make the `when` of `{trigger.name}` false, so it would be repeated for ever",
        "the pieces come later, a pull raises only `incoming` and `position` at once: "
        f"add for example `and incoming({name}) = {amount(0, pulling.item.unit)}`, compare `position({name})`, or pull `on` an event",
        () if trigger.place == action.place else (Related(trigger.place, f"the condition of `{trigger.name}`"),),
    )


# ---------------------------------------------------------------- triggers that wake each other
@frozen(eq=False)
class _Standing:
    """One `pull` of a `when`: it goes on while `wanted` holds, and each time moves what `moves` says."""

    trigger: Trigger
    action: TriggerAction
    wanted: Expression
    moves: Moves


def _woken(expression: Expression, own: Moves, others: dict[State, Way]) -> bool:
    """Whether others can make true again what the pull itself made false; what it does not make false may hold throughout."""
    if isinstance(expression, Operation):
        if expression.operator is Operator.AND:
            return all(_woken(operand, own, others) for operand in expression.operands)
        if expression.operator is Operator.OR:
            return any(_woken(operand, own, others) for operand in expression.operands)
    return not surely_ends(expression, own) or may_hold(expression, others)


def _circles(standing: list[_Standing]) -> Iterator[Diagnostic]:
    """Groups of pulls that wake each other again and again: what is left when all that come to rest by themselves are taken away."""
    reads = {one: frozenset(_states(one.wanted)) for one in standing}
    movers: Counter[tuple[State, Way]] = Counter()
    for one in standing:
        movers.update(_directions(one))
    left, before = standing, 0
    while len(left) != before:
        before = len(left)
        going = []
        for one in left:
            if _woken(one.wanted, one.moves, _moved_by_others(one, reads[one], movers)):
                going.append(one)
            else:
                movers.subtract(_directions(one))
        left = going
    while left:
        circle = _connected(left, reads)
        yield _circle_found(circle)
        left = [one for one in left if one not in circle]


def _directions(one: _Standing) -> list[tuple[State, Way]]:
    return [(state, way) for state, ways in one.moves.may.items() for way in (Way.UP, Way.DOWN) if ways & way]


def _moved_by_others(one: _Standing, reads: frozenset[State], movers: Counter[tuple[State, Way]]) -> dict[State, Way]:
    """How the words that a pull looks at can move through all other pulls."""
    moved = {}
    for state in reads:
        own = one.moves.may.get(state, Way.STAYS)
        moved[state] = Way.STAYS
        for way in (Way.UP, Way.DOWN):
            if movers[state, way] > (1 if own & way else 0):
                moved[state] |= way
    return moved


def _connected(left: list[_Standing], reads: dict[_Standing, frozenset[State]]) -> list[_Standing]:
    """The first of the pulls and all that are bound to it by what one moves and the other reads, in the order of the text."""
    bound = {left[0]}
    states = reads[left[0]] | left[0].moves.may.keys()
    grown = True
    while grown:
        more = [one for one in left if one not in bound and not states.isdisjoint(reads[one] | one.moves.may.keys())]
        grown = bool(more)
        bound.update(more)
        states = states.union(*(reads[one] | one.moves.may.keys() for one in more))
    return [one for one in left if one in bound]


def _circle_found(circle: list[_Standing]) -> Diagnostic:
    names = list(dict.fromkeys(one.trigger.name for one in circle))
    who = listed(names, "and")
    return diagnose(
        "KB314",
        circle[0].action.place,
        f"{who} keep each other going: what one pulls makes another's condition true again, so they would fire for ever"
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


# ---------------------------------------------------------------- how deep an expression may be
_SUMS = frozenset({Word.AVAILABLE, Word.INCOMING, Word.BACKLOG, Word.PROMISED, Word.POSITION, Word.NET_FLOW})


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
            if _too_deep(expression):
                yield diagnose(
                    "KB322",
                    place,
                    f"an expression of `{trigger.name}` is nested too deep",
                    "open its brackets, or say it in two triggers",
                )
    for buffer in places.policy.buffers.values():
        for source in buffer.sources:
            if source.when is not None and _too_deep(source.when):
                message = f"the `when` of `{source.source}` is nested too deep"
                yield diagnose("KB322", source.place, message, "open its brackets, or say less in it")


def _too_deep(expression: Expression) -> bool:
    try:
        compile_expression(expression, _steps)
    except TooDeepError:
        return True
    return False

"""`if short`: what happens to whoever asks a buffer for more than there is."""

from __future__ import annotations

from attrs import evolve

from kanbanlang.model.build.context import Statements
from kanbanlang.model.build.evaluate import Evaluator
from kanbanlang.model.policy import Shortage
from kanbanlang.syntax import tree


def shortage_of(evaluator: Evaluator, said: Statements) -> Shortage:
    """The steps as one: of `split` and `wait` the first counts, and nothing comes behind `lose`."""
    short, found, together = said.one(tree.IfShort), Shortage(), None
    for number, step in enumerate(short[0].steps if short is not None else (), 1):
        assert short is not None  # noqa: S101 - it has steps
        scope = short[1]
        if found.lose:
            evaluator.context.findings.say(
                "KB220", scope.span(step), f"`{scope.written(step)}` comes after `lose`, when nobody is left", "put it before `lose`"
            )
        match step:
            case tree.ShortWait() | tree.ShortSplit() if together is None:
                together = type(step)
            case tree.ShortWait() | tree.ShortSplit():
                same = type(step) is together
                words = "it is said twice" if same else "`wait` and `split` say the opposite"
                evaluator.context.findings.say("KB220", scope.span(step), words, "leave one of them out")
            case tree.ShortLose(after=after):
                patience = evaluator.above(evaluator.time(after, scope), 1, after, scope) if after else 0
                found = evolve(found, lose=True, after=patience or 0, lost=number)
            case tree.ShortAlert(role=role, text=text):
                found = evolve(found, alerts=(*found.alerts, (role.text, text.text if text else None)), told=found.told or number)
            case tree.ShortUse(buffer=name) if (other := evaluator.context.names.find(name, scope, "buffer")) is not None:
                found = evolve(found, uses=(*found.uses, (other.name, number)))
            case tree.ShortReleaseSafety() if found.releases is None:
                found = evolve(found, releases=number)
            case _:
                pass
    # where nothing else is tried, nobody needs to know in which order customers are told and lost
    return found if found.releases is not None or found.uses else evolve(found, told=0, lost=0)


def goes_together(said: Statements) -> str | None:
    """Whether whoever asks for more than there is waits for all of it or takes what there is; None where nothing is said."""
    short = said.one(tree.IfShort)
    for step in short[0].steps if short is not None else ():
        if isinstance(step, tree.ShortWait | tree.ShortSplit):
            return "wait" if isinstance(step, tree.ShortWait) else "split"
    return None

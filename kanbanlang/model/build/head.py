"""The policy's own block: its currency, its clocks, its carrying cost."""

from __future__ import annotations

from attrs import frozen

from kanbanlang.diagnostics import Related
from kanbanlang.model.build.amounts import TIME
from kanbanlang.model.build.context import Context, Statements
from kanbanlang.model.build.evaluate import Evaluator
from kanbanlang.model.build.findings import Scope
from kanbanlang.model.build.plant import within
from kanbanlang.model.build.times import day_of, start_time
from kanbanlang.model.values import Rate
from kanbanlang.model.zone import zone_exists, zone_like
from kanbanlang.syntax import tree


@frozen
class Head:
    """What the policy is called, and what its stock costs."""

    name: str
    title: str | None
    carrying_cost: Rate | None


def head(context: Context, policies: list[tuple[tree.Policy, Scope]], scope: Scope) -> Head:
    """Read the policy's block; its currency and time zone go into the context."""
    if not policies and context.findings.fatal:
        return Head("policy", None, None)  # it may stand where the text could not be read
    if not policies:
        context.findings.say("KB217", scope.between(0, 0), "no policy is named here", 'begin with `policy my_line "My line"`')
        return Head("policy", None, None)
    (node, where), *others = policies
    for other, place in others:
        related = (Related(where.between(node.start, node.name.end), "the first is here"),)
        context.findings.say(
            "KB217",
            place.between(other.start, other.name.end),
            f"`{other.name.text}` is a second policy",
            "one policy has one name, in all its files",
            related,
        )
    said = Statements(context, within(node, where))
    if (currency := said.one(tree.Currency)) is not None:
        context.currency = currency[0].code.text
    if (zone := said.one(tree.Timezone)) is not None:
        _zone(context, zone[0].zone, where)
    if (valid := said.one(tree.ValidFrom)) is not None:
        day = day_of(context, valid[0].date, where)
        time = 0 if valid[0].time is None else start_time(context, valid[0].time, where)
        context.valid_from = None if day is None or time is None else context.clock().instant(day, time)
    cost = said.one(tree.CarryingCost)
    rate = Evaluator(context).rate_of(cost[0].cost, where, (), TIME) if cost else None
    return Head(node.name.text, node.title.text if node.title else None, rate)


def _zone(context: Context, node: tree.Text, scope: Scope) -> None:
    if zone_exists(node.text):
        context.zone = node.text
        return
    close = zone_like(node.text)
    help_ = f"did you mean `{close}`?" if close else 'write it as in "Europe/Rome"'
    context.findings.say("KB209", scope.span(node), f"there is no time zone `{node.text}`", help_)

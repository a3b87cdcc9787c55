"""How each rule of the grammar makes its piece of the tree."""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import itemgetter
from typing import Any

from attrs import evolve

from kanbanlang.syntax import tree
from kanbanlang.syntax.table import Rule

Build = Callable[[list[Any], int, int], Any]
"""Makes one value of the tree from the values of a rule's right side, and the place where the rule's text stands."""

_ESCAPED = re.compile(r"\\(.)")


def builder(rule: Rule) -> Build:
    """What the parser calls when it has read all that `rule` consists of."""
    gather = _gatherer(rule)
    if rule.passes:
        return lambda values, _start, _end: gather(values)[0]
    if rule.build.startswith("_"):
        return _lists(rule)
    if rule.build in _SPECIAL:
        special = _SPECIAL[rule.build]
        return lambda values, start, end: special(gather(values), start, end)
    node = getattr(tree, "".join(part.capitalize() for part in rule.build.split("_")), None)
    if node is None:
        return lambda values, _start, _end: tuple(gather(values))
    return _nodes(node, rule)


def _nodes(node: Callable[..., tree.Node], rule: Rule) -> Build:
    """Makes nodes of one class from the children that the rule keeps; the plain cases without a detour."""
    if rule.spliced or None in rule.picks:
        gather = _gatherer(rule)
        return lambda values, start, end: node(*gather(values), start=start, end=end)
    if not rule.picks:
        return lambda _values, start, end: node(start=start, end=end)
    if len(rule.picks) == 1:
        only = rule.picks[0] or 0
        return lambda values, start, end: node(values[only], start=start, end=end)
    chosen = itemgetter(*rule.picks)
    return lambda values, start, end: node(*chosen(values), start=start, end=end)


def _gatherer(rule: Rule) -> Callable[[list[Any]], list[Any]]:
    """The children that a rule keeps, those of unnamed lists in place of the list."""
    picks, spliced = rule.picks, frozenset(rule.spliced)

    def gather(values: list[Any]) -> list[Any]:
        children: list[Any] = []
        for place, pick in enumerate(picks):
            if pick is None:
                children.append(None)
            elif place in spliced:
                children.extend(values[pick])
            else:
                children.append(values[pick])
        return children

    return gather


def _lists(rule: Rule) -> Build:
    """An unnamed list grows in place: nothing else holds it, and copying it for each element would take square time."""
    if rule.picks[:1] != (0,) or 0 not in rule.spliced:
        gather = _gatherer(rule)
        return lambda values, _start, _end: gather(values)
    rest = _gatherer(evolve(rule, picks=rule.picks[1:], spliced=tuple(place - 1 for place in rule.spliced[1:])))

    def grow(values: list[Any], _start: int, _end: int) -> list[Any]:
        grown: list[Any] = values[0]
        grown.extend(rest(values))
        return grown

    return grow


def _file(children: list[Any], start: int, end: int) -> tree.File:
    return tree.File(tuple(children), start=start, end=end)


def _text(children: list[Any], start: int, end: int) -> tree.Text:
    inner = children[0][1:-1]
    return tree.Text(_ESCAPED.sub(r"\1", inner) if "\\" in inner else inner, start=start, end=end)


def _word(children: list[Any], start: int, end: int) -> tree.Word:
    return tree.Word(" ".join(children), start=start, end=end)


def _arithmetic(children: list[Any], start: int, end: int) -> tree.Arithmetic:
    return tree.Arithmetic(tuple(children[0::2]), tuple(children[1::2]), start=start, end=end)


def _and(children: list[Any], start: int, end: int) -> tree.And:
    return tree.And(tuple(children), start=start, end=end)


def _or(children: list[Any], start: int, end: int) -> tree.Or:
    return tree.Or(tuple(children), start=start, end=end)


def _argument(children: list[Any], start: int, end: int) -> tree.Argument:
    return tree.Argument(None, children[0], start=start, end=end)


def _labelled_argument(children: list[Any], start: int, end: int) -> tree.Argument:
    *words, value = children
    label = tree.Word(" ".join(word.text for word in words), start=words[0].start, end=words[-1].end)
    return tree.Argument(label, value, start=start, end=end)


# `share of time E >= 90 %` is read as the condition E, the operator and the bound, which become three fields of one statement.


def _bounded(children: list[Any], _start: int, _end: int) -> list[Any]:
    return children


def _bounded_not(children: list[Any], start: int, _end: int) -> list[Any]:
    ((condition, operator, bound),) = children
    return [tree.Not(condition, start=start, end=condition.end), operator, bound]


def _bounded_by(make: Build) -> Build:
    def build(children: list[Any], start: int, _end: int) -> list[Any]:
        *before, (condition, operator, bound) = children
        return [make([*before, condition], start, condition.end), operator, bound]

    return build


def _expect_share(children: list[Any], start: int, end: int) -> tree.ExpectShare:
    return tree.ExpectShare(*children[0], start=start, end=end)


_SPECIAL: dict[str, Build] = {
    "start": _file,
    "text": _text,
    "word": _word,
    "arithmetic": _arithmetic,
    "and_": _and,
    "or_": _or,
    "argument": _argument,
    "labelled_argument": _labelled_argument,
    "bounded": _bounded,
    "bounded_not": _bounded_not,
    "bounded_and": _bounded_by(_and),
    "bounded_or": _bounded_by(_or),
    "expect_share": _expect_share,
}
"""Rules whose node needs more than its children in order; they are given the children that are kept."""

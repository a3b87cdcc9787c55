"""Whether every signal finds somebody who answers it, and every source gets asked."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.diagnostics import Diagnostic, Related, diagnose
from kanbanlang.flow.places import Places
from kanbanlang.flow.wording import listed, rule_sentence
from kanbanlang.model.policy import AsNeeded, Buffer, Cards, From, Unlimited


def check_sources(places: Places) -> Iterator[Diagnostic]:
    """KB301 to KB303, KB306 and KB316, and what a trigger may not pull to yet."""
    for buffer in places.policy.buffers.values():
        yield from _refilled(places, buffer)
        yield from _trigger_pulls(places, buffer)
        for source in buffer.sources:
            yield from _can_give(places, buffer, source)
        yield from _shadowed(places, buffer)
    yield from _rings(places)


def _refilled(places: Places, buffer: Buffer) -> Iterator[Diagnostic]:
    if isinstance(buffer.rule, Unlimited):
        return
    if buffer.rule is None:
        if buffer.name in places.trigger_pulls or not places.demanded(buffer):
            return
        yield diagnose(
            "KB301",
            buffer.place,
            f"nobody refills `{buffer.name}`: it has no refill rule and no trigger pulls to it",
            "say how it is refilled, for example `keep` and a quantity"
            + (", or" if buffer.sources else ", and `from` whom, or")
            + " `unlimited` where it stands for a source that never runs out",
        )
    elif not buffer.sources:
        sentence = rule_sentence(buffer.rule, buffer.item.unit)
        yield diagnose(
            "KB302",
            buffer.rule.place,
            f"nobody answers the signals of `{buffer.name}`: `{sentence}` pulls, but no `from` says from whom",
            _who_has(places, buffer),
        )


def _trigger_pulls(places: Places, buffer: Buffer) -> Iterator[Diagnostic]:
    for trigger, action in places.trigger_pulls.get(buffer.name, ()):
        if isinstance(buffer.rule, Unlimited):
            message = f"trigger `{trigger.name}` pulls to `{buffer.name}`, which is `unlimited` and never pulls"
            yield diagnose("KB302", action.place, message, "leave the `pull` out, or give the buffer a refill rule and a source")
        elif not buffer.sources and buffer.rule is None:  # otherwise its rule has been reported already
            message = f"nobody answers the `pull` of trigger `{trigger.name}`: no `from` of `{buffer.name}` says from whom"
            yield diagnose("KB302", action.place, message, _who_has(places, buffer))


def _who_has(places: Places, buffer: Buffer) -> str:
    """The help for a missing source: who in the policy could give the item."""
    known = places.others_with(buffer) or list(places.policy.suppliers)[:3]
    if not known:
        return "declare a supplier and add `from` and its name to the buffer"
    return f"add `from` and a source to the buffer: {listed(known, 'or')}"


def _can_give(places: Places, buffer: Buffer, source: From) -> Iterator[Diagnostic]:
    policy, item = places.policy, buffer.item.name
    if source.source == buffer.name:
        yield diagnose("KB303", source.place, f"`{buffer.name}` cannot refill itself", _other_source(places, buffer))
        return
    giver = policy.buffers.get(source.source)
    if giver is not None and giver.item.name != item:
        yield diagnose(
            "KB303",
            source.place,
            f"`{source.source}` holds `{giver.item.name}`, so it cannot refill `{buffer.name}` with `{item}`",
            _other_source(places, buffer),
            (Related(giver.place, f"`{source.source}` is a buffer of `{giver.item.name}`"),),
        )
    station = policy.stations.get(source.source)
    if station is not None and (station.name, item) not in places.recipes:
        made = [recipe.product for recipe in station.recipes]
        makes = f"makes {listed(made, 'and')}" if made else "makes nothing"
        yield diagnose(
            "KB303",
            source.place,
            f"`{station.name}` {makes}, so it cannot refill `{buffer.name}` with `{item}`",
            f"add `makes {item}` to `{station.name}`, or name another source",
            (Related(station.place, f"`{station.name}` is declared here"),),
        )


def _other_source(places: Places, buffer: Buffer) -> str:
    """The help for a wrong source: where else the item is."""
    item, known = buffer.item.name, places.others_with(buffer)
    return f"`{item}` is to be had from {listed(known, 'or')}" if known else f"name a supplier, or a station or buffer that has `{item}`"


def _shadowed(places: Places, buffer: Buffer) -> Iterator[Diagnostic]:
    """Sources that no pull can reach."""
    if isinstance(buffer.rule, Unlimited):
        for source in buffer.sources:
            message = f"`{source.source}` is never asked: `{buffer.name}` is `unlimited` and never pulls"
            yield diagnose("KB316", source.place, message, "leave the source out, or give the buffer a refill rule")
    elif any(source.share is not None for source in buffer.sources):
        for source in buffer.sources:
            if source.share is None or source.share[0] == 0:
                message = f"`{source.source}` is never asked: the shares of the other sources leave nothing for it"
                yield diagnose("KB316", source.place, message, "give it a `share` too, or leave it out")
    else:
        yield from _behind_others(places, buffer)


def _behind_others(places: Places, buffer: Buffer) -> Iterator[Diagnostic]:
    """Sources are tried in order, so those behind one that always answers are never reached."""
    unlimited: From | None = None
    unconditional: dict[str, From] = {}
    for source in buffer.sources:
        twin = unconditional.get(source.source)
        if unlimited is not None:
            message = f"`{source.source}` is never asked: `{unlimited.source}`, tried before it, never runs out"
            help_ = f"put it before `{unlimited.source}`, give that one a `when`, or leave it out"
            yield diagnose("KB316", source.place, message, help_, (Related(unlimited.place, "this source always answers"),))
        elif twin is not None:
            message = f"`{source.source}` is never asked on these terms: it is tried before, without a condition"
            help_ = "give the first `from` a `when`, or leave the second out"
            yield diagnose("KB316", source.place, message, help_, (Related(twin.place, "the same source is tried here first"),))
        elif source.when is None:
            unconditional[source.source] = source
            giver = places.policy.buffers.get(source.source)
            if giver is not None and isinstance(giver.rule, Unlimited):
                unlimited = source


def _capped(buffer: Buffer) -> bool:
    """Whether something bounds what the buffer has asked for and not received."""
    rule = buffer.rule
    if rule is None or isinstance(rule, Cards | Unlimited):
        return True
    return buffer.limit is not None and not isinstance(rule, AsNeeded)


def _first_source(places: Places, buffer: Buffer) -> From | None:
    """Where the buffer's pulls wait for sure: its first source, if nothing sends them elsewhere and it is another buffer."""
    if not buffer.sources:
        return None
    first = buffer.sources[0]
    if first.share is not None or first.when is not None or first.source == buffer.name:
        return None
    return first if first.source in places.policy.buffers else None


def _rings(places: Places) -> Iterator[Diagnostic]:
    """Buffers that pull from each other in a ring, where nothing bounds what they ask for.

    Only rings of buffers count: a station's job asks for no parts before it is released, so each round of a ring through a station uses
    up parts that are there.
    """
    buffers = places.policy.buffers
    done: set[str] = set()
    for start in buffers:
        path: dict[str, From] = {}
        at = start
        while at not in done and at not in path:
            source = None if _capped(buffers[at]) else _first_source(places, buffers[at])
            if source is None:
                break
            path[at] = source
            at = source.source
        if at in path:
            ring = list(path)[list(path).index(at) :]
            yield _ring(places, ring, path)
        done.update(path)
        done.add(at)


def _ring(places: Places, ring: list[str], path: dict[str, From]) -> Diagnostic:
    first = min(ring)
    ring = ring[ring.index(first) :] + ring[: ring.index(first)]
    when = "at each review" if any(_reviewed(places.policy.buffers[name]) for name in ring) else "for ever"
    return diagnose(
        "KB306",
        path[first].place,
        f"{listed(ring, 'and')} pull from each other in a ring without a cap, so one demand would make them ask each other {when}",
        "refill one of them from outside the ring, or cap what it asks for: `kanban` cards, or a `limit`",
        tuple(Related(path[name].place, f"`{name}` pulls from `{path[name].source}`") for name in ring[1:]),
    )


def _reviewed(buffer: Buffer) -> bool:
    return buffer.review is not None

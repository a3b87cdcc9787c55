"""Mistakes that somebody could make in the rules, the lowering or the engine, each to be switched on by itself.

A fault exchanges a few words in the text of one function. The function object stays the same, so that whoever holds it - the list of
kinds, another module, the engine - has the fault too.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FunctionType
from typing import Any

from attrs import frozen

from kanbanlang.engine import Engine, coming_demand
from kanbanlang.flow.lower import Lowering
from kanbanlang.rules import (
    as_needed,
    cancel,
    cards,
    choice,
    dock,
    fact,
    feed,
    kit,
    later,
    lend,
    loop,
    memory,
    react,
    refill,
    review,
    room,
    safety,
    sequence,
    serve,
    short,
    turns,
    work,
    zones,
)
from kanbanlang.rules.kinds import refilling


@frozen
class Fault:
    """A mistake: in which function, what is written there instead of what, and in which steps of which sample policy the proofs see it.

    The proofs know the laws, not the quantities that the language promises, and they do not look at keys and terms: None.
    """

    name: str
    function: Callable[..., Any]
    right: str
    wrong: str
    proofs_see_it: tuple[str, str] | None  # name of a sample, and of a rule kind or input kind
    among: str = "lines"  # the sort of random plants that shows it soonest

    @contextmanager
    def switched_on(self) -> Iterator[None]:
        """While this lasts, the function makes the mistake."""
        assert isinstance(self.function, FunctionType)
        before = self.function.__code__
        self.function.__code__ = self._code()
        try:
            yield
        finally:
            self.function.__code__ = before

    def _code(self) -> CodeType:
        text = textwrap.dedent(inspect.getsource(self.function))
        assert text.count(self.right) == 1, f"the words of `{self.name}` are not in the text any more"
        compiled = compile(text.replace(self.right, self.wrong), f"<{self.name}>", "exec")
        return next(one for one in compiled.co_consts if isinstance(one, CodeType) and one.co_name == self.function.__name__)


FAULTS = (
    Fault("a loop holds more than its cards", loop.has_cards, "if free < q:", "if free < 0:", None, among="loops"),
    Fault("what waits to go into a loop has a card", loop.has_cards, "free += c", "free -= c", None, among="loops"),
    Fault("a pull in a loop takes several cards", loop.looped_guard, "lacking > P[r + LOT]", "lacking > 99", None, among="loops"),
    Fault("what is coming in a loop is pulled again", loop.looped_guard, "c[P[P[r + STOCK] + INCOMING]]", "0", None, among="loops"),
    Fault(
        "scrap is handed over",
        work.scrap_apply,
        "take(c, P, stock, q)",
        "take(c, P, stock, 0)",
        None,
    ),
    Fault(
        "a pace is not kept",
        work.begin,
        "c[P[r + PACE]] = 0",
        "c[P[r + PACE]] = 1",
        None,
        among="rivals",
    ),
    Fault(
        "what a job took stays promised",
        kit.release_kit_apply,
        "f, q, -1)",
        "f, 0, -1)",
        ("picked_for_jobs", "release kit"),
        among="picked",
    ),
    Fault(
        "a job is released though its parts are not picked",
        kit.kit_apply,
        "    s[p + STATE] = KITTING\n",
        "    s[p + STATE] = KITTED\n    append(c, s, P[P[r + RELEASES] + HEAD], P[P[r + RELEASES] + TAIL], p)\n",
        None,
        among="picked",
    ),
    Fault(
        "a machine waits for parts that are not there after all",
        kit.unkit,
        "IDLE]] += 1",
        "IDLE]] += 0",
        ("picked_for_jobs", "UNPROMISE"),
        among="picked at the start",
    ),
    Fault(
        "what is picked together is promised on",
        feed.fed_apply,
        "RESERVED]] -= q",
        "RESERVED]] -= 0",
        ("picked_together", "FED"),
        among="picked together",
    ),
    Fault(
        "a piece is picked twice while its pick goes on",
        feed.feed_guard,
        "ON_HAND]] - on_the_way",
        "ON_HAND]]",
        None,
        among="picked together",
    ),
    Fault(
        "what is picked for one station is not there for the other",
        feed.hand_out,
        "at += 2",
        "at += 0",
        None,
        among="fed",
    ),
    Fault(
        "a piece is picked for who does not wait",
        feed.feed_guard,
        "if needed < q:",
        "if needed < 0:",
        None,
        among="fed",
    ),
    Fault(
        "a card that is too many is taken away and still counted",
        cards.retire_apply,
        "c[P[r + RETIRING]] -= q",
        "c[P[r + RETIRING]] -= 0",
        ("fewer_cards", "retire"),
        among="fewer",
    ),
    Fault(
        "a compartment holds two items at a time",
        refill.shared_room,
        "free -= used",
        "free -= 0",
        None,
        among="shelves",
    ),
    Fault(
        "what others have coming to the same place takes no room",
        refill.shared_room,
        "other += c[B[at]]",
        "other += 0",
        None,
        among="shelves",
    ),
    Fault(
        "what is reserved is promised again",
        serve.serve_guard,
        "c[P[r + ON_HAND]] - c[P[r + RESERVED]]",
        "c[P[r + ON_HAND]]",
        proofs_see_it=("stock_and_lines", "serve"),
        among="choices",
    ),
    Fault(
        "a job begins with a part missing",
        work.release_guard,
        "< needed:",
        "< needed - 1:",
        proofs_see_it=("cell_on_release", "release"),
        among="bare",
    ),
    Fault(
        "an emptied container frees two cards",
        memory.take,
        "+= emptied\n",
        "+= emptied + emptied\n",
        proofs_see_it=("stock_and_lines", "CONSUMPTION"),
    ),
    Fault(
        "a repeated key is taken in again",
        Engine.step,
        "if before is not None:",
        "if before is not None and before != content:",
        proofs_see_it=None,
    ),
    Fault(
        "a pull does not count as coming",
        refill.open_pull,
        "INCOMING]] += q",
        "INCOMING]] += 0",
        proofs_see_it=("cell_on_release", "up to"),
    ),
    Fault(
        "goods that arrive wake nobody",
        refilling._receipt_writes,
        "    yield P[r + refill.BY_DOCK] or P[P[r + serve.STOCK] + m.ON_HAND], UP\n",
        "",
        proofs_see_it=("cell_on_release", "RECEIPT"),
        among="bare",
    ),
    Fault(
        "more may be picked than was asked",
        serve.pick_check,
        "if q > s[p + ASKED]:",
        "if q > s[p + ASKED] + 1:",
        proofs_see_it=("stock_and_lines", "PICK"),
        among="lost",
    ),
    Fault(
        "a pick is confirmed twice",
        serve.pick_check,
        "        if s[p + STATE] != MOVED:\n            return NOT_PICKING\n",
        "        q += 0\n",
        proofs_see_it=("stock_and_lines", "PICK"),
    ),
    Fault(
        "what is served stays in the backlog",
        serve.serve_apply,
        "c[P[r + BACKLOG]] -= q",
        "c[P[r + BACKLOG]] -= 0",
        proofs_see_it=("stock_and_lines", "serve"),
    ),
    Fault(
        "a receipt closes the pull and adds nothing",
        refill.receipt_apply,
        "ON_HAND]] += usable",
        "ON_HAND]] += 0",
        proofs_see_it=("cell_on_release", "RECEIPT"),
    ),
    Fault(
        "what goes on from a dock is put away as well",
        dock.cross_apply,
        "c[P[r + AT_DOCK]] -= q",
        "c[P[r + AT_DOCK]] -= 0",
        proofs_see_it=("by_dock", "cross-dock"),
        among="crowds",
    ),
    Fault(
        "a lower class is served while a higher one waits",
        turns.waits_ahead,
        "found = 1",
        "found = 0",
        proofs_see_it=None,
        among="fewer",
    ),
    Fault(
        "a source is asked though it has too little",
        choice.can_give,
        "if c[P[f + ON_HAND]] - c[P[f + RESERVED]] < q:",
        "if q < 0:",
        None,
        among="bare",
    ),
    Fault(
        "a source is asked twice running",
        choice.chosen_apply,
        "c[B[at + ITS_PULLED]] += q",
        "c[B[at + ITS_PULLED]] += 0",
        None,
        among="choices",
    ),
    Fault("the minimum is ignored", refill.on_terms, "    if q < minimum:\n        q = minimum\n", "", proofs_see_it=None, among="crowds"),
    Fault("it pulls one below the reorder point", refill.lot_guard, "if at > low:", "if at >= low:", proofs_see_it=None, among="rivals"),
    Fault(
        "what a trigger asked for is pulled again and again",
        refill.asked_apply,
        "ASKED_BY_TRIGGER]] = 0",
        "ASKED_BY_TRIGGER]] += 0",
        proofs_see_it=("asked_by_triggers", "asked for"),
    ),
    Fault(
        "a trigger forgets on which side its level stands",
        react.when_apply,
        "= q - ONLY_SEEN",
        "= ONLY_SEEN",
        proofs_see_it=("asked_by_triggers", "when"),
    ),
    Fault(
        "a machine does not become free",
        work.completion_apply,
        "IDLE]] += 1",
        "IDLE]] += 0",
        proofs_see_it=("cell_on_start", "COMPLETION"),
        among="rivals",
    ),
    Fault(
        "an opened container frees a card for each piece",
        memory.take,
        "+= begun\n",
        "+= carried\n",
        proofs_see_it=("cards_of_every_sort", "CONSUMPTION"),
        among="rivals",
    ),
    Fault(
        "a card is scanned twice",
        cards.scan_apply,
        "UNSCANNED]] -= q",
        "UNSCANNED]] -= 0",
        proofs_see_it=("cards_of_every_sort", "SCAN"),
        among="signals",
    ),
    Fault(
        "cards that go together are lost",
        cards.go,
        "GO_TO]] += cards",
        "GO_TO]] += 1",
        proofs_see_it=("cards_of_every_sort", "WAITED"),
        among="signals",
    ),
    Fault(
        "more is on the way than there may be",
        room.let_go_guard,
        "on_the_way + part >",
        "on_the_way >",
        proofs_see_it=("room_for_few", "let go"),
        among="crowds",
    ),
    Fault(
        "what goes still waits for room",
        room.let_go_apply,
        "HELD]] -= q",
        "HELD]] -= 0",
        proofs_see_it=("room_for_few", "let go"),
    ),
    Fault(
        "an order goes in parts where all of it should wait",
        Lowering.place_orders,
        "int(travels_whole(",
        "0 * int(travels_whole(",
        proofs_see_it=None,
        among="lost",
    ),
    Fault("what is on hold pulls on", refill.on_hold, "    return held\n", "    return held - held\n", proofs_see_it=None),
    Fault(
        "a trigger's pull to cards uses none",
        refill.asked_cards_apply,
        "c[B[at]] -= 1",
        "c[B[at]] -= 0",
        proofs_see_it=("held_by_triggers", "asked for by cards"),
        among="signals",
    ),
    Fault(
        "what is counted away stays promised",
        fact.unpromise_apply,
        "RESERVED]] -= q",
        "RESERVED]] -= 0",
        proofs_see_it=("stock_and_lines", "UNPROMISE"),
        among="lost",
    ),
    Fault("a count adds to what was there", fact.count_apply, "difference = q - here", "difference = q", proofs_see_it=None),
    Fault(
        "bad pieces stay on hand",
        fact.rejection_apply,
        "take(c, P, f, bad)",
        "take(c, P, f, bad - bad)",
        proofs_see_it=None,
    ),
    Fault("what came too much is stock", refill.received_over, "if usable > over:", "if usable < over:", proofs_see_it=None, among="bare"),
    Fault(
        "a production order is not counted as coming",
        work.production_apply,
        "    open_pull(c, s, P, r, q)\n",
        "    q += 0\n",
        proofs_see_it=None,
        among="bare",
    ),
    Fault(
        "who leaves still counts as waiting",
        short.leave,
        "WAITING_PULLS]] -= 1",
        "WAITING_PULLS]] -= 0",
        proofs_see_it=("short_of_everything", "lose"),
        among="lost",
    ),
    Fault(
        "who is short is noticed again",
        short.short_apply,
        "= s[p + NUMBER]",
        "= 0",
        proofs_see_it=("short_of_everything", "short"),
        among="ahead",
    ),
    Fault(
        "what is released is owed to nobody",
        safety.set_free,
        "OWED]] += q",
        "OWED]] += 0",
        proofs_see_it=("kept_just_in_case", "release safety"),
        among="shelves",
    ),
    Fault(
        "what was late and has come is late",
        refill.late_no_more,
        "c[B[at]] -= 1",
        "c[B[at]] -= 0",
        proofs_see_it=("kept_just_in_case", "RECEIPT"),
        among="jobs with safety stock",
    ),
    Fault("safety stock is released without trouble", safety.in_trouble, "found = 0", "found = 1", proofs_see_it=None, among="shelves"),
    Fault(
        "what is paid back stays on hand",
        safety.pays_back_apply,
        "take(c, P, f, paid)",
        "take(c, P, f, paid - paid)",
        proofs_see_it=None,
        among="shelves",
    ),
    Fault(
        "it is paid back while the trouble lasts",
        safety.to_pay,
        "        return 0\n    at = P",
        "        r += 0\n    at = P",
        proofs_see_it=None,
        among="jobs with safety stock",
    ),
    Fault(
        "what is qualified is forgotten",
        zones.zones_guard,
        " - c[P[r + QUALIFIED_DEMAND]]\n",
        "\n",
        proofs_see_it=None,
        among="zones",
    ),
    Fault("zones pull at the top of yellow", zones.zones_guard, "if at > low:", "if at > low + 1:", proofs_see_it=None, among="zones"),
    Fault(
        "what counts no more still counts",
        zones.counts_no_more_apply,
        "QUALIFIED_DEMAND]] -= s[p + ASKED] - s[p + GOT]",
        "QUALIFIED_DEMAND]] -= 0",
        proofs_see_it=("zones_of_every_sort", "COUNTS_NO_MORE"),
        among="zones",
    ),
    Fault(
        "what is due today does not count",
        coming_demand._recount,
        "day[p] <= today or spike",
        "spike",
        proofs_see_it=None,
        among="zones",
    ),
    Fault(
        "an order that is due is still coming",
        later.is_not_for_later,
        "COMING]] -= q",
        "COMING]] -= 0",
        ("ordered_ahead", "DUE"),
        among="ahead",
    ),
    Fault(
        "an order that is due joins no queue",
        later.due_apply,
        "s[p + STATE] = WAITING",
        "s[p + STATE] = LATER",
        ("ordered_ahead", "DUE"),
        among="ahead",
    ),
    Fault(
        "what another gives stays in the backlog",
        serve.first_answered,
        "BACKLOG]] -= q",
        "BACKLOG]] -= 0",
        proofs_see_it=("helped_by_others", "use"),
        among="lent",
    ),
    Fault(
        "another gives what is promised there",
        lend.use_guard,
        " - c[P[there + RESERVED]]",
        "",
        proofs_see_it=("helped_by_others", "use"),
        among="lent",
    ),
    Fault("a review never ends", review.looked_apply, "ON]] = 0", "ON]] = 1", proofs_see_it=("reviewed", "looked"), among="crowds"),
    Fault(
        "a reviewed rule looks at any time",
        review.reviewed_up_to_guard,
        "        return 0\n    return up",
        "        r += 0\n    return up",
        proofs_see_it=None,
    ),
    Fault(
        "what is cancelled is still coming",
        cancel.comes_no_more,
        "INCOMING]] -= q",
        "INCOMING]] -= 0",
        proofs_see_it=("cancelled", "CANCELLATION"),
        among="cancelled",
    ),
    Fault(
        "what is cancelled stays reserved",
        cancel.cancellation_apply,
        "RESERVED]] -= q",
        "RESERVED]] -= 0",
        proofs_see_it=("cancelled", "CANCELLATION"),
        among="ahead",
    ),
    Fault(
        "a reissued card rests on",
        cancel.goes_on,
        "RESTING]] -= q",
        "RESTING]] -= 0",
        proofs_see_it=("cancelled", "REISSUE"),
        among="ahead",
    ),
    Fault(
        "a rule that rests pulls on",
        cancel.rested_up_to_guard,
        "        return 0\n    return up",
        "        r += 0\n    return up",
        proofs_see_it=None,
        among="cancelled",
    ),
    Fault(
        "what is needed is pulled though it is coming",
        as_needed.needed_guard,
        " - position(c, P, P[r + STOCK])",
        "",
        ("as_needed", "as needed"),
        among="bare",
    ),
    Fault("jobs need nothing", as_needed.needed, "total += ", "total = 0 * ", proofs_see_it=None, among="bare"),
    Fault("an order passes nobody", sequence.goes_behind, "> s[p + PLACE]:", "> s[other + PLACE]:", proofs_see_it=None, among="seats"),
    Fault(
        "an order is served without its part",
        sequence.comes_still,
        "        return 1\n    return 0",
        "        return 0\n    return 0",
        None,
        among="seats",
    ),
    Fault(
        "who passes is lost",
        sequence.takes_place_apply,
        "s[p + NEXT] = before",
        "s[p + NEXT] = last",
        proofs_see_it=("in_sequence", "takes place"),
        among="seats",
    ),
    Fault(
        "people hear of a missing part again and again",
        sequence.missing_apply,
        "= s[p + NUMBER]",
        "= 0",
        ("in_sequence", "missing"),
        among="seats",
    ),
    Fault(
        "an order is served before it is due",
        sequence.in_sequence_guard,
        "s[p + STATE] != WAITING",
        "s[p + STATE] == FREE",
        ("in_sequence", "serve in sequence"),
        among="seats",
    ),
    Fault(
        "an order whose turn has come is still to come",
        sequence.is_due_now,
        "NOT_DUE]] -= wanted",
        "NOT_DUE]] -= 0",
        ("in_sequence", "TURN_COMES"),
        among="seats",
    ),
    Fault(
        "an order goes before one that is frozen",
        sequence.placed_check,
        "if number < c[P[f + FROZEN_TO]]",
        "if number < 0",
        proofs_see_it=None,
        among="seats",
    ),
    Fault(
        "an order is cancelled that is frozen",
        sequence.is_frozen,
        "s[p + FIXED] == 1",
        "s[p + FIXED] == 2",
        proofs_see_it=None,
        among="cancelled seats",
    ),
    Fault("travelling goods are there with the pick", Lowering.rule, "int(reported_apart)", "0", proofs_see_it=None),
)

"""The book of lots: it agrees with the state after every input, and no piece changes its lot or grows younger."""

from __future__ import annotations

from attrs import evolve
from engine_plants import in_order, plants
from engine_runs import Move, Run, moves
from hypothesis import given
from hypothesis import strategies as st

from kanbanlang.engine import Engine, Located, Nowhere, locate
from kanbanlang.engine.lots import LotBook, book_of
from kanbanlang.flow.lower import compile_program
from kanbanlang.model import load_text
from kanbanlang.model.policy import Policy
from kanbanlang.rules import InputKind


def tracked(plant: Policy) -> Policy:
    """The plant, where everybody wants to know of each piece to which lot it belongs."""
    return evolve(plant, buffers={name: evolve(one, item=evolve(one.item, tracked="lot")) for name, one in plant.buffers.items()})


def of_each(book: LotBook) -> dict[str, int]:
    """How many steps are in the lots of each buffer."""
    return {name: sum(lot.quantity for lot in lots) for name, lots in book.lots.items()}


@given(plants().filter(in_order), st.none() | st.integers(0, 6), moves(), st.sampled_from(["oldest", "newest"]))
def test_the_lots_of_a_buffer_are_what_is_on_hand(plant: Policy, start: int | None, said: list[Move], picks: str) -> None:
    plant = tracked(evolve(plant, buffers={name: evolve(one, picks=picks) for name, one in plant.buffers.items()}))
    run = Run.of(compile_program(plant), None if start is None else dict.fromkeys(plant.buffers, start))
    book = book_of(run.program, run.state, 0)
    assert book is not None
    engine, state = run.engine, run.state
    for now, move in enumerate(said, 1):
        message = run.message(move)
        row = book.row_of(state, message.kind, message.place)
        reason, steps = engine.step(state, "test", message.key, message.kind, message.place, message.quantity, message.number)
        if not reason:
            new = book.heard(now, state, message.kind, row, message.quantity, message.number, steps, f"lot {now}")
            assert all(lot.name in {f"lot {one}" for one in range(now + 1)} | {None} for _, lot in new)
        assert of_each(book) == {name: state.c[at.on_hand] for name, at in run.program.buffers.items()}
        for lots in book.lots.values():
            assert all(lot.quantity > 0 for lot in lots)
            assert [lot.since for lot in lots] == sorted(lot.since for lot in lots)


STORE = """\
policy store
item glue { tracked by lot }
supplier acme
buffer shelf of glue { keep 10 pcs; from acme; serves customers; picks PICKS first }
buffer bench of glue at desk { kanban 2 cards of 4 pcs; from shelf { lead time 1 h } }
station desk
test "what can be ordered" { when order of 1 pcs of shelf; then deliver 1 pcs of glue }
"""


def _told(engine: Engine, state: object, book: LotBook, text: str, now: int) -> str | None:
    """Let an event happen that a test of the policy says; why not, where it is refused."""
    policy = load_text(STORE.replace("PICKS", "oldest") + f'test "x" {{ when {text}; then nothing }}\n').policy
    assert policy is not None
    event = policy.tests[-1].steps[0].event
    found = locate(engine, state, event, now, book)  # type: ignore[arg-type] # a state
    if isinstance(found, Nowhere):
        return found.reason
    assert isinstance(found, Located)
    row = book.row_of(state, found.kind, found.place)  # type: ignore[arg-type]
    _, steps = engine.step(state, "test", f"{now}", found.kind, found.place, found.quantity, found.number)  # type: ignore[arg-type]
    book.heard(now, state, found.kind, row, found.quantity, found.number, steps, event.lot)  # type: ignore[arg-type]
    return None


def test_a_lot_goes_along_with_its_pieces_and_keeps_its_age() -> None:
    policy = load_text(STORE.replace("PICKS", "newest")).policy
    assert policy is not None
    engine = Engine(compile_program(policy))
    state = engine.start({"shelf": 0, "bench": 4})
    engine.settle(state)
    book = book_of(engine.program, state, 0)
    assert book is not None
    assert _told(engine, state, book, 'receipt of 6 pcs of shelf lot "A"', 1) is None
    assert _told(engine, state, book, 'receipt of 4 pcs of shelf lot "B"', 2) is None
    assert [(lot.name, lot.quantity) for lot in book.lots["shelf"]] == [("A", 6), ("B", 4)]
    assert _told(engine, state, book, 'pick of 4 pcs of bench lot "C"', 3) == 'there is not so much of lot "C" in shelf'
    assert _told(engine, state, book, 'pick of 4 pcs of bench lot "A"', 3) is None
    assert [(lot.name, lot.quantity) for lot in book.lots["shelf"]] == [("A", 2), ("B", 4)]
    assert _told(engine, state, book, "receipt of 4 pcs of bench", 4) is None
    assert [(lot.name, lot.quantity, lot.since) for lot in book.lots["bench"]] == [(None, 4, 0), ("A", 4, 1)]
    assert _told(engine, state, book, "order of 3 pcs of shelf", 5) is None
    assert [(lot.name, lot.quantity) for lot in book.lots["shelf"]] == [("A", 2), ("B", 1)]


def test_who_keeps_no_lots_has_no_book() -> None:
    policy = load_text(STORE.replace("tracked by lot", "pack 4 pcs").replace("picks PICKS first", "limit 20 pcs")).policy
    assert policy is not None
    engine = Engine(compile_program(policy))
    assert book_of(engine.program, engine.start(), 0) is None
    assert InputKind.RECEIPT in engine.program.input_wakes

"""The words for stock, read off counters that are set by hand: 60 there, 20 promised, 40 coming, 5 asked in vain."""

from __future__ import annotations

import pytest
from policy_texts import policy_of

from kanbanlang.dryrun.words import word_value
from kanbanlang.engine import Engine
from kanbanlang.flow import compile_program
from kanbanlang.model.expression import Word

PLANT = """
policy plant
item gear
supplier acme
buffer stock of gear { keep 100 pcs; from acme; safety 30 pcs; serves customers }
"""
WORDS = {
    Word.ON_HAND: 60,
    Word.RESERVED: 20,
    Word.AVAILABLE: 40,
    Word.INCOMING: 40,
    Word.BACKLOG: 5,
    Word.PROMISED: 25,
    Word.POSITION: 75,
    Word.SAFETY: 30,
}


@pytest.mark.parametrize(("word", "value"), WORDS.items(), ids=lambda one: one.value if isinstance(one, Word) else None)
def test_a_word_means_what_the_table_says(word: Word, value: int) -> None:
    program = compile_program(policy_of(PLANT))
    state, at = Engine(program).start(), program.buffers["stock"]
    for counter, number in ((at.on_hand, 60), (at.reserved, 20), (at.incoming, 40), (at.backlog, 5)):
        state.c[counter] = number
    assert word_value(program, state, word, "stock") == value


def test_what_is_owed_to_the_safety_stock_is_promised_and_no_backlog() -> None:
    program = compile_program(policy_of(PLANT))
    state, at = Engine(program).start(), program.buffers["stock"]
    for counter, number in ((at.on_hand, 60), (at.reserved, 20), (at.incoming, 40), (at.backlog, 5 + 10), (at.owed, 10), (at.safety, 20)):
        state.c[counter] = number
    words = {word: word_value(program, state, word, "stock") for word in (Word.BACKLOG, Word.PROMISED, Word.POSITION, Word.SAFETY)}
    assert words == {Word.BACKLOG: 5, Word.PROMISED: 35, Word.POSITION: 65, Word.SAFETY: 20}

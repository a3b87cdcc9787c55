"""The queues and the free list of slots, by exhaustion: every order of joining and leaving up to a length, against a plain list.

The proofs spell out queues of up to three slots, because joining touches only the last and leaving only the first. This is where that is
held to be true of longer ones.
"""

from __future__ import annotations

from itertools import product

from kanbanlang.rules import memory as m

HEAD, TAIL, COUNTERS = 3, 4, 5
ROOM = 9
MOVES = 8


def fresh() -> tuple[list[int], list[int]]:
    c = [0] * COUNTERS
    s = [0] * ((ROOM + 1) * m.SLOT)
    for p in range(ROOM * m.SLOT, 0, -m.SLOT):
        m.free_slot(c, s, p)
    return c, s


def chain(s: list[int], p: int, onward: int = m.NEXT) -> list[int]:
    found = []
    while p != m.NIL:
        found.append(p)
        p = s[p + onward]
        assert len(found) <= ROOM, "a ring"
    return found


def test_queues_and_the_free_list_keep_every_slot_in_every_order_of_joining_and_leaving() -> None:
    for joins in product((True, False), repeat=MOVES):
        c, s = fresh()
        queue: list[int] = []
        for number, join in enumerate(joins, 1):
            if join:
                p = m.new_slot(c, s, m.WAITING, number, 0)
                assert p not in queue
                queue.append(m.append(c, s, HEAD, TAIL, p))
            elif queue:
                first = m.remove_first(c, s, HEAD, TAIL)
                assert first == queue.pop(0), "who joined first leaves first"
                m.free_slot(c, s, first)
            assert chain(s, c[HEAD]) == queue
            assert chain(s, c[TAIL], m.BEFORE) == queue[::-1]
            assert sorted(queue + chain(s, c[m.FREE_SLOT])) == [m.SLOT * place for place in range(1, ROOM + 1)]


def test_whoever_leaves_a_queue_from_anywhere_leaves_the_others_in_their_order() -> None:
    for length in range(1, ROOM + 1):
        for leaving in range(length):
            c, s = fresh()
            queue = [m.append(c, s, HEAD, TAIL, m.new_slot(c, s, m.WAITING, 1, 0)) for _ in range(length)]
            m.free_slot(c, s, m.remove(c, s, HEAD, TAIL, queue.pop(leaving)))
            assert chain(s, c[HEAD]) == queue
            assert chain(s, c[TAIL], m.BEFORE) == queue[::-1]


def test_slots_are_numbered_in_the_order_they_are_made_though_their_places_come_again() -> None:
    c, s = fresh()
    numbers = []
    for _ in range(3 * ROOM):
        p = m.new_slot(c, s, m.WAITING, 1, 0)
        numbers.append(s[p + m.NUMBER])
        m.free_slot(c, s, p)
    assert numbers == list(range(1, 3 * ROOM + 1))

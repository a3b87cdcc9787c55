"""What one input costs in a policy of ten buffers and in one of ten thousand, the inputs spread over all of them."""

from __future__ import annotations

from functools import partial

from benchmarks.figure import Figure
from benchmarks.timing import cpu, in_turn
from kanbanlang.engine import Engine, InputKind, State
from kanbanlang.flow import compile_program
from kanbanlang.model import load_text
from kanbanlang.rules import memory as m

SMALL, LARGE = 10, 10_000
_CONFIRMED = {m.PICKING: InputKind.PICK, m.ORDERED: InputKind.RECEIPT}


def lines_text(buffers: int) -> str:
    """Pairs of buffers: a line under cards, and its stock under a reorder point."""
    text = ["policy lines", "supplier acme"]
    for n in range(buffers // 2):
        text.append(f"item part_{n} {{ pack 20 pcs }}")
        text.append(f"buffer line_{n} of part_{n} {{ kanban 3 cards; from stock_{n}; serves customers }}")
        text.append(f"buffer stock_{n} of part_{n} {{ reorder at 120 pcs up to 300 pcs; from acme }}")
    return "\n".join(text) + "\n"


class Plant:
    """An engine over so many buffers, whose picks and deliveries are confirmed at once, so that it runs on for ever."""

    def __init__(self, buffers: int) -> None:
        policy = load_text(lines_text(buffers)).policy
        assert policy is not None
        self.engine = Engine(compile_program(policy))
        buffers = self.engine.program.buffers.items()
        self.rows = [row for name, at in buffers if name.startswith("line_") for row in at.orders.values()]
        self.inputs = 0

    def orders(self, count: int) -> State:
        """Orders of one piece, one line after the other, with all that they cause; `inputs` says how many inputs it were."""
        engine, rows = self.engine, self.rows
        state = engine.start()
        engine.settle(state)
        engine.guards_looked_at = self.inputs = 0
        for number in range(count):
            self._take(state, number, InputKind.ORDER, rows[number % len(rows)], 1, 0)
        return state

    def _take(self, state: State, key: int, kind: InputKind, place: int, quantity: int, number: int) -> None:
        self.inputs += 1
        _, steps = self.engine.step(state, kind, key, kind, place, quantity, number)
        s = state.s
        for _, fired, slot, pull, _ in steps:
            if slot and s[slot + m.NUMBER] == pull and s[slot + m.STATE] in _CONFIRMED:
                self._take(state, pull, _CONFIRMED[s[slot + m.STATE]], slot, fired, pull)


def measure(*, quick: bool) -> list[Figure]:
    """Looks at rules and time for each input, in the large policy as a multiple of the small one."""
    count = 20_000 if quick else 100_000
    large = LARGE // 10 if quick else LARGE
    plants = {"small": Plant(SMALL), "large": Plant(large)}
    looks, inputs = {}, {}
    for name, plant in plants.items():
        plant.orders(count // (large // 2) * len(plant.rows))  # as many for each line in both
        looks[name] = plant.engine.guards_looked_at / plant.inputs
        plant.orders(count)
        inputs[name] = plant.inputs
    timed = in_turn({name: cpu(partial(plant.orders, count)) for name, plant in plants.items()}, rounds=3 if quick else 5)
    microseconds = {name: 1e6 * timed.median(name) / inputs[name] for name in plants}
    return [
        Figure(
            "input cost",
            f"rules looked at for an input, {large} buffers against {SMALL}",
            looks["large"] / looks["small"],
            must=1,
            aim=1,
            detail=f"{looks['large']:.3f} and {looks['small']:.3f}",
        ),
        Figure(
            "input cost",
            "time for an input",
            timed.ratio("large", "small") * inputs["small"] / inputs["large"],
            must=2.5,
            aim=1.3,
            detail=f"{microseconds['large']:.1f} and {microseconds['small']:.1f} microseconds",
        ),
    ]

"""Questions to the parse table: what could stand here, and would a text go on like this? Answers build nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from functools import cached_property

from attrs import frozen

from kanbanlang.syntax.lexer import NAME, NEWLINE
from kanbanlang.syntax.table import END, SEPARATORS, Table

CONTINUES = frozenset({",", "{", "(", "COMPARE", "ADD", "MULTIPLY", "..", "and", "or", "not", NEWLINE, ";"})
"""Kinds of tokens behind which a newline says nothing."""

STATEMENT_ENDS = frozenset({NEWLINE, ";", "{", "}", END})
"""Kinds of tokens that no statement goes on behind."""

DEEPEST = 300
"""So many states may lie on the stack of one text: room for some fifty brackets within each other."""

_LONGEST_BRIDGE = 6


@frozen(slots=False)
class Automaton:
    """The table as a machine over stacks of states; the stacks that callers hand in are never changed."""

    table: Table

    @cached_property
    def openers(self) -> frozenset[int]:
        """The states right behind a `{`."""
        return frozenset(row["{"] for row in self.table.actions if row.get("{", -1) >= 0)

    @cached_property
    def starts(self) -> frozenset[int]:
        """The states in which a statement may begin."""
        return self.openers | {self.table.start} | {row[SEPARATORS] for row in self.table.gotos if SEPARATORS in row}

    @cached_property
    def contexts(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """The blocks of the language: the words that open each, as in `change buffer`, and the stack right behind its `{`."""
        found: list[tuple[str, tuple[int, ...]]] = []
        seen = set()
        waiting = deque([[self.table.start]])
        while waiting:
            outer = waiting.popleft()
            for word in sorted(kind for kind in self.accepted(outer) if kind in self.table.words):
                begun = self.shift(outer, word)
                bridge = self.bridge(begun, ["{"]) if begun else None
                if begun and bridge is not None:
                    opened, _ = self.reach(begun, [*bridge, "{"], "")
                    words = " ".join([word, *(kind for kind in bridge if kind in self.table.words)])
                    found.append((words, tuple(opened)))
                    if opened[-1] not in seen:
                        waiting.append(opened)
                    seen.add(opened[-1])
        return tuple(found)

    def shift(self, states: list[int], kind: str) -> list[int] | None:
        """The stack after a token of this kind, or None where it cannot stand."""
        states = states.copy()
        return states if self._feed(states, kind) else None

    def accepted(self, states: list[int]) -> list[str]:
        """The kinds of tokens that can stand next, truly: the table alone would also list some that only stand elsewhere."""
        return [kind for kind in self.table.actions[states[-1]] if self._feed(states.copy(), kind) == kind]

    def reach(self, states: list[int], kinds: Iterable[str], previous: str = NEWLINE) -> tuple[list[int], int]:
        """Feeds kinds until one does not fit: the stack then, and how many fitted. `previous` is the kind before them."""
        states = states.copy()
        count = 0
        for kind in kinds:
            if kind == NEWLINE and previous in CONTINUES:
                count += 1
                continue
            fed = self._feed(states, kind)
            if not fed:
                break
            previous = fed
            count += 1
        return states, count

    def fits(self, states: list[int], kinds: list[str], previous: str = NEWLINE) -> bool:
        """Whether all of these can stand next, one behind the other."""
        return self.reach(states, kinds, previous)[1] == len(kinds)

    def bridge(self, states: list[int], target: list[str]) -> list[str] | None:
        """The shortest run of kinds behind which the kinds of `target` can stand, or None where there is none nearby."""
        waiting: deque[tuple[list[int], list[str]]] = deque([(states, [])])
        seen = set()
        while waiting:
            stack, path = waiting.popleft()
            if self.fits(stack, target, ""):
                return path
            if tuple(stack[-3:]) in seen or len(path) == _LONGEST_BRIDGE:
                continue
            seen.add(tuple(stack[-3:]))
            for kind in sorted(self.table.actions[stack[-1]], key=lambda kind: (kind != NAME, kind)):
                if kind not in STATEMENT_ENDS and kind != "PLACEHOLDER" and (after := self.shift(stack, kind)) is not None:
                    waiting.append((after, [*path, kind]))
        return None

    def _feed(self, states: list[int], kind: str) -> str | None:
        """Puts a token of this kind on the stack, and says as what it was taken; None, and the stack is spoilt, where it cannot stand."""
        actions, gotos, rules, is_word = self.table.actions, self.table.gotos, self.table.rules, kind in self.table.words
        while True:
            row = actions[states[-1]]
            taken = kind
            action = row.get(kind)
            if action is None and is_word:
                taken = NAME
                action = row.get(NAME)
            if action is None:
                return None
            if action >= 0:
                states.append(action)
                return taken
            rule = rules[~action]
            if rule.size:
                del states[-rule.size :]
            states.append(gotos[states[-1]][rule.makes])
            if states[-1] == self.table.accept:
                return taken

"""From the grammar file to the parse table, by Lark."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kanbanlang.syntax.table import END, SEPARATORS, Rule, Table

if TYPE_CHECKING:
    from lark import Lark
    from lark.grammar import Rule as LarkRule
    from lark.lexer import TerminalDef

_HERE = Path(__file__).resolve().parent
_PLACES = (_HERE / "kanban.lark", _HERE.parent.parent / "grammar" / "kanban.lark")


def grammar_text() -> str:
    """The grammar: the file in the installed package, else the one of the checkout."""
    path = next(place for place in _PLACES if place.is_file())
    return path.read_text(encoding="utf-8")


def maker_text() -> str:
    """The text of this module: what a table follows from, besides the grammar."""
    return Path(__file__).read_text(encoding="utf-8")


def make_table(grammar: str) -> Table:
    """The LALR(1) table of a grammar. Slow (about half a second), which is why tables are kept."""
    from lark import Lark  # noqa: PLC0415 - a start with a kept table does not pay for this import

    lark = Lark(grammar, parser="lalr", lexer="contextual", maybe_placeholders=True)
    kinds = {terminal.name: _kind(terminal) for terminal in lark.terminals} | {"$END": END}
    table: Any = lark.parser.parser._parse_table  # noqa: SLF001 - no public way to the table
    order = {rule: number for number, rule in enumerate(lark.rules)}
    actions: list[dict[str, int]] = [{} for _ in table.states]
    gotos: list[dict[str, int]] = [{} for _ in table.states]
    for state, row in table.states.items():
        for symbol, (action, argument) in row.items():
            if action.name == "Reduce":
                actions[state][kinds[symbol]] = ~order[argument]
            elif symbol in kinds:
                actions[state][kinds[symbol]] = argument
            else:
                gotos[state][symbol] = argument
    return Table(
        actions=tuple(dict(sorted(row.items())) for row in actions),
        gotos=tuple(gotos),
        rules=tuple(_rule(rule) for rule in lark.rules),
        lexicon=_lexicon(lark, kinds),
        words=frozenset(kind for kind in kinds.values() if kind.isalpha() and kind.islower()),
        start=table.start_states["start"],
        accept=table.end_states["start"],
    )


def _kind(terminal: TerminalDef) -> str:
    """Words and marks stand for themselves, classes of tokens go by their names."""
    return str(terminal.pattern.value if terminal.pattern.type == "str" else terminal.name.lstrip("_"))


def _lexicon(lark: Lark, kinds: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Classes and marks in Lark's own order, without the words: those are names that happen to be known."""
    patterned = [terminal for terminal in lark.terminals if not kinds[terminal.name].islower()]
    patterned.sort(key=lambda terminal: (-terminal.priority, -terminal.pattern.max_width, -len(terminal.pattern.value), terminal.name))
    return tuple((kinds[terminal.name], terminal.pattern.to_regexp()) for terminal in patterned)


def _rule(rule: LarkRule) -> Rule:
    """What a rule keeps of its children: what has a meaning of its own, and None for what could stand there and does not."""
    from lark.grammar import Terminal  # noqa: PLC0415

    keep_all = rule.options.keep_all_tokens
    absent: tuple[bool, ...] = rule.options.empty_indices or (False,) * len(rule.expansion)
    children = iter(enumerate(rule.expansion))
    picks: list[int | None] = []
    spliced: list[int] = []
    for is_absent in absent:
        if is_absent:
            picks.append(None)
            continue
        position, symbol = next(children)
        hidden = symbol.name.startswith("_")
        if symbol.name == SEPARATORS or (isinstance(symbol, Terminal) and (hidden or (symbol.filter_out and not keep_all))):
            continue
        if hidden:
            spliced.append(len(picks))
        picks.append(position)
    passes = rule.options.expand1 and rule.alias is None and len(picks) == 1 and not spliced
    return Rule(
        makes=str(rule.origin.name),
        size=len(rule.expansion),
        build=str(rule.alias or rule.origin.name),
        picks=tuple(picks),
        spliced=tuple(spliced),
        passes=bool(passes),
    )

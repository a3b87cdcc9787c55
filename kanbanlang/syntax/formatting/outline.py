"""Words put into statements, statements into blocks, and each comment with what it belongs to."""

from __future__ import annotations

from attrs import Factory, define

from kanbanlang.syntax.formatting.hints import Hints
from kanbanlang.syntax.formatting.words import Word

_COUNTED = {"card": ("card", "cards"), "cards": ("card", "cards"), "pack": ("pack", "packs"), "packs": ("pack", "packs")}
"""How what is counted is said, of one and of many."""

_LIST, _OR, _AND, _COMPARISON, _SUM, _PRODUCT = range(6)
"""How strongly what stands on both sides of a separator belongs together."""

CONDITION_STRENGTHS = frozenset({_OR, _AND})
_CONJUNCTIONS = {"or": _OR, "and": _AND}
_MARKS = {",": _LIST, **dict.fromkeys(("<", "<=", ">", ">=", "=", "!="), _COMPARISON)}
_MARKS |= {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT}

_CLINGING_BEHIND = frozenset({"(", ".."})
_CLINGING_BEFORE = frozenset({")", ",", ".."})
_AROUND_STATEMENTS = frozenset({"{", "}", ";"})


@define
class Piece:
    """A word or comment within a statement, and the space between it and the word before on the same line.

    A line may end behind a word that has a `strength`; it ends behind the weakest first. `on_own_line` is about comments.
    """

    text: str
    gap: str = " "
    strength: int | None = None
    is_number: bool = False
    on_own_line: bool = False

    @property
    def is_comment(self) -> bool:
        """Whether this is a comment, which ends its line."""
        return self.text[0] == "#"


@define
class Remark:
    """A comment on a line of its own, where a statement could stand."""

    text: str
    after_blank: bool


@define
class Block:
    """What stands between two braces; `comment` is the one behind the opening brace.

    `on_one_line` is about the braces and what separates the statements; a line end within a statement says nothing.
    """

    holds_declarations: bool = False
    on_one_line: bool = False
    comment: str = ""
    items: list[Statement | Remark] = Factory(list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it, not even a comment: then it need not be there."""
        return not self.items and not self.comment


@define
class Statement:
    """The words of one statement, with the comments between them, and its block; `comment` is the one behind its end."""

    after_blank: bool
    pieces: list[Piece] = Factory(list)
    block: Block | None = None
    comment: str = ""


def outline_of(words: list[Word], hints: Hints) -> Block:
    """The outline of a whole text, as the block that holds its declarations."""
    return _Outliner(hints).outline(words)


class _Outliner:
    """Takes the words one by one; comments wait until the next word shows whether the statement before them goes on."""

    def __init__(self, hints: Hints) -> None:
        self._hints = hints
        self._line = 0
        self._file = Block(holds_declarations=True)
        self._block = self._file
        self._around: list[tuple[Block, Statement, int]] = []
        self._statement = Statement(after_blank=False)
        self._last = Word("", 0, 0, 0)
        self._behind: Statement | Block = self._file
        self._comments: list[tuple[str, int]] = []

    def outline(self, words: list[Word]) -> Block:
        skipped = 0
        for word in words:
            line_ends, skipped = max(word.line_ends, skipped), 0
            if word.is_comment:
                self._comments.append((word.text, line_ends))
            elif word.start in self._hints.statements or word.text in _AROUND_STATEMENTS:
                self._place_comments()
                self._line += word.line_ends
                if word.text == ";":
                    skipped = line_ends
                elif word.text == "{":
                    self._open()
                elif word.text == "}":
                    self._close()
                else:
                    self._begin(word, after_blank=line_ends > 1)
            else:
                self._continue(word)
        self._place_comments()
        return self._file

    def _begin(self, word: Word, *, after_blank: bool) -> None:
        self._statement = Statement(after_blank=after_blank, pieces=[Piece(word.text)])
        self._block.holds_declarations = self._hints.statements[word.start]
        self._block.items.append(self._statement)
        self._behind = self._statement
        self._last = word

    def _continue(self, word: Word) -> None:
        pieces = self._statement.pieces
        if self._comments:
            pieces.extend(Piece(text, on_own_line=line_ends > 0) for text, line_ends in self._comments)
            self._comments.clear()
        pieces.append(_piece(word, self._last, self._hints))
        self._last = word

    def _open(self) -> None:
        self._around.append((self._block, self._statement, self._line))
        self._behind = self._block = self._statement.block = Block()

    def _close(self) -> None:
        block = self._block
        self._block, self._statement, line = self._around.pop()
        self._behind = self._statement
        block.on_one_line = line == self._line

    def _place_comments(self) -> None:
        """Puts the comments that wait behind what stands before them on their line, or else on lines of their own."""
        for text, line_ends in self._comments:
            if line_ends == 0:
                self._behind.comment = text
            else:
                self._block.items.append(Remark(text, after_blank=line_ends > 1))
        self._comments.clear()


def _piece(word: Word, last: Word, hints: Hints) -> Piece:
    text = word.text
    if last.end in hints.counts and text in _COUNTED:
        one, many = _COUNTED[text]
        text = one if hints.counts[last.end] else many
    clings = last.text in _CLINGING_BEHIND or text in _CLINGING_BEFORE or (text == "(" and last.end in hints.functions)
    strength = _CONJUNCTIONS[text] if word.start in hints.conjunctions else _MARKS.get(text)
    return Piece(text, "" if clings else " ", strength, word.is_number)

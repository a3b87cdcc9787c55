"""Text in the cells of a terminal: how wide it is, and how it is shown without harm.

A policy, a table or a file name may hold anything, also what a terminal would obey. Such characters are shown by their sign or number.
"""

from __future__ import annotations

from unicodedata import category, east_asian_width

TAB = 4
"""Cells from one tab stop to the next."""

_JOINERS = "\u200c\u200d"
"""Format characters that ordinary words of some scripts need."""


def glyph(character: str) -> str:
    """A character as it is shown: itself, or what stands for it where showing it raw would steer the terminal."""
    if character.isprintable() or character in _JOINERS:
        return character
    number = ord(character)
    if number < 0x20:  # noqa: PLR2004 - the controls, which have signs of their own in the same order
        return chr(0x2400 + number)
    if number == 0x7F:  # noqa: PLR2004 - delete
        return "\u2421"
    return character if category(character) == "Zs" else f"<U+{number:04X}>"


def harmless(text: str) -> str:
    """A text of one or more lines in which nothing steers the terminal."""
    if text.isprintable():
        return text
    return "".join(character if character == "\n" else glyph(character) for character in text)


def width(text: str) -> int:
    """How many cells a text takes that is already harmless."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if character in _JOINERS or category(character) in {"Mn", "Me"}:
        return 0
    return 2 if east_asian_width(character) in {"W", "F"} else 1


def spread(line: str) -> list[tuple[str, int]]:
    """Each character of a line as it is shown, with its cells; tabs reach to the next stop."""
    shown = []
    at = 0
    for character in line:
        text = " " * (TAB - at % TAB) if character == "\t" else glyph(character)
        cells = width(text)
        shown.append((text, cells))
        at += cells
    return shown


def padded(text: str, cells: int, *, right: bool = False) -> str:
    """A text filled up with spaces to so many cells, on its left where it is to stand at the right."""
    filling = " " * (cells - width(text))
    return filling + text if right else text + filling

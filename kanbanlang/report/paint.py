"""Colours, for terminals that have them."""

from __future__ import annotations

from attrs import frozen

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "help": "1;32",
    "good": "32",
    "bad": "31",
    "strong": "1",
    "quiet": "2",
    "frame": "34",
}


@frozen
class Paint:
    """Puts a text into the colour of its role, or leaves it as it is."""

    colour: bool = False

    def __call__(self, role: str, text: str) -> str:
        """The text as its role looks: error, warning, note, help, good, bad, strong, quiet or frame."""
        return f"\x1b[{_CODES[role]}m{text}\x1b[0m" if self.colour and text else text


PLAIN = Paint()

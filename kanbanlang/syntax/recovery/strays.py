"""Characters and words that no policy has a use for, and what their authors most likely meant by them."""

from __future__ import annotations

import re
import unicodedata

from attrs import frozen


@frozen
class Stray:
    """What to say about stray characters, what to say instead, and what they are read as: a token's kind and text, or nothing."""

    message: str
    instead: str | None = None
    kind: str | None = None


_MEANT = {
    "\u201c": ("a curly quotation mark", '"'),
    "\u201d": ("a curly quotation mark", '"'),
    "\u201e": ("a curly quotation mark", '"'),
    "'": ("a single quotation mark", '"'),
    "\u2013": ("a dash", ".."),
    "\u2014": ("a dash", ".."),
    "\u2026": ("an ellipsis", ".."),
    "\u2264": ("`\u2264`", "<="),
    "\u2265": ("`\u2265`", ">="),
    "\u2260": ("`\u2260`", "!="),
    "\u00d7": ("`\u00d7`", "*"),
    "\u00f7": ("`\u00f7`", "/"),
    "&": ("`&`", "and"),
    "&&": ("`&&`", "and"),
    "|": ("`|`", "or"),
    "||": ("`||`", "or"),
    "!": ("`!`", "not"),
    "[": ("`[`", "("),
    "]": ("`]`", ")"),
}
_KINDS = {"<=": "COMPARE", ">=": "COMPARE", "!=": "COMPARE", "*": "MULTIPLY", "/": "MULTIPLY"}
_LIKE_SPACE = frozenset({"Zs", "Zl", "Zp"})


def about(text: str) -> Stray:
    """What to say about characters that have no meaning in the language."""
    first = text[0]
    if text.startswith("//"):
        return Stray("a comment begins with `#`", "#" + text[2:])
    if first == "\r":
        return Stray("a line ends with a carriage return alone; end lines with a newline", "\n", "NEWLINE")
    if unicodedata.category(first) in _LIKE_SPACE:
        return Stray(f"{_named(first)} looks like a space but is none", " ")
    if text in _MEANT:
        name, instead = _MEANT[text]
        return Stray(f"{name} has no meaning here; write `{instead}`", instead, _KINDS.get(instead, instead if instead != '"' else None))
    if first.isprintable():
        return Stray(f"`{text[:10]}` has no meaning in a policy")
    return Stray(f"{_named(first)} has no meaning in a policy")


def _named(character: str) -> str:
    """A character that cannot be shown, by its number and name."""
    name = unicodedata.name(character, "").lower()
    return f"the character U+{ord(character):04X}{f' ({name})' if name else ''}"


def as_name(word: str) -> str:
    """A word in lower_snake_case: `LineGears` and `Line-Gears` become `line_gears`, letters with accents lose them."""
    plain = unicodedata.normalize("NFKD", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", word)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9_]+", "_", plain.lower()).strip("_") or "name"

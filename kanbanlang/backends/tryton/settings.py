"""What the configuration says of a Tryton: where it is, who speaks to it, and what things are called there."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from attrs import frozen

from kanbanlang.backends.contract import BackendError

_KNOWN = frozenset({"driver", "url", "database", "user", "password_env", "password_file", "timeout", "looks_every"}) | {
    *("company", "warehouse", "locations", "suppliers", "outside", "mark", "orders", "puts_away"),
}
DRAFT, QUOTATION, CONFIRMED = "draft", "quotation", "confirmed"
"""How far a purchase goes by itself; from there on people go further."""


@frozen
class Settings:
    """A section of the configuration, checked."""

    url: str
    database: str
    user: str
    secret: Callable[[], str]
    timeout: float = 30.0
    looks_every: float = 2.0
    company: str | None = None
    warehouse: str | None = None
    locations: Mapping[str, str] = {}
    suppliers: Mapping[str, str] = {}
    outside: Mapping[str, str] = {}
    mark: str = "kanban"
    orders: str = CONFIRMED
    puts_away: bool = True


def settings(config: Mapping[str, object], name: str) -> Settings:
    """The settings of a section. Raises BackendError with a sentence about what is wrong; a password is in none of them."""
    said = _Section(config, name)
    if unknown := sorted(set(config) - _KNOWN):
        raise said.wrong(f"`{unknown[0]}` is not a setting of tryton; there are {', '.join(sorted(_KNOWN))}")
    url = said.text("url") or "http://127.0.0.1:8000"
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise said.wrong("`url` is an address such as `http://127.0.0.1:8000`")
    if "@" in urlsplit(url).netloc:
        raise said.wrong("`url` has no user and no password in it: see `user`, `password_env` and `password_file`")
    mark = said.text("mark") or "kanban"
    if re.fullmatch(r"[A-Za-z0-9-]+", mark) is None:
        raise said.wrong("`mark` is one word of letters, digits and hyphens")
    orders = said.text("orders") or CONFIRMED
    if orders not in {DRAFT, QUOTATION, CONFIRMED}:
        raise said.wrong(f"`orders` is `{DRAFT}`, `{QUOTATION}` or `{CONFIRMED}`: how far a purchase goes by itself")
    puts_away = config.get("puts_away", True)
    if not isinstance(puts_away, bool):
        raise said.wrong("`puts_away` is true or false")
    return Settings(
        url=url,
        database=said.needed("database"),
        user=said.needed("user"),
        secret=said.secret(),
        timeout=said.seconds("timeout", 30.0),
        looks_every=said.seconds("looks_every", 2.0),
        company=said.text("company"),
        warehouse=said.text("warehouse"),
        locations=said.names("locations"),
        suppliers=said.names("suppliers"),
        outside=said.names("outside"),
        mark=mark,
        orders=orders,
        puts_away=puts_away,
    )


@frozen
class _Section:
    config: Mapping[str, object]
    name: str

    def wrong(self, sentence: str) -> BackendError:
        return BackendError(f"{self.name}: {sentence}")

    def text(self, key: str) -> str | None:
        value = self.config.get(key)
        if value is not None and (not isinstance(value, str) or not value):
            raise self.wrong(f"`{key}` is a text")
        return value

    def needed(self, key: str) -> str:
        value = self.text(key)
        if value is None:
            raise self.wrong(f"it has no `{key}`")
        return value

    def seconds(self, key: str, usual: float) -> float:
        value = self.config.get(key, usual)
        if not isinstance(value, int | float) or isinstance(value, bool) or value < 0:
            raise self.wrong(f"`{key}` is a number of seconds, not {value!r}")
        return float(value)

    def names(self, key: str) -> Mapping[str, str]:
        value = self.config.get(key, {})
        if not isinstance(value, Mapping) or not all(isinstance(one, str) for pair in value.items() for one in pair):
            raise self.wrong(f"`{key}` maps names of the policy to codes in Tryton")
        return dict(value)

    def secret(self) -> Callable[[], str]:
        """Where the password is read from, each time somebody logs in, so that it can be changed while all of this runs."""
        variable, file = self.text("password_env"), self.text("password_file")
        if (variable is None) == (file is None):
            raise self.wrong("the password is in the environment (`password_env` names the variable) or in a file (`password_file`)")

        def read() -> str:
            try:
                return os.environ[variable] if variable is not None else Path(file or "").read_text(encoding="utf-8").rstrip("\r\n")
            except (KeyError, OSError):
                where = f"the variable `{variable}`" if variable is not None else f"the file `{file}`"
                raise BackendError(f"{self.name}: {where} with the password is not there") from None

        return read

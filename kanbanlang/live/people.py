"""Who may say something: people with a role of the policy, and systems that report for them. Only a hash of a secret is kept."""

from __future__ import annotations

import hmac
import re
import secrets
import sqlite3
from hashlib import sha256

from attrs import evolve, frozen

from kanbanlang.live.journal import Journal
from kanbanlang.live.records import JournalError
from kanbanlang.live.signals import Person, Signal

_SECRET_BYTES = 32
_LOOKS_LIKE_A_SECRET = re.compile(r"(?<![\w-])[A-Za-z0-9_-]{43}(?![\w-])")
_HIDDEN = "(a secret)"
_CLOCK, _BACKEND = "clock", "backend "
"""What the program itself is called as a source: nobody else has such a name."""


@frozen
class Account:
    """Somebody who may say something. A person has a role; a system has none, and may name the person who did what it reports.

    Whoever `manages` may change the policy, see to parked jobs and let others in.
    """

    name: str
    role: str | None
    manages: bool = False

    @property
    def person(self) -> Person:
        """As whom the journal knows them."""
        return Person(self.name, self.role)


def admit(journal: Journal, account: Account) -> str:
    """Let somebody in. Returns the token, which is shown this once. Raises JournalError where the name is taken."""
    if reserved(account.name):
        raise JournalError(f"`{account.name}` is what the program itself is called in the journal; take another name")
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    try:
        journal.admit(account.name, account.role, account.manages, _hash(secret))
    except sqlite3.IntegrityError:
        raise JournalError(f"there is somebody called `{account.name}` already; end that access first, or take another name") from None
    return f"{account.name}.{secret}"


def known(journal: Journal, token: str) -> Account | None:
    """Whose token it is; None: nobody's, or somebody's who may not come in any more."""
    name, _, secret = token.rpartition(".")
    found = journal.admitted(name)
    stored = found[2] if found is not None else b"\0" * 32
    if not hmac.compare_digest(_hash(secret), stored) or found is None:
        return None
    role, manages, _ = found
    return Account(name, role, manages)


def named(journal: Journal, name: str) -> Person | None:
    """The person of a name, as a system reports who did something; None: there is nobody of that name."""
    found = journal.admitted(name)
    return None if found is None else Person(name, found[0])


def reserved(name: str) -> bool:
    """Whether the program itself is called so."""
    return name == _CLOCK or name.startswith(_BACKEND)


def without_secrets(signal: Signal, journal: Journal) -> Signal:
    """A signal as it may be written down: where somebody's token stands in what was said, it does not stand there any more."""

    def hidden(text: str) -> str:
        return _LOOKS_LIKE_A_SECRET.sub(lambda found: _HIDDEN if journal.has_secret(_hash(found[0])) else found[0], text)

    texts = [*signal.said, *signal.said.values(), signal.source, signal.key or "", signal.raw or "", signal.wrong or ""]
    if not any(_LOOKS_LIKE_A_SECRET.search(text) for text in texts):
        return signal
    return evolve(
        signal,
        said={hidden(name): hidden(text) for name, text in signal.said.items()},
        source=hidden(signal.source),
        key=signal.key and hidden(signal.key),
        raw=signal.raw and hidden(signal.raw),
        wrong=signal.wrong and hidden(signal.wrong),
    )


def _hash(secret: str) -> bytes:
    # a secret of 256 random bits needs no slow hash: there is nothing to guess
    return sha256(b"kanbanlang token " + secret.encode("utf-8", "surrogatepass")).digest()

"""Making very many values without the search for rings among them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """While this lasts, Python does not search for values that hold each other in a ring.

    A tree, a policy, a program and an event that is over have none: each search would find nothing, and the more there is, the longer it
    takes. With it, reading ten times as long a policy takes twenty times as long.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()

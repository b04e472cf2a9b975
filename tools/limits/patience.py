"""How long a call waits in its place: a moment where the work can go back to a queue, longer where somebody waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

QUEUED, ATTENDED = 2.0, 60.0
"""Seconds. A slot of a worker that sleeps does no other work."""

_QUEUED: ContextVar[bool] = ContextVar("queued", default=False)


@contextmanager
def waiting_is_queued() -> Iterator[None]:
    """What is done inside is a queue's work: it can go back there to wait."""
    token = _QUEUED.set(True)
    try:
        yield
    finally:
        _QUEUED.reset(token)


def is_queued() -> bool:
    """Whether this is a queue's work."""
    return _QUEUED.get()


def patience() -> float:
    """Seconds that a call may wait in its place."""
    return QUEUED if is_queued() else ATTENDED

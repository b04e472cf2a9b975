"""A room without doors: while it is entered, this process opens no connection to anywhere."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from workflow.errors import SwitchyardError

WAYS_OUT = frozenset({"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"})
"""Audit events of Python that come before anything leaves the machine."""


class CalledOut(SwitchyardError):
    """Something tried to reach the network while a run was replayed."""


class _Guard:
    def __init__(self) -> None:
        self.entered = 0
        self.installed = False
        self.lock = threading.Lock()

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.entered and event in WAYS_OUT:
            where = next((each for each in arguments if isinstance(each, tuple)), arguments[-1:])
            if event == "socket.connect" and isinstance(arguments[-1], str | bytes):
                return  # a socket of this machine's file system
            raise CalledOut(f"a replay asks nobody, and something tried to reach {where}")


_GUARD = _Guard()


@contextmanager
def sealed() -> Iterator[None]:
    """What is done inside, in whatever thread, reaches no network: it raises CalledOut where it tries."""
    with _GUARD.lock:
        if not _GUARD.installed:
            sys.addaudithook(_GUARD)  # cannot be taken away again; outside of this room it does nothing
            _GUARD.installed = True
        _GUARD.entered += 1
    try:
        yield
    finally:
        with _GUARD.lock:
            _GUARD.entered -= 1

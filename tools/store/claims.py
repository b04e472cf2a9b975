"""Claims: one process at a time works on a run. A claim ends with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workflow.errors import Busy

PATIENCE = 60.0
"""Seconds to wait for a run that another process works on."""

BETWEEN = 0.02
"""Seconds between two looks."""


class Claims:
    """A locked file for each claimed run, beside the store's file. A store in memory has one process: nothing to do.

    The kernel drops the lock of a process that was killed, so that no claim outlives it and no clock is needed.
    """

    def __init__(self, store: Path | None) -> None:
        self._folder = store.with_suffix(".claims") if store else None

    @contextmanager
    def hold(self, run: str, patience: float = PATIENCE, fences: bool = True) -> Iterator[None]:
        """Holds the claim to a run. Raises Busy where another one holds it for longer than `patience` seconds."""
        if self._folder is None:
            yield
            return
        self._folder.mkdir(exist_ok=True)
        path = self._folder / run
        file = _locked(path, time.monotonic() + patience)
        if file is None:
            raise Busy(f"run {run} is being worked on by another process; ask again when that is done")
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
            os.close(file)

    def confirm(self) -> None:
        """Just before an effect. Nobody else can have such a claim while this process lives."""

    def lasting(self, seconds: float) -> None:
        """For how long a claim outlives a process that freezes. Here as long as the process."""

    def close(self) -> None:
        """The locks end with the process."""

    def is_held(self, name: str) -> bool:
        """Whether a process that lives holds that claim."""
        if self._folder is None or not (self._folder / name).exists():
            return False
        file = _locked(self._folder / name, 0.0)
        if file is None:
            return True
        (self._folder / name).unlink(missing_ok=True)
        os.close(file)
        return False


def _locked(path: Path, until: float) -> int | None:
    """The open file that stands at `path` now, locked; None where it is not free in time."""
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _stands(file, path):
                return file
        except BlockingIOError:
            if time.monotonic() >= until:
                os.close(file)
                return None
            time.sleep(BETWEEN)
        os.close(file)


def _stands(file: int, path: Path) -> bool:
    """Whether the locked file is still that of the path: who held it before has removed it."""
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    return there.st_ino == os.fstat(file).st_ino

"""What the machine does to a file: said as Unavailable, with what to do, so that work waits and is not lost."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workflow.errors import Unavailable

WAL_SECONDS = 30.0
RESTORE = "stop every process, put it or a copy of it back (docs/deployment.md, restore), start again"
CURES = {
    sqlite3.SQLITE_FULL: "no room is left on its disk: make room ('switchyard store prune', or a larger disk)",
    sqlite3.SQLITE_BUSY: "another process holds it and does not let go: end that ('fuser FILE' names it)",
    sqlite3.SQLITE_LOCKED: "another process holds it and does not let go: end that ('fuser FILE' names it)",
    sqlite3.SQLITE_READONLY: "it may not be written: give its folder to the user of this process",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened: look at its folder, and whose it is",
    sqlite3.SQLITE_IOERR: "its disk gives errors: make room there, or look at the disk",
    sqlite3.SQLITE_CORRUPT: f"it is damaged: {RESTORE}",
    sqlite3.SQLITE_NOTADB: f"it is damaged: {RESTORE}",
}
"""By SQLite's primary result code. What is not among them is a defect of ours, not of the machine."""


def cure(error: BaseException) -> str:
    """What to do, in words; '' where it is not the machine's doing."""
    return CURES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "")


@contextmanager
def minding(path: Path | None) -> Iterator[None]:
    """Has what the machine does to the database at `path` meanwhile raise Unavailable."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        told = cure(error)
        if not told:
            raise
        raise Unavailable(f"{path or 'the store'}: {error}; {told}") from error


def use_wal(connection: sqlite3.Connection) -> None:
    """Has the file kept in WAL. SQLite does not wait where another process does the same at that moment: so we do."""
    until = time.monotonic() + WAL_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(0.02)


def identity(path: Path | None) -> tuple[int, int] | None:
    """Which file stands at a path now; None where none does."""
    try:
        found = path.stat() if path else None
    except FileNotFoundError:
        return None
    return (found.st_dev, found.st_ino) if found else None


def gone(path: Path) -> Unavailable:
    """The file that was opened does not stand there any more: what would be written to it nobody would find."""
    return Unavailable(f"{path} was deleted, or another file was put in its place, while it was in use: {RESTORE}")

"""The file that all runs share: answers by content, and the ledger of calls. One connection, one lock.

Money is really spent also where effects are off, and by several orgs' runs from one purse: so neither stands in the
store of one org.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workflow.errors import InputError

_TABLES = """
CREATE TABLE IF NOT EXISTS answer (
    key TEXT PRIMARY KEY, question TEXT, model TEXT, text TEXT, finish TEXT, at TEXT, first TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS answer_at ON answer (at);
CREATE TABLE IF NOT EXISTS bill (
    id INTEGER PRIMARY KEY, at TEXT, day TEXT, workflow TEXT, run TEXT, step TEXT, "case" TEXT, alias TEXT, model TEXT,
    question TEXT, outcome TEXT, state TEXT, input INTEGER, output INTEGER, cached INTEGER, cost INTEGER, currency TEXT,
    took_ms REAL
);
CREATE INDEX IF NOT EXISTS bill_day ON bill (day);
CREATE INDEX IF NOT EXISTS bill_run ON bill (run);
CREATE TABLE IF NOT EXISTS spent (
    kind TEXT, name TEXT, currency TEXT, amount INTEGER, PRIMARY KEY (kind, name, currency)
) WITHOUT ROWID;
"""
_SINCE_1 = "ALTER TABLE answer ADD COLUMN first TEXT;"
"""What an answer took when it was asked first."""

VERSION = 2


class Book:
    """Opens the file, or a book in memory where no path is given. Raises InputError where it cannot be opened."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.lock = threading.RLock()
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self.connection = sqlite3.connect(
                str(path or ":memory:"), check_same_thread=False, timeout=30, isolation_level=None
            )
            self.connection.execute("PRAGMA journal_mode=WAL")
            self.connection.execute("PRAGMA synchronous=NORMAL")
            self._prepare()
        except (OSError, sqlite3.Error) as error:
            raise InputError(f"{path} cannot be opened as a book of model calls: {error}") from error

    def _prepare(self) -> None:
        taken = _version(self.connection)
        if taken > VERSION:
            raise InputError(f"{self.path} was written by a later version of Switchyard: use that version")
        if taken == VERSION:
            return
        with self.transaction() as cursor:
            # Looked at once more: another process may just have done it.
            taken = _version(cursor)
            tables = {0: _TABLES, 1: _SINCE_1}.get(taken, "")
            for statement in filter(str.strip, tables.split(";")):
                cursor.execute(statement)
            cursor.execute(f"PRAGMA user_version={VERSION}")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Cursor]:
        """A cursor whose changes are committed together, or not at all; other processes wait meanwhile."""
        with self.lock:
            cursor = self.connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
                self.connection.commit()
            except BaseException:
                self.connection.rollback()
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Cursor]:
        """A cursor for queries."""
        with self.lock:
            cursor = self.connection.cursor()
            try:
                yield cursor
            finally:
                cursor.close()

    def close(self) -> None:
        """Closes the file."""
        with self.lock:
            self.connection.close()


def _version(opened: sqlite3.Connection | sqlite3.Cursor) -> int:
    return int(opened.execute("PRAGMA user_version").fetchone()[0])

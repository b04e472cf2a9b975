"""What all runs share: answers by content, the ledger of calls, and permits. One connection, one lock.

Money is really spent also where effects are off, and by several orgs' runs from one purse: so neither stands in the
store of one org. An SQLite file, or a schema of Postgres where workers of several machines spend from one purse.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tools.models.book_tables import SINCE, VERSION, on_postgres
from workflow.errors import InputError

if TYPE_CHECKING:
    from tools.store.postgres import PostgresConnection

SCHEMA = "switchyard_models"
"""On Postgres, beside the schemas of the homes."""

_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended(?, 5306921774))"


class Book:
    """Opens the file, a book in memory where neither path nor `url` is given, or with `url` the one of that Postgres
    database. Raises InputError where it cannot be opened."""

    def __init__(self, path: Path | None = None, url: str = "") -> None:
        self.path = path
        self.dialect: Literal["sqlite", "postgres"] = "postgres" if url else "sqlite"
        self.lock = threading.RLock()
        try:
            self.connection: Any = _postgres(url) if url else self._file()
        except (OSError, sqlite3.Error) as error:
            raise InputError(f"{path} cannot be opened as a book of model calls: {error}") from error

    def _file(self) -> sqlite3.Connection:
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        place = str(self.path or ":memory:")
        opened = sqlite3.connect(place, check_same_thread=False, timeout=30, isolation_level=None)
        opened.execute("PRAGMA journal_mode=WAL")
        opened.execute("PRAGMA synchronous=NORMAL")
        taken = _version(opened)
        if taken > VERSION:
            raise InputError(f"{self.path} was written by a later version of Switchyard: use that version")
        if taken < VERSION:
            self._prepare(opened)
        return opened

    def _prepare(self, opened: sqlite3.Connection) -> None:
        self.connection = opened
        with self.transaction() as cursor:
            # Looked at once more: another process may just have done it.
            for statement in filter(str.strip, SINCE.get(_version(cursor), "").split(";")):
                cursor.execute(statement)
            cursor.execute(f"PRAGMA user_version={VERSION}")

    @contextmanager
    def transaction(self, on: str = "ledger") -> Iterator[sqlite3.Cursor]:
        """A cursor whose changes are committed together, or not at all; others that do so `on` the same wait meanwhile.

        Raises Unavailable where the database cannot be reached.
        """
        with self.lock:
            cursor = self.connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            try:
                if self.dialect == "postgres":
                    cursor.execute(_ALONE, (on,))
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
        """Closes the file or the connection."""
        with self.lock:
            self.connection.close()


def _version(opened: sqlite3.Connection | sqlite3.Cursor) -> int:
    return int(opened.execute("PRAGMA user_version").fetchone()[0])


def _postgres(url: str) -> PostgresConnection:
    from tools.store.postgres import ALONE, PostgresConnection

    connection = PostgresConnection(url, SCHEMA)
    raw = connection.raw
    raw.execute("SELECT pg_advisory_lock(%s)", (ALONE,))
    try:
        for statement in on_postgres():
            raw.execute(statement.encode())
    finally:
        raw.execute("SELECT pg_advisory_unlock(%s)", (ALONE,))
    return connection

"""The SQLite file: connections that are kept and shared between threads, and transactions that nest."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.salesforce.org import calendar_parts

BUSY_MS = 30_000


class Database:
    """One file in WAL mode. Writers of this process take turns by a lock, those of others by SQLite's own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._writer = threading.RLock()

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection for the time of one request; it is rolled back when left inside a transaction."""
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        if connection is None:
            connection = self._open()
        try:
            yield connection
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            with self._lock:
                self._idle.append(connection)

    @contextmanager
    def transaction(self, connection: sqlite3.Connection) -> Iterator[None]:
        """All or nothing. Inside another transaction it is a savepoint, so that a part can be undone alone."""
        if connection.in_transaction:
            connection.execute("SAVEPOINT part")
            try:
                yield
            except BaseException:
                connection.execute("ROLLBACK TO part")
                connection.execute("RELEASE part")
                raise
            connection.execute("RELEASE part")
            return
        with self._writer:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def close(self) -> None:
        """Closes all connections."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()
            self._idle.clear()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False, cached_statements=512
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA case_sensitive_like = OFF")
        connection.create_function("fold", 1, _fold, deterministic=True)
        connection.create_function("date_part", 3, calendar_parts.part, deterministic=True)
        with self._lock:
            self._all.append(connection)
        return connection


def _fold(value: str | float | None) -> str | float | None:
    return value.casefold() if isinstance(value, str) else value

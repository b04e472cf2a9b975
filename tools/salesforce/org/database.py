"""The SQLite file: connections that are kept and shared between threads, and transactions that nest."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.salesforce.org import calendar_parts, localised
from tools.salesforce.org.soql import location
from tools.salesforce.org.sosl import words

BUSY_MS = 30_000
WAL_TRIES, WAL_WAIT_S = 200, 0.025


class Database:
    """One file in WAL mode, or a database in memory. Writers of this process take turns by a lock, those of others by
    SQLite's own."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._all: list[sqlite3.Connection] = []
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._writer = threading.RLock()
        self._memory: sqlite3.Connection | None = self._open() if path is None else None
        self._depth = 0

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection for the time of one request; it is rolled back when left inside a transaction."""
        if self._memory is not None:
            with self._only(self._memory) as connection:
                yield connection
            return
        with self._lock:
            if self._process != os.getpid():  # connections do not survive a fork
                self._process, self._idle, self._all = os.getpid(), [], []
            idle = self._idle.pop() if self._idle else None
        connection = idle or self._open()
        try:
            yield connection
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            with self._lock:
                self._idle.append(connection)

    @contextmanager
    def _only(self, connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
        """The one connection of a database in memory: threads take turns, a thread may ask again."""
        with self._writer:
            self._depth += 1
            try:
                yield connection
            finally:
                self._depth -= 1
                if self._depth == 0 and connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def snapshot(self, connection: sqlite3.Connection) -> Iterator[None]:
        """Reads inside see one state of the data, whatever others write meanwhile."""
        if connection.in_transaction:
            yield
            return
        connection.execute("BEGIN")
        try:
            yield
        finally:
            connection.execute("COMMIT")

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
            self.path or ":memory:",
            timeout=BUSY_MS / 1000,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=512,
        )
        if self.path is not None:
            self._use_wal(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA case_sensitive_like = OFF")
        connection.create_function("fold", 1, _fold, deterministic=True)
        connection.create_function("date_part", 3, calendar_parts.part, deterministic=True)
        connection.create_function("localised", 4, localised.localised, deterministic=True)
        connection.create_function("has_word", 2, words.has, deterministic=True)
        connection.create_function("distance", 5, location.between, deterministic=True)
        with self._lock:
            self._all.append(connection)
        return connection

    def _use_wal(self, connection: sqlite3.Connection) -> None:
        """Switches the file to WAL. SQLite does not wait here when another process does the same: so we do."""
        for attempt in range(WAL_TRIES):
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError:
                if attempt == WAL_TRIES - 1:
                    raise
                time.sleep(WAL_WAIT_S)


def _fold(value: str | float | None) -> str | float | None:
    return value.casefold() if isinstance(value, str) else value

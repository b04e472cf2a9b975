"""One SQLite file, one connection, one lock; the rooms of the store share them with the checkpoint saver."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from tools.store.attempts import Attempts
from tools.store.blobs import Blobs
from tools.store.bundles import Bundles
from tools.store.claims import Claims
from tools.store.hops import Hops
from tools.store.migrations import is_newest, migrate
from tools.store.reviews import Reviews
from tools.store.runs import Runs


class Store:
    """What Switchyard remembers. `Store()` without a path lives in memory (for trials with effects off)."""

    def __init__(self, path: Path | None = None) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.lock = threading.RLock()
        self.connection = sqlite3.connect(
            str(path) if path else ":memory:", check_same_thread=False, timeout=30, isolation_level=None
        )
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=NORMAL")
        database = Database(self.connection, execute_plugins=False)
        if not is_newest(database):
            with self.transaction():
                migrate(database)
        self.claims = Claims(path)
        self.attempts = Attempts(self)
        self.blobs = Blobs(self)
        self.runs = Runs(self)
        self.hops = Hops(self)
        self.reviews = Reviews(self)
        self.bundles = Bundles(self)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Cursor]:
        """A cursor whose changes are committed together, or not at all. May be nested; the outermost commits.

        What cannot be committed (a full disk) is rolled back too: nothing later may hang on to it.
        """
        with self.lock:
            cursor = self.connection.cursor()
            if self.connection.in_transaction:
                yield cursor
                return
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
        """Closes the file; the store cannot be used afterwards."""
        with self.lock:
            self.connection.close()

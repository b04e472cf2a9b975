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
from tools.store.corrections import Corrections
from tools.store.cursors import Cursors
from tools.store.forgetting import Forgetting
from tools.store.hops import Hops
from tools.store.journal import Journal
from tools.store.lanes import Lanes
from tools.store.migrations import is_newest, migrate
from tools.store.publications import Publications
from tools.store.reviews import Reviews
from tools.store.runs import Runs
from tools.store.said import Said
from workflow.errors import InputError


class Store:
    """What Switchyard remembers. `Store()` without a path lives in memory (for trials with effects off).

    Raises InputError where the file cannot be opened, or is none of ours.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.lock = threading.RLock()
        try:
            self.connection = self._connected()
        except (OSError, sqlite3.Error) as error:
            raise InputError(f"{path} cannot be opened as a store: {error}") from error
        self.claims = Claims(path)
        self.attempts = Attempts(self)
        self.blobs = Blobs(self)
        self.runs = Runs(self)
        self.said = Said(self)
        self.forgetting = Forgetting(self)
        self.hops = Hops(self)
        self.journal = Journal(self)
        self.reviews = Reviews(self)
        self.lanes = Lanes(self)
        self.bundles = Bundles(self)
        self.publications = Publications(self)
        self.corrections = Corrections(self)
        self.cursors = Cursors(self)

    def _connected(self) -> sqlite3.Connection:
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        place = str(self.path) if self.path else ":memory:"
        self.connection = sqlite3.connect(place, check_same_thread=False, timeout=30, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=NORMAL")
        database = Database(self.connection, execute_plugins=False)
        if not is_newest(database):
            with self.transaction():
                migrate(database)
        return self.connection

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

    def size(self) -> int:
        """Bytes of the database."""
        with self.reading() as cursor:
            pages, size = (cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        return int(pages) * int(size)

    def shrink(self) -> None:
        """Gives the space of what was deleted back to the disk; others wait meanwhile."""
        with self.lock:
            self.connection.execute("VACUUM")
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Closes the file; the store cannot be used afterwards."""
        with self.lock:
            self.connection.close()

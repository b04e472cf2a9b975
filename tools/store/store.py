"""One SQLite file or one schema of Postgres, one connection, one lock; the rooms share them with the saver."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

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
from tools.store.leases import Leases
from tools.store.migrations import is_newest, migrate
from tools.store.outbox import Outbox
from tools.store.postgres import ALONE
from tools.store.publications import Publications
from tools.store.reviews import Reviews
from tools.store.runs import Runs
from tools.store.said import Said
from tools.store.trouble import cure, gone, identity, minding, use_wal
from tools.store.waits import Waits
from workflow.errors import InputError, Unavailable

if TYPE_CHECKING:
    from tools.store.postgres import PostgresConnection


class Store:
    """What Switchyard remembers. `Store()` without a path lives in memory (for trials with effects off).

    With a `url` it is the schema of the home `path` in that Postgres database, for workers on many machines. Raises
    InputError where the file or the database cannot be opened, or is none of ours.
    """

    def __init__(self, path: Path | None = None, url: str = "") -> None:
        self.path = path
        self.dialect: Literal["sqlite", "postgres"] = "postgres" if url else "sqlite"
        self.lock = threading.RLock()
        try:
            self.connection: Any = self._postgres(url) if url else self._connected()
        except (OSError, sqlite3.Error) as error:
            told = cure(error) or "look at the folder, and whose it is"
            raise InputError(f"{path} cannot be opened as a store: {error}; {told}") from error
        self._file = None if url else identity(path)
        self.claims: Claims | Leases = Leases(self) if url else Claims(path)
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
        self.waits = Waits(self)
        self.outbox = Outbox(self)

    def _connected(self) -> sqlite3.Connection:
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        place = str(self.path) if self.path else ":memory:"
        connection = sqlite3.connect(place, check_same_thread=False, timeout=30, isolation_level=None)
        use_wal(connection)
        connection.execute("PRAGMA synchronous=NORMAL")
        database = Database(connection, execute_plugins=False)
        if not is_newest(database):
            connection.execute("BEGIN IMMEDIATE")
            try:
                migrate(database)
                connection.commit()
            except BaseException:
                connection.rollback()
                raise
        return connection

    def _postgres(self, url: str) -> PostgresConnection:
        from tools.store.postgres import PostgresConnection, schema_of
        from tools.store.postgres_tables import make

        connection = PostgresConnection(url, schema_of(self.path.parent.name if self.path else "memory"))
        make(connection)
        return connection

    def alone(self, cursor: sqlite3.Cursor) -> None:
        """Until the end of the transaction, no other one appends to what all share; SQLite has one writer anyhow."""
        if self.dialect == "postgres":
            cursor.execute("SELECT pg_advisory_xact_lock(?)", (ALONE,))

    @contextmanager
    def alone_in_session(self) -> Iterator[None]:
        """Nobody else does so meanwhile: for changes of the tables that no transaction can hold."""
        with self.lock, self.reading() as cursor:
            cursor.execute("SELECT pg_advisory_lock(?)", (ALONE,))
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(?)", (ALONE,))

    @contextmanager
    def transaction(self, fenced: bool = True) -> Iterator[sqlite3.Cursor]:
        """A cursor whose changes are committed together, or not at all. May be nested; the outermost commits.

        Raises Superseded where a run that is claimed here has passed to another worker, unless not `fenced`.
        What cannot be committed (a full disk) is rolled back too: nothing later may hang on to it. Raises Unavailable
        where the file or the database cannot be written now.
        """
        with self.lock, minding(self.path):
            cursor = self.connection.cursor()
            try:
                if self.connection.in_transaction:
                    yield cursor
                    return
                if self._file is not None and self.path is not None and identity(self.path) != self._file:
                    raise gone(self.path)
                cursor.execute("BEGIN IMMEDIATE")
                try:
                    if fenced and isinstance(self.claims, Leases):
                        self.claims.check(cursor)
                    self.blobs.write(cursor)
                    yield cursor
                    self.connection.commit()
                    self.blobs.written()
                except BaseException:
                    self.connection.rollback()
                    raise
            finally:
                # Within the lock: a cursor that is dropped later resets the statement that another thread uses by then.
                cursor.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Cursor]:
        """A cursor for queries. Raises Unavailable where the file or the database cannot be read now."""
        with self.lock, minding(self.path):
            cursor = self.connection.cursor()
            try:
                yield cursor
            finally:
                cursor.close()

    def size(self) -> int:
        """Bytes of the database."""
        with self.reading() as cursor:
            if self.dialect == "postgres":
                return int(cursor.execute("SELECT pg_database_size(current_database())").fetchone()[0])
            pages, size = (cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        return int(pages) * int(size)

    def shrink(self) -> None:
        """Gives the space of what was deleted back to the disk; others wait meanwhile."""
        with self.reading() as cursor:
            cursor.execute("VACUUM")
            if self.dialect == "sqlite":
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Closes the file; the store cannot be used afterwards."""
        self.claims.close()
        with self.lock:
            # Nothing that is kept names what waits still: where it cannot be written, nothing is lost.
            with suppress(sqlite3.Error, Unavailable):
                self.blobs.settle()
            self.connection.close()

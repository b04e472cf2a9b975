"""The store on Postgres: a connection that takes what the rooms write for SQLite. The one importer of psycopg."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from workflow.errors import InputError, Unavailable

if TYPE_CHECKING:
    import psycopg

ALONE = 5_306_921_774_310_511
"""The advisory lock of those that append to what all of a store share."""

ALIVE: dict[str, Any] = {"keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3}
"""Seconds, so that a database whose machine is gone is noticed within half a minute."""

_SCHEMA = re.compile(r"[^a-z0-9_]+")


def schema_of(home: str) -> str:
    """The schema of a home: what was run in one org was not run in another."""
    return "switchyard_" + _SCHEMA.sub("_", home.lower())[:40]


@lru_cache(maxsize=1024)
def translated(sql: str) -> str:
    """The rooms' SQL as psycopg wants it. They keep to what both databases understand, but for the marks of values,
    and for LIKE, which here tells capitals apart."""
    sql = sql.replace("%", "%%").replace("?", "%s").replace(" LIKE ", " ILIKE ")
    if sql.startswith("INSERT OR IGNORE "):
        return sql.replace("INSERT OR IGNORE ", "INSERT ", 1) + " ON CONFLICT DO NOTHING"
    return "BEGIN" if sql.startswith("BEGIN") else sql


@contextmanager
def reached() -> Iterator[None]:
    """A database that stops, restarts or cannot be found meanwhile is said to be Unavailable."""
    import psycopg

    try:
        yield
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        told = str(error).strip() or type(error).__name__
        raise Unavailable(f"the database of SWITCHYARD_DATABASE_URL cannot be used now: {told}") from error


class PostgresCursor:
    """As much of a cursor as the rooms use."""

    def __init__(self, cursor: psycopg.Cursor[Any]) -> None:
        self._cursor = cursor

    def execute(self, sql: str, values: Sequence[object] = ()) -> PostgresCursor:
        # A text of Postgres holds no NUL; hostile mail does.
        kept = [value.replace("\0", "\ufffd") if isinstance(value, str) else value for value in values]
        with reached():
            self._cursor.execute(translated(sql), kept)
        return self

    def fetchone(self) -> Any:
        return self._cursor.fetchone()

    def fetchall(self) -> list[Any]:
        return self._cursor.fetchall()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._cursor)

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    def close(self) -> None:
        self._cursor.close()


class PostgresConnection:
    """One connection, as much as the store uses of it; made anew where the database was restarted.

    Raises InputError where it cannot be made the first time, Unavailable later.
    """

    def __init__(self, url: str, schema: str) -> None:
        self._url, self.schema = url, schema
        self.times = 0
        self.raw = self._made()

    def _made(self) -> psycopg.Connection[Any]:
        import psycopg

        try:
            made = psycopg.connect(
                self._url, autocommit=True, connect_timeout=10, application_name="switchyard", **ALIVE
            )
            # Two may make it at the same moment.
            with suppress(psycopg.errors.UniqueViolation):
                made.execute(f"CREATE SCHEMA IF NOT EXISTS {self.schema}")
            made.execute(f"SET search_path TO {self.schema}")
            made.execute("SET idle_in_transaction_session_timeout = '60s'")
        except psycopg.Error as error:
            told = f"the database of SWITCHYARD_DATABASE_URL cannot be used{' now' if self.times else ''}: {error}"
            raise (Unavailable if self.times else InputError)(told) from error
        made.prepare_threshold = 2
        self.times += 1
        return made

    def cursor(self) -> PostgresCursor:
        return PostgresCursor(self.live().cursor())

    def live(self) -> psycopg.Connection[Any]:
        """The connection, another one where the one before has ended. Raises Unavailable."""
        if self.raw.closed or self.raw.broken:
            self.raw = self._made()
        return self.raw

    @property
    def in_transaction(self) -> bool:
        from psycopg.pq import TransactionStatus

        return self.raw.info.transaction_status in (TransactionStatus.INTRANS, TransactionStatus.INERROR)

    def commit(self) -> None:
        with reached():
            self.raw.commit()

    def rollback(self) -> None:
        import psycopg

        # What the database has lost it has undone.
        with suppress(psycopg.OperationalError):
            self.raw.rollback()

    def close(self) -> None:
        self.raw.close()

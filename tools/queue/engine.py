"""The database of the queue: an SQLite file that waits for other processes, or Postgres; its tables made once."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow.errors import Unavailable

if TYPE_CHECKING:
    from sqlalchemy import Engine

CONNECTIONS = 8
BUSY_MS = 30_000


@contextmanager
def reached() -> Iterator[None]:
    """What the machine does to the queue's database meanwhile is raised as Unavailable."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except SQLAlchemyError as error:
        told = getattr(error, "orig", None) or error
        raise Unavailable(
            f"the queue cannot be used now: {told}; make room, end who holds its database, or start that"
        ) from error


def engine_of(url: str) -> Engine:
    """The engine of `sqlite:///FILE` or `postgresql://...`."""
    import sqlalchemy
    from sqlalchemy import event

    if not url.startswith("sqlite"):
        place = sqlalchemy.make_url(url).set(drivername="postgresql+psycopg")
        return sqlalchemy.create_engine(place, pool_size=CONNECTIONS, max_overflow=0, pool_pre_ping=True)
    file = Path(url.removeprefix("sqlite:///"))
    file.parent.mkdir(parents=True, exist_ok=True)
    engine = sqlalchemy.create_engine(url, pool_size=CONNECTIONS, max_overflow=0)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # Writers wait for one another from the beginning of a transaction; readers wait for nobody.
        connection.isolation_level = "IMMEDIATE"
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")

    return engine


def make(url: str, engine: Engine, schema: str) -> None:
    """Makes the tables, or brings them up to date; processes that begin at the same time take turns."""
    from dbos import DBOS

    if not url.startswith("sqlite"):
        DBOS.migrate(url, schema=schema)
        return
    with engine.connect():
        pass  # the file, in its mode
    with Path(f"{url.removeprefix('sqlite:///')}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        DBOS.migrate(url)

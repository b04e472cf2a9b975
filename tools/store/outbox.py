"""The outbox: which logs of runs the org could not take. A log is made anew when it is sent, so that none is stale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.document import Frozen

if TYPE_CHECKING:
    from tools.store.store import Store

MOST = 10_000
"""Logs that are kept. Beyond, a log that the org does not take is a failure again: the run itself waits."""

_COLUMNS = 'id, run, "case", error, first, at, tries, due'


class Unsent(Frozen):
    """A record of the org that is behind its run. `id` is the key of the log, under which it is sent: never twice."""

    id: str
    run: str
    case: str = ""  #: of a split; empty for the run's own record
    error: str  #: why it was not taken
    first: str  #: when it was not taken first, ISO 8601
    at: str  #: and last
    tries: int = 0  #: to send it since
    due: str = ""  #: it is not sent again before


class Outbox:
    """Keeps what is to be sent, oldest first."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, log: str, run: str, case: str, error: str, at: str) -> bool:
        """Keeps that a log was not taken; one that waits keeps its place. False where the outbox is full."""
        with self._store.transaction() as cursor:
            known = cursor.execute("SELECT 1 FROM outbox WHERE id = ?", (log,)).fetchone()
            if known is None and self._count(cursor) >= MOST:
                return False
            cursor.execute(
                f"INSERT INTO outbox ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, 0, '') "
                "ON CONFLICT (id) DO UPDATE SET error = excluded.error, at = excluded.at",
                (log, run, case, error, at, at),
            )
        return True

    def waiting(self, limit: int = 1000, due: str = "") -> list[Unsent]:
        """What waits, oldest first; with a moment `due`, only what may be sent by then."""
        where, values = ("WHERE due <= ?", (due,)) if due else ("", ())
        with self._store.reading() as cursor:
            asked = f"SELECT {_COLUMNS} FROM outbox {where} ORDER BY first, id LIMIT ?"
            rows = cursor.execute(asked, (*values, limit)).fetchall()
        return [Unsent(**dict(zip(Unsent.model_fields, row, strict=True))) for row in rows]

    def count(self) -> int:
        """How many wait."""
        with self._store.reading() as cursor:
            return self._count(cursor)

    def oldest(self) -> str:
        """When the oldest was not taken first; '' where nothing waits."""
        with self._store.reading() as cursor:
            return str(cursor.execute("SELECT min(first) FROM outbox").fetchone()[0] or "")

    def failed(self, log: str, error: str, at: str, due: str) -> None:
        """It was tried again in vain."""
        with self._store.transaction() as cursor:
            put = "UPDATE outbox SET error = ?, at = ?, due = ?, tries = tries + 1 WHERE id = ?"
            cursor.execute(put, (error, at, due, log))

    def drop(self, log: str) -> bool:
        """It was sent, or is given up. False where it does not wait."""
        with self._store.transaction() as cursor:
            return cursor.execute("DELETE FROM outbox WHERE id = ?", (log,)).rowcount == 1

    def _count(self, cursor: object) -> int:
        return int(cursor.execute("SELECT count(*) FROM outbox").fetchone()[0])  # type: ignore[attr-defined]

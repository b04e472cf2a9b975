"""How far sources of work have been read: a text for each, moved only once what came before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.store.store import Store


class Cursors:
    """Reads and moves cursors by name."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, name: str) -> str | None:
        """The cursor; None where there is none yet."""
        with self._store.reading() as cursor:
            row = cursor.execute("SELECT value FROM cursor WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def put(self, name: str, value: str) -> None:
        """Moves the cursor."""
        with self._store.transaction() as cursor:
            cursor.execute(
                "INSERT INTO cursor (name, value) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )

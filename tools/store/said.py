"""What the outside said to a run (models, tools, the directory): with it a run can be gone through again by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.store.store import Store


class Said:
    """Keeps and finds what was said. The same question of a run again takes the place of the earlier answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, run: str, asked: str, said: str, at: str = "") -> None:
        """Keeps an answer (JSON) to what was asked."""
        with self._store.transaction() as cursor:
            cursor.execute(
                "INSERT INTO answer (run, key, n, said, at) VALUES (?, ?, 0, ?, ?) "
                "ON CONFLICT (run, key, n) DO UPDATE SET said = excluded.said, at = excluded.at",
                (run, asked, said, at),
            )

    def get(self, run: str, asked: str) -> str | None:
        """The last answer, or None where that was not asked."""
        with self._store.reading() as cursor:
            row = cursor.execute("SELECT said FROM answer WHERE run = ? AND key = ?", (run, asked)).fetchone()
        return str(row[0]) if row else None

    def forget(self, run: str) -> int:
        """Takes away all that was said to a run; how much that was."""
        with self._store.transaction() as cursor:
            cursor.execute("DELETE FROM answer WHERE run = ?", (run,))
            return cursor.rowcount

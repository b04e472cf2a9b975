"""Effects that can neither be made under a key nor be looked up: remembered before they are tried, and tried once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.store.store import Store


class Attempts:
    """Remembers by key what was tried and may have happened."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, key: str, at: str) -> str:
        """Remembers that something is tried now. Gives the moment of an earlier try, or '' where there was none."""
        with self._store.transaction() as cursor:
            row = cursor.execute("SELECT at FROM attempt WHERE key = ?", (key,)).fetchone()
            if row is None:
                cursor.execute("INSERT INTO attempt (key, at, told) VALUES (?, ?, 0)", (key, at))
            return str(row[0]) if row else ""

    def again(self, key: str, at: str) -> None:
        """Remembers that it is tried once more now, since the earlier try is known to have had no effect."""
        with self._store.transaction() as cursor:
            cursor.execute("UPDATE attempt SET at = ?, told = 0 WHERE key = ?", (at, key))

    def in_doubt(self, run: str) -> dict[str, str]:
        """What a person was told of that a run tried and whose outcome nobody knows: key → when."""
        with self._store.reading() as cursor:
            asked = "SELECT key, at FROM attempt WHERE told = 1 AND key LIKE ? ORDER BY at"
            return {str(key): str(at) for key, at in cursor.execute(asked, (f"{run}-%",)).fetchall()}

    def undo(self, key: str) -> None:
        """Forgets a try that is known to have had no effect."""
        with self._store.transaction() as cursor:
            cursor.execute("DELETE FROM attempt WHERE key = ?", (key,))

    def tell(self, key: str) -> bool:
        """Whether a person has not been told before that the outcome of this try is unknown; now they are."""
        with self._store.transaction() as cursor:
            cursor.execute("UPDATE attempt SET told = 1 WHERE key = ? AND told = 0", (key,))
            return cursor.rowcount == 1

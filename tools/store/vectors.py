"""Vectors of texts that an embedding has answered, by key: an SQLite file in the state directory, for all orgs.

A key is a digest of model and text, so that no text stands here. Losing the file loses time, nothing else.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

MOST = 200_000
"""Vectors that are kept; the oldest go first."""
AT_ONCE = 500
"""Keys of one query."""


class Vectors:
    """Remembers vectors. What the file cannot do (a full disk, another's lock) is left undone: it is a cache."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._open: sqlite3.Connection | None = None

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        """Those that it has."""
        found: dict[str, bytes] = {}
        with self._lock, suppress(OSError, sqlite3.Error):
            for start in range(0, len(keys), AT_ONCE):
                some = list(keys[start : start + AT_ONCE])
                marks = ",".join("?" * len(some))
                found |= dict(self._file().execute(f"SELECT key, data FROM vector WHERE key IN ({marks})", some))
        return found

    def put(self, found: dict[str, bytes]) -> None:
        """Keeps them."""
        with self._lock, suppress(OSError, sqlite3.Error), self._file() as file:
            file.executemany("INSERT OR REPLACE INTO vector (key, data) VALUES (?, ?)", list(found.items()))
            file.execute("DELETE FROM vector WHERE rowid <= (SELECT max(rowid) FROM vector) - ?", (MOST,))

    def clear(self) -> int:
        """Takes all of them away, and overwrites them in the file; how many there were. Raises sqlite3.Error."""
        with self._lock:
            file = self._file()
            file.execute("PRAGMA secure_delete=ON")
            with file:
                count = file.execute("DELETE FROM vector").rowcount
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return int(count)

    def _file(self) -> sqlite3.Connection:
        if self._open is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            opened = sqlite3.connect(self.path, check_same_thread=False, timeout=5)
            opened.execute("PRAGMA journal_mode=WAL")
            opened.execute("CREATE TABLE IF NOT EXISTS vector (key TEXT UNIQUE, data BLOB)")
            opened.commit()
            self._open = opened
        return self._open

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            if self._open is not None:
                self._open.close()
                self._open = None

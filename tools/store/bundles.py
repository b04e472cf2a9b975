"""Published bundles: immutable snapshots by content."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from workflow.errors import PinMismatch
from workflow.identifiers import canonical

if TYPE_CHECKING:
    from tools.store.store import Store


class Bundles:
    """Keeps the texts of every bundle that a run began with."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, identity: str, files: dict[str, str], author: str, comment: str, at: str) -> None:
        """Stores a snapshot; one that is there already is left as it is."""
        with self._store.transaction() as cursor:
            if cursor.execute("SELECT 1 FROM bundle WHERE identity = ?", (identity,)).fetchone():
                return
            cursor.execute(
                "INSERT INTO bundle (identity, files, author, comment, created) VALUES (?, ?, ?, ?, ?)",
                (identity, canonical(files), author, comment, at),
            )

    def get(self, identity: str) -> dict[str, str]:
        """File → text of a snapshot; raises PinMismatch where the store does not have it."""
        with self._store.reading() as cursor:
            row = cursor.execute("SELECT files FROM bundle WHERE identity = ?", (identity,)).fetchone()
        if row is None:
            raise PinMismatch(f"the store has no bundle {identity}; a run goes on only with the bundle it began with")
        files: dict[str, str] = json.loads(row[0])
        return files

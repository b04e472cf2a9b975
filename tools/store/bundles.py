"""Published bundles: immutable snapshots by content."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from workflow.document import Frozen
from workflow.errors import NotFound, PinMismatch
from workflow.identifiers import canonical

if TYPE_CHECKING:
    from tools.store.store import Store


class Snapshot(Frozen):
    """What the store knows of a bundle besides its texts. `reader`: the version of the local reader it goes with."""

    identity: str
    author: str = ""
    comment: str = ""
    created: str = ""
    reader: str = ""
    open_runs: int = 0  #: runs that began with it and are not at their end


_LISTED = """
    SELECT identity, author, comment, created, reader,
           (SELECT count(*) FROM run WHERE run.bundle = bundle.identity AND run.finished = '')
    FROM bundle
"""


class Bundles:
    """Keeps the texts of every bundle that was published, or that a run began with."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, identity: str, files: dict[str, str], author: str, comment: str, at: str, reader: str = "") -> None:
        """Stores a snapshot; one that is there already is left as it is."""
        with self._store.transaction() as cursor:
            if cursor.execute("SELECT 1 FROM bundle WHERE identity = ?", (identity,)).fetchone():
                return
            cursor.execute(
                "INSERT INTO bundle (identity, files, author, comment, created, reader) VALUES (?, ?, ?, ?, ?, ?)",
                (identity, canonical(files), author, comment, at, reader),
            )

    def get(self, identity: str) -> dict[str, str]:
        """File → text of a snapshot; raises PinMismatch where the store does not have it."""
        with self._store.reading() as cursor:
            row = cursor.execute("SELECT files FROM bundle WHERE identity = ?", (identity,)).fetchone()
        if row is None:
            raise PinMismatch(f"the store has no bundle {identity}; a run goes on only with the bundle it began with")
        files: dict[str, str] = json.loads(row[0])
        return files

    def find(self, name: str) -> Snapshot:
        """The snapshot whose identity begins with `name` (six signs or more). Raises NotFound."""
        name = name.strip().lower()
        found = [each for each in self.all() if each.identity.startswith(name)] if len(name) >= 6 else []
        if len(found) != 1:
            why = "several begin with it" if found else "none begins with it"
            raise NotFound(f"no version '{name}' of a bundle ({why}); 'switchyard bundle list --all' shows them")
        return found[0]

    def all(self) -> list[Snapshot]:
        """Every snapshot, oldest first."""
        with self._store.reading() as cursor:
            rows = cursor.execute(f"{_LISTED} ORDER BY created, rowid").fetchall()
        return [
            Snapshot(identity=i, author=a, comment=c, created=at, reader=r or "", open_runs=runs)
            for i, a, c, at, r, runs in rows
        ]

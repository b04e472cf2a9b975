"""Publications: which bundle new runs begin with, and the list of all that ever were."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from workflow.release import Publication, Released, released

if TYPE_CHECKING:
    from tools.store.store import Store

_COLUMNS = 'n, bundle, author, comment, at, share, "condition", changes'


class Publications:
    """Appends and reads publications. What was published stays in the list; the journal has each of them too."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, publication: Publication) -> Publication:
        """Publishes; `n` is given here. The bundle's snapshot stands in the store already."""
        with self._store.transaction() as cursor:
            self._store.alone(cursor)
            last = cursor.execute("SELECT max(n) FROM publication").fetchone()[0] or 0
            added = publication.model_copy(update={"n": int(last) + 1})
            row = (added.n, added.bundle, added.author, added.comment, added.at, added.share, added.condition,
                   json.dumps(added.changes, ensure_ascii=False))  # fmt: skip
            cursor.execute(f"INSERT INTO publication ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            told = {"bundle": added.bundle, "author": added.author, "share": added.share, "condition": added.condition}
            self._store.journal.append(cursor, "published", "", added.at, told)
        return added

    def all(self) -> list[Publication]:
        """Every publication, in order."""
        with self._store.reading() as cursor:
            rows = cursor.execute(f"SELECT {_COLUMNS} FROM publication ORDER BY n").fetchall()
        return [
            Publication(
                n=n, bundle=bundle, author=author, comment=comment, at=at, share=share, condition=condition,
                changes=tuple(json.loads(changes)),
            )
            for n, bundle, author, comment, at, share, condition, changes in rows
        ]  # fmt: skip

    def newest(self) -> int:
        """The place of the newest; 0 where nothing was published."""
        with self._store.reading() as cursor:
            return int(cursor.execute("SELECT max(n) FROM publication").fetchone()[0] or 0)

    def released(self) -> Released | None:
        """What is in force, or None where nothing was published in full."""
        return released(self.all())

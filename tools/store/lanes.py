"""Workflows whose queued work a person has paused."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.store.store import Store


class Lanes:
    """Remembers which workflows are paused, by whom and since when."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def pause(self, workflow: str, by: str, at: str) -> bool:
        """Pauses a workflow; False where it was paused already."""
        with self._store.transaction() as cursor:
            added = "INSERT INTO lane (workflow, paused_by, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
            return cursor.execute(added, (workflow, by, at)).rowcount == 1

    def resume(self, workflow: str) -> bool:
        """Lets a workflow go on; False where it was not paused."""
        with self._store.transaction() as cursor:
            return cursor.execute("DELETE FROM lane WHERE workflow = ?", (workflow,)).rowcount == 1

    def paused(self) -> dict[str, str]:
        """Paused workflow → by whom and since when."""
        with self._store.reading() as cursor:
            rows = cursor.execute("SELECT workflow, paused_by, at FROM lane ORDER BY workflow").fetchall()
        return {workflow: f"by {by} at {at}" for workflow, by, at in rows}

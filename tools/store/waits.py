"""The waits of cases, and what has arrived for them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from workflow.errors import NotFound
from workflow.waits import Arrival, Wait

if TYPE_CHECKING:
    import sqlite3

    from tools.store.store import Store

_JSON = ("references", "reminders")
_COLUMNS = tuple(Wait.model_fields)
_NAMES = ", ".join(f'"{name}"' for name in (*_COLUMNS, "due"))
_ARRIVAL = ("wait", "kind", "ref", "document", "candidates", "note", "at", "taken")


class Waits:
    """Writes and finds waits; `due` stands in the row, so that what is due is found without reading the others."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, wait: Wait) -> None:
        """Writes a wait as it now stands."""
        row: dict[str, Any] = {**wait.model_dump(), "due": wait.due, "sent": int(wait.sent)}
        values = [json.dumps(row[name]) if name in _JSON else row[name] for name in (*_COLUMNS, "due")]
        changed = ", ".join(f'"{name}" = excluded."{name}"' for name in (*_COLUMNS[1:], "due"))
        marks = ", ".join("?" * len(values))
        with self._store.transaction() as cursor:
            cursor.execute(
                f"INSERT INTO wait ({_NAMES}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {changed}", values
            )
            for reference in wait.references:
                cursor.execute(
                    "INSERT OR IGNORE INTO wait_reference (wait, reference, run) VALUES (?, ?, ?)",
                    (wait.id, reference, wait.run),
                )

    def find(self, wait: str) -> Wait | None:
        """The wait of that id, or None."""
        return next(iter(self._select("WHERE id = ?", (wait,))), None)

    def get(self, wait: str) -> Wait:
        """The wait of that id; raises NotFound."""
        found = self.find(wait)
        if found is None:
            raise NotFound(f"no wait {wait}; 'switchyard waits list' shows those that are open")
        return found

    def of(self, run: str) -> list[Wait]:
        """The waits of a run, oldest first."""
        return self._select("WHERE run = ? ORDER BY opened, rowid", (run,))

    def standing(self, limit: int = 200) -> list[Wait]:
        """The waits that are not at their end, those that are due first before the others."""
        return self._select("WHERE state != 'closed' ORDER BY due = '', due, opened LIMIT ?", (limit,))

    def due(self, now: str, limit: int = 1000) -> list[Wait]:
        """The waits at which something is to be done by `now` (ISO 8601 in UTC), longest due first."""
        return self._select("WHERE state = 'open' AND due != '' AND due <= ? ORDER BY due LIMIT ?", (now, limit))

    def next_due(self) -> str:
        """The next moment at which something is due, or ''."""
        with self._store.reading() as cursor:
            row = cursor.execute("SELECT min(due) FROM wait WHERE state = 'open' AND due != ''").fetchone()
        return str(row[0] or "")

    def awaiting_answer(self, tokens: tuple[str, ...], references: tuple[str, ...]) -> list[Wait]:
        """The waits for an answer that a message points to: by its token, or by the messages that it answers."""
        if not tokens and not references:
            return []
        marks = (", ".join("?" * len(tokens)), ", ".join("?" * len(references)))
        told = []
        if tokens:
            told.append(f"token IN ({marks[0]})")
        if references:
            told.append(f"id IN (SELECT wait FROM wait_reference WHERE reference IN ({marks[1]}))")
        return self._select(
            f"WHERE state != 'closed' AND kind = 'answer' AND ({' OR '.join(told)}) ORDER BY opened, rowid",
            (*tokens, *references),
        )

    def on_record(self, record: str) -> list[Wait]:
        """The waits for an answer on a case, or on the cases below it."""
        where = "WHERE state != 'closed' AND kind = 'answer' AND (record = ? OR parent = ?) ORDER BY opened, rowid"
        return self._select(where, (record, record))

    def named(self, event: str, record: str = "") -> list[Wait]:
        """The waits for an event; with `record` (id or case number), those of that case."""
        where, values = "WHERE state = 'open' AND kind = 'event' AND event = ?", [event]
        if record:
            where, values = f"{where} AND (record = ? OR number = ? OR run = ?)", [event, record, record, record]
        return self._select(f"{where} ORDER BY opened, rowid", tuple(values))

    # -- what has arrived ----------------------------------------------------------------------------------------

    def arrive(self, arrival: Arrival) -> bool:
        """Remembers an arrival; False for one that is known already, which is left as it is."""
        row = {**arrival.model_dump(), "taken": int(arrival.taken)}
        with self._store.transaction() as cursor:
            cursor.execute(
                f"INSERT OR IGNORE INTO arrival ({', '.join(_ARRIVAL)}) VALUES ({', '.join('?' * len(_ARRIVAL))})",
                [row[name] for name in _ARRIVAL],
            )
            return cursor.rowcount == 1

    def arrival(self, wait: str, ref: str) -> Arrival:
        """One arrival; raises NotFound."""
        found = self._arrivals("WHERE wait = ? AND ref = ?", (wait, ref))
        if not found:
            raise NotFound(f"nothing called {ref} has come for the wait {wait}")
        return found[0]

    def arrived(self, wait: str) -> list[Arrival]:
        """What has come for a wait and was not taken yet, oldest first."""
        return self._arrivals("WHERE wait = ? AND taken = 0 ORDER BY rowid", (wait,))

    def shared(self, ref: str) -> bool:
        """Whether one arrival came for several waits."""
        return len(self._arrivals("WHERE ref = ?", (ref,))) > 1

    def take(self, wait: str, ref: str) -> None:
        """Marks an arrival as taken."""
        with self._store.transaction() as cursor:
            cursor.execute("UPDATE arrival SET taken = 1 WHERE wait = ? AND ref = ?", (wait, ref))

    def ready(self, now: str) -> list[str]:
        """Ids of the waiting runs with something to do: an arrival that was not taken, or a wait that is due. One that
        failed over it is not among them: it is tried again as any other failed run."""
        asked = (
            "SELECT run FROM wait WHERE run IN (SELECT id FROM run WHERE status = 'waiting') AND"
            " ((state = 'open' AND due != '' AND due <= ?) OR EXISTS (SELECT 1 FROM arrival"
            " WHERE arrival.wait = wait.id AND taken = 0 AND (state = 'open' AND arrival.kind != 'review'"
            " OR state = 'review' AND arrival.kind = 'review'))) GROUP BY run ORDER BY min(opened)"
        )
        with self._store.reading() as cursor:
            return [str(row[0]) for row in cursor.execute(asked, (now,)).fetchall()]

    def _select(self, clause: str, values: tuple[object, ...]) -> list[Wait]:
        names = ", ".join(f'"{name}"' for name in _COLUMNS)
        with self._store.reading() as cursor:
            rows = cursor.execute(f"SELECT {names} FROM wait {clause}", values).fetchall()
        return [_wait(row) for row in rows]

    def _arrivals(self, clause: str, values: tuple[object, ...]) -> list[Arrival]:
        with self._store.reading() as cursor:
            rows = cursor.execute(f"SELECT {', '.join(_ARRIVAL)} FROM arrival {clause}", values).fetchall()
        return [Arrival.model_validate(dict(zip(_ARRIVAL, row, strict=True))) for row in rows]


def _wait(row: sqlite3.Row | tuple[Any, ...]) -> Wait:
    plain = dict(zip(_COLUMNS, row, strict=True))
    for name in _JSON:
        plain[name] = json.loads(plain[name])
    return Wait.model_validate(plain)

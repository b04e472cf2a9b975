"""The runs: one row a message and workflow."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from workflow.document import Frozen
from workflow.errors import NotFound

if TYPE_CHECKING:
    from tools.store.store import Store

RunStatus = Literal["queued", "running", "waiting", "finished", "failed", "paused", "cancelled"]
"""`failed`: parked with its error until somebody has it tried again; `paused` and `cancelled`: as a person said."""


class Run(Frozen):
    """A run: what came in, which bundle it is pinned to, how far it is, and where its work stands in the store."""

    id: str
    workflow: str
    bundle: str
    source: str = ""
    message_id: str = ""
    content: str
    name: str = ""  #: what the caller calls the message, such as a file name
    subject: str = ""
    sender: str = ""
    status: RunStatus = "running"
    outcome: str = ""  #: cases, not_actionable, review, rejected, error
    confidence: float | None = None
    error: str = ""
    record: str = ""  #: record id of the case, or of the parent
    work: str = ""  #: digest of the MessageWork
    cases: dict[str, str] = {}  #: case key → digest of the CaseWork
    created: str
    finished: str = ""
    priority: int = 100  #: in the queue; lower goes first
    tries: int = 0  #: how often it failed, or its process ended, since it last came further
    reached: int = 0  #: hops that it had when it was last begun
    not_before: str = ""  #: of a queued run that waits for room or the outside, ISO 8601; `error` says for what


AT_REST = frozenset({"waiting", "finished", "failed", "paused", "cancelled"})
"""States in which a run stands until somebody asks for more; the journal notes each."""

_COLUMNS = tuple(Run.model_fields)
_CHANGED = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in ("id", "created"))

_STANDS = (
    "CASE status WHEN 'failed' THEN 'error' WHEN 'finished' THEN outcome"
    " WHEN 'waiting' THEN CASE outcome WHEN 'waiting' THEN outcome ELSE 'review' END ELSE status END"
)


def _found(text: str) -> tuple[str, tuple[object, ...]]:
    """The condition that a run has a text somewhere, and its values; every run has the empty text."""
    if not text.strip():
        return "1 = 1", ()
    pattern = "%" + text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    told = " OR ".join(f"{name} LIKE ? ESCAPE '\\'" for name in ("subject", "sender", "name", "message_id", "id"))
    records = "id IN (SELECT run FROM record WHERE id = ? OR number = ?)"
    return f"({told} OR {records})", (*[pattern] * 5, text.strip(), text.strip())


def as_sealed(run: Run) -> dict[str, str]:
    """What the journal keeps of a run's row, to be held against it later."""
    return {name: str(getattr(run, name)) for name in ("workflow", "bundle", "content", "status", "outcome", "record")}


class Runs:
    """Writes and finds runs."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, run: Run) -> None:
        """Writes a run's row as it now stands."""
        row = run.model_dump()
        row["cases"] = json.dumps(row["cases"])
        marks = ",".join("?" * len(_COLUMNS))
        with self._store.transaction() as cursor:
            cursor.execute(
                f"INSERT INTO run ({','.join(_COLUMNS)}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {_CHANGED}",
                [row[c] for c in _COLUMNS],
            )
            if run.status in AT_REST:
                at = run.finished or datetime.now(UTC).isoformat(timespec="milliseconds")
                self._store.journal.rests(cursor, run.id, at, as_sealed(run))

    def find(self, run: str) -> Run | None:
        """The run of that id, or None."""
        return next(iter(self._select("WHERE id = ?", (run,))), None)

    def has_source(self, workflow: str, source: str) -> bool:
        """Whether a run of the workflow began with that source."""
        with self._store.reading() as cursor:
            row = cursor.execute("SELECT 1 FROM run WHERE source = ? AND workflow = ?", (source, workflow)).fetchone()
        return row is not None

    def get(self, run: str) -> Run:
        """The run of that id; raises NotFound."""
        found = self.find(run)
        if found is None:
            raise NotFound(f"no run {run}; 'switchyard trace' also takes a record id or a case number")
        return found

    def ids(self) -> list[str]:
        """Every run, oldest first."""
        with self._store.reading() as cursor:
            return [str(row[0]) for row in cursor.execute("SELECT id FROM run ORDER BY created, id")]

    def latest(self, limit: int = 100, status: str = "") -> list[Run]:
        """The newest runs, newest first."""
        where, values = ("WHERE status = ?", (status,)) if status else ("", ())
        return self._select(f"{where} ORDER BY created DESC, rowid DESC LIMIT ?", (*values, limit))

    def search(self, text: str = "", outcome: str = "", limit: int = 50, offset: int = 0) -> list[Run]:
        """Runs whose subject, sender, name, Message-ID, id, record or case number has the text, newest first.

        `outcome` is how a run stands: its outcome, or `error`, `review` or `running` by its status.
        """
        where, values = _found(text)
        if outcome:
            where, values = f"{where} AND {_STANDS} = ?", (*values, outcome)
        clause = f"WHERE {where} ORDER BY created DESC, rowid DESC LIMIT ? OFFSET ?"
        return self._select(clause, (*values, limit, offset))

    def count(self, text: str = "") -> dict[str, int]:
        """How many runs the text finds, by how they stand."""
        where, values = _found(text)
        with self._store.reading() as cursor:
            return dict(cursor.execute(f"SELECT {_STANDS}, count(*) FROM run WHERE {where} GROUP BY 1", values))

    def with_message_id(self, workflow: str, message_id: str) -> list[Run]:
        """The runs of that workflow for that Message-ID, oldest first."""
        return self._select("WHERE workflow = ? AND message_id = ? ORDER BY created", (workflow, message_id))

    def of_workflow(self, workflow: str, since: str = "", limit: int = 100) -> list[Run]:
        """The newest runs of a workflow that began at `since` (ISO 8601) or later, newest first."""
        clause = "WHERE workflow = ? AND created >= ? ORDER BY created DESC, rowid DESC LIMIT ?"
        return self._select(clause, (workflow, since, limit))

    def unfinished(self) -> list[Run]:
        """Runs that are not at their end, oldest first."""
        return self._select("WHERE finished = '' ORDER BY created", ())

    def interrupted(self) -> list[Run]:
        """Runs that nobody waits for and that are not at their end: the process that worked on them has ended, or
        works on them still. Oldest first."""
        answered = "SELECT run FROM review WHERE status = 'answered'"
        waits = "SELECT run FROM wait"  # what came for these is found by `waits.ready`
        return self._select(
            f"WHERE status = 'running' OR (status = 'waiting' AND id IN ({answered}) AND id NOT IN ({waits}))"
            " ORDER BY created",
            (),
        )

    def queued(self, limit: int = 1000, after: str = "") -> list[Run]:
        """Runs that wait for a worker, by id, from the one after `after`."""
        return self._select("WHERE status = 'queued' AND id > ? ORDER BY id LIMIT ?", (after, limit))

    def waiting_for_room(self, limit: int = 100) -> list[Run]:
        """Queued runs that are not begun before a time, that which comes first before the rest."""
        return self._select("WHERE status = 'queued' AND not_before != '' ORDER BY not_before LIMIT ?", (limit,))

    def standing(self) -> dict[tuple[str, str], int]:
        """(workflow, status) → how many runs stand so."""
        with self._store.reading() as cursor:
            rows = cursor.execute("SELECT workflow, status, count(*) FROM run GROUP BY 1, 2").fetchall()
        return {(str(workflow), str(status)): int(count) for workflow, status, count in rows}

    def workflows(self) -> list[str]:
        """The workflows of runs that are queued, running or failed."""
        with self._store.reading() as cursor:
            asked = "SELECT DISTINCT workflow FROM run WHERE status IN ('queued', 'running', 'failed')"
            return sorted(row[0] for row in cursor.execute(asked).fetchall())

    def count_queued(self) -> int:
        """How many wait for a worker."""
        with self._store.reading() as cursor:
            return int(cursor.execute("SELECT count(*) FROM run WHERE status = 'queued'").fetchone()[0])

    def link(self, run: str, record: str, case: str = "", number: str = "") -> None:
        """Remembers that a record of the org came of a run, so that the record leads to its trace."""
        with self._store.transaction() as cursor:
            cursor.execute(
                'INSERT INTO record (id, run, "case", number) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE '
                'SET run = excluded.run, "case" = excluded."case", number = excluded.number',
                (record, run, case, number),
            )

    def records(self, run: str) -> list[tuple[str, str]]:
        """The records of the org that came of a run: id, and case number where there is one."""
        with self._store.reading() as cursor:
            rows = cursor.execute("SELECT id, number FROM record WHERE run = ? ORDER BY id", (run,)).fetchall()
        return [(str(row[0]), str(row[1] or "")) for row in rows]

    def of_record(self, name: str) -> Run | None:
        """The run that a record id or a case number came of, or None."""
        with self._store.reading() as cursor:
            row = cursor.execute(
                "SELECT run FROM record WHERE id = ? OR substr(id, 1, 15) = ? OR (number = ? AND number != '')",
                (name, name, name),
            ).fetchone()
        return self.find(row[0]) if row else None

    def _select(self, clause: str, values: tuple[object, ...]) -> list[Run]:
        with self._store.reading() as cursor:
            rows = cursor.execute(f"SELECT {','.join(_COLUMNS)} FROM run {clause}", values).fetchall()
        out = []
        for row in rows:
            plain = dict(zip(_COLUMNS, row, strict=True))
            plain["cases"] = json.loads(plain["cases"] or "{}")
            out.append(Run.model_validate(plain))
        return out

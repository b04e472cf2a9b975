"""Forgetting: what the store holds of runs that are erased or pruned, down to the blobs that only they use."""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tools.store.blobs import PACKED
from tools.store.runs import Run

if TYPE_CHECKING:
    from tools.store.store import Store

ERASED = "erased"
"""Outcome of a run whose content was taken away."""

KEPT_OF_ERASED = frozenset({"run", "hop", "head", "journal", "record"})
"""Tables with a column `run` whose rows stay when a run is erased; those of all others go."""

BY = ("run", "thread_id")
"""Columns that name a run: ours, and LangGraph's."""

_DIGEST = re.compile(rb"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
_RUN = re.compile(rb"R[0-9a-f]{20}")

Progress = Callable[[int, int, str], None]


@dataclass
class Forgotten:
    """What was taken away."""

    runs: int = 0
    hops: int = 0
    rows: int = 0  #: of other tables
    blobs: int = 0
    shared: int = 0  #: blobs that other runs use too, and that stay
    tables: dict[str, int] = field(default_factory=dict)


class Forgetting:
    """Erases the content of runs, or takes whole runs out; the chain and the journal go on to hold."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def sent_by(self, address: str) -> list[str]:
        """Runs whose message that address sent."""
        return self._ids("SELECT id FROM run WHERE lower(sender) = ? ORDER BY created", (address.casefold(),))

    def mentioning(self, word: str, progress: Progress | None = None) -> list[str]:
        """Runs in whose trace, review, answers or message a text stands."""
        word = word.casefold()
        pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        found: set[str] = set()
        for table, text in (("hop", "reason || detail"), ("review", "proposal || answer"), ("answer", "said")):
            asked = f"SELECT DISTINCT run FROM {table} WHERE lower({text}) LIKE ? ESCAPE '\\'"
            found |= set(self._ids(asked, (pattern,)))
        runs = self._store.runs.ids()
        for done, run in enumerate(runs):
            if progress:
                progress(done, len(runs), run)
            row = self._store.runs.find(run)
            if row is not None and run not in found and any(word in text for text in self._texts(row)):
                found.add(run)
        return [run for run in runs if run in found]

    def older_than(self, at: str) -> list[str]:
        """Finished and cancelled runs that ended before a moment (ISO 8601), oldest first."""
        ended = "status IN ('finished', 'cancelled') AND coalesce(nullif(finished, ''), created) < ?"
        return self._ids(f"SELECT id FROM run WHERE {ended} ORDER BY created", (at,))

    def erase(self, runs: Collection[str], at: str, by: str, reason: str) -> Forgotten:
        """Takes away what these runs hold. A tombstone stays: that there was a run, its steps and their times."""
        done = Forgotten()
        blobs = self._blobs(runs)
        with self._safely() as cursor:
            for run in runs:
                row = self._store.runs.get(run)
                places = self._store.hops.erase(cursor, run, at)
                self._store.journal.append(cursor, "erased", run, at, {"by": by, "reason": reason, "hops": places})
                self._rows(cursor, run, done, KEPT_OF_ERASED)
                self._store.runs.put(_tombstone(row, at))
                done.hops += len(places)
                done.runs += 1
            self._sweep(cursor, blobs, runs, done)
        return done

    def prune(self, runs: Collection[str], at: str, by: str) -> Forgotten:
        """Takes whole runs out. The journal keeps that they were there, and how they ended."""
        done = Forgotten()
        blobs = self._blobs(runs)
        with self._safely() as cursor:
            for run in runs:
                self._store.journal.append(cursor, "pruned", run, at, {"by": by})
                self._rows(cursor, run, done, frozenset({"journal", "run"}))
                cursor.execute("DELETE FROM run WHERE id = ?", (run,))
                done.runs += 1
            done.hops = done.tables.pop("hop", 0)
            self._sweep(cursor, blobs, runs, done)
        return done

    # -- inside --------------------------------------------------------------------------------------------------

    def _safely(self) -> Any:
        """A transaction whose deleted rows are overwritten in the file."""
        return _Overwriting(self._store)

    def _ids(self, asked: str, values: tuple[object, ...]) -> list[str]:
        with self._store.reading() as cursor:
            return [str(row[0]) for row in cursor.execute(asked, values)]

    def _texts(self, row: Run) -> Iterator[str]:
        for key in self._owned(row):
            data = self._data(key)
            if data is not None:
                yield data.decode("utf-8", "replace").casefold()

    def _data(self, key: str) -> bytes | None:
        with self._store.reading() as cursor:
            row = cursor.execute("SELECT data FROM blob WHERE hash = ?", (key,)).fetchone()
        return _plain(row[0]) if row else None

    def _owned(self, row: Run) -> set[str]:
        """What a run names: its message, its work, its document, its attachments."""
        found = {row.content, row.work, *row.cases.values()} - {""}
        for key in (row.work, *row.cases.values()):
            found |= self._named_in(key)
        return found

    def _named_in(self, key: str) -> set[str]:
        """Digests in a record, and in the document that it names."""
        found = _digests(self._data(key)) if key else set()
        for inner in list(found):
            data = self._data(inner)
            if data is not None and data.startswith(b'{"message_id"'):
                found |= _digests(data)
        return found

    def _blobs(self, runs: Collection[str]) -> set[str]:
        """Every blob that one of these runs wrote: what they name, and the work of their steps, which nothing names."""
        rows = [row for run in runs if (row := self._store.runs.find(run)) is not None]
        found = {key for row in rows for key in self._owned(row)}
        works = {row.work for row in rows}
        documents = {key for work in works if work for key in _digests(self._data(work))}
        wanted = {run.encode() for run in runs}
        for key, data in self._every():
            of_case = data.startswith(b'{"key":"R') and not wanted.isdisjoint(_RUN.findall(data[:60]))
            of_message = data.startswith(b'{"document":') and not documents.isdisjoint(_digests(data[:60]))
            if of_case or of_message:
                found.add(key)
        return found

    def _sweep(self, cursor: sqlite3.Cursor, blobs: set[str], runs: Collection[str], done: Forgotten) -> None:
        """Deletes those blobs that nothing else names."""
        left = set(blobs)
        for row in cursor.execute("SELECT id, content, work, cases FROM run"):
            if row[0] not in runs:
                left -= {row[1], row[2], *json.loads(row[3] or "{}").values()}
        for key, data in self._every():
            if left and key not in blobs:
                left -= _digests(data)
        for table, columns in self._tables(cursor).items():
            if "thread_id" in columns:
                for row in cursor.execute(f'SELECT * FROM "{table}"').fetchall():
                    for value in row:
                        left -= _digests(value if isinstance(value, bytes) else str(value).encode())
        for key in left:
            cursor.execute("DELETE FROM blob WHERE hash = ?", (key,))
        done.blobs, done.shared = len(left), len(blobs - left)

    def _every(self) -> Iterator[tuple[str, bytes]]:
        """Every blob that may name others, some at a time."""
        self._store.blobs.settle()
        after = ""
        while True:
            with self._store.reading() as cursor:
                asked = "SELECT hash, data FROM blob WHERE hash > ? ORDER BY hash LIMIT 500"
                rows = cursor.execute(asked, (after,)).fetchall()
            if not rows:
                return
            for key, data in rows:
                plain = _plain(bytes(data))
                if plain.startswith(b"{"):
                    yield key, plain
            after = rows[-1][0]

    def _rows(self, cursor: sqlite3.Cursor, run: str, done: Forgotten, kept: Collection[str]) -> None:
        """Deletes the rows of a run in every table that has such, whichever room of the store made it."""
        for name, columns in self._tables(cursor).items():
            column = next((each for each in BY if each in columns), "")
            if column and name not in kept:
                cursor.execute(f'DELETE FROM "{name}" WHERE "{column}" = ?', (run,))
                if cursor.rowcount > 0:
                    done.tables[name] = done.tables.get(name, 0) + cursor.rowcount

    def _tables(self, cursor: sqlite3.Cursor) -> dict[str, set[str]]:
        """Table → its columns."""
        if self._store.dialect == "postgres":
            asked = (
                "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
            )
            rows = cursor.execute(asked).fetchall()
        else:
            names = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            rows = [(n, c[1]) for (n,) in names for c in cursor.execute(f'PRAGMA table_info("{n}")').fetchall()]
        found: dict[str, set[str]] = {}
        for name, column in rows:
            found.setdefault(name, set()).add(column)
        return found


class _Overwriting:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._transaction = store.transaction()

    def __enter__(self) -> sqlite3.Cursor:
        if self._store.dialect == "sqlite":
            self._store.connection.execute("PRAGMA secure_delete=ON")
        return self._transaction.__enter__()

    def __exit__(self, *raised: Any) -> None:
        self._transaction.__exit__(*raised)
        if raised[0] is None:
            # What was deleted is not left in the log of changes, nor, on Postgres, as dead rows.
            with self._store.reading() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)" if self._store.dialect == "sqlite" else "VACUUM")


def _tombstone(row: Run, at: str) -> Run:
    empty = {"subject": "", "sender": "", "name": "", "message_id": "", "error": "", "work": "", "cases": {}}
    ended = {"status": "finished", "outcome": ERASED, "confidence": None, "finished": row.finished or at}
    return row.model_copy(update={**empty, **ended})


def _plain(data: bytes) -> bytes:
    return zlib.decompress(data[1:]) if data[:1] == PACKED else data[1:]


def _digests(data: bytes | None) -> set[str]:
    return {found.decode() for found in _DIGEST.findall(data)} if data else set()

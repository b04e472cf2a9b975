"""The hop rows: the trace of every run, chained by hash."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from workflow.chain import ERASED, Flaw, Link, examine, linked, sealed
from workflow.identifiers import canonical
from workflow.trace import Hop

if TYPE_CHECKING:
    from tools.store.store import Store

_COLUMNS = 'id, step, kind, "case", status, reason, detail, at, took_ms'
_CHAIN = "n, salt, seal, previous, hash, erased"
_WRITE = f"INSERT INTO hop (run, {_COLUMNS}, {_CHAIN}) VALUES ({','.join('?' * 16)})"
_HEAD = """
    INSERT INTO head (run, n, hash, generation) VALUES (?, ?, ?, 0)
    ON CONFLICT (run) DO UPDATE SET n = excluded.n, hash = excluded.hash
"""


class Hops:
    """Appends and reads hops. A hop's id is unique in its run: the same hop written again is left as it stands.

    A run that was migrated begins anew in its trace: the ids of its later hops end in `@` and the number of migrations.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def append(self, cursor: sqlite3.Cursor, run: str, hops: Iterable[Hop]) -> None:
        """Appends hops within the caller's transaction."""
        last = cursor.execute("SELECT n, hash, generation FROM head WHERE run = ?", (run,)).fetchone()
        n, previous, generation = last or (0, "", 0)
        begun = n
        for hop in hops:
            kept = hop.model_copy(update={"id": f"{hop.id}@{generation}"}) if generation else hop
            if cursor.execute("SELECT 1 FROM hop WHERE run = ? AND id = ?", (run, kept.id)).fetchone():
                continue
            n += 1
            detail, salt = canonical(kept.detail), secrets.token_hex(16)
            seal = sealed(salt, kept.reason, detail)
            link = linked(run, n, previous, kept, seal)
            told = (kept.id, kept.step, kept.kind, kept.case, kept.status, kept.reason, detail, kept.at, kept.took_ms)
            cursor.execute(_WRITE, (run, *told, n, salt, seal, previous, link, ""))
            previous = link
        if n > begun:
            cursor.execute(_HEAD, (run, n, previous))

    def of(self, run: str) -> list[Hop]:
        """The hops of a run, in order."""
        with self._store.reading() as cursor:
            rows = cursor.execute(f"SELECT {_COLUMNS} FROM hop WHERE run = ? ORDER BY n", (run,)).fetchall()
        return [_hop(row) for row in rows]

    def count(self, run: str) -> int:
        """How many hops a run has behind it; those that failed are none."""
        with self._store.reading() as cursor:
            asked = "SELECT count(*) FROM hop WHERE run = ? AND status != 'failed'"
            return int(cursor.execute(asked, (run,)).fetchone()[0])

    def links(self, run: str) -> Iterator[Link]:
        """The hops of a run with their places in its chain, in order. Raises ValueError for a row that is no hop."""
        with self._store.reading() as cursor:
            asked = f"SELECT {_COLUMNS}, {_CHAIN} FROM hop WHERE run = ? ORDER BY n, rowid"
            rows = cursor.execute(asked, (run,)).fetchall()
        for row in rows:
            n, salt, seal, previous, hash_, erased = row[9:]
            yield Link(
                run=run, n=n, hop=_hop(row[:9]), salt=salt, seal=seal, previous=previous, hash=hash_, erased=erased
            )

    def head(self, run: str) -> tuple[int, str] | None:
        """How many hops a run has, and the hash of the last, as kept beside them; None for a run without any."""
        with self._store.reading() as cursor:
            row = cursor.execute("SELECT n, hash FROM head WHERE run = ?", (run,)).fetchone()
        return (int(row[0]), str(row[1])) if row else None

    def orphans(self) -> list[str]:
        """Runs that have hops and no row."""
        with self._store.reading() as cursor:
            asked = "SELECT DISTINCT run FROM hop WHERE run NOT IN (SELECT id FROM run) ORDER BY run"
            return [str(row[0]) for row in cursor.execute(asked)]

    def generation(self, run: str) -> int:
        """How often a run was migrated to another bundle."""
        with self._store.reading() as cursor:
            row = cursor.execute("SELECT generation FROM head WHERE run = ?", (run,)).fetchone()
        return int(row[0]) if row else 0

    def begin_anew(self, cursor: sqlite3.Cursor, run: str) -> None:
        """Later hops stand beside those of the same steps until now. Within the caller's transaction."""
        cursor.execute("UPDATE head SET generation = generation + 1 WHERE run = ?", (run,))

    def count_failed(self, run: str, step: str, case: str) -> int:
        """How often a step has failed for a case."""
        with self._store.reading() as cursor:
            asked = "SELECT count(*) FROM hop WHERE run = ? AND step = ? AND \"case\" = ? AND status = 'failed'"
            return int(cursor.execute(asked, (run, step, case)).fetchone()[0])

    def examine(self, run: str) -> list[Flaw]:
        """All that is wrong with the chain of a run. Raises ValueError for a row that is no hop any more."""
        known = self._store.journal.of(run)
        return examine(run, list(self.links(run)), self.head(run), known.rests, known.erased)

    def verify(self, run: str) -> int | None:
        """The place of the first hop with which something is wrong, or None."""
        flaws = self.examine(run)
        return (flaws[0].n or 0) if flaws else None

    def erase(self, cursor: sqlite3.Cursor, run: str, at: str) -> list[int]:
        """Takes away what the hops of a run say, within the caller's transaction; the chain still holds. The places."""
        rows = cursor.execute("SELECT n FROM hop WHERE run = ? AND erased = '' ORDER BY n", (run,)).fetchall()
        cursor.execute(
            "UPDATE hop SET reason = ?, detail = '{}', salt = '', erased = ? WHERE run = ? AND erased = ''",
            (ERASED, at, run),
        )
        return [int(row[0]) for row in rows]


def _hop(row: Sequence[Any]) -> Hop:
    id_, step, kind, case, status, reason, detail, at, took = row
    return Hop(
        id=id_, step=step, kind=kind, case=case, status=status, reason=reason, detail=json.loads(detail), at=at,
        took_ms=took,
    )  # fmt: skip

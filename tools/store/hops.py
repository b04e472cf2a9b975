"""The hop rows: the trace of every run, chained by hash."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from workflow.identifiers import Digest, canonical
from workflow.trace import Hop, chain

if TYPE_CHECKING:
    from tools.store.store import Store

_COLUMNS = 'id, step, kind, "case", status, reason, detail, at, took_ms'


class Hops:
    """Appends and reads hops. A hop's id is unique in its run: the same hop written again is left as it stands."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def append(self, cursor: sqlite3.Cursor, run: str, hops: Iterable[Hop]) -> None:
        """Appends hops within the caller's transaction."""
        last = cursor.execute("SELECT n, hash FROM hop WHERE run = ? ORDER BY n DESC LIMIT 1", (run,)).fetchone()
        n, previous = (last[0], Digest(last[1])) if last else (0, Digest(""))
        for hop in hops:
            if cursor.execute("SELECT 1 FROM hop WHERE run = ? AND id = ?", (run, hop.id)).fetchone():
                continue
            n, link = n + 1, chain(previous, hop)
            row = (run, n, hop.id, hop.step, hop.kind, hop.case, hop.status, hop.reason, canonical(hop.detail),
                   hop.at, hop.took_ms, previous, link)  # fmt: skip
            cursor.execute(f"INSERT INTO hop (run, n, {_COLUMNS}, previous, hash) VALUES ({','.join('?' * 13)})", row)
            previous = link

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

    def count_failed(self, run: str, step: str, case: str) -> int:
        """How often a step has failed for a case."""
        with self._store.reading() as cursor:
            asked = "SELECT count(*) FROM hop WHERE run = ? AND step = ? AND \"case\" = ? AND status = 'failed'"
            return int(cursor.execute(asked, (run, step, case)).fetchone()[0])

    def verify(self, run: str) -> int | None:
        """The number of the first hop whose hash does not follow from the one before it, or None."""
        previous = Digest("")
        with self._store.reading() as cursor:
            asked = f"SELECT {_COLUMNS}, n, previous, hash FROM hop WHERE run = ? ORDER BY n"
            rows = cursor.execute(asked, (run,)).fetchall()
        for place, (*hop, n, before, link) in enumerate(rows, 1):
            if n != place or before != previous or link != chain(previous, _hop(hop)):
                return int(n)
            previous = link
        return None


def _hop(row: Sequence[Any]) -> Hop:
    id_, step, kind, case, status, reason, detail, at, took = row
    return Hop(
        id=id_, step=step, kind=kind, case=case, status=status, reason=reason, detail=json.loads(detail), at=at,
        took_ms=took,
    )  # fmt: skip

"""The hop rows: the trace of every run, chained by hash."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

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
        return [
            Hop(id=r[0], step=r[1], kind=r[2], case=r[3], status=r[4], reason=r[5], detail=json.loads(r[6]), at=r[7],
                took_ms=r[8])
            for r in rows
        ]  # fmt: skip

    def verify(self, run: str) -> int | None:
        """The number of the first hop whose hash does not follow from the one before it, or None."""
        previous = Digest("")
        with self._store.reading() as cursor:
            links = cursor.execute("SELECT n, previous, hash FROM hop WHERE run = ? ORDER BY n", (run,)).fetchall()
        for place, ((n, before, link), hop) in enumerate(zip(links, self.of(run), strict=True), 1):
            if n != place or before != previous or link != chain(previous, hop):
                return int(n)
            previous = link
        return None

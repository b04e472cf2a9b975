"""The journal: what concerns the store as a whole, in one chain; it tells of runs that are gone or were cut short."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from workflow.chain import Rest, noted
from workflow.document import Frozen
from workflow.identifiers import canonical

if TYPE_CHECKING:
    from tools.store.store import Store

EntryKind = Literal["rest", "erased", "pruned", "published", "migrated"]
_COLUMNS = "n, kind, run, at, detail, previous, hash"


class Entry(Frozen):
    """One line of the journal. `run` is empty where it is about none. It holds nothing that a message said."""

    n: int  #: its place, from 1
    kind: EntryKind
    run: str = ""
    at: str
    detail: dict[str, Any] = {}
    previous: str
    hash: str

    @property
    def holds(self) -> bool:
        """Whether the entry is as it was written."""
        return self.hash == noted(self.previous, self.n, self.kind, self.run, self.at, canonical(self.detail))


@dataclass(frozen=True)
class Known:
    """What the journal knows of a run: how it came to rest, which hops were erased, whether it was pruned."""

    rests: tuple[Rest, ...] = ()
    erased: frozenset[int] = frozenset()
    pruned: str = ""  #: when
    last: dict[str, Any] | None = None  #: how it stood at its last rest


class Journal:
    """Appends and reads entries. Each carries the hash of the one before."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def append(self, cursor: sqlite3.Cursor, kind: EntryKind, run: str, at: str, detail: dict[str, Any]) -> None:
        """Appends an entry within the caller's transaction."""
        self._store.alone(cursor)
        last = cursor.execute("SELECT n, hash FROM journal ORDER BY n DESC LIMIT 1").fetchone()
        n, previous = (last[0] + 1, last[1]) if last else (1, "")
        text = canonical(detail)
        row = (n, kind, run, at, text, previous, noted(previous, n, kind, run, at, text))
        cursor.execute(f"INSERT INTO journal ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def rests(self, cursor: sqlite3.Cursor, run: str, at: str, told: dict[str, Any]) -> None:
        """Notes that a run came to rest, with its hops so far, within the caller's transaction."""
        head = cursor.execute("SELECT n, hash FROM head WHERE run = ?", (run,)).fetchone() or (0, "")
        self.append(cursor, "rest", run, at, {**told, "hops": head[0], "head": head[1]})

    def of(self, run: str) -> Known:
        """What it knows of a run."""
        return known(self._select("WHERE run = ? ORDER BY n", (run,)))

    def all(self) -> Iterator[Entry]:
        """Every entry, in order, a thousand at a time."""
        after = -1
        while found := self._select("WHERE n > ? ORDER BY n LIMIT 1000", (after,)):
            yield from found
            after = found[-1].n

    def runs(self) -> list[str]:
        """Every run that it knows."""
        with self._store.reading() as cursor:
            rows = cursor.execute("SELECT DISTINCT run FROM journal WHERE run != '' ORDER BY run").fetchall()
        return [str(row[0]) for row in rows]

    def last(self) -> Entry | None:
        """The newest entry; who keeps its place and hash elsewhere notices a store that was written anew."""
        return next(iter(self._select("ORDER BY n DESC LIMIT 1", ())), None)

    def _select(self, clause: str, values: Sequence[object]) -> list[Entry]:
        with self._store.reading() as cursor:
            rows = cursor.execute(f"SELECT {_COLUMNS} FROM journal {clause}", tuple(values)).fetchall()
        return [
            Entry(n=n, kind=kind, run=run, at=at, detail=json.loads(detail), previous=previous, hash=hash_)
            for n, kind, run, at, detail, previous, hash_ in rows
        ]


def known(entries: Sequence[Entry]) -> Known:
    """What the entries about one run say together."""
    rests = [entry for entry in entries if entry.kind == "rest"]
    erased = [n for entry in entries if entry.kind == "erased" for n in entry.detail.get("hops", ())]
    return Known(
        rests=tuple(Rest(at=e.at, hops=e.detail.get("hops", 0), head=e.detail.get("head", "")) for e in rests),
        erased=frozenset(erased),
        pruned=next((entry.at for entry in entries if entry.kind == "pruned"), ""),
        last=rests[-1].detail if rests else None,
    )

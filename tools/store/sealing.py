"""Seals the trace of a store of an earlier form, as it stands."""

from __future__ import annotations

import json
import secrets
import sqlite3
from typing import Any

from workflow.chain import linked, noted, sealed
from workflow.identifiers import canonical
from workflow.trace import Hop

_HOPS = 'SELECT run, n, id, step, kind, "case", status, reason, detail, at, took_ms FROM hop ORDER BY run, n'
_RUNS = """
    SELECT id, workflow, bundle, content, status, outcome, record, created, finished FROM run
    WHERE status IN ('waiting', 'finished', 'failed') ORDER BY created, id
"""


def seal_all(connection: sqlite3.Connection) -> None:
    """Gives every hop its salt, seal and hash, every run its head, and every run at rest its entry in the journal."""
    heads: dict[str, tuple[int, str]] = {}
    for row in connection.execute(_HOPS).fetchall():
        run, n, detail, hop = _read(row)
        place, previous = heads.get(run, (0, ""))
        salt = secrets.token_hex(16)
        seal = sealed(salt, hop.reason, detail)
        link = linked(run, n, previous, hop, seal)
        connection.execute(
            "UPDATE hop SET detail = ?, salt = ?, seal = ?, previous = ?, hash = ? WHERE run = ? AND n = ?",
            (detail, salt, seal, previous, link, run, n),
        )
        heads[run] = (place + 1, link)
    rows = [(run, n, hash_) for run, (n, hash_) in heads.items()]
    connection.executemany("INSERT INTO head (run, n, hash, generation) VALUES (?, ?, ?, 0)", rows)
    _journal(connection, heads)


def _read(row: tuple[Any, ...]) -> tuple[str, int, str, Hop]:
    run, n, id_, step, kind, case, status, reason, detail, at, took = row
    hop = Hop(id=id_, step=step, kind=kind, case=case, status=status, reason=reason, at=at, took_ms=took)
    try:
        return run, n, canonical(json.loads(detail)), hop
    except ValueError:  # it was damaged before; every check of it will say so
        return run, n, detail, hop


def _journal(connection: sqlite3.Connection, heads: dict[str, tuple[int, str]]) -> None:
    previous = ""
    for n, row in enumerate(connection.execute(_RUNS).fetchall(), 1):
        run, workflow, bundle, content, status, outcome, record, created, finished = row
        hops, head = heads.get(run, (0, ""))
        told = {"workflow": workflow, "bundle": bundle, "content": content, "status": status, "outcome": outcome or "",
                "record": record or "", "hops": hops, "head": head}  # fmt: skip
        entry = (n, "rest", run, finished or created, canonical(told))
        hash_ = noted(previous, *entry)
        connection.execute(
            "INSERT INTO journal (n, kind, run, at, detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*entry, previous, hash_),
        )
        previous = hash_

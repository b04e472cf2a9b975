"""What a search of the directory is measured beside: SQLite with an index, and rapidfuzz over every name."""

from __future__ import annotations

import sqlite3
from functools import partial
from random import Random
from typing import Any

from evals.bench.timing import Timing
from tools.directory import Directory

TRIED = 500
NAMES_TRIED = 5


def sqlite_floor(directory: Directory, ours: Timing) -> list[str]:
    """One account by its code, from a table in memory with an index over the codes: no search, one known key."""
    index, connection = directory.index, sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE account (code TEXT PRIMARY KEY, id TEXT, name TEXT) WITHOUT ROWID")
    rows = (index.row(number) for number in index.all_numbers())
    connection.executemany(
        "INSERT INTO account VALUES (?, ?, ?)", ((row["Customer_Code__c"], row["Id"], row["Name"]) for row in rows)
    )
    random, timing = Random(1), Timing()
    codes = [index.row(random.randrange(len(index)))["Customer_Code__c"] for _ in range(TRIED)]
    for code in codes:
        timing.take(partial(_get, connection, code))
    connection.close()
    return [_row("floor: SQLite, one indexed get by a known key", timing, ours)]


def _get(connection: sqlite3.Connection, code: str) -> list[Any]:
    return connection.execute("SELECT * FROM account WHERE code = ?", (code,)).fetchall()


def names_floor(directory: Directory, ours: Timing) -> list[str]:
    """The likeliest account for one name, by rapidfuzz over all names."""
    from rapidfuzz import fuzz, process

    index = directory.index
    names = [str(index.row(number)["Name"]) for number in index.all_numbers()]
    random, timing = Random(2), Timing()
    for _ in range(NAMES_TRIED):
        wanted = random.choice(names).replace("a", "e", 1)
        timing.take(partial(process.extractOne, wanted, names, scorer=fuzz.ratio))
    return [_row("floor: rapidfuzz.process.extractOne, one name", timing, ours)]


def _row(name: str, timing: Timing, ours: Timing) -> str:
    return f"  {name}: median {timing.median:.3f} ms (ours {ours.median / timing.median:.3g} times that)"

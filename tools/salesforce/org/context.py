"""What one request works with: a connection, who asks, when, and in which API version."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from tools.salesforce.org.database import Database
from tools.salesforce.org.failure import ReplyLost
from tools.salesforce.org.schema import Schema, Sobject


class Sequences:
    """Numbers that only go up: a number used in work that was rolled back is not used again."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def next(self, connection: sqlite3.Connection, name: str) -> int:
        """The next number of the sequence; to be called inside a transaction."""
        row = connection.execute("SELECT last FROM _sequences WHERE name = ?", (name,)).fetchone()
        number = max(row[0] if row else 0, self._last.get(name, 0)) + 1
        self._last[name] = number
        connection.execute("INSERT OR REPLACE INTO _sequences (name, last) VALUES (?, ?)", (name, number))
        return number


@dataclass
class Context:
    """One request's means. `audit` lets a bulk load state creation and modification dates."""

    database: Database
    connection: sqlite3.Connection
    schema: Schema
    sequences: Sequences
    user: str
    now: str  #: as kept: `YYYY-MM-DDTHH:MM:SS.000+0000`
    zone: str = "UTC"  #: time zone of the running user
    version: float = 59.0
    headers: Mapping[str, str] = field(default_factory=dict)
    audit: bool = False
    all_or_none: bool = False  #: whether the composite around this call asked for all or nothing
    waits: list[float] = field(default_factory=list)  #: shared too: seconds that declared faults took
    losses: list[ReplyLost] = field(default_factory=list)  #: shared by all parts of a request: replies to be lost

    @property
    def base(self) -> str:
        """The path that resource addresses of this API version begin with."""
        return f"/services/data/v{self.version:.1f}"

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing for what is written inside."""
        return self.database.transaction(self.connection)

    def url(self, sobject: Sobject, record: str) -> str:
        """The address of a record."""
        return f"{self.base}/sobjects/{sobject.name}/{record}"

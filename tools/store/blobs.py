"""Blobs by content: messages, attachments, documents, candidates, the work of a case."""

from __future__ import annotations

import sqlite3
import zlib
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from workflow.errors import NotFound
from workflow.identifiers import Digest, digest

if TYPE_CHECKING:
    from tools.store.store import Store

M = TypeVar("M", bound=BaseModel)
PACKED = b"z"
PLAIN = b"p"
PACK_FROM = 4096  #: bytes; smaller blobs gain too little to be worth the time


class Blobs:
    """Content-addressed: writing the same content twice stores it once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: dict[str, bytes] = {}

    def put(self, data: bytes) -> Digest:
        """Stores bytes and returns their address. They are committed with the next transaction of this store: nothing
        that names them can be committed before."""
        key = digest(data)
        stored = PACKED + zlib.compress(data, 1) if len(data) >= PACK_FROM else PLAIN + data
        with self._store.lock:
            self._waiting[key] = stored
            if self._store.connection.in_transaction:
                with self._store.transaction() as cursor:
                    self.write(cursor)
        return key

    def settle(self) -> None:
        """Commits what waits."""
        with self._store.lock:
            if self._waiting:
                with self._store.transaction(fenced=False):
                    pass

    def write(self, cursor: sqlite3.Cursor) -> None:
        """Writes what waits, within the caller's transaction."""
        for row in self._waiting.items():
            cursor.execute("INSERT OR IGNORE INTO blob (hash, data) VALUES (?, ?)", row)

    def written(self) -> None:
        """What waited is committed."""
        self._waiting.clear()

    def get(self, key: str) -> bytes:
        """The bytes at that address; raises NotFound."""
        with self._store.reading() as cursor:
            data = self._waiting.get(key)
            if data is None:
                row = cursor.execute("SELECT data FROM blob WHERE hash = ?", (key,)).fetchone()
                data = row[0] if row else None
        if data is None:
            raise NotFound(f"the store has no content {key}")
        return zlib.decompress(data[1:]) if data[:1] == PACKED else data[1:]

    def put_model(self, model: BaseModel) -> Digest:
        """Stores a record as JSON."""
        return self.put(model.model_dump_json().encode())

    def get_model(self, key: str, kind: type[M]) -> M:
        """The record at that address, validated as `kind`."""
        return kind.model_validate_json(self.get(key))

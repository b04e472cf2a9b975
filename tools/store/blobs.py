"""Blobs by content: messages, attachments, documents, candidates, the work of a case."""

from __future__ import annotations

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

    def put(self, data: bytes) -> Digest:
        """Stores bytes and returns their address."""
        key = digest(data)
        stored = PACKED + zlib.compress(data, 1) if len(data) >= PACK_FROM else PLAIN + data
        with self._store.transaction() as cursor:
            cursor.execute("INSERT OR IGNORE INTO blob (hash, data) VALUES (?, ?)", (key, stored))
        return key

    def get(self, key: str) -> bytes:
        """The bytes at that address; raises NotFound."""
        with self._store.reading() as cursor:
            row = cursor.execute("SELECT data FROM blob WHERE hash = ?", (key,)).fetchone()
        if row is None:
            raise NotFound(f"the store has no content {key}")
        data: bytes = row[0]
        return zlib.decompress(data[1:]) if data[:1] == PACKED else data[1:]

    def put_model(self, model: BaseModel) -> Digest:
        """Stores a record as JSON."""
        return self.put(model.model_dump_json().encode())

    def get_model(self, key: str, kind: type[M]) -> M:
        """The record at that address, validated as `kind`."""
        return kind.model_validate_json(self.get(key))

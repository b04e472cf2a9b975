"""The checkpoint saver: LangGraph's own for SQLite, with the hop rows in the checkpoint's transaction."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata
from langgraph.checkpoint.sqlite import SqliteSaver

from tools.store import Store
from workflow.trace import Hop

CHANNEL = "hops"


class HopSaver(SqliteSaver):
    """Saves checkpoints into the store's file. Hops are taken out of the checkpoint and become rows of the trace,
    committed together with it: a step is done and logged, or neither."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.connection)
        self._store = store
        self._pending = threading.local()
        self.lock = store.lock  # type: ignore[assignment]  # one connection, one lock
        # Here, since it commits: within a transaction of the store it would tear that in two.
        self.setup()

    @contextmanager
    def cursor(self, transaction: bool = True) -> Iterator[sqlite3.Cursor]:
        """A cursor of the store; with `transaction`, what it does is committed together or not at all."""
        if not transaction:
            with self._store.reading() as cursor:
                yield cursor
            return
        with self._store.transaction() as cursor:
            yield cursor
            for run, hops in getattr(self._pending, "hops", ()):
                self._store.hops.append(cursor, run, hops)

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Saves a checkpoint and, in the same transaction, the hops of the step that it closes."""
        rows: Sequence[dict[str, Any]] = checkpoint["channel_values"].get(CHANNEL) or ()
        if rows and isinstance(rows, list):
            slim = {name: value for name, value in checkpoint["channel_values"].items() if name != CHANNEL}
            checkpoint = {**checkpoint, "channel_values": slim}
            self._pending.hops = [(str(config["configurable"]["thread_id"]), [Hop.model_validate(r) for r in rows])]
        try:
            return super().put(config, checkpoint, metadata, new_versions)
        finally:
            self._pending.hops = []

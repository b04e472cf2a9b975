"""The checkpoint saver: LangGraph's own for SQLite, with the hop rows in the checkpoint's transaction."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver, ChannelVersions, Checkpoint, CheckpointMetadata
from langgraph.checkpoint.sqlite import SqliteSaver

from graphs.held import HeldWrites, HoldingSaver
from tools.store import Store
from tools.store.trouble import minding
from workflow.trace import Hop

CHANNEL = "hops"


class HopSaver(HoldingSaver, SqliteSaver):
    """Saves checkpoints into the store's file. Hops are taken out of the checkpoint and become rows of the trace,
    committed together with it: a step is done and logged, or neither."""

    def __init__(self, store: Store) -> None:
        SqliteSaver.__init__(self, store.connection)
        self._held = HeldWrites()
        self._store = store
        self._pending = threading.local()
        self.lock = store.lock  # one connection, one lock
        # Here, since it commits: within a transaction of the store it would tear that in two.
        with minding(store.path):
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
        checkpoint, hops = without_hops(checkpoint)
        self._pending.hops = [(str(config["configurable"]["thread_id"]), hops)] if hops else []
        try:
            return super().put(config, checkpoint, metadata, new_versions)
        finally:
            self._pending.hops = []


def without_hops(checkpoint: Checkpoint) -> tuple[Checkpoint, list[Hop]]:
    """The checkpoint with the hops taken out, and the hops."""
    rows: Sequence[dict[str, Any]] = checkpoint["channel_values"].get(CHANNEL) or ()
    if not rows or not isinstance(rows, list):
        return checkpoint, []
    slim = {name: value for name, value in checkpoint["channel_values"].items() if name != CHANNEL}
    return {**checkpoint, "channel_values": slim}, [Hop.model_validate(row) for row in rows]


def saver_of(store: Store) -> BaseCheckpointSaver[Any]:
    """The saver of a store's database."""
    if store.dialect == "sqlite":
        return HopSaver(store)
    from graphs.saver_postgres import PostgresHopSaver

    return PostgresHopSaver(store)

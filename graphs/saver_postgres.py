"""The checkpoint saver on Postgres: LangGraph's own, on the store's connection, with the hops in its transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata
from langgraph.checkpoint.postgres import PostgresSaver

from graphs.held import HeldWrites, HoldingSaver
from graphs.saver import without_hops
from tools.store import Store
from tools.store.postgres import reached


class PostgresHopSaver(HoldingSaver, PostgresSaver):
    """As `HopSaver`: a step is done and logged, or neither. A worker that was superseded saves nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held = HeldWrites()
        PostgresSaver.__init__(self, store.connection.raw)
        self.lock = store.lock  # one connection, one lock
        # Outside a transaction, since it makes indexes; a lock of the session, since others may begin as well.
        with store.alone_in_session():
            self.setup()

    @property
    def conn(self) -> Any:
        """The store's connection, which is another one after the database was restarted."""
        return self._store.connection.live()

    @conn.setter
    def conn(self, _given: Any) -> None:
        """What the saver is given is the store's."""

    @contextmanager
    def _cursor(self, *, pipeline: bool = False) -> Iterator[Any]:
        """LangGraph's, but that a database which is gone says so in the store's words."""
        with reached(), super()._cursor(pipeline=pipeline) as cursor:
            yield cursor

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Saves a checkpoint and, in the same transaction, the hops of the step that it closes."""
        checkpoint, hops = without_hops(checkpoint)
        with self._store.transaction() as cursor:
            saved = super().put(config, checkpoint, metadata, new_versions)
            self._store.hops.append(cursor, str(config["configurable"]["thread_id"]), hops)
        return saved

    def put_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """Saves what one of several steps gave."""
        with self._store.transaction():
            super().put_writes(config, writes, task_id, task_path)

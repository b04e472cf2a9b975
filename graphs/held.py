"""Writes of steps that run alone: the next checkpoint holds them at once, so that they need no rows of their own.

What one of several steps gave side by side is saved when that step ends, since the others may take long. A step that
runs alone is followed by its checkpoint without anything between the two; its writes are kept in memory until then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    WRITES_IDX_MAP,
    BaseCheckpointSaver,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
)

SENDS = "__pregel_tasks"
BRANCH = "branch:to:"
"""Channels of LangGraph in which the next steps stand; where it names them otherwise, nothing is held."""

Place = tuple[str, str]
Writes = tuple[RunnableConfig, Sequence[tuple[str, Any]], str, str]


@dataclass
class _Latest:
    """The checkpoint that was saved last, that before it, and what is held for it."""

    id: str
    before: str
    alone: bool
    held: list[Writes] = field(default_factory=list)


class HeldWrites:
    """By thread and namespace. Whoever calls it holds the store's lock."""

    def __init__(self) -> None:
        self._latest: dict[Place, _Latest] = {}

    def saved(self, config: RunnableConfig, checkpoint: Checkpoint) -> None:
        """A checkpoint was saved: what was held until then stands in it."""
        before = str(config["configurable"].get("checkpoint_id") or "")
        self._latest[_place(config)] = _Latest(checkpoint["id"], before, _steps(checkpoint) == 1)

    def holds(self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str) -> bool:
        """Whether these need no rows now: they are held, or a later checkpoint has them already."""
        latest = self._latest.get(_place(config))
        if latest is None or any(channel in WRITES_IDX_MAP for channel, _ in writes):
            return False
        given = str(config["configurable"].get("checkpoint_id") or "")
        if given and given == latest.before:
            return True
        if given != latest.id or not latest.alone:
            return False
        latest.held.append((config, writes, task_id, task_path))
        return True

    def release(self, thread: str | None) -> list[Writes]:
        """What is held of a thread (None: of all), to be saved; nothing more is held until its next checkpoint."""
        found = [place for place in self._latest if thread in (None, place[0])]
        return [writes for place in found for writes in self._latest.pop(place).held]


class HoldingSaver(BaseCheckpointSaver[Any]):
    """What both savers have in common. `lock` is the store's; whoever reads finds all writes saved."""

    lock: Any
    _held: HeldWrites

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Saves a checkpoint."""
        with self.lock:
            saved = super().put(config, checkpoint, metadata, new_versions)
            self._held.saved(config, checkpoint)
        return saved

    def put_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """Saves what a step gave, unless its checkpoint follows at once."""
        with self.lock:
            if not self._held.holds(config, writes, task_id, task_path):
                super().put_writes(config, writes, task_id, task_path)

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """The checkpoint asked for, or the last one of the thread."""
        self._release(str(config["configurable"]["thread_id"]))
        return super().get_tuple(config)

    def list(self, config: RunnableConfig | None, **asked: Any) -> Iterator[CheckpointTuple]:
        """Checkpoints, newest first."""
        self._release(str(config["configurable"]["thread_id"]) if config else None)
        return super().list(config, **asked)

    def delete_thread(self, thread_id: str) -> None:
        """Removes the checkpoints of a thread."""
        with self.lock:
            self._held.release(thread_id)
            super().delete_thread(thread_id)

    def _release(self, thread: str | None) -> None:
        with self.lock:
            for config, writes, task_id, task_path in self._held.release(thread):
                super().put_writes(config, writes, task_id, task_path)


def _place(config: RunnableConfig) -> Place:
    told = config["configurable"]
    return str(told["thread_id"]), str(told.get("checkpoint_ns", ""))


def _steps(checkpoint: Checkpoint) -> int:
    """How many steps run next, as the checkpoint says."""
    values = checkpoint["channel_values"]
    return len(values.get(SENDS) or ()) + sum(name.startswith(BRANCH) for name in values)

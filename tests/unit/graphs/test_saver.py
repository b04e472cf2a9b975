"""The saver passes LangGraph's own conformance suite, and writes hops with the checkpoint or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from langgraph.checkpoint.base import empty_checkpoint
from langgraph.checkpoint.conformance import checkpointer_test, validate
from langgraph.checkpoint.serde.types import ERROR, INTERRUPT

from graphs.saver import HopSaver
from tools.store import Store
from workflow.trace import Hop


class Asynchronous(HopSaver):
    """The conformance suite speaks the asynchronous form; ours is synchronous underneath."""

    async def aput(self, *given: Any) -> Any:
        return self.put(*given)

    async def aput_writes(
        self, config: Any, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        self.put_writes(config, writes, task_id, task_path)

    async def aget_tuple(self, config: Any) -> Any:
        return self.get_tuple(config)

    async def alist(self, config: Any, **more: Any) -> AsyncIterator[Any]:
        for each in list(self.list(config, **more)):
            yield each

    async def adelete_thread(self, thread_id: str) -> None:
        self.delete_thread(thread_id)


@checkpointer_test(name="HopSaver")
async def saver() -> AsyncIterator[HopSaver]:
    yield Asynchronous(Store())


def test_passes_the_conformance_suite() -> None:
    report = asyncio.run(validate(saver))
    assert report.passed_all_base(), report.to_dict()


def _hop(name: str) -> dict[str, Any]:
    return Hop(id=name, step=name, kind="read", status="done", reason="r", at="2025-01-01T00:00:00Z").model_dump(
        mode="json"
    )


def _put(saver: HopSaver, hops: list[dict[str, Any]], metadata: Any = None) -> None:
    checkpoint = empty_checkpoint()
    checkpoint["channel_values"]["hops"] = hops
    config: Any = {"configurable": {"thread_id": "R1", "checkpoint_ns": ""}}
    saver.put(config, checkpoint, metadata or {"source": "loop", "step": 1}, {})


def test_hops_become_rows_and_leave_the_checkpoint() -> None:
    store = Store()
    saver = HopSaver(store)
    _put(saver, [_hop("a"), _hop("b")])
    _put(saver, [_hop("b"), _hop("c")])
    assert [hop.id for hop in store.hops.of("R1")] == ["a", "b", "c"]
    assert store.hops.verify("R1") is None
    saved = saver.get_tuple({"configurable": {"thread_id": "R1", "checkpoint_ns": ""}})
    assert saved is not None
    assert "hops" not in saved.checkpoint["channel_values"]


def test_a_checkpoint_whose_hop_cannot_be_written_is_not_saved() -> None:
    store = Store()
    saver = HopSaver(store)
    saver.setup()
    store.connection.execute("CREATE TRIGGER full BEFORE INSERT ON hop BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    with pytest.raises(Exception, match="disk full"):
        _put(saver, [_hop("a")])
    assert saver.get_tuple({"configurable": {"thread_id": "R1", "checkpoint_ns": ""}}) is None
    store.connection.execute("DROP TRIGGER full")
    _put(saver, [_hop("a")])
    assert [hop.id for hop in store.hops.of("R1")] == ["a"]


def test_a_changed_hop_is_found() -> None:
    store = Store()
    _put(HopSaver(store), [_hop("a"), _hop("b"), _hop("c")])
    store.connection.execute("UPDATE hop SET reason = 'other' WHERE id = 'b'")
    assert store.hops.verify("R1") == 2
    store.connection.execute("DELETE FROM hop WHERE id = 'b'")
    assert [flaw.words for flaw in store.hops.examine("R1")] == ["hop 2 is missing"]


def _saved(saver: HopSaver, values: dict[str, Any]) -> Any:
    """A checkpoint with these values: where it stands."""
    checkpoint = empty_checkpoint()
    checkpoint["channel_values"] = values
    config: Any = {"configurable": {"thread_id": "R1", "checkpoint_ns": ""}}
    return saver.put(config, checkpoint, {"source": "loop", "step": 1}, {})


def _rows(store: Store) -> int:
    with store.reading() as cursor:
        return int(cursor.execute("SELECT count(*) FROM writes").fetchone()[0])


def _pending(saver: HopSaver, config: Any) -> list[Any]:
    found = saver.get_tuple(config)
    assert found is not None
    return list(found.pending_writes or ())


def test_writes_of_a_step_that_runs_alone_get_no_rows_but_are_there_for_whoever_reads() -> None:
    store = Store()
    saver = HopSaver(store)
    config = _saved(saver, {"branch:to:triage": None})
    saver.put_writes(config, [("work", "d1")], "task")
    assert _rows(store) == 0
    assert _pending(saver, config) == [("task", "work", "d1")]

    after = _saved(saver, {"branch:to:open": None})
    saver.put_writes(after, [("work", "d2")], "task")
    again = empty_checkpoint()
    saver.put(after, again, {"source": "loop", "step": 2}, {})
    assert _pending(saver, after) == [], "the next checkpoint has them"


@pytest.mark.parametrize(
    "values", [{"__pregel_tasks": ["one", "other"]}, {"branch:to:a": None, "branch:to:b": None}, {}]
)
def test_writes_of_one_of_several_steps_are_saved_when_it_ends(values: dict[str, Any]) -> None:
    store = Store()
    saver = HopSaver(store)
    saver.put_writes(_saved(saver, values), [("work", "d1")], "task")
    assert _rows(store) == 1


def test_that_a_step_was_interrupted_or_failed_is_saved_at_once() -> None:
    store = Store()
    saver = HopSaver(store)
    config = _saved(saver, {"branch:to:ANSWER": None})
    saver.put_writes(config, [(INTERRUPT, "asked")], "task")
    saver.put_writes(config, [(ERROR, "failed")], "task")
    assert _rows(store) == 2

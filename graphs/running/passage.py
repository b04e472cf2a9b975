"""The way of a run through its graph: as far as it comes, and what its row says then."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.types import StateSnapshot

from graphs.context import Context
from graphs.outcome import StepFailed
from graphs.proposal import confidence_of
from graphs.running import parking
from graphs.running.pinned import Pinned
from graphs.running.ports import Ports
from graphs.running.report import Report, report_of
from graphs.waiting.due import event_of
from tools.store import Run
from workflow.document import Document
from workflow.work import CaseWork, MessageWork


class Passage:
    """Brings runs on. Whoever calls it holds the claim to the run."""

    def __init__(self, ports: Ports, pinned: Pinned) -> None:
        self._ports, self._pinned = ports, pinned

    def report(self, row: Run) -> Report:
        """How a run stands."""
        return report_of(self._pinned.context(row), row)

    def go_on(self, row: Run) -> Report:
        """Brings a run as far as it comes. What the graph has saved is not done again."""
        done = row.status in ("finished", "paused", "cancelled")
        if done or (row.status == "waiting" and not self._has_more(row)):
            return self.report(row)
        store = self._ports.store
        context, graph, config = self._pinned.context(row), self._pinned.graph(row), config_of(row)
        started = self._ports.saver.get_tuple(config) is not None
        given: Any = None if started else {"run": row.id, "raw": row.content}
        waited, row = row.status == "waiting", row.model_copy(update={"status": "running", "error": ""})
        if waited:
            # From here on it is in the hands of this process: should that end, the run is found as interrupted.
            store.runs.put(row)
        try:
            # Nothing is streamed: what the steps gave is read from the last checkpoint.
            deque(graph.stream(given, config, stream_mode=[], durability="sync"), maxlen=0)
        except StepFailed as failed:
            row = parking.parked(context, facts(context, graph.get_state(config), row), failed)
            return replace(self.report(row), retry=failed.retry, wait=failed.wait)
        state = graph.get_state(config)
        row = facts(context, state, row)
        if state.next:
            asked = any(review.status == "open" for review in store.reviews.of(row.id))
            row = row.model_copy(update={"status": "waiting", "outcome": "review" if asked else "waiting"})
            store.runs.put(row)
            return self.report(row)
        row = row.model_copy(update={"status": "finished", "finished": context.stamp()})
        with store.transaction():
            store.runs.put(row)
            self._ports.saver.delete_thread(row.id)
        return self.report(row)

    def work(self, row: Run) -> tuple[MessageWork, list[CaseWork]]:
        """What the graph of a run has saved."""
        return work_of(self._pinned.context(row), self._pinned.graph(row).get_state(config_of(row)).values)

    def _has_more(self, row: Run) -> bool:
        """Whether something came for a waiting run: a person's answer, or what one of its waits was for."""
        waits = self._ports.store.waits.of(row.id)
        if waits:
            context = self._pinned.context(row)
            return any(event_of(context, wait) for wait in waits)
        return all(review.status == "answered" for review in self._ports.store.reviews.of(row.id))


def config_of(row: Run) -> RunnableConfig:
    """How the graph is called for a run."""
    return {"configurable": {"thread_id": row.id}, "recursion_limit": 10_000}


def work_of(context: Context, state: dict[str, Any]) -> tuple[MessageWork, list[CaseWork]]:
    """What a graph's state names."""
    message = context.load(state["work"], MessageWork) if state.get("work") else MessageWork()
    return message, [context.load(kept, CaseWork) for kept in state.get("cases", {}).values() if kept]


def facts(context: Context, snapshot: StateSnapshot, row: Run) -> Run:
    """The row with what the graph's state now says."""
    state = snapshot.values
    message, cases = work_of(context, state)
    document = context.load(message.document, Document) if message.document else Document()
    return row.model_copy(
        update={
            "work": state.get("work", ""),
            "cases": {key: kept for key, kept in state.get("cases", {}).items() if kept},
            "outcome": state.get("outcome", ""),
            "subject": document.subject,
            "sender": document.sender.email,
            "message_id": document.message_id,
            "record": message.record.case if message.record else "",
            "confidence": confidence_of(message, cases),
        }
    )

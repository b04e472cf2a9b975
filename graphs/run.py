"""The one way to run a message: start, resume, answer. CLI, console, MCP and workers all call these."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.types import Command

from agents.reading.reader import Reader
from graphs import edits
from graphs.compile import Graph, compile_graph
from graphs.context import Context
from graphs.outcome import StepFailed
from graphs.proposal import confidence_of, prediction, propose
from graphs.saver import HopSaver
from tools.directory import Directory
from tools.store import Run, Store
from workflow.bundle import Bundle
from workflow.definition import AccountRule
from workflow.document import Document
from workflow.errors import PinMismatch
from workflow.identifiers import Digest, digest, run_id
from workflow.result import Tool
from workflow.review import Proposal, ReviewAnswer
from workflow.trace import Hop
from workflow.work import CaseWork, MessageWork

ENGINE_TOOLS = frozenset({"salesforce.log"})
"""What the run itself calls, whatever the definition allows: its own log."""


@dataclass(frozen=True)
class Report:
    """How a run stands: its row, what it proposes or has done, and whether this message had been run before."""

    run: Run
    proposal: Proposal
    cases: tuple[CaseWork, ...] = ()
    message: MessageWork = field(default_factory=MessageWork)
    repeated: bool = False

    @property
    def outcome(self) -> str:
        """cases, not_actionable, review, rejected or error."""
        if self.run.status == "failed":
            return "error"
        return "review" if self.run.status == "waiting" else self.run.outcome

    def prediction(self) -> dict[str, Any]:
        """The run as a line of predictions."""
        return prediction(self.run.name, self.outcome, self.proposal)


@dataclass
class Runner:
    """Runs messages through the workflows of bundles. A run is bound to the bundle that it began with."""

    bundle: Bundle
    store: Store
    tools: Callable[[frozenset[str]], Tool]  #: what a workflow may call → the port that calls no more
    readers: dict[str, Reader]
    directory: Callable[[AccountRule], Directory]
    read: Callable[[bytes], tuple[Document, dict[Digest, bytes]]]
    now: Callable[[], datetime]
    load_snapshot: Callable[[dict[str, str]], Bundle]
    effects: bool = True
    _graphs: dict[tuple[str, str], tuple[Context, Graph]] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @cached_property
    def saver(self) -> HopSaver:
        """Saves the checkpoints and the hops of all runs."""
        return HopSaver(self.store)

    def start(self, workflow: str, raw: bytes, source: str = "", name: str = "") -> Report:
        """Runs a message. The same message again gives the same run: reported, resumed or retried, never doubled.

        Raises NotFound for an unknown workflow. What is wrong with the message itself is a failed run.
        """
        self.bundle.workflow(workflow)
        with self._lock:
            content = digest(raw)
            run = Run(
                id=run_id(workflow, source, "", content),
                workflow=workflow,
                bundle=self.bundle.identity,
                source=source,
                content=content,
                name=name,
                created=self.now().isoformat(timespec="milliseconds"),
            )
            known = self.store.runs.find(run.id)
            if known is not None:
                report = self.resume(known.id)
                return Report(report.run.model_copy(update={"name": name or known.name}), report.proposal,
                              report.cases, report.message, repeated=True)  # fmt: skip
            self.store.bundles.put(self.bundle.identity, self.bundle.snapshot, "", "first used by a run", run.created)
            self.store.blobs.put(raw)
            self.store.runs.put(run)
            return self._invoke(run, {"run": run.id, "raw": content})

    def resume(self, run: str) -> Report:
        """Goes on where a run stopped; a finished or waiting run is only reported."""
        with self._lock:
            row = self.store.runs.get(run)
            if row.status in ("finished", "waiting"):
                return self._report(row)
            _, graph = self._graph(row)
            started = graph.get_state(self._config(row)).created_at is not None
            return self._invoke(row, None if started else {"run": row.id, "raw": row.content})

    def report(self, run: str) -> Report:
        """How a run stands, without going on. Raises NotFound, or PinMismatch where its bundle is not at hand."""
        with self._lock:
            return self._report(self.store.runs.get(run))

    def answer(self, review: str, answer: ReviewAnswer) -> Report:
        """Answers a review and goes on. Raises NotFound, or InputError for an answer that cannot be taken."""
        with self._lock:
            asked = self.store.reviews.get(review)
            row = self.store.runs.get(asked.run)
            context, _ = self._graph(row)
            edits.check(context, answer, {case.key for case in asked.proposal.cases})
            answered = self.store.reviews.answer(review, answer, context.stamp())
            return self._invoke(row, Command(resume=(answered.answer or answer).model_dump(mode="json")))

    def drawn(self, workflow: str) -> Graph:
        """The graph of a workflow without a checkpointer, for tools that draw it or bring their own."""
        row = Run(id="", workflow=workflow, bundle=self.bundle.identity, content="", created="")
        return compile_graph(self._graph(row)[0], None)

    # -- inside --------------------------------------------------------------------------------------------------

    def _invoke(self, row: Run, given: Any) -> Report:
        context, graph = self._graph(row)
        config = self._config(row)
        row = row.model_copy(update={"status": "running", "error": ""})
        try:
            graph.invoke(given, config, durability="sync")
        except StepFailed as failed:
            row = self._facts(context, graph, row)
            self._log_failure(context, row, failed)
            row = row.model_copy(update={"status": "failed", "outcome": "error", "error": str(failed)})
            self.store.runs.put(row)
            return self._report(row)
        row = self._facts(context, graph, row)
        if graph.get_state(config).next:
            row = row.model_copy(update={"status": "waiting", "outcome": "review"})
            self.store.runs.put(row)
            return self._report(row)
        row = row.model_copy(update={"status": "finished", "finished": context.stamp()})
        self.store.runs.put(row)
        self.saver.delete_thread(row.id)
        return self._report(row)

    def _facts(self, context: Context, graph: Graph, row: Run) -> Run:
        """The row with what the graph's state now says."""
        state = graph.get_state(self._config(row)).values
        message = context.load(state["work"], MessageWork) if state.get("work") else MessageWork()
        cases = {key: kept for key, kept in state.get("cases", {}).items() if kept}
        document = context.load(message.document, Document) if message.document else Document()
        loaded = [context.load(kept, CaseWork) for kept in cases.values()]
        return row.model_copy(
            update={
                "work": state.get("work", ""),
                "cases": cases,
                "outcome": state.get("outcome", ""),
                "subject": document.subject,
                "sender": document.sender.email,
                "message_id": document.message_id,
                "record": message.record.case if message.record else "",
                "confidence": confidence_of(message, loaded),
            }
        )

    def _log_failure(self, context: Context, row: Run, failed: StepFailed) -> None:
        step = next((s for s in context.definition.all_steps() if s.id == failed.step), None)
        tries = sum(hop.step == failed.step and hop.status == "failed" for hop in self.store.hops.of(row.id))
        hop = Hop(
            id=f"{failed.step}:{failed.case}:failed:{tries + 1}", step=failed.step, kind=step.kind if step else "act",
            case=failed.case, status="failed", reason=failed.reason, detail=failed.detail, at=context.stamp(),
        )  # fmt: skip
        with self.store.transaction() as cursor:
            self.store.hops.append(cursor, row.id, [hop])

    def _report(self, row: Run) -> Report:
        context, _ = self._graph(row)
        message = context.load(row.work, MessageWork) if row.work else MessageWork()
        cases = [context.load(kept, CaseWork) for kept in row.cases.values()]
        cases.sort(key=lambda case: case.number)
        return Report(run=row, proposal=propose(context, message, cases), cases=tuple(cases), message=message)

    def _graph(self, row: Run) -> tuple[Context, Graph]:
        """The context and graph of a run's own bundle, from the store's snapshot where it is not the present one."""
        key = (row.bundle, row.workflow)
        if key not in self._graphs:
            bundle = self.bundle
            if row.bundle != bundle.identity:
                bundle = self.load_snapshot(self.store.bundles.get(row.bundle))
                if bundle.identity != row.bundle:
                    raise PinMismatch(
                        f"run {row.id} began with bundle {row.bundle}; its snapshot now loads as {bundle.identity}, "
                        "because the local reader is another version: run it with the version that it began with"
                    )
            definition = bundle.workflow(row.workflow)
            context = Context(
                bundle=bundle,
                definition=definition,
                store=self.store,
                tools=self.tools(frozenset(definition.tools) | ENGINE_TOOLS),
                readers=self.readers,
                directory=lambda: self.directory(definition.account),
                read=self.read,
                now=self.now,
                effects=self.effects,
            )
            self._graphs[key] = (context, compile_graph(context, self.saver))
        return self._graphs[key]

    def _config(self, row: Run) -> RunnableConfig:
        return {"configurable": {"thread_id": row.id}, "recursion_limit": 10_000}

"""The one way to run a message: start, resume, answer. CLI, console, MCP and workers all call these."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver

from agents.reading.reader import Reader
from graphs import gate, migration
from graphs.compile import Graph, compile_graph
from graphs.context import Context, Revise, stamp_of
from graphs.fence import Fenced
from graphs.log import LOG, log_of
from graphs.outcome import StepFailed
from graphs.proposal import confidence_of, prediction, propose
from graphs.saver import saver_of
from graphs.steps.save import is_save
from graphs.waiting.amending import QUERY
from graphs.waiting.asking import SEND
from graphs.waiting.due import event_of
from tools.store import Run, RunStatus, Store
from tools.store.claims import PATIENCE
from workflow.accounts import AccountBook
from workflow.bundle import Bundle
from workflow.definition import AccountRule, FormKeys, OpenStep, WaitStep, WorkflowDefinition
from workflow.document import Document
from workflow.errors import BundleErrors, Busy, NotFound, PinMismatch
from workflow.identifiers import Digest, digest, run_id
from workflow.result import RetryClass, Tool
from workflow.review import Proposal, ReviewAnswer
from workflow.trace import Hop
from workflow.waits import Arrival
from workflow.work import CaseWork, MessageWork


def engine_tools(definition: WorkflowDefinition) -> frozenset[str]:
    """What the run itself calls, whatever the definition's list allows: its own log; where the definition has it wait,
    what a case's record says by then; where it has it ask a sender, the question."""
    waits = [step for step in definition.all_steps() if isinstance(step, WaitStep)]
    asks = any(step.ask for step in waits)
    return frozenset({LOG, *((QUERY,) if waits else ()), *((SEND,) if asks else ())})


@dataclass(frozen=True)
class Report:
    """How a run stands: its row, what it proposes or has done, and whether this message had been run before."""

    run: Run
    proposal: Proposal
    cases: tuple[CaseWork, ...] = ()
    message: MessageWork = field(default_factory=MessageWork)
    repeated: bool = False
    retry: RetryClass = "never"  #: of a run that has just failed: when trying again is of use

    @property
    def outcome(self) -> str:
        """cases, not_actionable, review, rejected, waiting (for an answer, an event, a time), answer (to a question of
        a case that waits) or error; queued, running, paused or cancelled before the end."""
        if self.run.status == "failed":
            return "error"
        if self.run.status in ("queued", "running", "paused", "cancelled"):
            return self.run.status
        if self.run.status == "waiting" and self.run.outcome != "waiting":
            return "review"
        return self.run.outcome

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
    directory: Callable[[AccountRule], AccountBook]
    read: Callable[[bytes, FormKeys], tuple[Document, dict[Digest, bytes]]]
    now: Callable[[], datetime]
    load_snapshot: Callable[[dict[str, str]], Bundle]
    beginning: Callable[[Run, bytes], Bundle | None] | None = None  #: what was published for a new run
    effects: bool = True
    modelled: Callable[[Bundle, WorkflowDefinition, str], Reader] | None = None  #: makes the reader of an alias
    taught: Callable[[Bundle, WorkflowDefinition], Reader] | None = None  #: the local reader as a bundle has taught it
    revise: Revise | None = None  #: for a replay with another input
    _contexts: dict[tuple[str, str], Context] = field(default_factory=dict, init=False)
    _graphs: dict[tuple[str, str], Graph] = field(default_factory=dict, init=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, init=False)

    @cached_property
    def saver(self) -> BaseCheckpointSaver[Any]:
        """Saves the checkpoints and the hops of all runs."""
        return saver_of(self.store)

    def start(self, workflow: str, raw: bytes, source: str = "", name: str = "") -> Report:
        """Runs a message. The same message again gives the same run: reported, resumed or retried, never doubled.

        Raises NotFound for an unknown workflow, Busy where another process is at it and stays so. What is wrong with
        the message itself is a failed run.
        """
        report = self._start(self._begun(workflow, raw, source, name), raw, name)
        self._hand_on(report)
        return report

    def _start(self, run: Run, raw: bytes, name: str) -> Report:
        with self._working_on(run.id):
            known = self.store.runs.find(run.id)
            if known is not None:
                report = self._go_on(known)
                named = report.run.model_copy(update={"name": name or known.name})
                return replace(report, run=named, repeated=True)
            run = self._keep(run, raw)
            return self._go_on(run)

    def accept(self, workflow: str, raw: bytes, source: str = "", name: str = "", priority: int = 100) -> Run:
        """Keeps a message as a run that waits for a worker; one that is known is left as it is.

        Pinned to the present bundle. Raises NotFound for an unknown workflow.
        """
        run = self._begun(workflow, raw, source, name).model_copy(update={"status": "queued", "priority": priority})
        with self._lock, self.store.transaction():
            known = self.store.runs.find(run.id)
            if known is not None:
                return known
            return self._keep(run, raw)

    def resume(self, run: str) -> Report:
        """Goes on where a run stopped; one that is finished, or waits for a person, is only reported."""
        row = self.store.runs.get(run)
        with self._working_on(row.id):
            report = self._go_on(self.store.runs.get(run))
        self._hand_on(report)
        return report

    def report(self, run: str) -> Report:
        """How a run stands, without going on. Raises NotFound, or PinMismatch where its bundle is not at hand."""
        with self._lock:
            return self._report(self.store.runs.get(run))

    def answer(self, review: str, answer: ReviewAnswer) -> Report:
        """Answers a review and goes on. Raises NotFound, or InputError for an answer that cannot be taken.

        The answer is kept before the run goes on, so that it is not lost with the process; `start`, `resume` and
        `recover` go on with it.
        """
        run = self.store.reviews.get(review).run
        with self._working_on(run):
            row, asked = self.store.runs.get(run), self.store.reviews.get(review)
            context, graph = self._context(row), self._graph(row)
            wait = asked.proposal.wait
            if asked.status == "answered":
                self._go_on(row)
            else:
                message, cases = _work(context, graph.get_state(self._config(row)).values)
                shown = {case.key for case in asked.proposal.cases}
                gate.check(context, message, [c for c in cases if not wait or c.key in shown], answer)
            if not wait:
                self.store.reviews.answer(review, answer, context.stamp())
                return self._go_on(row)
            with self.store.transaction():
                self.store.reviews.answer(review, answer, context.stamp())
                self.store.waits.arrive(Arrival(wait=wait, kind="review", ref=review, at=context.stamp()))
            return self._go_on(self.store.runs.get(row.id))

    def resume_due(self, limit: int = 1000) -> list[Report]:
        """Goes on with every run whose wait is due by now, or for which something came that nobody has acted on yet.

        Called as often as one likes: what is not due is not touched, and a run that another process works on is left
        to it. `store.waits.next_due()` tells when to call again.
        """
        return [report for run in self.due()[:limit] if (report := self._resumed(run)) is not None]

    def due(self) -> list[str]:
        """The runs that `resume_due` would go on with."""
        return self.store.waits.ready(stamp_of(self.now()))

    def happened(self, event: str, record: str = "", ref: str = "", note: str = "") -> list[Report]:
        """An event came: every run that waits for it goes on; with `record` (an id or a case number) that one alone.

        `ref` names the event itself, so that the same one told twice counts once. Raises NotFound where nobody waits.
        """
        found = self.store.waits.named(event, record)
        if not found:
            where = f" on {record}" if record else ""
            raise NotFound(f"nobody waits for '{event}'{where}; 'switchyard waits list' shows what is waited for")
        for wait in found:
            stamp = stamp_of(self.now())
            came = Arrival(wait=wait.id, kind="event", ref=ref or f"{event}@{stamp}", note=note, at=stamp)
            self.store.waits.arrive(came)
        runs = dict.fromkeys(wait.run for wait in found)
        return [report for run in runs if (report := self._resumed(run)) is not None]

    def attempt(self, run: str, most: int) -> Report:
        """Goes on with a run as `resume` does, for a worker. Raises Busy where another process is at it.

        A try counts where it fails, or where its process ends, and only while the run comes no further; a run whose
        process has ended `most` times at one place is parked without another try.
        """
        with self._working_on(run, patience=0):
            row = self.store.runs.get(run)
            if row.status not in ("queued", "running", "failed"):
                return self._go_on(row)
            reached = self.store.hops.count(run)
            tries = (row.tries if reached == row.reached else 0) + (row.status == "running")
            row = row.model_copy(update={"status": "running", "tries": tries, "reached": reached})
            if tries >= most:
                told = f"its process ended {tries} times in the middle of it, {reached} hops from its beginning"
                row = row.model_copy(update={"status": "failed", "outcome": "error", "error": told})
                self.store.runs.put(row)
                return self._report(row)
            self.store.runs.put(row)
            return self._go_on(row)

    def turn(
        self, run: str, status: RunStatus, error: str | None = None, tries: int | None = None, was: str = ""
    ) -> Run:
        """Has a run that nobody works on stand otherwise, as a person or a worker says. Raises Busy, NotFound.

        With `was`, only one that stands so until now."""
        with self._working_on(run, patience=0):
            row = self.store.runs.get(run)
            if was and row.status != was:
                return row
            kept = {"error": row.error if error is None else error, "tries": row.tries if tries is None else tries}
            row = row.model_copy(update={"status": status, **kept})
            self.store.runs.put(row)
            return row

    def recover(self) -> list[Report]:
        """Goes on with every run whose process has ended in the middle of it; those of living ones are left to them.

        A run whose own bundle cannot be loaded stays as it is.
        """
        reports = []
        for row in self.store.runs.interrupted():
            with suppress(Busy, PinMismatch, BundleErrors), self._working_on(row.id, patience=0):
                reports.append(self._go_on(self.store.runs.get(row.id)))
        return reports

    def migrate(self, run: str, bundle: Bundle, by: str) -> Report:
        """Takes an open run to another bundle and goes on: it is read anew. Raises PinMismatch where that cannot be,
        Busy where another process is at it."""
        with self._working_on(run, patience=0):
            row = self.store.runs.get(run)
            refused = migration.refusal(self.store, row, bundle)
            if refused:
                raise PinMismatch(refused)
            at = self._context(row).stamp()
            return self._go_on(migration.begin_anew(self.store, self.saver, row, bundle, by, at))

    def turn_to(self, bundle: Bundle) -> None:
        """New runs begin with this bundle; those that have begun keep theirs."""
        with self._lock:
            self.bundle = bundle

    def drawn(self, workflow: str) -> Graph:
        """The graph of a workflow without a checkpointer, for tools that draw it or bring their own."""
        row = Run(id="", workflow=workflow, bundle=self.bundle.identity, content="", created="")
        return compile_graph(self._context(row), None)

    def context(self, workflow: str) -> Context:
        """What the steps of a workflow work with, by the bundle at hand: to run single steps, as evaluations do."""
        return self._context(Run(id="", workflow=workflow, bundle=self.bundle.identity, content="", created=""))

    # -- inside --------------------------------------------------------------------------------------------------

    def _hand_on(self, report: Report) -> None:
        """Goes on with the run that waited for this message. Where that cannot be now, it is done when it is due."""
        for wait in report.message.answers:
            self._resumed(self.store.waits.get(wait).run)

    def _resumed(self, run: str) -> Report | None:
        with suppress(Busy, PinMismatch, BundleErrors), self._working_on(run, patience=0):
            return self._go_on(self.store.runs.get(run))
        return None

    def _begun(self, workflow: str, raw: bytes, source: str, name: str) -> Run:
        content = digest(raw)
        return Run(
            id=run_id(workflow, source, "", content),
            workflow=workflow,
            bundle=self.bundle.identity,
            source=source,
            content=content,
            name=name,
            created=self.now().isoformat(timespec="milliseconds"),
        )

    def _keep(self, run: Run, raw: bytes) -> Run:
        """Keeps a new run, pinned to the bundle with which it begins, with its message. Raises NotFound."""
        bundle = (self.beginning(run, raw) if self.beginning else None) or self.bundle
        bundle.workflow(run.workflow)
        run = run.model_copy(update={"bundle": bundle.identity})
        with self.store.transaction():
            self.store.bundles.put(bundle.identity, bundle.snapshot, "", "first used by a run", run.created)
            self.store.blobs.put(raw)
            self.store.runs.put(run)
        return run

    @contextmanager
    def _working_on(self, run: str, patience: float = PATIENCE) -> Iterator[None]:
        """Nobody else works on that run meanwhile, in this process or in another."""
        with self.store.claims.hold(run, patience), self._lock:
            yield

    def _go_on(self, row: Run) -> Report:
        """Brings a run as far as it comes. What the graph has saved is not done again."""
        done = row.status in ("finished", "paused", "cancelled")
        if done or (row.status == "waiting" and not self._has_more(row)):
            return self._report(row)
        context, graph, config = self._context(row), self._graph(row), self._config(row)
        started = graph.get_state(config).created_at is not None
        given: Any = None if started else {"run": row.id, "raw": row.content}
        waited, row = row.status == "waiting", row.model_copy(update={"status": "running", "error": ""})
        if waited:
            # From here on it is in the hands of this process: should that end, the run is found as interrupted.
            self.store.runs.put(row)
        try:
            graph.invoke(given, config, durability="sync")
        except StepFailed as failed:
            row = self._facts(context, graph, row)
            row = row.model_copy(update={"status": "failed", "outcome": "error", "error": str(failed)})
            with self.store.transaction() as cursor:
                self.store.hops.append(cursor, row.id, [self._failure(context, row, failed)])
                self.store.runs.put(row)
            self._tell(context, row, failed)
            return replace(self._report(row), retry=failed.retry)
        row = self._facts(context, graph, row)
        if graph.get_state(config).next:
            asked = any(review.status == "open" for review in self.store.reviews.of(row.id))
            row = row.model_copy(update={"status": "waiting", "outcome": "review" if asked else "waiting"})
            self.store.runs.put(row)
            return self._report(row)
        row = row.model_copy(update={"status": "finished", "finished": context.stamp()})
        with self.store.transaction():
            self.store.runs.put(row)
            self.saver.delete_thread(row.id)
        return self._report(row)

    def _has_more(self, row: Run) -> bool:
        """Whether something came for a waiting run: a person's answer, or what one of its waits was for."""
        waits = self.store.waits.of(row.id)
        if waits:
            context = self._context(row)
            return any(event_of(context, wait) for wait in waits)
        return all(review.status == "answered" for review in self.store.reviews.of(row.id))

    def _facts(self, context: Context, graph: Graph, row: Run) -> Run:
        """The row with what the graph's state now says."""
        state = graph.get_state(self._config(row)).values
        message, cases = _work(context, state)
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

    def _failure(self, context: Context, row: Run, failed: StepFailed) -> Hop:
        """The hop of a step at which the run is parked, one for each time."""
        kinds = {step.id: step.kind for step in context.definition.all_steps()}
        tries = self.store.hops.count_failed(row.id, failed.step, failed.case)
        return Hop(
            id=f"{failed.step}:{failed.case}:failed:{tries + 1}", step=failed.step,
            kind=kinds.get(failed.step, "review"), case=failed.case, status="failed", reason=failed.reason,
            detail=failed.detail, at=context.stamp(),
        )  # fmt: skip

    def _tell(self, context: Context, row: Run, failed: StepFailed) -> None:
        """Has the record say that the run is parked, as far as it can be told; opening and saving do so themselves."""
        message = context.load(row.work, MessageWork) if row.work else MessageWork()
        telling = {s.id for s in context.definition.all_steps() if isinstance(s, OpenStep) or is_save(s)}
        if self.effects and message.record is not None and failed.step not in telling:
            log = log_of(context, row.id, message).told("Failed", "error", "" if len(row.cases) > 1 else None)
            context.tools.call(LOG, {"run": log}, key=row.id)

    def _report(self, row: Run) -> Report:
        context = self._context(row)
        message = context.load(row.work, MessageWork) if row.work else MessageWork()
        cases = [context.load(kept, CaseWork) for kept in row.cases.values()]
        cases.sort(key=lambda case: case.number)
        return Report(run=row, proposal=propose(context, message, cases), cases=tuple(cases), message=message)

    def _context(self, row: Run) -> Context:
        """What a run's own bundle says, from the store's snapshot where it is not the present one."""
        key = (row.bundle, row.workflow)
        if key not in self._contexts:
            present = row.bundle == self.bundle.identity
            bundle = self.bundle if present else self.load_snapshot(self.store.bundles.get(row.bundle))
            definition = bundle.workflow(row.workflow)
            taught = {"local": self.taught(bundle, definition)} if self.taught else {}
            self._contexts[key] = Context(
                bundle=bundle,
                definition=definition,
                store=self.store,
                tools=Fenced(
                    self.tools(frozenset(definition.tools) | engine_tools(definition)), self.store.claims.confirm
                ),
                readers={**self.readers, **taught},
                modelled=self.modelled,
                directory=lambda: self.directory(definition.account),
                read=self.read,
                now=self.now,
                effects=self.effects,
                revise=self.revise,
            )
        return self._contexts[key]

    def _graph(self, row: Run) -> Graph:
        """The graph of a run's own bundle. Raises PinMismatch where the same texts are read by another reader now."""
        key = (row.bundle, row.workflow)
        if key not in self._graphs:
            context = self._context(row)
            if context.bundle.identity != row.bundle:
                raise PinMismatch(
                    f"run {row.id} began with bundle {row.bundle}; its snapshot now loads as "
                    f"{context.bundle.identity}, because the local reader is another version: go on with it by the "
                    "version that it began with"
                )
            self._graphs[key] = compile_graph(context, self.saver)
        return self._graphs[key]

    def _config(self, row: Run) -> RunnableConfig:
        return {"configurable": {"thread_id": row.id}, "recursion_limit": 10_000}


def _work(context: Context, state: dict[str, Any]) -> tuple[MessageWork, list[CaseWork]]:
    """What a graph's state names."""
    message = context.load(state["work"], MessageWork) if state.get("work") else MessageWork()
    return message, [context.load(kept, CaseWork) for kept in state.get("cases", {}).values() if kept]

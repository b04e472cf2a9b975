"""The one way to run a message: start, resume, answer. CLI, console, MCP and workers all call these."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta

from graphs import gate, migration
from graphs.compile import Graph, compile_graph
from graphs.context import Context, stamp_of
from graphs.running import telling
from graphs.running.beginning import begun, keep
from graphs.running.passage import Passage
from graphs.running.pinned import Pinned, engine_tools
from graphs.running.ports import Ports
from graphs.running.report import Report
from tools.limits.patience import waiting_is_queued
from tools.store import Run, RunStatus
from tools.store.claims import PATIENCE
from workflow.bundle import Bundle
from workflow.errors import BundleErrors, Busy, NotFound, PinMismatch
from workflow.result import Result
from workflow.review import ReviewAnswer
from workflow.waits import Arrival

__all__ = ["Report", "Runner", "engine_tools"]


@dataclass
class Runner(Ports):
    """Runs messages through the workflows of bundles. A run is bound to the bundle that it began with."""

    _lock: threading.RLock = field(default_factory=threading.RLock, init=False, repr=False)

    def __post_init__(self) -> None:
        self._pinned = Pinned(self)
        self._passage = Passage(self, self._pinned)

    def start(self, workflow: str, raw: bytes, source: str = "", name: str = "") -> Report:
        """Runs a message. The same message again gives the same run: reported, resumed or retried, never doubled.

        Raises NotFound for an unknown workflow, Busy where another process is at it and stays so. What is wrong with
        the message itself is a failed run.
        """
        report = self._start(begun(self, workflow, raw, source, name), raw, name)
        self._hand_on(report)
        return report

    def _start(self, run: Run, raw: bytes, name: str) -> Report:
        with self._working_on(run.id):
            known = self.store.runs.find(run.id)
            if known is not None:
                report = self._passage.go_on(known)
                named = report.run.model_copy(update={"name": name or known.name})
                return replace(report, run=named, repeated=True)
            run = keep(self, run, raw)
            return self._passage.go_on(run)

    def accept(self, workflow: str, raw: bytes, source: str = "", name: str = "", priority: int = 100) -> Run:
        """Keeps a message as a run that waits for a worker; one that is known is left as it is.

        Pinned to the present bundle. Raises NotFound for an unknown workflow.
        """
        run = begun(self, workflow, raw, source, name).model_copy(update={"status": "queued", "priority": priority})
        with self._lock, self.store.transaction():
            known = self.store.runs.find(run.id)
            if known is not None:
                return known
            return keep(self, run, raw)

    def resume(self, run: str) -> Report:
        """Goes on where a run stopped; one that is finished, or waits for a person, is only reported."""
        row = self.store.runs.get(run)
        with self._working_on(row.id):
            report = self._passage.go_on(self.store.runs.get(run))
        self._hand_on(report)
        return report

    def report(self, run: str) -> Report:
        """How a run stands, without going on. Raises NotFound, or PinMismatch where its bundle is not at hand."""
        with self._lock:
            return self._passage.report(self.store.runs.get(run))

    def answer(self, review: str, answer: ReviewAnswer) -> Report:
        """Answers a review and goes on. Raises NotFound, or InputError for an answer that cannot be taken.

        The answer is kept before the run goes on, so that it is not lost with the process; `start`, `resume` and
        `recover` go on with it.
        """
        run = self.store.reviews.get(review).run
        with self._working_on(run):
            row, asked = self.store.runs.get(run), self.store.reviews.get(review)
            context = self._pinned.context(row)
            wait = asked.proposal.wait
            if asked.status == "answered":
                self._passage.go_on(row)
            else:
                message, cases = self._passage.work(row)
                shown = {case.key for case in asked.proposal.cases}
                gate.check(context, message, [c for c in cases if not wait or c.key in shown], answer)
            if not wait:
                self.store.reviews.answer(review, answer, context.stamp())
                return self._passage.go_on(row)
            with self.store.transaction():
                self.store.reviews.answer(review, answer, context.stamp())
                self.store.waits.arrive(Arrival(wait=wait, kind="review", ref=review, at=context.stamp()))
            return self._passage.go_on(self.store.runs.get(row.id))

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
                return self._passage.go_on(row)
            reached = self.store.hops.count(run)
            tries = (row.tries if reached == row.reached else 0) + (row.status == "running")
            row = row.model_copy(update={"status": "running", "tries": tries, "reached": reached, "not_before": ""})
            if tries >= most:
                told = f"its process ended {tries} times in the middle of it, {reached} hops from its beginning"
                row = row.model_copy(update={"status": "failed", "outcome": "error", "error": told})
                self.store.runs.put(row)
                return self._passage.report(row)
            self.store.runs.put(row)
            with waiting_is_queued():
                return self._passage.go_on(row)

    def turn(
        self,
        run: str,
        status: RunStatus,
        error: str | None = None,
        tries: int | None = None,
        wait: float = 0,
        was: str = "",
    ) -> Run:
        """Has a run that nobody works on stand otherwise, as a person or a worker says; a queued one is not begun for
        `wait` seconds. With `was`, only one that stands so until now. Raises Busy, NotFound."""
        with self._working_on(run, patience=0):
            row = self.store.runs.get(run)
            if was and row.status != was:
                return row
            kept = {"error": row.error if error is None else error, "tries": row.tries if tries is None else tries}
            until = stamp_of(self.now() + timedelta(seconds=wait)) if wait else ""
            row = row.model_copy(update={"status": status, "not_before": until, **kept})
            self.store.runs.put(row)
            return row

    def tell(self, run: str, case: str = "") -> Result:
        """Brings the record of a run, or of one case of a split, up to date with the run as it stands. Raises NotFound,
        PinMismatch, Busy where another process is at it."""
        with self._working_on(run, patience=0):
            row = self.store.runs.get(run)
            return telling.tell(self._pinned.context(row), row, case)

    def recover(self) -> list[Report]:
        """Goes on with every run whose process has ended in the middle of it; those of living ones are left to them.

        A run whose own bundle cannot be loaded stays as it is.
        """
        reports = []
        for row in self.store.runs.interrupted():
            with suppress(Busy, PinMismatch, BundleErrors), self._working_on(row.id, patience=0):
                reports.append(self._passage.go_on(self.store.runs.get(row.id)))
        return reports

    def migrate(self, run: str, bundle: Bundle, by: str) -> Report:
        """Takes an open run to another bundle and goes on: it is read anew. Raises PinMismatch where that cannot be,
        Busy where another process is at it."""
        with self._working_on(run, patience=0):
            row = self.store.runs.get(run)
            refused = migration.refusal(self.store, row, bundle)
            if refused:
                raise PinMismatch(refused)
            at = self._pinned.context(row).stamp()
            return self._passage.go_on(migration.begin_anew(self.store, self.saver, row, bundle, by, at))

    def turn_to(self, bundle: Bundle) -> None:
        """New runs begin with this bundle; those that have begun keep theirs."""
        with self._lock:
            self.bundle = bundle

    def drawn(self, workflow: str) -> Graph:
        """The graph of a workflow without a checkpointer, for tools that draw it or bring their own."""
        row = Run(id="", workflow=workflow, bundle=self.bundle.identity, content="", created="")
        return compile_graph(self._pinned.context(row), None)

    def context(self, workflow: str) -> Context:
        """What the steps of a workflow work with, by the bundle at hand: to run single steps, as evaluations do."""
        return self._pinned.context(Run(id="", workflow=workflow, bundle=self.bundle.identity, content="", created=""))

    # -- inside --------------------------------------------------------------------------------------------------

    def _hand_on(self, report: Report) -> None:
        """Goes on with the run that waited for this message. Where that cannot be now, it is done when it is due."""
        for wait in report.message.answers:
            self._resumed(self.store.waits.get(wait).run)

    def _resumed(self, run: str) -> Report | None:
        with suppress(Busy, PinMismatch, BundleErrors), self._working_on(run, patience=0):
            return self._passage.go_on(self.store.runs.get(run))
        return None

    @contextmanager
    def _working_on(self, run: str, patience: float = PATIENCE) -> Iterator[None]:
        """Nobody else works on that run meanwhile, in this process or in another."""
        with self.store.claims.hold(run, patience), self._lock:
            yield

"""Recorded runs replayed with a candidate, effects off: nothing is written to the org, or to the store of runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from app.backtest.recorded import Now, RecordedDirectory, RecordedReader, same_accounts, same_reading, same_steps
from app.models.gateway import reader_over
from app.wiring import House, read_message
from evals.backtest import BacktestCase, Recorded, Refused, Side
from evals.backtest_reasons import RESULTS, Told
from graphs.gate import GATE
from tools.store import Run
from workflow.accounts import Account, Candidates
from workflow.document import Document
from workflow.errors import InputError, SwitchyardError
from workflow.review import Proposal
from workflow.trace import Hop
from workflow.work import CaseWork, MessageWork

if TYPE_CHECKING:
    from agents.reading.reader import Reader
    from tools.directory import Directory
    from workflow.bundle import Bundle
    from workflow.definition import AccountRule, FormKeys
    from workflow.identifiers import Digest

TOGETHER = 500
"""Runs after which a trial's store, which is in memory, is made anew."""


def recorded(
    house: House, workflow: str, since: timedelta | None, most: int, now: datetime
) -> Iterator[Recorded | Refused]:
    """The newest runs of a workflow as they were when the machine was done with them, newest first."""
    begun = (now - since).isoformat(timespec="milliseconds") if since else ""
    bundles = _Bundles(house)
    for run in house.store.runs.of_workflow(workflow, begun, most):
        if run.status == "running":
            yield Refused(run.id, run.subject, "it is not at its end")
            continue
        try:
            yield Recorded(run.id, run.name, run.subject, run.bundle, _side_of(house, run, bundles(run.bundle)))
        except SwitchyardError as error:
            yield Refused(run.id, run.subject, str(error))


@dataclass
class Replayer:
    """Replays runs with a candidate, one after the other."""

    house: House
    candidate: Bundle
    workflow: str
    now: Now = field(default_factory=Now)
    _trial: House | None = None
    _runs: int = 0

    def __call__(self, recorded: Recorded) -> Side:
        """One run by the candidate. Raises a SwitchyardError where it cannot be replayed."""
        run = self.house.store.runs.get(recorded.run)
        raw = self.house.store.blobs.get(run.content)
        self._take(run)
        trial = self._fresh()
        report = trial.runner.start(self.workflow, raw, run.source, run.name)
        if report.outcome == "error":
            raise InputError(f"the candidate fails at it: {report.run.error}")
        hops = trial.store.hops.of(report.run.id)
        cached = sum(call.get("outcome") == "cached" for hop in hops for call in hop.detail.get("calls", ()))
        side = side_of(report.outcome, report.proposal, hops, self.candidate)
        return replace(side, kept=self.now.kept + cached)

    def close(self) -> None:
        """Closes what was opened for trials."""
        if self._trial is not None:
            self._trial.close()
            self._trial = None

    @cached_property
    def _bundles(self) -> _Bundles:
        return _Bundles(self.house)

    def _take(self, run: Run) -> None:
        """Makes what the run has recorded, and what of it holds for the candidate, the present one."""
        store, now = self.house.store, self.now
        now.document, now.candidates, now.hops, now.steps, now.accounts, now.kept = None, None, {}, frozenset(), {}, 0
        before = self._bundles(run.bundle)
        if before is None or self.workflow not in before.workflows or not run.work:
            return
        work = store.blobs.get_model(run.work, MessageWork)
        if work.document is None or work.candidates is None:
            return
        old, new = before.workflow(self.workflow), self.candidate.workflow(self.workflow)
        if not same_reading(old, new):
            return
        now.document = store.blobs.get_model(work.document, Document)
        if not same_accounts(old, new):
            return
        now.candidates = store.blobs.get_model(work.candidates, Candidates)
        now.accounts = self._accounts(run, now.candidates)
        now.hops = _by_step(store.hops.of(run.id))
        now.steps = same_steps(before, self.candidate, self.workflow)

    def _accounts(self, run: Run, candidates: Candidates) -> dict[str, Account]:
        cases = [self.house.store.blobs.get_model(key, CaseWork) for key in run.cases.values()]
        chosen = {case.account.id: case.account for case in cases if case.account is not None}
        return {each.account.id: each.account for each in candidates.candidates} | chosen

    def _fresh(self) -> House:
        """The house of the trials: effects off, a store in memory, a client that only reads."""
        self._runs += 1
        if self._trial is None or self._runs % TOGETHER == 0:
            self.close()
            trial = House(replace(self.house.settings, effects=False, published=False, only_reads=True))
            trial.__dict__["bundle"] = self.candidate
            runner, taught = trial.runner, trial.taught
            asking = reader_over(lambda: trial.models, taught, self.house.store.blobs.get)
            runner.taught = lambda bundle, definition: self._reader(taught(bundle, definition))
            runner.modelled = lambda bundle, definition, alias: self._reader(asking(bundle, definition, alias))
            runner.directory = lambda rule: self._directory(trial, rule)
            runner.read = self._read
            self._trial = trial
        return self._trial

    def _reader(self, inner: Reader) -> Reader:
        return RecordedReader(inner, self.now)

    def _directory(self, trial: House, rule: AccountRule) -> Directory:
        return cast("Directory", RecordedDirectory(lambda: trial.directory(rule), self.now))

    def _read(self, raw: bytes, keys: FormKeys) -> tuple[Document, dict[Digest, bytes]]:
        return (self.now.document, {}) if self.now.document is not None else read_message(raw, keys)


def side_of(outcome: str, proposal: Proposal, hops: Iterable[Hop], bundle: Bundle | None) -> Side:
    """One run, as it was proposed. Without its bundle the rows of tables are known by their numbers alone."""
    kept = list(hops)
    return Side(
        outcome=outcome,
        cases=tuple(
            BacktestCase(
                key=case.key,
                account=case.account,
                name=case.account_name or case.named,
                category=case.category,
                queue=case.queue,
                fields=case.fields,
            )
            for case in (proposal.cases if outcome != "not_actionable" else ())
        ),
        doubts=tuple(dict.fromkeys(doubt.reason for doubt in proposal.doubts)),
        steps={key: _told(hop, bundle) for key, hop in _by_step(kept).items() if hop.kind in RESULTS},
        cost=sum((_cost(call) for hop in kept for call in hop.detail.get("calls", ())), Decimal(0)),
    )


class _Bundles:
    """The bundles of runs, each loaded once; None for one that this program does not run as it was."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._loaded: dict[str, Bundle | None] = {}

    def __call__(self, identity: str) -> Bundle | None:
        if identity not in self._loaded:
            try:
                loaded = self.house.load_snapshot(self.house.store.bundles.get(identity))
            except (SwitchyardError, ExceptionGroup):
                self._loaded[identity] = None
            else:
                self._loaded[identity] = loaded if loaded.identity == identity else None
        return self._loaded[identity]


def _side_of(house: House, run: Run, bundle: Bundle | None) -> Side:
    """A recorded run before any person changed it."""
    hops = house.store.hops.of(run.id)
    asked = next((hop for hop in hops if hop.id == f"{GATE}:asked"), None)
    if asked is not None:
        proposal = Proposal.model_validate(asked.detail["proposal"])
        return side_of("review", proposal, hops, bundle)
    report = house.runner.report(run.id)
    return side_of(report.outcome, report.proposal, hops, bundle)


def _by_step(hops: Iterable[Hop]) -> dict[tuple[str, str], Hop]:
    """(step, case) → the hop of the step's own first reading; repetitions after an answer, and failures, are others."""
    return {(hop.step, hop.case): hop for hop in hops if hop.id == ":".join(w for w in (hop.step, hop.case) if w)}


def _told(hop: Hop, bundle: Bundle | None) -> Told:
    table = bundle.tables.get(str(hop.detail.get("table"))) if bundle and hop.kind == "decide" else None
    rows = [row for row in table.rows if row.line == hop.detail.get("line")] if table else []
    return Told(hop.kind, hop.reason, hop.detail, " | ".join(rows[0].cells) if rows else "")


def _cost(call: dict[str, Any]) -> Decimal:
    """Of one line of a trace, such as '0.0012 USD'."""
    try:
        return Decimal(str(call.get("cost") or "0").split()[0])
    except InvalidOperation:
        return Decimal(0)

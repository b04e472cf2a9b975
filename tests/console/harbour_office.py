"""Stands in for `app.wiring.House`: a real store, filled with what a graph would write for the harbour's mail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from harbour import ACCOUNTS, BUNDLE, NOW, ROUTING, mooring, proposed

from tools.store import Run, Store
from workflow.accounts import Account
from workflow.bundle import Bundle
from workflow.definition import AccountRule
from workflow.document import Document
from workflow.errors import PinMismatch, SwitchyardError
from workflow.identifiers import RunId, digest
from workflow.interpretation import Extraction, Splitting, Triage
from workflow.review import Proposal, Review, ReviewAnswer
from workflow.trace import Hop
from workflow.work import CaseWork, MessageWork, OpenedRecord, SavedRecord

RECORD = OpenedRecord(run="a0R000000000001AAA", case="500000000000001AAA", number="00001001")


@dataclass(frozen=True)
class Report:
    """How a run stands, as the runner reports it."""

    run: Run
    proposal: Proposal


@dataclass
class Office:
    """Stands in for `app.wiring.House`: the store is real, the runner writes what a graph would write."""

    store: Store = field(default_factory=Store)
    bundle: Bundle = BUNDLE
    accounts: tuple[Account, ...] = ACCOUNTS
    answers: list[tuple[str, ReviewAnswer]] = field(default_factory=list)
    resumed: list[str] = field(default_factory=list)
    refuse: SwitchyardError | None = None  #: what the runner says to the next answer

    @property
    def runner(self) -> Office:
        return self

    def now(self) -> datetime:
        return NOW

    def load_snapshot(self, files: Mapping[str, str]) -> Bundle:
        raise PinMismatch("this bundle cannot be loaded any more")

    # -- the directory ---------------------------------------------------------------------------------------------

    def directory(self, rule: AccountRule) -> Office:
        return self

    def by_key(self, key: str) -> Account | None:
        return next((account for account in self.accounts if account.key == key), None)

    def account(self, record: str) -> Account | None:
        return next((account for account in self.accounts if account.id == record), None)

    def search(self, text: str, most: int) -> list[Account]:
        return [account for account in self.accounts if text.casefold() in account.name.casefold()][:most]

    # -- the runner ------------------------------------------------------------------------------------------------

    def report(self, run: str) -> Report:
        row = self.store.runs.get(run)
        cases = [self.store.blobs.get_model(kept, CaseWork) for kept in row.cases.values()]
        return Report(run=row, proposal=Proposal(cases=tuple(map(proposed, cases))))

    def resume(self, run: str) -> Report:
        self.resumed.append(run)
        row = self.store.runs.get(run)
        self.store.runs.put(row.model_copy(update={"status": "finished", "outcome": "cases", "error": ""}))
        return self.report(run)

    def answer(self, review: str, answer: ReviewAnswer) -> Report:
        if self.refuse:
            raise self.refuse
        self.answers.append((review, answer))
        asked = self.store.reviews.answer(review, answer, NOW.isoformat())
        row = self.store.runs.get(asked.run)
        outcome = "rejected" if answer.decision == "reject" else "cases"
        self.store.runs.put(row.model_copy(update={"status": "finished", "outcome": outcome}))
        return self.report(asked.run)

    # -- filling the store -----------------------------------------------------------------------------------------

    def add(
        self,
        message: Document,
        outcome: str = "cases",
        cases: Iterable[CaseWork] | None = None,
        hours_ago: float = 1,
        error: str = "",
        confidence: float = 0.91,
        triage: Triage | None = None,
    ) -> Run:
        """A run of a message; without `cases` that of `mooring`."""
        run = RunId("R" + digest(message.model_dump_json())[:20])
        if cases is None:
            cases = [mooring(run, message, sure=outcome != "review")] if outcome in ("cases", "review") else []
        cases = list(cases)
        if outcome == "cases":
            cases = [saved(case, len(cases) > 1) for case in cases]
        told = Triage(actionable=outcome != "not_actionable", reason="a request is made", confidence=0.99)
        requests = tuple(case.request for case in cases)
        work = MessageWork(
            document=self.store.blobs.put_model(message),
            triage=triage or told,
            splitting=Splitting(requests=requests, confidence=0.9, reason="names stand apart"),
            record=RECORD,
        )
        status = {"review": "waiting", "error": "failed", "running": "running"}.get(outcome, "finished")
        row = Run(
            id=run,
            workflow="harbour-mail",
            bundle=self.bundle.identity,
            content=digest(message.model_dump_json()),
            message_id=message.message_id,
            subject=message.subject,
            sender=message.sender.email,
            status=status,  # type: ignore[arg-type]
            outcome=outcome,
            confidence=confidence,
            error=error,
            work=self.store.blobs.put_model(work),
            cases={case.key: self.store.blobs.put_model(case) for case in cases},
            created=(NOW - timedelta(hours=hours_ago)).isoformat(),
        )
        self.store.runs.put(row)
        self.store.runs.link(run=run, record=RECORD.case, number=RECORD.number)
        with self.store.transaction() as cursor:
            self.store.hops.append(cursor, run, hops_of(message, cases, outcome))
        return row

    def ask(self, message: Document, cases: Iterable[CaseWork] | None = None, **proposal: Any) -> Review:
        """A run that waits for a person, and its review."""
        run = self.add(message, "review", cases, confidence=0.48)
        works = [self.store.blobs.get_model(kept, CaseWork) for kept in run.cases.values()]
        doubts = tuple(doubt for case in works for doubt in case.doubts)
        told = Proposal(cases=tuple(map(proposed, works)), doubts=doubts, confidence=0.48)
        review = Review(
            id="V" + digest(run.id)[:12],
            run=run.id,
            group="HARBOUR_MASTERS",
            proposal=told.model_copy(update=proposal),
            created=run.created,
        )
        self.store.reviews.ask(review)
        return self.store.reviews.get(review.id)


def saved(case: CaseWork, child: bool) -> CaseWork:
    """A case after it was written."""
    record = SavedRecord(
        case=f"500000000000{case.number + 2:03d}AAA",
        number=f"0000100{case.number + 2}",
        parent="500000000000001AAA" if child else "",
        owner=str(case.given["queue"]),
        created=child,
    )
    return case.model_copy(update={"saved": record})


def hops_of(message: Document, cases: list[CaseWork], outcome: str) -> list[Hop]:
    """The hops that a graph would write for such cases."""

    def hop(step: str, kind: str, reason: str, detail: dict[str, Any], case: str = "", status: str = "done") -> Hop:
        name = f"{step}:{case}" if case else step
        at = "2026-03-04T09:00:00.000Z"
        return Hop(
            id=name, step=step, kind=kind, case=case, status=status, reason=reason, detail=detail, at=at, took_ms=1.25
        )  # type: ignore[arg-type]

    hops = [
        hop("read", "read", "read 3 parts", {"from": message.sender.email, "zones": {"body": ["new 0–9"]}}),
        hop("triage", "triage", "work to do: a request is made", {"kind": "request", "confidence": 0.99}),
        hop("open", "open", "case 00001001 in INTAKE, with the message on it", {"record": RECORD.model_dump()}),
        hop("split", "splitting", "names stand apart", {"requests": [case.request.model_dump() for case in cases]}),
    ]
    for case in cases:
        decision = ROUTING.decide({"category": case.category, "hazard": None})
        unsure = "unsure" if case.doubts else "done"
        hops += [
            hop("match", "matching", case.matching.reason, case.matching.model_dump(mode="json"), case.key),
            hop(
                "classify",
                "classification",
                case.classification.reason,
                case.classification.model_dump(mode="json"),
                case.key,
                unsure,
            ),
            hop(
                "extract",
                "extraction",
                "values found",
                (case.extraction or Extraction()).model_dump(mode="json"),
                case.key,
            ),
            hop("route", "decide", decision.reason, decision.model_dump(mode="json"), case.key),
        ]
        if case.saved:
            planned = {"queue": case.saved.owner, "values": {"Type": case.category, "Priority": "High"}}
            detail = {"planned": planned, "record": case.saved.model_dump()}
            hops.append(hop("save", "act", f"case {case.saved.number} saved", detail, case.key))
    if outcome == "review":
        hops.append(hop("REVIEW", "review", "a person is asked", {"review": "V1"}, status="waiting"))
    return hops

"""A harbour authority's mail, as the store would hold it: real records, put together by hand for the console's tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tools.store import Run, Store
from workflow.accounts import Account, Mention, Recognition
from workflow.bundle import Bundle, Team
from workflow.categories import Category, CategorySet
from workflow.definition import AccountRule, RecogniseBy, WorkflowDefinition
from workflow.document import Address, Document, Link, Part, Span, Zone, ZoneKind
from workflow.errors import InputError, PinMismatch
from workflow.evidence import Evidence, quote_of
from workflow.fields import FieldDefinition, FieldSet, FieldType
from workflow.identifiers import Digest, RunId, case_key, digest
from workflow.interpretation import (
    Classification,
    Completeness,
    Doubt,
    Extraction,
    FieldValue,
    Matching,
    RejectedAccount,
    Request,
    Splitting,
    Triage,
)
from workflow.review import ProposedCase, Proposal, Review, ReviewAnswer
from workflow.tables import DecisionTable
from workflow.tables.table import Row
from workflow.trace import Hop
from workflow.work import CaseWork, MessageWork, OpenedRecord, SavedRecord

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)

FIELDS = FieldSet(
    fields=(
        FieldDefinition(id="berth", type=FieldType.STRING, description="Berth that is asked about", required=("mooring",)),
        FieldDefinition(id="arrival", type=FieldType.DATE, label="Arrival", required=("mooring",)),
        FieldDefinition(id="fee", type=FieldType.MONEY),
        FieldDefinition(id="services", type=FieldType.LIST, of=FieldType.ENUM, values=("water", "power", "waste")),
        FieldDefinition(id="hulls", type=FieldType.LIST, of=FieldType.STRING, label="Hull numbers"),
        FieldDefinition(id="draught", type=FieldType.NUMBER, label="Draught (m)"),
        FieldDefinition(id="crew", type=FieldType.INTEGER),
        FieldDefinition(id="hazard", type=FieldType.BOOLEAN),
        FieldDefinition(id="season", type=FieldType.ENUM, values=("summer", "winter")),
        FieldDefinition(id="contact_email", type=FieldType.EMAIL),
        FieldDefinition(id="remark", type=FieldType.TEXT),
    )
)
CATEGORIES = CategorySet(
    categories=(
        Category(id="mooring", label="Mooring"),
        Category(id="repair", label="Repair of a quay"),
        Category(id="fee_dispute", label="Fee dispute"),
    )
)
ROUTING = DecisionTable(
    name="harbour_routing",
    columns=("category", "hazard", "queue"),
    outputs=("queue",),
    rows=(
        Row(line=2, cells=("repair", "true", "DIVERS")),
        Row(line=3, cells=("repair", "", "QUAYS")),
        Row(line=4, cells=("fee_dispute", "", "TREASURY")),
        Row(line=5, cells=("", "", "HARBOUR_DESK")),
    ),
)
WORKFLOW = WorkflowDefinition.model_validate(
    {
        "workflow": "harbour-mail",
        "title": "Harbour mail",
        "account": AccountRule(recognise_by=RecogniseBy(code=("Code__c",))),
        "steps": [
            {"id": "read", "kind": "read", "title": "Read the message"},
            {"id": "triage", "kind": "triage"},
            {"id": "open", "kind": "open", "queue": "INTAKE"},
            {"id": "split", "kind": "splitting"},
            {
                "for_each": "case",
                "steps": [
                    {"id": "match", "kind": "matching"},
                    {"id": "classify", "kind": "classification", "categories": "harbour"},
                    {"id": "extract", "kind": "extraction", "fields": "harbour"},
                    {"id": "route", "kind": "decide", "table": "harbour_routing", "gives": ["queue"]},
                    {"id": "save", "kind": "act", "tool": "salesforce.save_case"},
                ],
            },
        ],
    }
)
BUNDLE = Bundle(
    identity=Digest("5eab0a7" * 4),
    directory="config",
    workflows={"harbour-mail": WORKFLOW},
    categories={"harbour": CATEGORIES},
    fields={"harbour": FIELDS},
    tables={"harbour_routing": ROUTING},
    teams={"NIGHT_WATCH": Team(queue="NIGHT_WATCH")},
)
ACCOUNTS = tuple(
    Account(id=f"001{number:015d}", key=f"QUAY-{number:03d}", name=name, values={"BillingCity": town, "Website": site})
    for number, (name, town, site) in enumerate(
        (
            ("Kittiwake Marina", "Porthbrannoc", "kittiwake-marina.example"),
            ("Kittiwake Boatyard", "Porthbrannoc", ""),
            ("Grey Heron Wharf", "Sandoyle", "greyheron.example"),
            ("Cormorant Pier", "Sandoyle", "cormorant.example"),
        ),
        1,
    )
)
MARINA, BOATYARD, WHARF, PIER = ACCOUNTS


def place(part: Part, text: str) -> Span:
    """Where a text stands in a part for the first time."""
    start = part.text.index(text)
    return Span(part=part.name, start=start, end=start + len(text))


def zones(text: str, *borders: tuple[str, ZoneKind]) -> tuple[Zone, ...]:
    """Zones of a text: new text, then from where each border's text begins the zone of its kind."""
    starts = [(0, ZoneKind.NEW), *((text.index(begin), kind) for begin, kind in borders)]
    ends = [*(start for start, _ in starts[1:]), len(text)]
    return tuple(
        Zone(kind=kind, start=start, end=end) for (start, kind), end in zip(starts, ends, strict=True) if start < end
    )


BODY = """Good morning,

please keep berth 14 at Kittiwake Marina for the cutter Dunlin from 3 May 2026. She draws 2.4 m; we need water and power.
The mooring fee of 180.00 EUR on the last bill is too high, we agreed on less: kittiwake-marina.example/fees

Kind regards
Ada Quill, Dunlin Charter
This message is confidential.
> On Monday you wrote:
> berth 9 is free all of April
"""


def document(subject: str = "Berth for the Dunlin", body: str = BODY) -> Document:
    """A message with all kinds of zones, a link and an attachment."""
    link = body.find("kittiwake-marina.example/fees")
    borders = [
        ("Kind regards", ZoneKind.SIGNATURE),
        ("This message is", ZoneKind.DISCLAIMER),
        ("> On Monday", ZoneKind.QUOTE),
    ]
    parts = (
        Part(name="subject", kind="subject", text=subject),
        Part(
            name="body", kind="body", text=body,
            zones=zones(body, *((begin, kind) for begin, kind in borders if begin in body)),
            links=(Link(start=link, end=link + 29, target="https://elsewhere.example/pay"),) if link >= 0 else (),
        ),
        Part(
            name="attachment:hulls.csv", kind="attachment", text="hull\tname\nPB-2231\tDunlin\n", filename="hulls.csv",
            media_type="text/csv", size=27, content="0" * 32,
        ),
    )  # fmt: skip
    return Document(
        message_id="<dunlin-1@charter.example>",
        sender=Address(name="Ada Quill", email="ada@dunlin-charter.example"),
        to=(Address(email="desk@harbour.example"),),
        date=NOW - timedelta(hours=2),
        subject=subject,
        language="en",
        parts=parts,
        notes=("the attachment's character set was guessed",),
    )


def request_for(account: Account | None, named: str = "", spans: tuple[Span, ...] = ()) -> Request:
    """A request about an account, or about a name that the org does not know."""
    key = account.id if account else digest(named)
    return Request(key=key, accounts=(account.id,) if account else (), named=named, spans=spans)


def mooring(run: RunId, message: Document, number: int = 0, sure: bool = True) -> CaseWork:
    """The first case: a berth at the marina, with every field that the message states."""
    body = message.part("body")

    def value(name: str, told: Any, *quotes: str, part: Part = body) -> FieldValue:
        evidence = quote_of(message, *(place(part, quote) for quote in quotes))
        return FieldValue(field=name, value=told, evidence=evidence, confidence=0.97)

    name = place(body, "Kittiwake Marina")
    mentions = (
        Mention(account=MARINA.id, by=Recognition.NAME, text="Kittiwake Marina", span=name, weight=0.9),
        Mention(account=MARINA.id, by=Recognition.SENDER_CONTACT, text="ada@dunlin-charter.example", weight=0.4),
    )
    reason = "berth and dates are named" if sure else "the fee and the berth speak for two categories"
    doubts = () if sure else (Doubt(step="classify", case="", about="category", reason=reason),)
    key = case_key(run, MARINA.id)
    return CaseWork(
        key=key,
        number=number,
        request=request_for(MARINA, "Kittiwake Marina"),
        account=MARINA,
        matching=Matching(
            account=MARINA.id, score=0.93, margin=0.5, confidence=0.96, reason="its name stands in the new text",
            mentions=mentions,
            runners_up=(RejectedAccount(account=BOATYARD.id, name=BOATYARD.name, score=0.43, reason="half of its name"),),
        ),
        classification=Classification(
            category="mooring", confidence=0.91 if sure else 0.48, reason=reason,
            evidence=(quote_of(message, place(body, "keep berth 14")),),
            scores={"mooring": 0.91 if sure else 0.48, "fee_dispute": 0.09 if sure else 0.45, "repair": 0.0},
        ),
        extraction=Extraction(
            values=(
                value("berth", "14", "berth 14"),
                value("arrival", "2026-05-03", "3 May 2026"),
                value("fee", {"amount": 180.0, "currency": "EUR"}, "180.00 EUR"),
                value("services", ["water", "power"], "water and power"),
                value("draught", 2.4, "2.4 m"),
                value("hulls", ["PB-2231"], "PB-2231", part=message.part("attachment:hulls.csv")),
            ),
            not_stated=("season",),
        ),
        completeness=Completeness(
            missing=("contact_email",), question="At which address may we write to you?", language="en"
        ),
        given={"queue": "HARBOUR_DESK"},
        doubts=tuple(doubt.model_copy(update={"case": key}) for doubt in doubts),
    )  # fmt: skip


def repair(run: RunId, message: Document, account: Account = WHARF, number: int = 1) -> CaseWork:
    """A further case with nothing but an account, a category and a queue."""
    return CaseWork(
        key=case_key(run, account.id),
        number=number,
        request=request_for(account, account.name),
        account=account,
        matching=Matching(account=account.id, score=0.8, margin=0.4, confidence=0.82, reason="its name is written"),
        classification=Classification(category="repair", confidence=0.88, reason="a quay is broken"),
        given={"queue": "QUAYS"},
    )


def proposed(case: CaseWork) -> ProposedCase:
    """A case as the graph proposes it."""
    return ProposedCase(
        key=case.key,
        account=case.account.key if case.account else None,
        account_name=case.account.name if case.account else "",
        named=case.request.named,
        category=case.category,
        fields=case.fields,
        missing=case.missing,
        queue=case.given.get("queue"),
        skill="berths",
        confidence=case.confidence,
        runners_up=tuple(r.name for r in case.matching.runners_up) if case.matching else (),
    )


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
    refuse: str = ""  #: what the runner says to the next answer

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
            raise InputError(self.refuse)
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
        work = MessageWork(
            document=self.store.blobs.put_model(message),
            triage=triage or Triage(actionable=outcome != "not_actionable", reason="a request is made", confidence=0.99),
            splitting=Splitting(requests=tuple(case.request for case in cases), confidence=0.9, reason="names stand apart"),
            record=OpenedRecord(run="a0R000000000001AAA", case="500000000000001AAA", number="00001001"),
        )  # fmt: skip
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
        self.store.runs.link("500000000000001AAA", run, number="00001001")
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
            id="V" + digest(run.id)[:12], run=run.id, group="HARBOUR_MASTERS",
            proposal=told.model_copy(update=proposal), created=run.created,
        )  # fmt: skip
        self.store.reviews.ask(review)
        return self.store.reviews.get(review.id)


def saved(case: CaseWork, child: bool) -> CaseWork:
    """A case after it was written."""
    record = SavedRecord(
        case=f"500000000000{case.number + 2:03d}AAA", number=f"0000100{case.number + 2}",
        parent="500000000000001AAA" if child else "", owner=str(case.given["queue"]), created=child,
    )  # fmt: skip
    return case.model_copy(update={"saved": record})


def hops_of(message: Document, cases: list[CaseWork], outcome: str) -> list[Hop]:
    """The hops that a graph would write for such cases."""

    def hop(step: str, kind: str, reason: str, detail: dict[str, Any], case: str = "", status: str = "done") -> Hop:
        name = f"{step}:{case}" if case else step
        at = "2026-03-04T09:00:00.000Z"
        return Hop(id=name, step=step, kind=kind, case=case, status=status, reason=reason, detail=detail, at=at,
                   took_ms=1.25)  # type: ignore[arg-type]  # fmt: skip

    hops = [
        hop("read", "read", "read 3 parts; 2 accounts recognised", {"from": message.sender.email, "zones": {"body": ["new 0–9"]}}),
        hop("triage", "triage", "work to do: a request is made", {"kind": "request", "confidence": 0.99}),
        hop("open", "open", "case 00001001 in INTAKE, with the message on it",
            {"record": OpenedRecord(run="a0R000000000001AAA", case="500000000000001AAA", number="00001001").model_dump()}),
        hop("split", "splitting", "names stand apart", {"requests": [case.request.model_dump() for case in cases]}),
    ]  # fmt: skip
    for case in cases:
        decision = ROUTING.decide({"category": case.category, "hazard": None})
        unsure = "unsure" if case.doubts else "done"
        hops += [
            hop("match", "matching", case.matching.reason, case.matching.model_dump(mode="json"), case.key),
            hop("classify", "classification", case.classification.reason, case.classification.model_dump(mode="json"),
                case.key, unsure),
            hop("extract", "extraction", "values found", (case.extraction or Extraction()).model_dump(mode="json"), case.key),
            hop("route", "decide", decision.reason, decision.model_dump(mode="json"), case.key),
        ]  # fmt: skip
        if case.saved:
            planned = {"queue": case.saved.owner, "values": {"Type": case.category, "Priority": "High"}}
            detail = {"planned": planned, "record": case.saved.model_dump()}
            hops.append(hop("save", "act", f"case {case.saved.number} saved", detail, case.key))
    if outcome == "review":
        hops.append(hop("REVIEW", "review", "a person is asked", {"review": "V1"}, status="waiting"))
    return hops


def evidence(message: Document, *texts: str) -> Evidence:
    """Evidence in the body."""
    return quote_of(message, *(place(message.part("body"), text) for text in texts))

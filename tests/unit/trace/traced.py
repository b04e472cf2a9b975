"""Runs with traces made of the real records, as the steps leave them in the store."""

from __future__ import annotations

from typing import Any

from tools.store import Run, Store
from workflow.accounts import Account, Mention, Recognition
from workflow.document import Address, Document, Part, Span, Zone, ZoneKind
from workflow.evidence import Evidence, quote_of
from workflow.identifiers import RunId, case_key
from workflow.interpretation import (
    Classification,
    Completeness,
    Extraction,
    FieldValue,
    Matching,
    RejectedAccount,
    Request,
    Splitting,
    Triage,
)
from workflow.review import Proposal
from workflow.tables.decision import Decision, Miss
from workflow.trace import Hop, HopStatus
from workflow.work import CaseWork, MessageWork, OpenedRecord, SavedRecord

RUN = RunId("R0123456789abcdef0123")
PARENT = "500000000000001AAA"
SHOPS = ("Lindgren Optics", "Harbour Books")
TEXT = (
    "Parcel 4711 for Lindgren Optics came on 3 March 2026 and is wet.\n"
    "Parcel 4712 for Harbour Books never came; it is worth 80 EUR.\n"
    "--\nMaud Lindgren, Lindgren Optics"
)


def document() -> Document:
    """A message about two shops, with a signature."""
    cut = TEXT.index("--")
    zones = (Zone(kind=ZoneKind.NEW, start=0, end=cut), Zone(kind=ZoneKind.SIGNATURE, start=cut, end=len(TEXT)))
    return Document(
        message_id="<wet@parcels.example>",
        sender=Address(name="Maud", email="maud@optics.example"),
        date="2026-03-04T09:30:00+01:00",  # type: ignore[arg-type]
        subject="Two parcels",
        parts=(
            Part(name="subject", kind="subject", text="Two parcels"),
            Part(name="body", kind="body", text=TEXT, zones=zones),
        ),
    )


def span(words: str) -> Span:
    """Where words stand in the body."""
    start = TEXT.index(words)
    return Span(part="body", start=start, end=start + len(words))


def record_id(number: int) -> str:
    """An 18-character record id."""
    return f"5001000000000{number:02}BBB"


class Traced:
    """A store and a run in it; hops are appended as steps would."""

    def __init__(self, run: RunId = RUN) -> None:
        self.store = Store()
        self.id = run
        self.clock = 0

    def hop(
        self,
        step: str,
        kind: str,
        reason: str,
        detail: dict[str, Any],
        case: str = "",
        status: HopStatus = "done",
        took: float = 1.5,
        round: str = "",
    ) -> None:
        """One hop more."""
        self.clock += 1
        hop = Hop(
            id=":".join(word for word in (step, case, round) if word),
            step=step,
            kind=kind,
            case=case,
            status=status,
            reason=reason,
            detail=detail,
            at=f"2026-03-04T08:30:{self.clock % 60:02}.000Z",
            took_ms=took,
        )
        with self.store.transaction() as cursor:
            self.store.hops.append(cursor, self.id, [hop])

    def case(self, name: str) -> str:
        """The key of the case about a shop."""
        return case_key(self.id, f"account-{name}")

    def message(self, names: tuple[str, ...]) -> MessageWork:
        """The steps of the message as a whole."""
        read = document()
        requests = tuple(
            Request(
                key=f"account-{name}",
                named=name,
                spans=(span(name),) if name in TEXT else (),
                evidence=(quote_of(read, span(name)),) if name in TEXT else (),
            )
            for name in names
        )
        self.hop(
            "read",
            "read",
            "read 2 parts (subject, body); 2 accounts recognised",
            {
                "message_id": read.message_id,
                "zones": {"body": ["new 0–127", "signature 127–160"]},
                "notes": ["an attachment was cut"],
                "recognised": [{"account": f"K-{name}", "name": name, "by": ["name"]} for name in names],
            },
            took=12.4,
        )
        triage = Triage(actionable=True, reason="it asks for something", confidence=0.9)
        self.hop("triage", "triage", "work to do: it asks for something", triage.model_dump(mode="json"))
        opened = OpenedRecord(run="a0X000000000001AAA", case=PARENT, number="00001000", calls=1)
        self.hop(
            "open",
            "open",
            "case 00001000 in INTAKE, with the message on it",
            {"record": opened.model_dump(), "writes": []},
        )
        splitting = Splitting(requests=requests, confidence=0.88, reason=f"{len(names)} accounts are asked about")
        self.hop("split", "splitting", splitting.reason, splitting.model_dump(mode="json"))
        kept = self.store.blobs.put_model(read)
        return MessageWork(document=kept, triage=triage, splitting=splitting, record=opened)

    def about(self, name: str, number: int, splitting: Splitting, split: bool = True) -> CaseWork:
        """All steps of one case, down to its write."""
        key, read = self.case(name), document()
        known = name in TEXT
        matching = Matching(
            account=f"001-{name}",
            score=0.93,
            margin=0.41,
            confidence=0.95,
            reason=f"{name} is named in new text",
            mentions=(
                Mention(
                    account=f"001-{name}",
                    by=Recognition.NAME,
                    text=name,
                    span=span(name) if known else None,
                    weight=0.9,
                ),
                Mention(
                    account=f"001-{name}", by=Recognition.SENDER_DOMAIN, text="optics.example", weight=0.3, exact=False
                ),
            ),
            runners_up=(
                RejectedAccount(account="001-x", name="Lindgren Opera", score=0.52, reason="one word differs"),
            ),
        )
        self.hop("match", "matching", matching.reason, {**matching.model_dump(mode="json"), "key": f"K-{name}"}, key)
        classification = Classification(
            category="damaged",
            confidence=0.81,
            reason="it came wet",
            scores={"lost": 0.15, "damaged": 0.81, "other": 0.04},
            evidence=(quote_of(read, span("is wet")),),
        )
        self.hop("classify", "classification", "damaged: it came wet", classification.model_dump(mode="json"), key)
        extraction = Extraction(
            values=(
                FieldValue(
                    field="arrived", value="2026-03-03", confidence=0.9, evidence=quote_of(read, span("3 March 2026"))
                ),
                FieldValue(
                    field="shop", value=name, confidence=0.9, evidence=Evidence(quote="the sender", kind="header")
                ),
            ),
            not_stated=("value", "carrier"),
        )
        self.hop("extract", "extraction", "2 values: arrived, shop", extraction.model_dump(mode="json"), key)
        decision = Decision(
            table="parcel_routing",
            line=4,
            given={"queue": "DAMAGES"},
            inputs={"category": "damaged", "days_late": 2},
            reason="Queue is DAMAGES by line 4 of parcel_routing, because category is damaged",
            missed=(
                Miss(
                    line=2,
                    column="category",
                    cell="lost",
                    value="damaged",
                    reason="line 2 asks for lost, but it is damaged",
                ),
            ),
            missed_more=1,
            near_misses=(
                Miss(
                    line=3, column="days_late", cell=">= 5", value=2, reason="line 3 asks for at least 5, but it is 2"
                ),
            ),
        )
        self.hop("route", "decide", decision.reason, decision.model_dump(mode="json"), key)
        completeness = Completeness(missing=("value",), question="What is the parcel worth?", language="en")
        self.hop("complete", "completeness", "missing: value", completeness.model_dump(mode="json"), key)
        saved = SavedRecord(
            case=record_id(number) if split else PARENT,
            number=f"{1000 + number:08}" if split else "00001000",
            parent=PARENT if split else "",
            owner="DAMAGES",
            created=split,
            calls=2,
        )
        self.hop(
            "save",
            "act",
            f"case {saved.number} created, owned by DAMAGES",
            {
                "planned": {"object": "Case", "queue": "DAMAGES", "values": {"Kind__c": "damaged", "Late__c": None}},
                "record": saved.model_dump(),
            },
            key,
        )
        self.store.runs.link(record=saved.case, run=self.id, case=key, number=saved.number)
        request = next(each for each in splitting.requests if each.named == name)
        return CaseWork(
            key=key,
            number=number,
            request=request,
            matching=matching,
            classification=classification,
            account=Account(id=f"001-{name}", key=f"K-{name}", name=name),
            extraction=extraction,
            completeness=completeness,
            given=dict(decision.given),
            saved=saved,
        )

    def put(self, message: MessageWork, cases: list[CaseWork], **facts: Any) -> Run:
        """The run's row, as the runner leaves it."""
        self.store.runs.link(record=PARENT, run=self.id, number="00001000")
        self.store.runs.link(record="a0X000000000001AAA", run=self.id)
        row = {
            "outcome": "cases",
            "status": "finished",
            "confidence": 0.81,
            "name": "wet.eml",
            "subject": "Two parcels",
            "sender": "maud@optics.example",
            "message_id": "<wet@parcels.example>",
            "record": PARENT,
            **facts,
        }
        run = Run(
            id=self.id,
            workflow="parcels",
            bundle="b" * 32,
            content="c" * 32,
            created="2026-03-04T08:30:00.000Z",
            work=self.store.blobs.put_model(message),
            cases={case.key: self.store.blobs.put_model(case) for case in cases},
            **row,
        )
        self.store.runs.put(run)
        return run


def finished(names: tuple[str, ...] = SHOPS) -> tuple[Traced, Run]:
    """A finished run about so many shops."""
    traced = Traced()
    message = traced.message(names)
    assert message.splitting is not None
    cases = [traced.about(name, place, message.splitting, len(names) > 1) for place, name in enumerate(names, 1)]
    return traced, traced.put(message, cases)


def unsure() -> tuple[Traced, Run]:
    """A run that waits for a person."""
    traced = Traced()
    message = traced.message(SHOPS[:1])
    key = traced.case(SHOPS[0])
    traced.hop("match", "matching", "two shops are as likely", {}, key, status="unsure")
    asked = {"review": "V1", "proposal": Proposal().model_dump(mode="json")}
    traced.hop("REVIEW", "review", "a person is asked (V1): two shops", asked, status="waiting", round="asked")
    return traced, traced.put(message, [], outcome="review", status="waiting")

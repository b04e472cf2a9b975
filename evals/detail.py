"""What a run tells of a message beyond its prediction: the text, the evidence, each answer of each model, the cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Literal

from workflow.document import Document, Span, ZoneKind
from workflow.evidence import Evidence
from workflow.trace import Hop
from workflow.work import CaseWork, MessageWork

if TYPE_CHECKING:
    from graphs.run import Report

MarkKind = Literal["account", "category", "field", "triage"]
JUDGED = ("triage", "splitting", "matching", "classification")
"""Kinds of steps whose confidence decides whether a person is asked."""

LONGEST_TEXT = 20_000
"""Characters of one part that a page shows."""


@dataclass(frozen=True)
class Mark:
    """Evidence: characters `[start, end)` of a part, and what they prove."""

    part: str
    start: int
    end: int
    kind: MarkKind
    label: str


@dataclass(frozen=True)
class Shown:
    """A part of the message as it was read; `hidden` are the characters that a person does not see."""

    name: str
    text: str
    hidden: tuple[tuple[int, int], ...] = ()
    cut: int = 0  #: characters that are left out


@dataclass(frozen=True)
class Answer:
    """What one model said at one step, for the message (`case` is empty) or for one case, by its number."""

    step: str
    kind: str
    model: str
    case: int | None
    said: Any  #: triage: whether it is work; splitting: how many requests; matching: an account; else a category
    confidence: float
    last: bool = True  #: False: the next model was asked


@dataclass(frozen=True)
class Spent:
    """Calls of models for one message. `worth` is what they cost when they were asked first, cached ones included."""

    calls: int = 0
    cached: int = 0
    failed: int = 0
    cost: Decimal = Decimal(0)
    worth: Decimal = Decimal(0)
    unpriced: int = 0
    took_ms: float = 0.0

    def __add__(self, other: Spent) -> Spent:
        mine, theirs = astuple(self), astuple(other)
        return Spent(*(one + each for one, each in zip(mine, theirs, strict=True)))


@dataclass(frozen=True)
class Detail:
    """One message."""

    subject: str = ""
    sender: str = ""
    parts: tuple[Shown, ...] = ()
    marks: tuple[Mark, ...] = ()
    answers: tuple[Answer, ...] = ()
    doubts: tuple[tuple[str, str], ...] = ()  #: step and reason
    spent: Spent = field(default_factory=Spent)
    took_ms: float = 0.0


def detail_of(report: Report, hops: Sequence[Hop], document: Document | None, took_ms: float) -> Detail:
    """The detail of a run. Hops tell what was asked; the report, what was gone on with."""
    read = document or Document()
    return Detail(
        subject=read.subject,
        sender=read.sender.email,
        parts=tuple(_shown(part.name, part.text, part.zones) for part in read.parts),
        marks=tuple(_marks(report.message, report.cases)),
        answers=tuple(_answers(hops, report.cases)),
        doubts=tuple((doubt.step, doubt.reason) for doubt in report.proposal.doubts),
        spent=spent(call for hop in hops for call in hop.detail.get("calls") or ()),
        took_ms=took_ms,
    )


def spent(calls: Iterable[dict[str, Any]]) -> Spent:
    """Adds up calls as hops tell them."""
    made = cached = failed = unpriced = 0
    cost = worth = Decimal(0)
    took = 0.0
    for call in calls:
        outcome = call.get("outcome")
        if outcome == "local":
            continue
        before = call.get("before") or {}
        attempts = call.get("attempts") or []
        made += len(attempts)
        failed += outcome not in ("answered", "repaired", "cached")
        cached += outcome == "cached" and bool(before)
        took += float(call.get("took_ms") or before.get("took_ms") or 0.0)
        for attempt in attempts:
            told = _money(attempt.get("cost"))
            unpriced += told is None
            cost, worth = cost + (told or 0), worth + (told or 0)
        if before:
            told = _money(before.get("cost"))
            unpriced += told is None
            worth += told or 0
    return Spent(made, cached, failed, cost, worth, unpriced, round(took, 2))


def _money(told: Any) -> Decimal | None:
    try:
        return None if told is None else Decimal(str(told))
    except InvalidOperation:
        return None


def _shown(name: str, text: str, zones: Sequence[Any]) -> Shown:
    hidden = tuple((z.start, min(z.end, LONGEST_TEXT)) for z in zones if z.kind is ZoneKind.HIDDEN)
    kept = text[:LONGEST_TEXT]
    return Shown(name, kept, tuple(each for each in hidden if each[0] < each[1]), len(text) - len(kept))


def _marks(message: MessageWork, cases: Sequence[CaseWork]) -> Iterable[Mark]:
    if message.triage is not None:
        yield from _of(message.triage.evidence, "triage", message.triage.kind)
    for case in cases:
        name = case.account.key or case.account.name if case.account else case.request.named
        yield from _of(case.request.evidence, "account", name)
        if case.matching is not None and case.matching.account is not None:
            spans = [m.span for m in case.matching.mentions if m.span and m.account == case.matching.account]
            yield from _at(spans, "account", name)
        if case.classification is not None:
            yield from _of(case.classification.evidence, "category", case.classification.category or "no category")
        for value in case.extraction.values if case.extraction else ():
            yield from _of((value.evidence,), "field", value.field)


def _of(evidence: Iterable[Evidence], kind: MarkKind, label: str) -> Iterable[Mark]:
    for each in evidence:
        yield from _at(each.spans, kind, label)


def _at(spans: Iterable[Span], kind: MarkKind, label: str) -> Iterable[Mark]:
    for span in spans:
        yield Mark(span.part, span.start, span.end, kind, label)


def _answers(hops: Sequence[Hop], cases: Sequence[CaseWork]) -> Iterable[Answer]:
    numbers = {case.key: case.number for case in cases}
    own = {(hop.step, hop.case): place for place, hop in enumerate(hops)}
    for place, hop in enumerate(hops):
        detail = hop.detail
        if hop.kind not in JUDGED or "confidence" not in detail or hop.status in ("failed", "skipped"):
            continue
        said, confidence = _said(hop.kind, detail)
        yield Answer(
            step=hop.step,
            kind=hop.kind,
            model=str(detail.get("model") or ""),
            case=numbers.get(hop.case) if hop.case else None,
            said=said,
            confidence=confidence,
            last=own[(hop.step, hop.case)] == place,
        )


def _said(kind: str, detail: dict[str, Any]) -> tuple[Any, float]:
    confidence = float(detail["confidence"])
    if kind == "triage":
        return bool(detail["actionable"]), confidence
    if kind == "splitting":
        return len(detail["requests"]), confidence
    if kind == "matching":
        # What should be looked at in any case is as unsure as can be.
        return detail.get("key"), confidence if detail.get("sure", True) else 0.0
    return detail["category"], confidence if detail["category"] is not None else 0.0

"""What a model said → interpretations: quotes become spans, names of candidates record ids, texts typed values.

Nothing is believed here. What does not hold keeps no spans, or a name that is no candidate's, and the specialist who
asked drops it and says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from agents.reading.llm.answers import SaidCategory, SaidDocuments, SaidRequest, SaidSplitting, SaidTriage, SaidValue
from agents.reading.llm.composition import Composed
from agents.reading.llm.quotes import Quotes
from agents.reading.llm.schema import TRIAGE_KINDS
from agents.reading.llm.values import typed
from agents.verification import refusal
from workflow.document import Document, Span
from workflow.errors import InputError
from workflow.evidence import Evidence, quote_of
from workflow.fields import FieldDefinition, FieldSet, FieldType
from workflow.identifiers import digest
from workflow.interpretation import (
    Classification,
    Documents,
    Extraction,
    FieldValue,
    FiledDocument,
    Request,
    Splitting,
    Triage,
)

UNPROVEN = 0.4
"""The most confidence in 'no work' that nothing was quoted for."""

STATED = 0.9
"""Confidence in a value whose quote holds."""

FROM_HEADER = frozenset({FieldType.EMAIL, FieldType.PERSON, FieldType.STRING})


def to_triage(said: SaidTriage, composed: Composed) -> Triage:
    """Whether it is work."""
    evidence = _evidences(composed.quotes, said.quotes)
    confidence = said.confidence
    if not said.actionable and not evidence and composed.view.stretches:
        confidence = min(confidence, UNPROVEN)
    kind = "request" if said.actionable or said.kind not in TRIAGE_KINDS else said.kind
    reason = said.reason or ("something is asked" if said.actionable else kind.replace("_", " "))
    return Triage(
        actionable=said.actionable, kind=kind, reason=_plain(reason, composed), confidence=confidence, evidence=evidence
    )


def to_splitting(said: SaidSplitting, composed: Composed) -> Splitting:
    """The requests, in the order of the answer."""
    several = len(said.requests) > 1
    requests = tuple(_request(number, each, composed, several) for number, each in enumerate(said.requests))
    reason = said.reason or f"{len(requests)} request" + ("s" if several else "")
    return Splitting(requests=requests, confidence=said.confidence, reason=_plain(reason, composed))


def _request(number: int, said: SaidRequest, composed: Composed, several: bool) -> Request:
    quotes = composed.quotes
    spans = tuple(dict.fromkeys(span for quote in said.text for span in quotes.spans(quote))) if several else ()
    # A name that was not offered stays as it was said: the specialist drops it and lowers its confidence.
    accounts = tuple(
        dict.fromkeys(composed.offered.account(name) or f"not offered: {name[:40]}" for name in said.accounts)
    )
    evidence = _evidences(quotes, said.names, spans)
    document = composed.view.document
    if not evidence and document.sender.email:
        evidence = (Evidence(quote=document.sender.email, kind="header"),)
    named = composed.redactor.restore(said.named)
    key = digest(f"{number} {named} {accounts}")
    return Request(key=key, accounts=accounts, named=named, spans=spans, evidence=evidence)


def to_classification(said: SaidCategory, composed: Composed, near: Sequence[Span] = ()) -> Classification:
    """The category of one request."""
    reason = said.reason or (said.category or "no category")
    return Classification(
        category=said.category or None,
        confidence=said.confidence,
        reason=_plain(reason, composed),
        evidence=_evidences(composed.quotes, said.quotes, near),
        scores={said.category: said.confidence} if said.category else {},
    )


def to_extraction(
    said: Sequence[SaidValue], fields: FieldSet, composed: Composed, near: Sequence[Span] = ()
) -> Extraction:
    """The values of one request; elements of a list are proven one by one, so that one does not spoil the others."""
    values: list[FieldValue] = []
    for field in fields.fields:
        told = [each for each in said if each.field == field.id]
        found = [value for each in told for value in _values(field, each, composed, near)]
        values += _listed(field, found, composed) if field.many else found
    return Extraction(values=tuple(values))


def _values(field: FieldDefinition, said: SaidValue, composed: Composed, near: Sequence[Span]) -> list[FieldValue]:
    written = said.value if isinstance(said.value, list) else [said.value]
    found = []
    for each in written[:500]:
        if isinstance(each, str):
            each = composed.redactor.restore(each)
        try:
            value = typed(field, each, composed.redactor.regions)
        except InputError:
            continue
        evidence = composed.quotes.evidence(said.quotes, near)
        if evidence is None:
            evidence = Evidence(quote="")
        if not evidence.spans and _in_header(field, value, composed.view.document):
            evidence = Evidence(quote=str(value), kind="header")
        found.append(FieldValue(field=field.id, value=value, evidence=evidence, confidence=STATED))
    return found


def _listed(field: FieldDefinition, found: list[FieldValue], composed: Composed) -> list[FieldValue]:
    document = composed.view.document
    single = field.model_copy(update={"type": field.element, "of": None})
    proven = [each for each in found if not refusal(document, single, each)]
    kept = proven or found
    if not kept:
        return []
    elements = list({repr(each.value): each.value for each in kept}.values())
    spans = tuple(dict.fromkeys(span for each in kept for span in each.evidence.spans))
    evidence = quote_of(document, *spans) if spans else kept[0].evidence
    return [FieldValue(field=field.id, value=elements, evidence=evidence, confidence=STATED)]


def _in_header(field: FieldDefinition, value: object, document: Document) -> bool:
    """Whether the value is the sender's own name or address, as the header tells it."""
    told = {document.sender.name.casefold(), document.sender.email.casefold()} - {""}
    return field.element in FROM_HEADER and isinstance(value, str) and value.casefold() in told


def to_documents(said: SaidDocuments, composed: Composed) -> Documents:
    """The kind of each file that there is."""
    document = composed.view.document
    parts = {" ".join(part.name.split()).casefold(): part for part in document.parts}
    files = []
    for each in said.files:
        name = " ".join(composed.redactor.restore(each.file).split()).casefold()
        part = parts.get(name) or parts.get(f"attachment:{name}")
        if part is None:
            continue
        near = (Span(part=part.name, start=0, end=len(part.text)),)
        files.append(
            FiledDocument(
                part=part.name,
                filename=part.filename,
                type=each.kind or None,
                confidence=each.confidence,
                reason=_plain(each.reason or each.kind or "of no kind", composed),
                evidence=_evidences(composed.quotes, each.quotes, near),
            )
        )
    return Documents(files=tuple(files))


def _evidences(quotes: Quotes, said: Sequence[str], near: Sequence[Span] = ()) -> tuple[Evidence, ...]:
    found = (quotes.evidence([quote], near) for quote in said)
    return tuple(dict.fromkeys(each for each in found if each is not None))


def _plain(text: str, composed: Composed) -> str:
    return composed.redactor.restore(text)

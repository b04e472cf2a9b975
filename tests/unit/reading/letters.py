"""Documents, fields and categories made by hand for the tests of the reader and of the specialists."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from workflow.accounts import Candidates
from workflow.categories import Category, CategorySet
from workflow.document import Address, Document, Part, Span, Table, Zone, ZoneKind
from workflow.fields import FieldDefinition, FieldSet
from workflow.interpretation import Request

TUESDAY = datetime(2025, 6, 10, 9, 0, tzinfo=UTC)
WHOLE = Request(key="whole")
NOBODY = Candidates()


def letter(
    text: str,
    *,
    subject: str = "",
    language: str = "en",
    sender: tuple[str, str] = ("Ada Norvik", "ada@norvik.example"),
    date: datetime | None = TUESDAY,
    zones: tuple[tuple[ZoneKind, str], ...] = (),
    tables: tuple[Table, ...] = (),
    headers: dict[str, str] | None = None,
    extra: tuple[Part, ...] = (),
    answers: tuple[str, ...] = (),
) -> Document:
    """A message. `zones` gives further stretches of the body by kind, appended to `text`, which is new."""
    body, told = text, [Zone(kind=ZoneKind.NEW, start=0, end=len(text))]
    for kind, more in zones:
        told.append(Zone(kind=kind, start=len(body), end=len(body) + len(more)))
        body += more
    parts = (
        Part(name="subject", kind="subject", text=subject),
        Part(name="body", kind="body", text=body, zones=tuple(told), tables=tables),
        *extra,
    )
    return Document(
        sender=Address(name=sender[0], email=sender[1]),
        subject=subject,
        language=language,
        date=date,
        parts=parts,
        headers=headers or {},
        in_reply_to=answers,
    )


def span_of(document: Document, words: str, part: str = "body") -> Span:
    """Where words stand."""
    at = document.part(part).text.index(words)
    return Span(part=part, start=at, end=at + len(words))


def fields(*definitions: dict[str, Any]) -> FieldSet:
    """A field set."""
    return FieldSet(fields=tuple(FieldDefinition.model_validate(definition) for definition in definitions))


PARCELS = CategorySet(
    categories=(
        Category(
            id="tracking",
            label="Where is my shipment",
            description="Asks where a shipment is or when it arrives.",
            examples=("Where is my parcel?", "When will the pallets be delivered?"),
        ),
        Category(
            id="damage",
            label="Damaged or missing goods",
            description="Goods arrived broken, wet, incomplete or not at all.",
            examples=("Two boxes were crushed.", "One pallet of five is missing."),
        ),
        Category(
            id="invoice_query",
            label="Invoice query",
            description="Questions on freight invoices and charges.",
            examples=("Your invoice shows a wrong weight.",),
        ),
        Category(
            id="termination",
            label="Termination",
            description="The customer ends the contract or does not renew it.",
            examples=("We cancel our contract at the end of the year.",),
        ),
        Category(id="other", label="Other", description="A real request that fits none of the categories above."),
    )
)
"""Categories of a parcel service, for tests."""

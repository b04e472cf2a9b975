"""Kinds of documents and mail with files, made by hand for the tests of who tells what a file is."""

from __future__ import annotations

from letters import letter

from workflow.document import Document, Part, Zone, ZoneKind
from workflow.documents import DocumentSet, DocumentType
from workflow.interpretation import FiledDocument

KINDS = DocumentSet(
    documents=(
        DocumentType(
            id="bank_statement",
            label="Bank statement",
            description="Statement of the account for the last three months",
            examples=("Account statement",),
            required=("credit",),
        ),
        DocumentType(id="payslip", label="Payslip", description="Of the applicant", required=("credit",)),
        DocumentType(
            id="identity", label="Proof of identity", description="Passport, identity card or driving licence"
        ),
        DocumentType(id="contract_signed", label="Signed contract", examples=("Service agreement",)),
        DocumentType(
            id="boat_card",
            label="Boat card",
            description="The club's own card for a moored boat",
            examples=("Berth and mooring card", "Sail number and berth"),
            file_names=("bkarte",),
        ),
    )
)


def file(filename: str, text: str = "", hidden: str = "", media_type: str = "application/pdf") -> Part:
    """A file; `hidden` is text of it that nobody sees."""
    zones = [Zone(kind=ZoneKind.NEW, start=0, end=len(text))] if text else []
    if hidden:
        zones.append(Zone(kind=ZoneKind.HIDDEN, start=len(text), end=len(text) + len(hidden)))
    return Part(
        name=f"attachment:{filename}",
        kind="attachment",
        text=text + hidden,
        zones=tuple(zones),
        filename=filename,
        media_type=media_type,
        content="0" * 32,
    )


def mail(body: str, *files: Part, subject: str = "Documents") -> Document:
    """A mail with files."""
    return letter(body, subject=subject, extra=files)


def kinds_of(filed: tuple[FiledDocument, ...]) -> dict[str, str | None]:
    """File name → kind."""
    return {each.filename: each.type for each in filed}

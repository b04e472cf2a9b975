"""The names that expressions, tables and record values read: what is known of a case at this moment."""

from __future__ import annotations

from typing import Any

from graphs.context import Context
from workflow.derived import derive
from workflow.document import Document
from workflow.work import CaseWork, MessageWork


def of_message(document: Document, message: MessageWork) -> dict[str, Any]:
    """Names that hold for the message as a whole."""
    return {
        "sender": {"email": document.sender.email, "name": document.sender.name, "domain": document.sender.domain},
        "subject": document.subject,
        "language": document.language,
        "received": document.date.isoformat() if document.date else None,
        "triage": message.triage.kind if message.triage else None,
        "requests": len(message.splitting.requests) if message.splitting else 1,
        "attachments": sum(part.kind == "attachment" for part in document.parts),
    }


def of_case(context: Context, message: MessageWork, case: CaseWork) -> dict[str, Any]:
    """All names for one case: the message's, the fields, the account's, outputs of tables, derived values."""
    document = context.load(message.document, Document) if message.document else Document()
    values: dict[str, Any] = {
        **case.fields,
        **of_message(document, message),
        "fields": case.fields,
        "documents": list(case.documents.types) if case.documents else [],
        "missing": list(case.missing),
        "missing_documents": list(case.missing_documents),
        "category": case.category,
        "account": {"Id": case.account.id, **case.account.values} if case.account else None,
        "confidence": case.confidence,
        "waited": case.waited,
        **case.given,
    }
    return {**values, **derive(context.definition.derive, values)}

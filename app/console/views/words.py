"""The words and signs for outcomes, statuses, zones and kinds of evidence, the same on every page."""

from __future__ import annotations

from workflow.document import ZoneKind
from workflow.timeline import MARKS

OUTCOMES = {
    "cases": "Done",
    "review": "In review",
    "waiting": "Waiting",
    "answer": "An answer",
    "not_actionable": "No work",
    "rejected": "Rejected",
    "error": "Failed",
    "running": "Running",
    "queued": "Queued",
    "paused": "Paused",
    "cancelled": "Cancelled",
    "erased": "Erased",
}
"""What became of a message, in the order in which people filter by it."""

STATUSES = {"done": "done", "skipped": "skipped", "unsure": "unsure", "failed": "failed", "waiting": "waiting"}

ZONES = {
    ZoneKind.NEW: "",
    ZoneKind.SIGNATURE: "signature",
    ZoneKind.DISCLAIMER: "disclaimer",
    ZoneKind.QUOTE: "older message",
    ZoneKind.FORWARD: "forwarded",
    ZoneKind.HIDDEN: "hidden",
}

RECOGNISED = {
    "host": "website",
    "email": "e-mail address",
    "code": "code",
    "phone": "phone",
    "name": "name",
    "address": "address",
    "sender_contact": "sender is a contact",
    "sender_domain": "sender's domain",
    "group": "group",
}

EVIDENCE = {
    "not_stated": "not stated",
    "header": "from a header",
    "directory": "from the directory",
    "person": "entered by a person",
}

TRIAGE = {
    "request": "work to do",
    "auto_reply": "automatic reply",
    "bounce": "bounce",
    "newsletter": "newsletter",
    "spam": "spam",
    "receipt": "receipt",
    "thanks": "thanks",
}

ABOUT = {
    "triage": "Is it work?",
    "split": "How many cases",
    "account": "Account",
    "category": "Category",
    "fields": "Fields",
    "missing": "Missing",
    "routing": "Queue",
    "approval": "Approval",
    "record": "Record",
    "reading": "Reading",
}


def outcome_word(outcome: str) -> str:
    """An outcome for people; one that is not known is told as it is."""
    return OUTCOMES.get(outcome, told(outcome))


def mark(status: str) -> str:
    """The sign of a hop's status, as on the Salesforce record."""
    return MARKS.get(status, "·")


def told(name: str) -> str:
    """An id in words: `invoice_number` → `Invoice number`."""
    text = name.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def counted(number: int, one: str, many: str = "") -> str:
    """`1 case`, `3 cases`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"

"""Which values a message states for one request."""

from __future__ import annotations

from workflow.accounts import Candidates
from workflow.document import Document
from workflow.fields import FieldSet
from workflow.interpretation import Extraction, Request


def extract(
    document: Document,
    request: Request,
    fields: FieldSet,
    category: str | None,
    candidates: Candidates,
    others: tuple[Request, ...] = (),
) -> Extraction:
    """The values that are stated, each with its quote."""
    return Extraction()

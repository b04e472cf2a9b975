"""The extraction specialist: which values does a message state for a request?"""

from __future__ import annotations

from agents.reading.reader import Reader
from workflow.accounts import Candidates
from workflow.document import Document
from workflow.evidence import holds
from workflow.fields import FieldSet
from workflow.interpretation import Extraction, FieldValue, Request


def extract(
    reader: Reader,
    document: Document,
    request: Request,
    fields: FieldSet,
    category: str | None,
    candidates: Candidates,
    others: tuple[Request, ...] = (),
) -> Extraction:
    """The reader's values whose quotes hold."""
    answer = reader.extract(document, request, fields, category, candidates, others)
    values = tuple(v for v in answer.values if fields.get(v.field) is not None and holds(document, v.evidence))
    values = tuple(_clamped(v) for v in values)
    given = {value.field for value in values}
    not_stated = tuple(f.id for f in fields.fields if f.id not in given)
    return Extraction(values=values, not_stated=not_stated)


def _clamped(value: FieldValue) -> FieldValue:
    return value.model_copy(update={"confidence": min(1.0, max(0.0, value.confidence))})

"""The extraction specialist: which values does a message state for a request?"""

from __future__ import annotations

from agents.reading.reader import Reader
from agents.verification import refusal
from workflow.accounts import Candidates
from workflow.document import Document
from workflow.evidence import Evidence
from workflow.fields import FieldDefinition, FieldSet, FieldType
from workflow.interpretation import Extraction, FieldValue, Request

NOT_STATED = ("not_stated", "not stated", "unstated", "not_specified", "unspecified", "unknown")
"""Enum values that say that the message says nothing, in order of preference."""


def extract(
    reader: Reader,
    document: Document,
    request: Request,
    fields: FieldSet,
    category: str | None,
    candidates: Candidates,
    others: tuple[Request, ...] = (),
) -> Extraction:
    """The reader's values, as far as their quotes prove them; one a field, of configured fields only.

    Where an enum has a value for 'nothing was said', that is the value of a field that the category requires and the
    message does not state: it was searched for, and the work need not wait for it.
    """
    answer = reader.extract(document, request, fields, category, candidates, others)
    proven: dict[str, FieldValue] = {}
    for value in answer.values:
        field = fields.get(value.field)
        if field is None or value.field in proven or not _is_configured(field, value):
            continue
        if not refusal(document, field, value):
            proven[value.field] = value.model_copy(update={"confidence": min(1.0, max(0.0, value.confidence))})
    for field in fields.fields:
        unstated = unstated_value(field)
        if field.id not in proven and unstated and category in field.required:
            evidence = Evidence(quote="", kind="not_stated")
            proven[field.id] = FieldValue(field=field.id, value=unstated, evidence=evidence, confidence=0.5)
    values = tuple(proven[field.id] for field in fields.fields if field.id in proven)
    lacking = tuple(field.id for field in fields.fields if field.id not in proven)
    return Extraction(values=values, not_stated=lacking)


def least_sure(said: Extraction, fields: FieldSet, category: str | None) -> float:
    """The confidence of the least sure value; 0 where the category requires one that was not found."""
    found = {value.field for value in said.values}
    if any(category in field.required and field.id not in found for field in fields.fields):
        return 0.0
    return min((value.confidence for value in said.values), default=1.0)


def joined(cheaper: Extraction, said: Extraction, sure_from: float) -> Extraction:
    """What a cheaper reader is sure of, and for all other fields what the next one says."""
    sure = {value.field: value for value in cheaper.values if value.confidence >= sure_from}
    values = (*sure.values(), *(value for value in said.values if value.field not in sure))
    return Extraction(values=values, not_stated=tuple(name for name in said.not_stated if name not in sure))


def unstated_value(field: FieldDefinition) -> str | None:
    """The enum's value for 'nothing was said', if it has one."""
    if field.type is not FieldType.ENUM:
        return None
    return next((value for name in NOT_STATED for value in field.values if value.lower() == name), None)


def _is_configured(field: FieldDefinition, value: FieldValue) -> bool:
    """Whether an enum's value is one of those configured; lists are lists."""
    if field.many and not isinstance(value.value, (list, tuple)):
        return False
    if field.element is not FieldType.ENUM:
        return value.value not in (None, "", [], {})
    items = value.value if field.many else [value.value]
    return bool(items) and all(item in field.values for item in items)

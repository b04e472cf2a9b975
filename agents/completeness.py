"""The completeness specialist: what must the sender still tell before the work can begin?"""

from __future__ import annotations

from agents.reading.reader import Reader
from workflow.document import Document
from workflow.fields import FieldSet
from workflow.interpretation import Completeness, Extraction


def complete(
    reader: Reader, document: Document, fields: FieldSet, category: str | None, extraction: Extraction
) -> Completeness:
    """Fields that the category requires and the extraction lacks, and a question that asks for them."""
    given = {value.field for value in extraction.values}
    lacking = tuple(f for f in fields.fields if category in f.required and f.id not in given)
    if not lacking:
        return Completeness(language=document.language)
    question = reader.draft(document, FieldSet(fields=lacking), document.language)
    return Completeness(missing=tuple(f.id for f in lacking), question=question, language=document.language)

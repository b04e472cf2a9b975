"""The completeness specialist: what must the sender still tell before the work can begin?"""

from __future__ import annotations

from agents.reading.reader import Reader
from workflow.document import Document
from workflow.documents import DocumentSet
from workflow.fields import FieldSet
from workflow.interpretation import Completeness, Documents, Extraction


def complete(
    reader: Reader,
    document: Document,
    fields: FieldSet,
    category: str | None,
    extraction: Extraction,
    kinds: DocumentSet | None = None,
    documents: Documents | None = None,
) -> Completeness:
    """What the category requires and did not come, fields and documents, and a question that asks for it.

    Documents are asked for only where it was looked which there are.
    """
    given = {value.field for value in extraction.values}
    lacking = tuple(f for f in fields.fields if category in f.required and f.id not in given)
    there = documents.types if documents is not None else ()
    wanted = kinds.documents if kinds is not None and documents is not None else ()
    absent = tuple(kind for kind in wanted if category in kind.required and kind.id not in there)
    if not lacking and not absent:
        return Completeness(language=document.language)
    question = reader.draft(document, FieldSet(fields=lacking), document.language, absent)
    return Completeness(
        missing=tuple(f.id for f in lacking),
        documents=tuple(kind.id for kind in absent),
        question=question,
        language=document.language,
    )

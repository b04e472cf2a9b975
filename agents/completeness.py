"""The completeness specialist: what must the sender still tell before the work can begin?"""

from __future__ import annotations

from collections.abc import Mapping

from agents.reading.reader import Reader
from workflow.document import Document
from workflow.documents import DocumentSet
from workflow.fields import FieldSet
from workflow.interpretation import Completeness, Documents, Extraction

LIKELY = 0.3
"""How likely it must be that the category is one that requires a thing, before the sender is asked for it."""


def complete(
    reader: Reader,
    document: Document,
    fields: FieldSet,
    likely: Mapping[str, float],
    extraction: Extraction,
    kinds: DocumentSet | None = None,
    documents: Documents | None = None,
) -> Completeness:
    """What the category requires and did not come, fields and documents, and a question that asks for it.

    `likely`: category → how likely it is; 1 for one that is settled. While it is in doubt, the likeliest counts where
    it, with the others that require the same, is likely enough. Documents are asked for only where it was looked which
    there are.
    """
    best = max(likely, key=lambda category: likely[category], default=None)

    def wanted_by(required: tuple[str, ...]) -> bool:
        return best in required and sum(likely.get(category, 0.0) for category in required) >= LIKELY

    given = {value.field for value in extraction.values}
    lacking = tuple(f for f in fields.fields if wanted_by(f.required) and f.id not in given)
    there = documents.types if documents is not None else ()
    wanted = kinds.documents if kinds is not None and documents is not None else ()
    absent = tuple(kind for kind in wanted if wanted_by(kind.required) and kind.id not in there)
    if not lacking and not absent:
        return Completeness(language=document.language)
    question = reader.draft(document, FieldSet(fields=lacking), document.language, absent)
    return Completeness(
        missing=tuple(f.id for f in lacking),
        documents=tuple(kind.id for kind in absent),
        question=question,
        language=document.language,
    )

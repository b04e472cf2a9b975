"""The completeness specialist: what must the sender still tell before the work can begin?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from agents.question import strange
from agents.reading.local.drafting import draft
from agents.reading.reader import NO_WORDS, Reader
from workflow.definition import QuestionWords
from workflow.document import Document
from workflow.documents import DocumentSet, DocumentType
from workflow.fields import FieldDefinition, FieldSet
from workflow.fields import FieldType as T
from workflow.identifiers import canonical
from workflow.interpretation import Completeness, Documents, Extraction

LIKELY = 0.3
"""How likely it must be that the category is one that requires a thing, before the sender is asked for it."""
MEANT = 0.7
"""The same for what is told by meaning, not by form: that it was not found says little. Of the dates, numbers and codes
that a category required and the local reader did not find, 15 of 26 were missing; of enums, persons … 3 of 51."""
BY_MEANING = frozenset({T.ENUM, T.BOOLEAN, T.PERSON, T.DURATION, T.TEXT, T.OBJECT})


def complete(
    reader: Reader,
    document: Document,
    fields: FieldSet,
    likely: Mapping[str, float],
    extraction: Extraction,
    kinds: DocumentSet | None = None,
    documents: Documents | None = None,
    own: Mapping[str, QuestionWords] = NO_WORDS,
    others: Iterable[str] = (),
) -> Completeness:
    """What the category requires and did not come, fields and documents, and a question that asks for it.

    `likely`: category → how likely it is; 1 for one that is settled. While it is in doubt, the likeliest counts where
    it, with the others that require the same, is likely enough: surer for what is told by meaning. Documents are asked
    for only where it was looked which there are. `others` are names of accounts that the case is not about: a question
    that names one, or a place or a figure that is not the case's, is replaced by a plain one.
    """
    best = max(likely, key=lambda category: likely[category], default=None)

    def wanted_by(required: tuple[str, ...], enough: float = LIKELY) -> bool:
        return best in required and sum(likely.get(category, 0.0) for category in required) >= enough

    def wanted(field: FieldDefinition) -> bool:
        return wanted_by(field.required, MEANT if field.element in BY_MEANING else LIKELY)

    given = {value.field for value in extraction.values}
    lacking = FieldSet(fields=tuple(f for f in fields.fields if wanted(f) and f.id not in given))
    there = documents.types if documents is not None else ()
    known = kinds.documents if kinds is not None and documents is not None else ()
    absent = tuple(kind for kind in known if wanted_by(kind.required) and kind.id not in there)
    if not lacking.fields and not absent:
        return Completeness(language=document.language)
    question, note = reader.draft(document, lacking, document.language, absent, own), ""
    if reader.name != "local":
        found = strange(question, _known(document, lacking, absent, extraction), others)
        if found:
            note = f"the question that {reader.name} drafted says «{found[:80]}», which is not the case's"
            question = draft(document, lacking, document.language, absent, own)
    return Completeness(
        missing=tuple(f.id for f in lacking.fields),
        documents=tuple(kind.id for kind in absent),
        question=question,
        language=document.language,
        note=note,
    )


def _known(
    document: Document, lacking: FieldSet, absent: tuple[DocumentType, ...], extraction: Extraction
) -> Iterable[str]:
    yield document.subject
    for field in lacking.fields:
        yield from (field.label, field.description, *field.labels.values(), *field.examples, *field.values)
    for kind in absent:
        yield from (kind.label, kind.description, *kind.labels.values(), *kind.examples)
    for value in extraction.values:
        yield value.value if isinstance(value.value, str) else canonical(value.value)
        yield value.evidence.quote

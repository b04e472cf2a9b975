"""Categories, fields and kinds of documents: whether each is there once, and those that they name exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from workflow.bundle import Bundle
from workflow.categories import Category, CategorySet
from workflow.check.finding import Finding
from workflow.comparison import key
from workflow.definition import (
    AnyStep,
    ClassificationStep,
    CompletenessStep,
    DocumentsStep,
    ExtractionStep,
    WorkflowDefinition,
)
from workflow.documents import DocumentSet, DocumentType
from workflow.expressions.syntax import RESERVED
from workflow.fields import FieldDefinition, FieldSet
from workflow.names import CONFIDENCE, MESSAGE, placed_steps
from workflow.nearest import suggestion

TAKEN = frozenset(
    {
        *MESSAGE, *CONFIDENCE, "triage", "requests", "account", "category", "fields", "documents", "missing",
        "missing_documents",
    }
)  # fmt: skip
"""Names that are not a field's: a field of that id is read as `fields.ID`."""


def check_categories(file: str, categories: CategorySet) -> list[Finding]:
    """Findings about one file of categories."""
    return _check_told_apart(file, "categories", "categories", categories.categories)


def check_fields(file: str, fields: FieldSet) -> list[Finding]:
    """Findings about one file of fields."""
    found = _same_ids(file, "fields", "fields", (definition.id for definition in fields.fields))
    for index, definition in enumerate(fields.fields):
        found += _check_field(file, f"fields[{index}]", definition)
    return found


def check_documents(file: str, documents: DocumentSet) -> list[Finding]:
    """Findings about one file of kinds of documents."""
    return _check_told_apart(file, "documents", "kinds of documents", documents.documents)


def _check_told_apart(file: str, place: str, what: str, things: Sequence[Category | DocumentType]) -> list[Finding]:
    """Findings about what a reader has to tell apart by its description and examples."""
    found = _same_ids(file, place, what, (each.id for each in things))
    found += [
        Finding(
            level="warning", file=file, key=place, problem=f"two {what} are called '{label}'", cure="Rename one of them"
        )
        for label in _twice(each.label for each in things)
    ]
    for index, each in enumerate(things):
        if not each.description and not each.examples:
            problem = f"'{each.id}' has no description and no examples to be told by"
            found.append(Finding(level="warning", file=file, key=f"{place}[{index}]", problem=problem))
    return found


def _same_ids(file: str, place: str, what: str, ids: Iterable[str]) -> list[Finding]:
    return [
        Finding(
            level="error", file=file, key=place, problem=f"two {what} have the id '{name}'", cure="Remove one of them"
        )
        for name in _twice(ids)
    ]


def check_required(bundle: Bundle, workflow: WorkflowDefinition) -> list[Finding]:
    """An error for each category that a field or document is required for and that the workflow does not tell apart.

    A warning where nothing asks for the documents that are required.
    """
    steps = [step for _, step, _ in placed_steps(workflow)]
    sets = [
        bundle.categories[step.categories]
        for step in steps
        if isinstance(step, ClassificationStep) and step.categories in bundle.categories
    ]
    ids = {name for each in sets for name in each.ids}
    found = []
    for file, place, name, required in _required(bundle, steps):
        for category in required if ids else ():
            if category not in ids:
                problem = f"'{name}' is required for '{category}', which is no category of {workflow.workflow}"
                cure = suggestion(category, ids)
                found.append(Finding(level="error", file=file, key=f"{place}.required", problem=problem, cure=cure))
        asked = any(isinstance(step, CompletenessStep) for step in steps)
        if required and file.startswith("documents/") and not asked:
            problem = f"'{name}' is required, but no step of {workflow.workflow} asks for what is missing"
            cure = "Add a step of kind 'completeness'"
            found.append(Finding(level="warning", file=file, key=f"{place}.required", problem=problem, cure=cure))
    return found


def _required(bundle: Bundle, steps: Iterable[AnyStep]) -> Iterable[tuple[str, str, str, tuple[str, ...]]]:
    """File, place, id and categories of each field and kind of document that the steps use."""
    for step in steps:
        if isinstance(step, ExtractionStep) and step.fields in bundle.fields:
            for index, definition in enumerate(bundle.fields[step.fields].fields):
                yield f"fields/{step.fields}.yaml", f"fields[{index}]", definition.id, definition.required
        elif isinstance(step, DocumentsStep) and step.documents in bundle.documents:
            for index, each in enumerate(bundle.documents[step.documents].documents):
                yield f"documents/{step.documents}.yaml", f"documents[{index}]", each.id, each.required


def _check_field(file: str, place: str, definition: FieldDefinition) -> list[Finding]:
    found = []
    for value in _twice(key(value) or "" for value in definition.values):
        problem = f"the value '{value}' stands twice"
        found.append(
            Finding(level="error", file=file, key=f"{place}.values", problem=problem, cure="Remove one of them")
        )
    for value in definition.synonyms:
        if value not in definition.values:
            problem = f"'{value}' has synonyms but is no value of '{definition.id}'"
            cure = suggestion(value, definition.values)
            found.append(Finding(level="error", file=file, key=f"{place}.synonyms", problem=problem, cure=cure))
    if definition.id in RESERVED or definition.id in TAKEN:
        cure = f"Read it as fields.{definition.id}, or rename it"
        problem = f"'{definition.id}' means something else in expressions"
        found.append(Finding(level="warning", file=file, key=f"{place}.id", problem=problem, cure=cure))
    return found


def _twice(words: Iterable[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]

"""Categories and fields: whether each is there once, and those that they name exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from workflow.bundle import Bundle
from workflow.categories import CategorySet
from workflow.check.finding import Finding
from workflow.comparison import key
from workflow.definition import ClassificationStep, ExtractionStep, WorkflowDefinition
from workflow.expressions.syntax import RESERVED
from workflow.fields import FieldDefinition, FieldSet
from workflow.names import CONFIDENCE, MESSAGE, placed_steps
from workflow.nearest import suggestion

TAKEN = frozenset({*MESSAGE, *CONFIDENCE, "triage", "requests", "account", "category", "fields", "missing"})
"""Names that are not a field's: a field of that id is read as `fields.ID`."""


def check_categories(file: str, categories: CategorySet) -> list[Finding]:
    """Findings about one file of categories."""
    found = [
        Finding(
            level="error",
            file=file,
            key="categories",
            problem=f"two categories have the id '{name}'",
            cure="Remove one of them",
        )
        for name in _twice(categories.ids)
    ]
    found += [
        Finding(
            level="warning",
            file=file,
            key="categories",
            problem=f"two categories are called '{label}'",
            cure="Rename one of them",
        )
        for label in _twice(category.label for category in categories.categories)
    ]
    for index, category in enumerate(categories.categories):
        if not category.description and not category.examples:
            problem = f"'{category.id}' has no description and no examples to be told by"
            found.append(Finding(level="warning", file=file, key=f"categories[{index}]", problem=problem))
    return found


def check_fields(file: str, fields: FieldSet) -> list[Finding]:
    """Findings about one file of fields."""
    found = [
        Finding(
            level="error",
            file=file,
            key="fields",
            problem=f"two fields have the id '{name}'",
            cure="Remove one of them",
        )
        for name in _twice(definition.id for definition in fields.fields)
    ]
    for index, definition in enumerate(fields.fields):
        found += _check_field(file, f"fields[{index}]", definition)
    return found


def check_required(bundle: Bundle, workflow: WorkflowDefinition) -> list[Finding]:
    """An error for each category that a field is required for and that the workflow does not tell apart."""
    sets = [
        bundle.categories[step.categories]
        for _, step, _ in placed_steps(workflow)
        if isinstance(step, ClassificationStep) and step.categories in bundle.categories
    ]
    ids = {name for each in sets for name in each.ids}
    if not ids:
        return []
    found = []
    for _, step, _ in placed_steps(workflow):
        if not isinstance(step, ExtractionStep) or step.fields not in bundle.fields:
            continue
        for index, definition in enumerate(bundle.fields[step.fields].fields):
            for name in definition.required:
                if name not in ids:
                    problem = f"'{definition.id}' is required for '{name}', which is no category of {workflow.workflow}"
                    place = f"fields[{index}].required"
                    file = f"fields/{step.fields}.yaml"
                    found.append(
                        Finding(level="error", file=file, key=place, problem=problem, cure=suggestion(name, ids))
                    )
    return found


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

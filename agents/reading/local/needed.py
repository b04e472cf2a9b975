"""What the work on a category needs says what the category is: fields that it requires describe it, too."""

from __future__ import annotations

from agents.reading.local.likeness import is_rest
from workflow.categories import Category, CategorySet
from workflow.fields import FieldDefinition, FieldSet

COMMON = 2
"""Categories that may require a field for it to describe them: what more of them need tells none apart."""


def described(categories: CategorySet, fields: FieldSet) -> CategorySet:
    """The categories, each with its description followed by those of the fields that it and few others require."""
    return CategorySet(categories=tuple(_described(category, fields) for category in categories.categories))


def _described(category: Category, fields: FieldSet) -> Category:
    needed = [f for f in fields.fields if category.id in f.required and len(f.required) <= COMMON]
    told = " ".join((category.description, *map(_words, needed))).strip()
    whole = category.model_copy(update={"description": told})
    return whole if is_rest(whole) == is_rest(category) else category


def _words(field: FieldDefinition) -> str:
    return "; ".join(filter(None, (field.label or field.id.replace("_", " "), field.description.rstrip(".")))) + "."

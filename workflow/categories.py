"""The categories that operations configure for classification."""

from __future__ import annotations

from pydantic import Field

from workflow.fields import Strict


class Category(Strict):
    """One kind of request, told to people and readers alike."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str
    description: str = ""
    examples: tuple[str, ...] = ()


class CategorySet(Strict):
    """The categories of one file."""

    categories: tuple[Category, ...] = Field(min_length=1)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, in the order of the file."""
        return tuple(category.id for category in self.categories)

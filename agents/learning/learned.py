"""What was learned for one workflow: a classifier for its categories, words for its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from agents.learning.classifier import FittedClassifier
from workflow.categories import CategorySet
from workflow.fields import FieldSet


@dataclass(frozen=True)
class FieldWords:
    """Further words for one field: `called` by which messages name it, and `values`, words for an enum's values."""

    called: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Learned:
    """What a reader goes by besides the bundle. `reader` is the version of the one that it was learned with."""

    workflow: str
    reader: str
    classifiers: tuple[FittedClassifier, ...] = ()
    fields: Mapping[str, FieldWords] = field(default_factory=dict)
    embedding: str = ""  #: identity of the embedding that the classifiers read; empty: none

    def classifier(self, categories: CategorySet, vectors: bool) -> FittedClassifier | None:
        """The classifier that knows every category of the set, or None."""
        for one in self.classifiers:
            if one.reads_vectors == vectors and set(categories.ids) <= set(one.categories):
                return one
        return None

    def fields_of(self, fields: FieldSet) -> FieldSet:
        """The fields with the words that were learned for them."""
        return FieldSet(
            fields=tuple(
                one
                if one.id not in self.fields
                else one.model_copy(
                    update={
                        "called": tuple(dict.fromkeys((*one.called, *self.fields[one.id].called))),
                        "synonyms": {
                            **one.synonyms,
                            **{
                                value: tuple(dict.fromkeys((*one.synonyms.get(value, ()), *words)))
                                for value, words in self.fields[one.id].values.items()
                                if value in one.values
                            },
                        },
                    }
                )
                for one in fields.fields
            )
        )

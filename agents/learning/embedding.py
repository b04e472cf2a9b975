"""Vectors of requests and categories, from the embedding that a workflow names; none is needed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from agents.reading.embeddings import Embedding
from agents.reading.local.likeness import clauses
from agents.reading.local.memo import Memo
from agents.reading.local.said import Said
from workflow.categories import CategorySet
from workflow.document import ZoneKind

Floats = npt.NDArray[Any]

CHARACTERS = 4_000
"""Characters of a request that are handed to an embedding."""


class Embedded:
    """An embedding, asked for what the classifier needs. Raises EmbeddingFailed where it cannot answer."""

    def __init__(self, embedding: Embedding) -> None:
        self.embedding = embedding
        self._categories: Memo[CategorySet, Floats] = Memo(self._means)

    def of_requests(self, said: Sequence[tuple[Said, ...]]) -> Floats:
        """A vector of unit length for each request; zeros where it says nothing."""
        texts = [_text(each) for each in said]
        asked = sorted({text for text in texts if text})
        if not asked:
            raise ValueError("there is no text to embed")
        vectors = self.embedding.vectors(asked)
        places = {text: place for place, text in enumerate(asked)}
        return np.array([vectors[places[text]] if text else np.zeros(vectors.shape[1]) for text in texts])

    def of_categories(self, categories: CategorySet) -> Floats:
        """A vector of unit length for each category: the mean of all that the bundle says of it."""
        return self._categories(categories)

    def _means(self, categories: CategorySet) -> Floats:
        texts = [
            [text for text in (one.label, *clauses(one.description), *one.examples) if text.strip()]
            for one in categories.categories
        ]
        vectors = self.embedding.vectors([text for each in texts for text in each])
        ends = np.cumsum([0, *map(len, texts)])
        means = np.array([vectors[start:end].mean(0) for start, end in pairwise(ends)])
        lengths: Floats = np.linalg.norm(means, axis=1, keepdims=True)
        return means / np.where(lengths > 0, lengths, 1.0)


def near(vector: Floats, of_categories: Floats) -> Floats:
    """How near a request is to each category, in standard deviations from the mean; zeros where nothing tells."""
    told = of_categories @ vector
    spread = float(told.std())
    result: Floats = np.zeros(len(told)) if spread < 1e-9 else (told - told.mean()) / spread
    return result


def _text(said: tuple[Said, ...]) -> str:
    pieces = [one.passage.text[one.start : one.end] for one in said if one.passage.zone is not ZoneKind.SIGNATURE]
    return " ".join(" ".join(pieces).split())[:CHARACTERS]

"""A classifier that was learned with an embedding has a twin without: for when it does not answer, or is another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from lessons import example
from letters import PARCELS, WHOLE, letter

from agents.learning.artefact import packed, unpacked
from agents.learning.categories import learn_categories
from agents.learning.embedding import Embedded
from agents.learning.learned import Learned
from agents.learning.reader import TaughtReader
from agents.reading.embeddings import EmbeddingFailed
from agents.reading.local import LocalReader

KINDS = ("tracking", "damage", "invoice_query")
BASE = LocalReader()


class Signs:
    """Every word of one kind ends in the same letter, which only this embedding sees."""

    identity = "signs"

    def __init__(self) -> None:
        self.broken = ""

    def vectors(self, texts: Sequence[str]) -> Any:
        if self.broken:
            raise EmbeddingFailed(self.broken)
        return np.array([[float(f"{end}." in text) for end in "xyz"] for text in texts])


def letters(count: int = 12) -> list[Any]:
    ends = dict(zip(KINDS, "xyz", strict=True))
    return [
        example(f"{kind} {number}", f"bramo{'bdfgklmnprst'[number]}ito{ends[kind]}.", kind)
        for kind in KINDS
        for number in range(count)
    ]


@pytest.fixture(scope="module")
def learned() -> Learned:
    with_vectors = learn_categories(letters(), PARCELS, BASE, Embedded(Signs()))
    plain = learn_categories(letters(), PARCELS, BASE)
    assert plain is not None
    assert with_vectors is not None
    return unpacked(packed(Learned("p", "1", (plain.classifier, with_vectors.classifier), embedding="signs")))


def test_vectors_are_learned_from(learned: Learned) -> None:
    reader = TaughtReader(learned, Embedded(Signs()))
    for kind, text in zip(KINDS, ("quulux.", "quuluy.", "quuluz."), strict=True):
        answer = reader.classify(letter(text), WHOLE, PARCELS)
        assert (answer.category, "without" in answer.reason) == (kind, False)


def test_where_the_embedding_fails_the_twin_answers_and_says_so(learned: Learned) -> None:
    signs = Signs()
    reader = TaughtReader(learned, Embedded(signs))
    signs.broken = "it sleeps"
    document = letter("bramobitox.")
    answer = reader.classify(document, WHOLE, PARCELS)
    plain = TaughtReader(learned).classify(document, WHOLE, PARCELS)
    assert answer.reason == f"{plain.reason}; without the embedding: it sleeps"
    assert (answer.category, answer.confidence) == (plain.category, plain.confidence)


def test_another_embedding_than_that_which_was_learned_with_is_not_used(learned: Learned) -> None:
    signs = Signs()
    signs.identity = "others"
    answer = TaughtReader(learned, Embedded(signs)).classify(letter("bramobitox."), WHOLE, PARCELS)
    assert answer.reason.endswith("it is another one than that which was learned with, learn again")

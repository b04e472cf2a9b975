"""Ours: the likeness to labels alone, and the fitted classifier of `agents/learning` on top of it."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from agents.learning.categories import phrase, phrases_of
from agents.learning.embedding import Embedded, near
from agents.learning.fitting import Labelled, fit
from agents.learning.terms import terms_of
from agents.reading.local.classification import Likeness
from evals.bench.intents_score import Answer
from evals.bench.intents_sets import Split
from workflow.categories import Category, CategorySet


@dataclass(frozen=True)
class Ours:
    """The answers, and what they took: seconds to learn, milliseconds a sentence."""

    answers: list[Answer]
    learned_in: float
    each: float


def unlearned(split: Split) -> Ours:
    """Without an example: the category that a sentence is likest, by its label alone."""
    categories, names = _categories(split.labels)
    likeness = Likeness()
    started = time.perf_counter()
    answers: list[Answer] = []
    for one in split.test:
        scores = likeness.scores(phrase(one.text), categories)
        answers.append(names[max(scores, key=lambda name: scores[name])] if scores else None)
    return Ours(answers, 0.0, _each(started, len(split.test)))


def learned(split: Split, unknown: float | None = None, embedded: Embedded | None = None) -> Ours:
    """From the split's examples. `unknown`: the share of sentences that fit none, None: as among the examples."""
    categories, names = _categories(split.labels)
    ids = {label: name for name, label in names.items()}
    likeness = Likeness()
    started = time.perf_counter()
    said = [phrase(one.text) for one in split.train]
    vectors = embedded.of_requests(said) if embedded else None
    scores = [likeness.scores(each, categories) for each in said]
    of_categories = embedded.of_categories(categories) if embedded else None
    labelled = [
        Labelled(
            str(place),
            terms_of(each),
            tuple(told.get(name, 0.0) for name in categories.ids),
            ids[one.label] if one.label is not None else None,
            None if vectors is None else vectors[place],
            None if vectors is None or of_categories is None else near(vectors[place], of_categories),
        )
        for place, (one, each, told) in enumerate(zip(split.train, said, scores, strict=True))
    ]
    fitted = fit(labelled, phrases_of(categories, embedded), categories.ids, unknown).classifier
    learned_in = time.perf_counter() - started
    started = time.perf_counter()
    answers: list[Answer] = []
    for one in split.test:
        asked = phrase(one.text)
        vector = embedded.of_requests([asked])[0] if embedded else None
        alike = None if vector is None or of_categories is None else near(vector, of_categories)
        judged = fitted.judge(terms_of(asked), likeness.scores(asked, categories), None, vector, alike)
        best = max(judged.shares, key=lambda name: judged.shares[name])
        fits = unknown is None or judged.known * judged.shares[best] >= 1 - judged.known
        answers.append(names[best] if fits else None)
    return Ours(answers, learned_in, _each(started, len(split.test)))


def _categories(labels: tuple[str, ...]) -> tuple[CategorySet, dict[str, str]]:
    """The labels as a set of categories that says nothing else of them, and id → label."""
    names = {"c_" + re.sub(r"\W", "_", label.lower()): label for label in labels}
    told = tuple(Category(id=name, label=label.replace("_", " ").lower()) for name, label in names.items())
    return CategorySet(categories=told), names


def _each(started: float, count: int) -> float:
    return (time.perf_counter() - started) * 1000 / max(1, count)

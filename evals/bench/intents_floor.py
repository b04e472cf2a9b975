"""The floor: TF-IDF of words and n-grams of characters under a linear model, by scikit-learn (`[bench]`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from evals.bench.intents_score import Answer
from evals.bench.intents_sets import Split

Scored = list[tuple[Answer, float]]
"""For each sentence the likeliest label and its score."""


def support_vectors(split: Split, outside: bool = False) -> Scored:
    """A linear support vector machine; with `outside` what fits none is learned as a class of its own."""
    from sklearn.svm import LinearSVC

    return _fitted(split, LinearSVC(), outside, "decision_function")


def regression(split: Split, outside: bool = False) -> Scored:
    """A logistic regression."""
    from sklearn.linear_model import LogisticRegression

    return _fitted(split, LogisticRegression(C=10, max_iter=300), outside, "predict_proba")


def nearest_label(split: Split) -> Scored:
    """Without an example: the label that is nearest by its words."""
    labels = split.labels
    vectors = _vectors()
    known = vectors.fit_transform([label.replace("_", " ").lower() for label in labels])
    scores = (vectors.transform([one.text for one in split.test]) @ known.T).toarray()
    return [(labels[int(row.argmax())], float(row.max())) for row in scores]


def above(scored: Scored, threshold: float) -> list[Answer]:
    """The labels of those that reach the threshold."""
    return [label if score >= threshold else None for label, score in scored]


def best_threshold(scored: Scored, judge: Callable[[list[Answer]], float], steps: int = 60) -> list[Answer]:
    """The answers at the threshold that the judge likes best. Chosen on the test itself, this favours the floor."""
    scores = sorted(score for _, score in scored)
    tried = [scores[min(len(scores) - 1, place * len(scores) // steps)] for place in range(steps)]
    return max((above(scored, threshold) for threshold in tried), key=judge)


def _fitted(split: Split, model: Any, outside: bool, scores: str) -> Scored:
    train = [one for one in split.train if outside or one.label is not None]
    vectors = _vectors()
    model.fit(vectors.fit_transform([one.text for one in train]), [one.label or "" for one in train])
    told = getattr(model, scores)(vectors.transform([one.text for one in split.test]))
    return [(str(model.classes_[int(row.argmax())]) or None, float(row.max())) for row in told]


def _vectors() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    return make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )


def answers(scored: Sequence[tuple[Answer, float]]) -> list[Answer]:
    """The labels alone."""
    return [label for label, _ in scored]

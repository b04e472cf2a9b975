"""Which category a request is, by likeness to what the bundle says of each."""

from __future__ import annotations

import math
from typing import Protocol

from agents.reading.local.likeness import Profile, Profiles, profiles_of, signs
from agents.reading.local.meaning import Features
from agents.reading.local.said import Said, said_of
from workflow.categories import CategorySet
from workflow.document import Document
from workflow.evidence import Evidence, quote_of
from workflow.interpretation import Classification, Request


class Classifier(Protocol):
    """Scores a request's sentences against the categories of a set; a fitted model may stand in for likeness."""

    def scores(self, said: tuple[Said, ...], categories: CategorySet) -> dict[str, float]:
        """Category id → log-odds up to a constant: `exp(score)` by their sum is how likely each is.

        Empty where the text has nothing in common with any category.
        """
        ...


WEIGHTS = (
    *(0.149, 1.447, 0.0, 0.147, 2.213),  # like what is told of it: words, concepts, pairs, n-grams, topics
    *(1.141, 1.144, 0.328, 0.394, 1.760),  # like its examples, in the same order
    *(1.094, 0.381, 0.110),  # nearest, concepts, words
)
"""How much each sign counts: a conditional logit, fitted by `evals/bench/fitting.py` on labelled requests of fifteen
fields of business. On fields that it was not fitted on it is right about as often as it says."""
NO_OTHER = 1.076
"""The score of the category for what fits no other."""


class Likeness:
    """The classifier that needs no fitting."""

    def scores(self, said: tuple[Said, ...], categories: CategorySet) -> dict[str, float]:
        """The weighed signs of each category."""
        profiles = profiles_of(categories)
        rows = signs(whole_of(said), ((one.features, one.weight) for one in said), profiles)
        if not any(map(any, rows)):
            return {}
        return {
            profile.category: NO_OTHER if profile.rest else sum(w * s for w, s in zip(WEIGHTS, row, strict=True))
            for profile, row in zip(profiles.profiles, rows, strict=True)
        }


def whole_of(said: tuple[Said, ...]) -> Features:
    """All sentences together, with falling returns for what is repeated."""
    whole: Features = {}
    for sentence in said:
        for name, value in sentence.features.items():
            whole[name] = whole.get(name, 0.0) + value * sentence.weight
    return {name: math.log1p(value) for name, value in whole.items()}


SUREST = 0.98


def shares(scores: dict[str, float]) -> dict[str, float]:
    """Category id → how likely it is, by its score."""
    best = max(scores.values(), default=0.0)
    raised = {name: math.exp(score - best) for name, score in scores.items()}
    total = sum(raised.values())
    return {name: value / total for name, value in raised.items()}


def classify(
    document: Document,
    request: Request,
    categories: CategorySet,
    others: tuple[Request, ...] = (),
    classifier: Classifier | None = None,
) -> Classification:
    """The likeliest category with the sentences that speak for it; the one for what fits no other, or None, where
    nothing speaks for any."""
    said = said_of(document, request, others)
    likely = shares((classifier or Likeness()).scores(said, categories))
    profiles = profiles_of(categories)
    rest = next((p.category for p in profiles.profiles if p.rest), None)
    if not likely:
        reason = "nothing in the text is like any category"
        return Classification(category=rest, confidence=0.4 if rest else 0.0, reason=reason)
    best = max(likely, key=lambda name: likely[name])
    confidence = min(SUREST, likely[best])
    told = {name: round(share, 4) for name, share in likely.items()}
    if best == rest:
        reason = "little in the text is like any other category"
        return Classification(category=rest, confidence=round(confidence, 3), reason=reason, scores=told)
    profile = next(p for p in profiles.profiles if p.category == best)
    evidence, words = _grounds(document, said, profile, profiles)
    return Classification(
        category=best,
        confidence=round(confidence, 3),
        reason=f"most like '{best}'" + (f": {', '.join(words)}" if words else ""),
        evidence=evidence,
        scores=told,
    )


def _grounds(
    document: Document, said: tuple[Said, ...], profile: Profile, profiles: Profiles
) -> tuple[tuple[Evidence, ...], list[str]]:
    """The two sentences that speak loudest for a category, and the features by which they do."""
    ranked = []
    told: Features = {}
    for one in said:
        shared = {
            name: one.weight * value * profile.whole[name] * profiles.rarity[name] ** 2
            for name, value in one.features.items()
            if name in profile.whole
        }
        ranked.append((sum(shared.values()), one))
        for name, value in shared.items():
            if name[0] in "cw":
                told[name[2:]] = told.get(name[2:], 0.0) + value
    ranked.sort(key=lambda row: -row[0])
    evidence = tuple(
        quote_of(document, one.passage.span(one.start, one.end))
        for share, one in ranked[:2]
        if share > 0.3 * ranked[0][0]
    )
    return evidence, sorted(told, key=lambda name: (-round(told[name], 9), name))[:4]

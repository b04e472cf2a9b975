"""Which category a request is, by likeness to what the bundle says of each."""

from __future__ import annotations

import math
from typing import Protocol

from agents.reading.local.likeness import Profile, Profiles, nearest, profiles_of, shared
from agents.reading.local.meaning import Features
from agents.reading.local.said import Said, said_of
from workflow.categories import CategorySet
from workflow.document import Document
from workflow.evidence import Evidence, quote_of
from workflow.interpretation import Classification, Request


class Classifier(Protocol):
    """Scores a request's sentences against the categories of a set; a fitted model may stand in for likeness."""

    def scores(self, said: tuple[Said, ...], categories: CategorySet) -> dict[str, float]:
        """Category id → score from 0 (nothing in common) to about 3."""
        ...


LENGTH = 0.8
"""How far a profile's length is taken out of what it shares: long ones share more by chance (BM25 has the like)."""
NEAREST = 0.6
"""What the likeness of the best sentence to the best phrase adds to that of the whole."""


class Likeness:
    """The classifier that needs no fitting."""

    def scores(self, said: tuple[Said, ...], categories: CategorySet) -> dict[str, float]:
        """The likeness of the whole text, and that of the best sentence to the best phrase."""
        profiles = profiles_of(categories)
        whole = shared(whole_of(said), profiles)
        best = [0.0] * len(profiles.profiles)
        for one in said:
            weight = min(1.0, one.weight)
            best = [max(a, weight * b) for a, b in zip(best, nearest(one.features, profiles), strict=True)]
        return {
            profile.category: 0.0 if profile.rest else total / profile.length**LENGTH + NEAREST * near
            for profile, total, near in zip(profiles.profiles, whole, best, strict=True)
        }


def whole_of(said: tuple[Said, ...]) -> Features:
    """All sentences together, with falling returns for what is repeated."""
    whole: Features = {}
    for sentence in said:
        for name, value in sentence.features.items():
            whole[name] = whole.get(name, 0.0) + value * sentence.weight
    return {name: math.log1p(value) for name, value in whole.items()}


CALIBRATION = (1.83, 1.79, 3.08, 1.05, -0.72)
"""Logistic regression of 'right' on the score's logarithm, its lead, the lead squared, and the logarithm of the number
of categories, fitted on about 900 labelled messages of five fields of business (reliability within 5 points)."""
FAINT = 0.3
"""A best score below this is nearly chance, however far it leads."""
SUREST = 0.98
LEAST = 0.3
"""Confidence below which the category for what fits no other is the better answer."""


def confidence_of(scores: dict[str, float]) -> float:
    """How sure the best score is right, 0 to 1."""
    best, second = (*sorted(scores.values(), reverse=True), 0.0)[:2]
    if best <= 0:
        return 0.0
    lead = 1 - second / best
    terms = (1.0, math.log(best), lead, lead * lead, math.log(len(scores)))
    likely = 1 / (1 + math.exp(-sum(c * t for c, t in zip(CALIBRATION, terms, strict=True))))
    return min(SUREST, likely * min(1.0, best / FAINT))


def classify(
    document: Document,
    request: Request,
    categories: CategorySet,
    others: tuple[Request, ...] = (),
    classifier: Classifier | None = None,
) -> Classification:
    """The likeliest category with the sentences that speak for it.

    Where too little speaks for any: the category for what fits no other, if there is one, else the best guess with
    its low confidence, else None.
    """
    said = said_of(document, request, others)
    scores = (classifier or Likeness()).scores(said, categories)
    confidence = confidence_of(scores)
    profiles = profiles_of(categories)
    rest = next((p.category for p in profiles.profiles if p.rest), None)
    if confidence < LEAST and max(scores.values()) < FAINT and rest is not None:
        reason = (
            "little in the text is like any other category"
            if confidence
            else "nothing in the text is like any category"
        )
        return Classification(
            category=rest, confidence=round(0.6 - confidence, 3), reason=reason, scores=_shares(scores)
        )
    if not confidence:
        return Classification(category=None, confidence=0.0, reason="nothing in the text is like any category")
    best = max(scores, key=lambda name: scores[name])
    profile = next(p for p in profiles.profiles if p.category == best)
    evidence, words = _grounds(document, said, profile, profiles)
    return Classification(
        category=best,
        confidence=round(confidence, 3),
        reason=f"most like '{best}'" + (f": {', '.join(words)}" if words else ""),
        evidence=evidence,
        scores=_shares(scores),
    )


def _shares(scores: dict[str, float]) -> dict[str, float]:
    """Scores as shares of their sum, for the trace."""
    total = sum(scores.values()) or 1.0
    return {name: round(score / total, 4) for name, score in scores.items()}


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
    return evidence, sorted(told, key=lambda name: -told[name])[:4]

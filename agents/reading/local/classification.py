"""Which category a request is, by likeness to what the bundle says of each."""

from __future__ import annotations

import math
from typing import NamedTuple, Protocol

from agents.reading.local.likeness import Profiles, profiles_of
from agents.reading.local.meaning import Features, features
from agents.reading.local.scope import Passage, passages
from agents.reading.local.sentences import sentences
from workflow.categories import CategorySet
from workflow.document import Document
from workflow.evidence import quote_of
from workflow.interpretation import Classification, Request


class Said(NamedTuple):
    """A sentence of the request: its features, how much it counts, and where it stands."""

    features: Features
    weight: float
    passage: Passage
    start: int
    end: int


class Classifier(Protocol):
    """Scores a request's sentences against the categories of a set; a fitted model may stand in for likeness."""

    def scores(self, said: tuple[Said, ...], categories: CategorySet) -> dict[str, float]:
        """Category id → score from 0; only their order and distance matter."""
        ...


class Likeness:
    """The classifier that needs no fitting."""

    def scores(self, said: tuple[Said, ...], categories: CategorySet) -> dict[str, float]:
        """Half the likeness of the whole text, half that of the best sentence to the best phrase."""
        profiles = profiles_of(categories)
        whole = _whole(said, profiles)
        found = {}
        for profile in profiles.profiles:
            found[profile.category] = 0.0 if profile.rest else _bm(whole, profile.whole, profiles)
        return found


def _whole(said: tuple[Said, ...], profiles: Profiles) -> Features:
    whole: Features = {}
    for sentence in said:
        for name, value in sentence.features.items():
            whole[name] = max(whole.get(name, 0.0), 0.0) + value * sentence.weight
    return {name: math.log1p(value) for name, value in whole.items()}


def _bm(text: Features, profile: Features, profiles: Profiles) -> float:
    total = 0.0
    for name, value in text.items():
        if name in profile:
            rarity = profiles.rarity[name]
            total += value * profile[name] * rarity * rarity
    return total / math.sqrt(sum((v * profiles.rarity[n]) ** 2 for n, v in profile.items()))


def said_of(document: Document, request: Request, others: tuple[Request, ...] = ()) -> tuple[Said, ...]:
    """The sentences of a request with their weights."""
    found = []
    for passage in passages(document, request, others):
        if not passage.weight:
            continue
        for sentence in sentences(passage.text):
            found.append(Said(features(sentence.text), passage.weight, passage, sentence.start, sentence.end))
    return tuple(found)


def classify(
    document: Document,
    request: Request,
    categories: CategorySet,
    others: tuple[Request, ...] = (),
    classifier: Classifier = Likeness(),
) -> Classification:
    """The likeliest category, or None where nothing speaks for any."""
    said = said_of(document, request, others)
    scores = classifier.scores(said, categories)
    best = max(scores, key=lambda name: scores[name])
    if scores[best] <= 0:
        return Classification(category=None, confidence=0.0, reason="nothing in the text is like any category")
    ranked = sorted(scores.values(), reverse=True)
    total = sum(math.exp(6 * s / ranked[0]) for s in ranked)
    shares = {name: math.exp(6 * s / ranked[0]) / total for name, s in scores.items()}
    return Classification(category=best, confidence=shares[best], reason="most like", scores=shares)

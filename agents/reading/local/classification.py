"""Which category a request is, by likeness to what the bundle says of each."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import NamedTuple, Protocol

from agents.reading.local.likeness import Profile, Profiles, cosine, profiles_of
from agents.reading.local.meaning import Features, features
from agents.reading.local.scope import Passage, passages
from agents.reading.local.stance import asks, human, is_courtesy, leaves_alone
from agents.reading.local.words import tokens
from workflow.categories import CategorySet
from workflow.document import Document, ZoneKind
from workflow.evidence import quote_of
from workflow.interpretation import Classification, Request


class Said(NamedTuple):
    """A sentence of the request: its features, how much it counts, and where it stands in its passage."""

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


P = {"alpha": 0.8, "beta": 0.6, "asks": 1.4, "quo": 0.3, "subj": 0.8, "resubj": 0.4, "att": 0.5, "quoted": 0.3, "temp": 6.0, "shared": 0.5}


class Likeness:
    """The classifier that needs no fitting."""

    def scores(self, said: tuple[Said, ...], categories: CategorySet) -> dict[str, float]:
        """The likeness of the whole text, and that of the best sentence to the best phrase."""
        profiles = profiles_of(categories)
        whole = _whole(said)
        weighed = [(one.weight, profiles.weighted(one.features)) for one in said]
        found = {}
        for profile in profiles.profiles:
            if profile.rest:
                found[profile.category] = 0.0
                continue
            found[profile.category] = _shared(whole, profile, profiles) + P["beta"] * _nearest(weighed, profile, profiles)
        return found


def _whole(said: tuple[Said, ...]) -> Features:
    whole: Features = {}
    for sentence in said:
        for name, value in sentence.features.items():
            whole[name] = whole.get(name, 0.0) + value * sentence.weight
    return {name: math.log1p(value) for name, value in whole.items()}


def _shared(text: Features, profile: Profile, profiles: Profiles) -> float:
    """What text and profile share, by rarity; long profiles share more by chance and are discounted."""
    total = sum(value * profile.whole[n] * profiles.rarity[n] ** 2 for n, value in text.items() if n in profile.whole)
    size = math.sqrt(sum((v * profiles.rarity[n]) ** 2 for n, v in profile.whole.items()))
    return total / size ** P["alpha"]


def _nearest(weighed: list[tuple[float, Features]], profile: Profile, profiles: Profiles) -> float:
    best = 0.0
    for phrase in profile.phrases:
        for weight, sentence in weighed:
            if sentence and phrase:
                best = max(best, min(1.0, weight) * cosine(sentence, phrase))
    return best


QUOTED = re.compile(r"[\"“„«「](?P<text>[^\"“”„»«」\n]{2,60})[\"”“»」]|[‘'](?P<single>[^'‘’\n]{2,40})[’'](?!\w)")
POINTING = re.compile(
    r"\b(?:attach\w*|enclosed|see below|below|spreadsheet|the (?:letter|file|document|list|form|sheet|pdf|doc)|"
    r"anbei|anhang|angehängt|beigefügt\w*|siehe unten|unten|ci-joint\w*|pièce jointe|ci-dessous|en annexe|adjunt\w*|abajo|anexo|"
    r"bijlage\w*|bijgevoegd\w*|hieronder|allegat\w*|sotto|em anexo|abaixo)\b|添付|下記|附件|如下|见下",
    re.IGNORECASE,
)
REPLY = re.compile(r"\s*(?:re|aw|antw|sv|rv|res|回复|答复|返信)\s*[:：]", re.IGNORECASE)
BRIEF = 25
"""Words of new text up to which it is only a cover note for what it brings."""


def said_of(document: Document, request: Request, others: tuple[Request, ...] = ()) -> tuple[Said, ...]:
    """The sentences of a request with their weights: what asks counts more, what stays as it is hardly."""
    all_of_it = passages(document, request, others)
    new = " ".join(p.text for p in all_of_it if p.zone is ZoneKind.NEW and p.part == "body")
    brings = len(tokens(new)) <= BRIEF or bool(POINTING.search(new))
    own = any(p.role == "own" for p in all_of_it) and bool(request.spans)
    found = []
    for passage in all_of_it:
        weight = passage.weight * _part_weight(passage, brings, document)
        if own and passage.role == "shared":
            weight *= P["shared"]
        if not weight:
            continue
        for sentence in human(passage.text):
            if is_courtesy(sentence.text):
                continue
            one = weight * (P["asks"] if asks(sentence.text) else 1.0) * (P["quo"] if leaves_alone(sentence.text) else 1.0)
            found.append(Said(_unquoted(sentence.text), one, passage, sentence.start, sentence.end))
    return tuple(found)


def _part_weight(passage: Passage, brings: bool, document: Document) -> float:
    if passage.part == "subject":
        return P["resubj"] if REPLY.match(passage.text) else P["subj"]
    if passage.part == "body":
        return 1.0
    return 1.0 if brings else P["att"]


@lru_cache(maxsize=4096)
def _unquoted(text: str) -> Features:
    """A sentence's features; what stands in quotation marks is named rather than said, and counts less."""
    if not QUOTED.search(text):
        return features(text)
    rest = dict(features(QUOTED.sub(" … ", text)))
    for match in QUOTED.finditer(text):
        for name, value in features(match["text"] or match["single"]).items():
            rest[name] = max(rest.get(name, 0.0), P["quoted"] * value)
    return rest


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
    total = sum(math.exp(P["temp"] * s / ranked[0]) for s in ranked)
    shares = {name: math.exp(P["temp"] * s / ranked[0]) / total for name, s in scores.items()}
    return Classification(category=best, confidence=shares[best], reason="most like", scores=shares)

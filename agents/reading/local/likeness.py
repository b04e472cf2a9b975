"""How like a text is to each category of a set: features weighted by rarity, compared as a whole and by sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from agents.reading.local.meaning import Features, features
from agents.reading.local.memo import Memo
from agents.reading.local.sentences import sentences
from agents.reading.local.words import tokens
from workflow.categories import Category, CategorySet

LABEL, DESCRIPTION, EXAMPLE, ID = 1.2, 1.4, 0.9, 1.0
"""How much each source of a category's profile counts."""

PROPER = 0.25
"""What a name inside an example counts: examples name brands and people that mean nothing for the category."""


KINDS = "wcpgt"
"""The kinds of features, by their first letter: word, concept, pair of concepts, n-gram, topic."""
SIGNS = (*(f"told_{kind}" for kind in KINDS), *(f"shown_{kind}" for kind in KINDS), "nearest", "concepts", "words")
"""What is compared of a text and a category: how like it is to what is told of the category (label, description) and
to its examples, kind by kind; how near its best sentence comes to the best phrase; how many concepts and words of
the text, by their rarity, the category has."""
LENGTH = 0.8
"""How far a profile's length is taken out of what it shares: long ones share more by chance (BM25 has the like)."""


@dataclass(frozen=True)
class Profile:
    """One category: `told` from label and description, `shown` from examples, `whole` from all of it, `phrases` from
    each example and clause."""

    category: str
    told: Features
    shown: Features
    whole: Features
    phrases: tuple[Features, ...]
    rest: bool  #: the category for what fits no other


@dataclass(frozen=True)
class Profiles:
    """All categories of a set, with the rarity of each feature among them."""

    profiles: tuple[Profile, ...]
    rarity: dict[str, float]
    told: dict[str, tuple[tuple[int, float], ...]]  #: feature → (index of profile, weight there times rarity squared)
    shown: dict[str, tuple[tuple[int, float], ...]]
    whole: dict[str, tuple[int, ...]]  #: feature → indexes of the profiles that have it
    phrases: dict[str, tuple[tuple[int, float], ...]]  #: feature → (index of phrase, weight there)
    owners: tuple[int, ...]  #: phrase → profile
    sizes: tuple[float, ...]  #: phrase → length of its vector

    def weighted(self, found: Features) -> Features:
        """Features times rarity; those that no category has are left out, for they tell nothing apart."""
        return {name: weight * self.rarity[name] for name, weight in found.items() if name in self.rarity}


REST = re.compile(
    r"\b(?:none of|fits? no(?:ne)?|not? (?:fit|covered|listed)|any(?:thing)? else|everything else|other|others|"
    r"misc\w*|autres?|andere[rs]?|sonstige\w*|otros?|otras?|overige?|altro|altri|outros?|その他|其他)\b",
    re.IGNORECASE,
)


def profiles_of(categories: CategorySet) -> Profiles:
    """The profiles of a set: computed once for as long as the set is in use."""
    return _memo(categories)


def _build(categories: CategorySet) -> Profiles:
    found = tuple(_profile(category) for category in categories.categories)
    names = {name for profile in found for name in profile.whole}
    spread = {}
    for name in names:
        weights = [p.whole[name] for p in found if name in p.whole and not p.rest]
        # A feature that one category has strongly and others barely is nearly as telling as one of its own.
        spread[name] = sum(weights) / max(weights) if weights else 1.0
    count = max(2, len(found))
    rarity = {name: math.log(1 + count / spread[name]) / math.log(1 + count) for name in names}
    every = [(index, phrase) for index, profile in enumerate(found) for phrase in profile.phrases if phrase]
    return Profiles(
        found,
        rarity,
        told=_index(_scaled(p.told, rarity) for p in found),
        shown=_index(_scaled(p.shown, rarity) for p in found),
        whole={name: tuple(i for i, p in enumerate(found) if name in p.whole) for name in names},
        phrases=_index(phrase for _, phrase in every),
        owners=tuple(index for index, _ in every),
        sizes=tuple(math.sqrt(sum(v * v for v in phrase.values())) for _, phrase in every),
    )


def _scaled(source: Features, rarity: dict[str, float]) -> Features:
    """A source by rarity, its length taken out."""
    length = math.sqrt(sum((value * rarity[name]) ** 2 for name, value in source.items())) or 1.0
    return {name: value * rarity[name] ** 2 / length**LENGTH for name, value in source.items()}


def _index(vectors: Iterable[Features]) -> dict[str, tuple[tuple[int, float], ...]]:
    """Feature → where it occurs: comparing a text with many vectors then costs only what they share."""
    found: dict[str, list[tuple[int, float]]] = {}
    for index, vector in enumerate(vectors):
        for name, value in vector.items():
            found.setdefault(name, []).append((index, value))
    return {name: tuple(places) for name, places in found.items()}


_memo: Memo[CategorySet, Profiles] = Memo(_build)


def _profile(category: Category) -> Profile:
    """Sources add up, with falling returns: what is said three times does not count three times."""
    told = [
        (LABEL, features(category.label, True)),
        (ID, features(category.id.replace("_", " "), True)),
        *((DESCRIPTION, features(clause, True)) for clause in clauses(category.description)),
    ]
    shown = [(EXAMPLE, _without_names(example)) for example in category.examples]
    return Profile(
        category.id,
        _added(told),
        _added(shown),
        _added([*told, *shown]),
        tuple(found for _, found in (*told, *shown)),
        is_rest(category),
    )


def is_rest(category: Category) -> bool:
    """Whether a category is the one for what fits no other."""
    return not category.examples and bool(REST.search(f"{category.label}. {category.description}"))


def _added(sources: list[tuple[float, Features]]) -> Features:
    whole: Features = {}
    for weight, found in sources:
        for name, value in found.items():
            whole[name] = whole.get(name, 0.0) + weight * value
    return {name: math.log1p(value) for name, value in whole.items()}


def clauses(description: str) -> tuple[str, ...]:
    """A description's clauses: what is listed between commas counts one by one."""
    found = [s.text for s in sentences(description)]
    return tuple(piece for text in found for piece in re.split(r"\s[-–—]\s|[,;:、，；：]", text) if piece.strip())


def _without_names(example: str) -> Features:
    """An example's features, those of capitalised words inside it reduced."""
    found = dict(features(example, True))
    for word in tokens(example)[1:]:
        if word.text[0].isupper() and not word.text.isupper():
            for name in features(word.text, True):
                if name in found and not name.startswith("c:"):
                    found[name] *= PROPER
    return found


def signs(whole: Features, sentences: Iterable[tuple[Features, float]], profiles: Profiles) -> list[list[float]]:
    """The signs of a text for each profile, in the order of `SIGNS`. `sentences`: features and weight of each."""
    count = len(profiles.profiles)
    found = [[0.0] * len(SIGNS) for _ in range(count)]
    for name, value in whole.items():
        if name not in profiles.rarity:
            continue
        kind = KINDS.index(name[0])
        for index, weight in profiles.told.get(name, ()):
            found[index][kind] += value * weight
        for index, weight in profiles.shown.get(name, ()):
            found[index][len(KINDS) + kind] += value * weight
        if name[0] in "cw":
            sign = -2 if name[0] == "c" else -1
            for index in profiles.whole[name]:
                found[index][sign] += profiles.rarity[name]
    for row in found:
        row[-2], row[-1] = math.sqrt(row[-2]), math.sqrt(row[-1])
    for one, weight in sentences:
        for index, near in enumerate(nearest(one, profiles)):
            found[index][-3] = max(found[index][-3], min(1.0, weight) * near)
    return found


def nearest(text: Features, profiles: Profiles) -> list[float]:
    """The cosine of a text, weighed by rarity, to the nearest phrase of each profile."""
    weighed = profiles.weighted(text)
    size = math.sqrt(sum(v * v for v in weighed.values()))
    dots: dict[int, float] = {}
    for name, value in weighed.items():
        for index, weight in profiles.phrases.get(name, ()):
            dots[index] = dots.get(index, 0.0) + value * weight
    best = [0.0] * len(profiles.profiles)
    for index, dot in dots.items():
        owner = profiles.owners[index]
        best[owner] = max(best[owner], dot / (size * profiles.sizes[index]))
    return best


def cosine(left: Features, right: Features) -> float:
    """The cosine of two sparse vectors."""
    if len(left) > len(right):
        left, right = right, left
    dot = sum(value * right[name] for name, value in left.items() if name in right)
    if not dot:
        return 0.0
    return dot / math.sqrt(sum(v * v for v in left.values()) * sum(v * v for v in right.values()))

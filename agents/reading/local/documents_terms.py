"""The words of a phrase with what they mean, and how much of a phrase a file shows, in whatever language.

What words mean is asked of `meaning` here and nowhere else in the reading of documents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from agents.reading.local.meaning import GENERAL, concepts_in
from agents.reading.local.sentences import sentences
from agents.reading.local.stopwords import STOPWORDS
from agents.reading.local.words import is_cjk, ngrams, stem, tokens

BY_MEANING = 0.7
"""What a word that means the same counts, beside the word itself."""

LONE = 0.8
"""What a phrase of one word counts, beside one of several."""


class Term(NamedTuple):
    """A word that says something: its stem, and the concepts that it stands for."""

    root: str
    concepts: frozenset[str]


class Shown(NamedTuple):
    """The stems and the concepts of a text."""

    roots: frozenset[str]
    concepts: frozenset[str]


def terms(phrase: str) -> tuple[Term, ...]:
    """The words of a phrase but for those that only carry grammar."""
    meant = [one for one in concepts_in(phrase, True) if one[2] not in GENERAL]
    found = []
    for token in tokens(phrase):
        concepts = frozenset(name for start, end, name, _ in meant if start < token.end and token.start < end)
        if is_cjk(token.text[0]):
            found += [Term(pair, concepts) for pair in ngrams(token.folded)]
        elif token.folded not in STOPWORDS and not token.folded.isdigit():
            found.append(Term(stem(token.folded), concepts))
    return tuple(found)


def shown(text: str) -> Shown:
    """What a text shows."""
    told = [term for sentence in sentences(text) for term in terms(sentence.text)]
    return Shown(
        frozenset(term.root for term in told), frozenset(concept for term in told for concept in term.concepts)
    )


def share(phrase: Sequence[Term], text: Shown, rarity: Mapping[str, float]) -> float:
    """How much of a phrase a text shows, 0 to 1; words that many kinds have count less."""
    if not phrase:
        return 0.0
    weights = [rarity.get(term.root, 1.0) for term in phrase]
    hits = [1.0 if term.root in text.roots else BY_MEANING if term.concepts & text.concepts else 0.0 for term in phrase]
    told = sum(weight * hit for weight, hit in zip(weights, hits, strict=True)) / sum(weights)
    return told * (LONE if len(phrase) == 1 else 1.0)

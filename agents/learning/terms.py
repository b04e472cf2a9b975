"""A request as counted terms: stems, their neighbours, character n-grams, concepts. All hashed: no word is kept.

A term is known by the CRC-32 of its name. What tells of people rather than of the matter makes no term: signatures,
addresses and hosts, and numbers of four digits or more, of which only the length counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from agents.reading.local.said import Said
from agents.reading.local.stopwords import STOPWORDS
from agents.reading.local.words import Token, is_cjk, ngrams, stem, tokens
from workflow.document import ZoneKind

BLOCKS = ("words", "grams", "pairs", "concepts")
"""Stems and two neighbouring ones; n-grams of words; two telling stems of one sentence; concepts of the lexicon."""

GRAMS = (2, 3, 4, 5)
"""Sizes of the character n-grams, the marks at a word's edges counted."""

CHARACTERS = 12_000
"""Characters of a request that are looked at, the first in the order of the text."""

APART = 8
"""Telling stems between which a pair is seen."""


Ids = npt.NDArray[np.uint32]


class Counted(NamedTuple):
    """Terms, ascending and each once, and how often each stands there, by the weight of its sentences."""

    terms: Ids
    often: npt.NDArray[np.float64]


Terms = tuple[Counted, ...]
"""What is counted in each block."""

_NUMBER = re.compile(r"\d{4,}")


def terms_of(said: tuple[Said, ...]) -> Terms:
    """The terms of a request's sentences."""
    found: list[tuple[Ids, ...]] = []
    weights: list[float] = []
    left = CHARACTERS
    for one in said:
        if left <= 0:
            break
        if one.passage.zone is ZoneKind.SIGNATURE:
            continue
        text = one.passage.text[one.start : min(one.end, one.start + left)]
        left -= len(text)
        weights.append(one.weight)
        found.append((*_of_text(text), _concepts(one.features)))
    return tuple(_counted([each[place] for each in found], weights) for place in range(len(BLOCKS)))


def _counted(found: list[Ids], weights: list[float]) -> Counted:
    if not found:
        return Counted(np.empty(0, np.uint32), np.empty(0))
    each = np.repeat(weights, [len(ids) for ids in found])
    terms, places = np.unique(np.concatenate(found), return_inverse=True)
    return Counted(terms, np.bincount(places, weights=each, minlength=len(terms)).astype(np.float64))


@lru_cache(maxsize=4096)
def _of_text(text: str) -> tuple[Ids, ...]:
    """The stems, n-grams and pairs of a sentence; a term that stands twice is given twice."""
    stems, telling = [], []
    grams: list[Ids] = []
    for token in tokens(text):
        if _is_address(text, token):
            continue
        for word in _words(token.folded):
            stems.append(word)
            if token.folded not in STOPWORDS:
                telling.append(word)
        grams.append(_grams(_length_alone(token.folded)))
    words = [*map(term_of, stems), *(term_of(f"{a} {b}") for a, b in pairwise(stems))]
    return _ids(words), np.concatenate(grams) if grams else _ids(()), _ids(_pairs(telling))


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[tuple[str, int], ...]:
    """The words of a text, folded, with the terms of their stems."""
    return tuple(
        (token.folded, term_of(word))
        for token in tokens(text)
        if not _is_address(text, token)
        for word in _words(token.folded)
    )


def _ids(terms: Iterable[int]) -> Ids:
    return np.fromiter(terms, dtype=np.uint32)


def _words(folded: str) -> tuple[str, ...]:
    """A word's stem; a run of characters without spaces as the pairs of them."""
    if is_cjk(folded[0]):
        return ngrams(folded)
    return (stem(_length_alone(folded)),)


def _length_alone(folded: str) -> str:
    return _NUMBER.sub(lambda found: "0" * len(found[0]), folded)


def _is_address(text: str, token: Token) -> bool:
    """Whether a word is a host or a part of a mail address: it tells who writes, not what is asked."""
    dotted = "." in token.folded and not token.folded.replace(".", "").isdigit()
    return dotted or text[token.end : token.end + 1] == "@" or text[token.start - 1 : token.start] == "@"


def _pairs(telling: list[str]) -> Iterable[int]:
    seen = {
        (min(one, other), max(one, other))
        for index, one in enumerate(telling)
        for other in telling[index + 1 : index + 1 + APART]
        if one != other
    }
    return (term_of(f"{one}~{other}") for one, other in seen)


@lru_cache(maxsize=50_000)
def _grams(word: str) -> Ids:
    return _ids(term_of(f"#{gram}") for size in GRAMS for gram in ngrams(word, size))


def _concepts(found: Iterable[str]) -> Ids:
    return _ids(term_of(name) for name in found if name[:2] in ("c:", "p:"))


@lru_cache(maxsize=100_000)
def term_of(name: str) -> int:
    """The term of a name: a stem, two stems, an n-gram, a pair or a concept."""
    return crc32(name.encode("utf-8", "surrogatepass"))

"""A request as counted terms: stems, their neighbours, character n-grams, concepts. All hashed: no word is kept.

A term is known by the CRC-32 of its name. What tells of people rather than of the matter makes no term: signatures,
addresses and hosts, and numbers of four digits or more, of which only the length counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

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

Terms = tuple[dict[int, float], ...]
"""For each block: term → how often it stands there, by the weight of its sentences."""

_NUMBER = re.compile(r"\d{4,}")


def terms_of(said: tuple[Said, ...]) -> Terms:
    """The terms of a request's sentences."""
    found: Terms = tuple({} for _ in BLOCKS)
    left = CHARACTERS
    for one in said:
        if left <= 0:
            break
        if one.passage.zone is ZoneKind.SIGNATURE:
            continue
        text = one.passage.text[one.start : min(one.end, one.start + left)]
        left -= len(text)
        for block, ids in zip(found, (*_of_text(text), _concepts(one.features)), strict=True):
            for term in ids:
                block[term] = block.get(term, 0.0) + one.weight
    return found


@lru_cache(maxsize=4096)
def _of_text(text: str) -> tuple[tuple[int, ...], ...]:
    """The stems, n-grams and pairs of a sentence; a term that stands twice is given twice."""
    stems, telling = [], []
    grams: list[int] = []
    for token in tokens(text):
        if _is_address(text, token):
            continue
        for word in _words(token.folded):
            stems.append(word)
            if token.folded not in STOPWORDS:
                telling.append(word)
        grams.extend(_grams(_length_alone(token.folded)))
    words = [*map(term_of, stems), *(term_of(f"{a} {b}") for a, b in pairwise(stems))]
    return tuple(words), tuple(grams), tuple(_pairs(telling))


def stems_of(text: str) -> tuple[str, ...]:
    """The stems of a text, as terms are made of them."""
    return tuple(word for token in tokens(text) if not _is_address(text, token) for word in _words(token.folded))


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
def _grams(word: str) -> tuple[int, ...]:
    return tuple(term_of(f"#{gram}") for size in GRAMS for gram in ngrams(word, size))


def _concepts(found: Iterable[str]) -> tuple[int, ...]:
    return tuple(term_of(name) for name in found if name[:2] in ("c:", "p:"))


@lru_cache(maxsize=100_000)
def term_of(name: str) -> int:
    """The term of a name: a stem, two stems, an n-gram, a pair or a concept."""
    return crc32(name.encode("utf-8", "surrogatepass"))

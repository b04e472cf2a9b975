"""How much is meant: all of it or a part, everybody or only some."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from agents.reading.local.lexicon import Lexicon, extent
from agents.reading.local.words import fold, is_cjk, tokens

FULL, PART = frozenset({"everybody", "the_whole"}), frozenset({"only_some", "a_part"})
"""Concepts of the two ends."""

_NOT = re.compile(r"\b(?:not|nicht|pas|no|niet|non|não|isn't|n't)\W*$", re.IGNORECASE)
_MARKS = re.compile(r"\b(?P<word>true|false|yes|no)\s*[:=]\s*", re.IGNORECASE)


class Ends(NamedTuple):
    """What a field says of the full extent, and by which concepts it is told."""

    full_is: bool
    full: frozenset[str]


@lru_cache(maxsize=4096)
def extents(text: str) -> frozenset[str]:
    """The concepts of `lexicon/extent.py` that a sentence has and does not deny."""
    words = tokens(text)
    folded = [word.folded for word in words]
    book = _book()
    found: set[str] = set()
    for at, word in enumerate(folded):
        if _NOT.search(text[max(0, words[at].start - 12) : words[at].start]):
            continue
        found |= book.exact.get(word, set())
        for length in book.stem_lengths:
            if length <= len(word) and word[:length] in book.stems:
                found |= book.stems[word[:length]]
        for parts, concept in book.sequences.get(word, ()):
            if _begins(folded[at : at + len(parts)], parts):
                found.add(concept)
        if is_cjk(words[at].text[0]):
            found.update(*(book.characters[each] for each in book.within(fold(words[at].text))))
    return frozenset(found)


@lru_cache(maxsize=1024)
def ends_of(description: str) -> Ends | None:
    """Where a description sets all against a part: 'true: paid in full; false: a part of it'. Else None."""
    marks = list(_MARKS.finditer(description))
    bounds = [*(mark.start() for mark in marks[1:]), len(description)]
    said = (
        {
            mark["word"].casefold() in ("true", "yes"): extents(description[mark.end() : end])
            for mark, end in zip(marks, bounds, strict=True)
        }
        if marks
        else {}
    )
    for means, concepts in said.items():
        other = said.get(not means, frozenset())
        if concepts & FULL and other & PART and not concepts & PART and not other & FULL:
            return Ends(means, concepts & FULL)
    return None


def told(sentence: str, description: str) -> set[bool]:
    """What a sentence tells of such a field: nothing where it speaks of neither end, both where of both."""
    ends = ends_of(description)
    if ends is None:
        return set()
    said = extents(sentence)
    return {ends.full_is for _ in said & ends.full} | {not ends.full_is for _ in said & PART}


@cache
def _book() -> Lexicon:
    return Lexicon(extent.WORDS)


def _begins(words: list[str], parts: tuple[str, ...]) -> bool:
    return len(words) == len(parts) and all(
        word == part or (part.endswith("*") and word.startswith(part[:-1]))
        for word, part in zip(words, parts, strict=True)
    )

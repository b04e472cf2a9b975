"""General business language in nine languages, as concepts: what lets two texts meet that share no word.

Nothing here belongs to one customer's domain: the bundle's descriptions and the messages are both mapped to these
concepts, so that a category told in English and a request written in Dutch have features in common.

Notation of a line, `concept: word word …`. A word stands for itself; `word*` for every word that begins so (and, of
five letters and more, for compounds that end with it, as German and Dutch build them); `several_words` for that
sequence (of which each but the first may end in `*`, or be a bare `*` for any word); a trailing `_` marks a word that must stand alone. Words in Chinese or Japanese
characters are found anywhere, since those languages are written without spaces. A word may stand in several lines.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from agents.reading.local.lexicon import (
    acts,
    contact,
    cover,
    failures,
    filings,
    freight,
    goods,
    household,
    institutions,
    mishaps,
    money,
    offerings,
    papers,
    payments,
    people,
    premises,
    showroom,
    states,
    technology,
    tenancies,
    things,
    topics,
    trade,
    wishes,
    work,
)
from agents.reading.local.words import fold, is_cjk

ACTS = frozenset(line.partition(":")[0] for line in acts.WORDS.split("\n") if line)
STATES = frozenset(line.partition(":")[0] for line in states.WORDS.split("\n") if line) - {
    "fire", "water", "storm", "heat", "noise", "pest", "legal", "deadline", "security",
}  # fmt: skip

EVERYDAY = (
    (wishes, mishaps, household, money, work, trade, technology, institutions),
    (people, contact, payments, cover),
    (goods, freight, failures, premises),
    (papers, filings, offerings, tenancies),
    (showroom,),
)
"""What people say where a description has the formal word: books of their own, so that the longer beginnings of one do
not hide those of another."""

TOPICS: dict[str, tuple[str, ...]] = {}
"""Concept → the topics that it stands under."""
for _line in topics.WORDS.strip().splitlines():
    _topic, _, _concepts = _line.partition(":")
    for _concept in _concepts.split():
        TOPICS[_concept] = (*TOPICS.get(_concept, ()), _topic)

ELIDED = re.compile(r"(?:^|(?<=_))(?:[cdjlmnst]|qu|dell|all|nell|sull|dall|un)'(?=[^\W\d_])")


class Lexicon:
    """The concepts of `words`, indexed for lookup by word, by beginning, by sequence and by CJK character."""

    def __init__(self, *sources: str) -> None:
        self.exact: dict[str, set[str]] = {}
        self.stems: dict[str, set[str]] = {}
        self.sequences: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self.characters: dict[str, set[str]] = {}
        for line in "\n".join(sources).split("\n"):
            concept, _, words = line.partition(":")
            for word in words.split():
                self._add(concept.strip(), fold(word.rstrip("_")))
        self.stem_lengths = sorted({len(stem) for stem in self.stems}, reverse=True)
        self.longest = max(map(len, self.characters), default=0)

    def _add(self, concept: str, word: str) -> None:
        if "'" in word:  # an elided article is a token of its own: "d'acqua" is read as "d'" and "acqua"
            word = ELIDED.sub(r"\g<0>_", word)
        if is_cjk(word[0]):
            self.characters.setdefault(word, set()).add(concept)
        elif "_" in word:
            parts = tuple(word.split("_"))
            self.sequences.setdefault(parts[0], []).append((parts, concept))
        elif word.endswith("*"):
            self.stems.setdefault(word[:-1], set()).add(concept)
        else:
            self.exact.setdefault(word, set()).add(concept)

    def of_word(self, word: str) -> frozenset[str]:
        """The concepts of one folded word; the longest beginning wins (and one that is a letter shorter, for two concepts
        may cut the same word differently), a compound adds what it ends with."""
        found = set(self.exact.get(word, ()))
        longest = 0
        for length in self.stem_lengths:
            if longest and length < longest - 1:
                break
            # A short beginning says little of a long word: 'rent' of 'rental', not of 'rentabilidad'.
            if length <= len(word) <= length + (5 if length <= 4 else 30) and word[:length] in self.stems:
                found |= self.stems[word[:length]]
                longest = longest or length
        if len(word) >= 9:
            tail = self._of_tail(word)
            found |= tail
            if tail and len(found) == len(tail):
                found |= self._of_head(word)
        return frozenset(found)

    def within(self, text: str) -> list[str]:
        """The words in a run of Chinese or Japanese characters, from left to right, the longest where several begin."""
        found, index = [], 0
        while index < len(text):
            ends = range(min(len(text), index + self.longest), index, -1)
            end = next((end for end in ends if text[index:end] in self.characters), 0)
            if end:
                found.append(text[index:end])
            index = end or index + 1
        return found

    def _of_tail(self, word: str) -> set[str]:
        """What a compound's last part says: 'nummer' of 'rechnungsnummer'. Parts of four letters at least."""
        for begin in range(4, len(word) - 3):
            tail = word[begin:]
            if tail in self.exact:
                return self.exact[tail]
            if tail in self.stems:
                return self.stems[tail]
        return set()

    def _of_head(self, word: str) -> set[str]:
        """What a compound's first part says: 'personal' of 'personalnummer'. Six letters at least."""
        for end in range(len(word) - 3, 5, -1):
            if word[:end] in self.exact:
                return self.exact[word[:end]]
        return set()


@cache
def lexicon() -> Lexicon:
    """The one lexicon."""
    return Lexicon(acts.WORDS, states.WORDS, things.WORDS)


@cache
def everyday() -> tuple[Lexicon, ...]:
    """The books of everyday words: they add to what the lexicon finds."""
    return tuple(Lexicon(*(source.WORDS for source in book)) for book in EVERYDAY)


@lru_cache(maxsize=20_000)
def is_common_word(word: str) -> bool:
    """Whether a folded word is one of the lexicon's, and no name that happens to begin like one ('Mendes')."""
    book = lexicon()
    return word in book.exact or any(
        word[:length] in book.stems for length in book.stem_lengths if 6 <= length <= len(word)
    )


@lru_cache(maxsize=50_000)
def concepts_of_word(word: str) -> frozenset[str]:
    """The concepts of one folded word, by the formal words alone."""
    return lexicon().of_word(word)


@lru_cache(maxsize=50_000)
def loose_concepts_of_word(word: str) -> frozenset[str]:
    """The concepts of one folded word, by the everyday words, too."""
    return lexicon().of_word(word).union(*(book.of_word(word) for book in everyday()))


def concepts(words: list[str], loose: bool = False) -> list[tuple[int, int, str]]:
    """The concepts in a sequence of folded words, as `(first word, word after the last, concept)`.

    With `loose`, everyday words count: they find more, and are wrong more often, which a whole message evens out and a
    single value does not.
    """
    of_word = loose_concepts_of_word if loose else concepts_of_word
    books = (lexicon(), *everyday()) if loose else (lexicon(),)
    found = []
    for index, word in enumerate(words):
        for book in books:
            for parts, concept in book.sequences.get(word, ()):
                if _begins(words[index : index + len(parts)], parts):
                    found.append((index, index + len(parts), concept))
        for concept in of_word(word):
            found.append((index, index + 1, concept))
    return found


def _begins(words: list[str], parts: tuple[str, ...]) -> bool:
    """Whether the words are that sequence, of which a part may end in * for any ending."""
    return len(words) == len(parts) and all(
        word == part or (part.endswith("*") and word.startswith(part[:-1]))
        for word, part in zip(words, parts, strict=True)
    )


@lru_cache(maxsize=20_000)
def concepts_of_characters(text: str, loose: bool = False) -> tuple[str, ...]:
    """The concepts of a folded run of Chinese or Japanese characters."""
    return tuple(
        concept
        for book in ((lexicon(), *everyday()) if loose else (lexicon(),))
        for word in book.within(text)
        for concept in sorted(book.characters[word])
    )

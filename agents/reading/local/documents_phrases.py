"""Phrases looked for in a text, many at once: by words in any form, and by characters where no spaces part words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from agents.reading.local.words import CJK, Token, fold, is_cjk, stem, tokens

_BREAK = re.compile(r"[\n\t]")  #: no phrase goes over the end of a line, or of a cell
_CJK = re.compile(f"[{CJK}]")

SHORTEST, LEAST_BEFORE = 6, 4
"""Letters of a word in which a compound may end, and letters before it ('Abrechnung' is no kind of Rechnung)."""


class Found(NamedTuple):
    """A phrase at characters `[start, end)`. `owner` and `role` are those with which it was given."""

    start: int
    end: int
    owner: str
    role: str
    words: int


class _Word(NamedTuple):
    """A word of a phrase: any word that has its text at the end or at the beginning, where so marked."""

    text: str
    stem: str
    any_end: bool
    any_begin: bool

    def fits(self, word: str, root: str) -> bool:
        if self.any_end and word.startswith(self.text):
            return True
        if self.any_begin and word.endswith(self.text):
            return True
        return word == self.text or (bool(self.stem) and root == self.stem)


class _Phrase(NamedTuple):
    owner: str
    role: str
    words: tuple[_Word, ...]


class Phrasebook:
    """Phrases with their owners. With `stems` a word also fits by its stem ('statements' for 'statement')."""

    def __init__(self, phrases: Iterable[tuple[str, str, str]], stems: bool = False) -> None:
        self._by_first: dict[str, list[_Phrase]] = {}
        self._by_end: list[_Phrase] = []
        self._lone: dict[str, list[_Phrase]] = {}
        self._by_character: dict[str, list[tuple[str, str, str]]] = {}
        for owner, role, phrase in dict.fromkeys(phrases):
            if any(is_cjk(char) for char in phrase):
                text = fold("".join(phrase.split())).strip("*")
                self._by_character.setdefault(text[:1], []).append((text, owner, role))
                continue
            words = _words(phrase, stems)
            if not words:
                continue
            made = _Phrase(owner, role, words)
            if len(words) == 1 and len(words[0].text) >= SHORTEST:
                self._lone.setdefault(words[0].text, []).append(made)
            if words[0].any_begin:
                self._by_end.append(made)
            else:
                self._by_first.setdefault(words[0].text[:3], []).append(made)

    def find(self, text: str) -> list[Found]:
        """Every phrase that stands in a text, but for those inside a longer one, in order."""
        found = self._by_words(text)
        if self._by_character and _CJK.search(text):
            found += self._by_characters(text)
        return _longest(found)

    def _by_words(self, text: str) -> list[Found]:
        listed = tokens(text)
        found: list[Found] = []
        for at, token in enumerate(listed):
            before = len(found)
            candidates = self._by_first.get(token.folded[:3], ())
            for phrase in (*candidates, *self._by_end) if self._by_end else candidates:
                if _begins(listed, at, phrase.words):
                    end = listed[at + len(phrase.words) - 1].end
                    if len(phrase.words) == 1 or not _BREAK.search(text, token.start, end):
                        found.append(Found(token.start, end, phrase.owner, phrase.role, len(phrase.words)))
            if len(found) == before and len(token.folded) >= SHORTEST + LEAST_BEFORE:
                found += [
                    Found(token.start, token.end, phrase.owner, phrase.role, 1)
                    for phrase in self._compounded(token.folded)
                ]
        return found

    def _compounded(self, word: str) -> list[_Phrase]:
        """The phrases of one word that a compound ends in: a 'Maklervollmacht' is a Vollmacht."""
        for begin in range(LEAST_BEFORE, len(word) - SHORTEST + 1):
            if found := self._lone.get(word[begin:]):
                return found
        return []

    def _by_characters(self, text: str) -> list[Found]:
        found = []
        for at, char in enumerate(text):
            if not is_cjk(char):
                continue
            for phrase, owner, role in self._by_character.get(fold(char), ()):
                if fold(text[at : at + len(phrase)]) == phrase:
                    found.append(Found(at, at + len(phrase), owner, role, max(1, len(phrase) // 2)))
        return found


def _begins(listed: Sequence[Token], at: int, words: tuple[_Word, ...]) -> bool:
    """Whether the words of a phrase stand at a place of a text."""
    if at + len(words) > len(listed):
        return False
    for number, word in enumerate(words):
        text = listed[at + number].folded
        if text != word.text and not word.fits(text, stem(text) if word.stem else ""):
            return False
    return True


def _words(phrase: str, stems: bool) -> tuple[_Word, ...]:
    words: list[_Word] = []
    for piece in phrase.split():
        bare = piece.strip("*")
        parts = tokens(bare)
        for number, part in enumerate(parts):
            last = number == len(parts) - 1
            # A word alone stands for itself: its stem is that of other words, too.
            root = stem(part.folded) if stems and len(phrase.split()) > 1 else ""
            words.append(_Word(part.folded, root, last and piece.endswith("*"), not number and piece.startswith("*")))
    return tuple(words)


def _longest(found: list[Found]) -> list[Found]:
    """Without phrases that stand inside a longer one of another owner or role."""
    kept: list[Found] = []
    reach: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        reach = [other for other in reach if other.end > one.start]
        if not any(other.end - other.start > one.end - one.start and other.end >= one.end for other in reach):
            kept.append(one)
        reach.append(one)
    return kept

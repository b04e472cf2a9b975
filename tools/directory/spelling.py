"""Misspelt words: which proper words of the org's names a word may have been meant for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

SHORTEST = 5
LONG = 8
"""From this length on two slips are forgiven, below it one."""


class Spelling:
    """Words by what they are without one letter: two words that differ by one slip share such a form."""

    def __init__(self, words: Iterable[str]) -> None:
        self._forms: dict[str, set[str]] = defaultdict(set)
        for word in words:
            if len(word) >= SHORTEST and word.isalpha():
                for form in _without_one(word):
                    self._forms[form].add(word)

    def near(self, word: str) -> tuple[str, ...]:
        """The words at a distance of one slip (two where both are long), nearest first; a swap is one slip."""
        if len(word) < SHORTEST:
            return ()
        found: set[str] = set()
        for form in _without_one(word):
            found.update(self._forms.get(form, ()))
        found.discard(word)
        if not found:
            return ()
        from rapidfuzz.distance import DamerauLevenshtein

        allowed = 2 if len(word) >= LONG else 1
        ranked = [(DamerauLevenshtein.distance(word, other), other) for other in found]
        return tuple(other for slips, other in sorted(ranked) if slips <= min(allowed, 2 if len(other) >= LONG else 1))


def _without_one(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}

"""Misspelt words: which proper words of the org's names a word may have been meant for."""

from __future__ import annotations

from tools.directory.index.keys import Kind
from tools.directory.index.snapshot import Snapshot
from tools.directory.index.weaving import SHORTEST_SPELT, without_one

LONG = 8
"""From this length on two slips are forgiven, below it one."""


def near(index: Snapshot, word: str) -> tuple[str, ...]:
    """The words at a distance of one slip (two where both are long), nearest first; a swap is one slip.

    Two words that differ by one slip share what they are without one letter.
    """
    if len(word) < SHORTEST_SPELT or not word.isalpha():
        return ()
    found = {other for form in without_one(word) for other in index.spelt(index.hashing.key(Kind.SPELLING, form))}
    found.discard(word)
    if not found:
        return ()
    from rapidfuzz.distance import DamerauLevenshtein

    allowed = 2 if len(word) >= LONG else 1
    ranked = [(DamerauLevenshtein.distance(word, other), other) for other in found]
    return tuple(other for slips, other in sorted(ranked) if slips <= min(allowed, 2 if len(other) >= LONG else 1))

"""Likely names: which of the org's names to lay beside a word of a text, where very many have that word."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from tools.directory.index.snapshot import Snapshot
from tools.directory.index.weaving import pair_keys
from tools.directory.passage import Passage

NEARBY = 8
"""So many words before and behind a word of a name another one of it, or its town, may stand."""

OF_A_PAIR = 64
"""More accounts than this with two words in common need a third to be looked at."""

RARE = 8
"""So many accounts with two words in common are few."""

AT_MOST = 24
"""Accounts that are looked at around one word."""


class Likely:
    """The accounts that have two words (or a word and their town) of one passage close to each other."""

    def __init__(self, index: Snapshot, passage: Passage, taken: Collection[int]) -> None:
        self._index, self._passage = index, passage
        self._taken = taken
        self._numbers: dict[int, list[int]] = {}

    def beside(self, at: int) -> list[int]:
        """The accounts that have the word at `at` and another one near it."""
        return self._accounts(self._pairs.get(at, ()))

    def surely_beside(self, at: int) -> list[int]:
        """The same for a word that tells nothing by itself: with two others near it, or one that few have beside it."""
        keys = [key for key in dict.fromkeys(self._pairs.get(at, ())) if self._of(key)]
        rare = {number for key in keys if len(self._of(key)) <= RARE for number in self._of(key)}
        counted = Counter(number for key in keys if len(self._of(key)) <= OF_A_PAIR for number in self._of(key))
        found = [number for number in counted if counted[number] > 1 or number in rare]
        return sorted(found, key=lambda number: (-counted[number], number))[:AT_MOST]

    def instead(self, at: int, word: str) -> list[int]:
        """The same, were another word there."""
        low, high = max(0, at - NEARBY), min(len(self._passage), at + NEARBY + 1)
        free = self._free[low:high].copy()
        free[at - low] = False
        others = self._passage.hashes[low:high][free]
        keys = pair_keys(others, np.full(len(others), self._index.hashing.text(word), np.uint64))
        return self._accounts([int(key) for key in keys[self._index.may_have(keys)]])

    @cached_property
    def _free(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        free = np.ones(len(self._passage), bool)
        free[[at for at in self._taken if at < len(free)]] = False
        return free

    @cached_property
    def _pairs(self) -> dict[int, list[int]]:
        """Index of a token → keys of the pairs that it is of, and that some account has."""
        pairs: dict[int, list[int]] = defaultdict(list)
        passage, free = self._passage, self._free
        # A word that stands in no name and is no town is no part of a pair.
        known = np.fromiter((word.in_name or word.town for word in passage.words), bool, len(passage)) & free
        firsts, seconds = [], []
        for apart in range(1, min(NEARBY, len(passage) - 1) + 1):
            first = np.flatnonzero(known[:-apart] & known[apart:])
            firsts.append(first)
            seconds.append(first + apart)
        if not firsts:
            return pairs
        first, second = np.concatenate(firsts), np.concatenate(seconds)
        keys = pair_keys(passage.hashes[first], passage.hashes[second])
        for at in np.flatnonzero(self._index.may_have(keys)).tolist():
            key = int(keys[at])
            pairs[int(first[at])].append(key)
            pairs[int(second[at])].append(key)
        return pairs

    def _of(self, key: int) -> list[int]:
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = self._index.numbers(key, OF_A_PAIR + 1)
        return found

    def _accounts(self, keys: Sequence[int]) -> list[int]:
        """Those of most pairs first."""
        shared = [key for key in dict.fromkeys(keys) if self._of(key)]
        short = [each for each in map(self._of, shared) if len(each) <= OF_A_PAIR]
        counted = Counter(number for each in short for number in each)
        if not counted and len(shared) > 1:
            return self._shared(shared)[:AT_MOST]
        return sorted(counted, key=lambda number: (-counted[number], number))[:AT_MOST]

    def _shared(self, keys: Sequence[int]) -> list[int]:
        """The accounts that two pairs have in common, where each pair has very many."""
        rarest = sorted(keys, key=self._index.count)[:2]
        return sorted(set(self._index.numbers(rarest[0])) & set(self._index.numbers(rarest[1])))

"""Which messages are worded alike: they are set aside together, or what is said of one was learned from its twin.

Templates, answers to the same circular, the same complaint sent twice. Found by MinHash (Broder 1997) over the words
of a message, in bands: two that share half of their words fall together more often than not, two that share a fifth
hardly ever. It takes time linear in the messages.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from agents.learning.terms import Terms

BANDS, ROWS = 12, 4
"""So many chances to fall together, each of so many equal minima: at half of the words shared, 1 - (1 - 0.5⁴)¹²."""
FEWEST = 6
"""Words below which a message is like no other: "Thank you" is everybody's."""


def alike(groups: Sequence[str], requests: Sequence[Terms]) -> list[str]:
    """The group of each request, one name for those whose words are alike: that of the first of them."""
    words: dict[str, list[npt.NDArray[np.uint32]]] = {}
    for group, terms in zip(groups, requests, strict=True):
        words.setdefault(group, []).append(terms[0].terms)
    parent = {group: group for group in words}

    def root(group: str) -> str:
        while parent[group] != group:
            parent[group] = parent[parent[group]]
            group = parent[group]
        return group

    seen: dict[tuple[int, bytes], str] = {}
    for group, found in words.items():
        for band, key in enumerate(_bands(np.unique(np.concatenate(found)))):
            parent[root(group)] = root(seen.setdefault((band, key), group))
    return [root(group) for group in groups]


def _bands(terms: npt.NDArray[np.uint32]) -> list[bytes]:
    if len(terms) < FEWEST:
        return []
    # Odd multipliers permute the hashes: each row is another order, whose least stands for the set.
    drawn = np.random.default_rng(1).integers(0, 2**32, BANDS * ROWS, dtype=np.uint64) | np.uint64(1)
    mixed = (terms.astype(np.uint64)[None, :] * drawn[:, None]) & np.uint64(0xFFFFFFFF)
    mixed ^= mixed >> np.uint64(15)
    mixed = (mixed * np.uint64(0x2C1B3C6D)) & np.uint64(0xFFFFFFFF)
    least = mixed.min(1).reshape(BANDS, ROWS)
    return [row.tobytes() for row in least]
